// Consumed APIs: where they are and what they ask for.
import type { BaseUrl, Service } from '../capability.ts';
import { compareAuth } from './compare-auth.ts';
import { compareWords, part, type RecordChange, type Subject } from './compare-change.ts';
import type { Pairs } from './compare-pairs.ts';
import type { Renames } from './compare-renames.ts';
import { stableJson } from '../../util/stable-json.ts';

export function compareServices(
  { both, removed, added }: Pairs<Service>,
  renames: Renames,
  root: Subject,
  record: RecordChange,
): void {
  for (const service of removed)
    record(
      'service-removed',
      part(root, `service ${service.id}`, service, undefined),
      `\`${service.id}\` is no longer consumed`,
    );
  for (const service of added)
    record(
      'service-added',
      part(root, `service ${service.id}`, undefined, service),
      `\`${service.id}\` is consumed now`,
    );
  for (const [before, after] of both) {
    const subject = part(root, `service ${after.id}`, before, after);
    if (before.id !== after.id)
      record('service-renamed', subject, `\`${before.id}\` is called \`${after.id}\` now`, [
        before.id,
        after.id,
      ]);
    compareBaseUrls(renames.apply(before.baseUrl), after.baseUrl, subject, record);
    compareAuth('upstream', before.auth, after.auth, renames, subject, record);
    compareWords(
      'service-description-changed',
      `description of \`${after.id}\``,
      before.description,
      after.description,
      subject,
      record,
    );
    const [old, fresh] = [stableJson(before.servers ?? []), stableJson(after.servers ?? [])];
    if (old !== fresh)
      record('service-servers-changed', subject, 'the list of known hosts has changed', [
        old,
        fresh,
      ]);
  }
}

function compareBaseUrls(
  before: BaseUrl,
  after: BaseUrl,
  subject: Subject,
  record: RecordChange,
): void {
  const facts = [before, after];
  // What was written where a URL is missing is of no account.
  if (
    (before.kind === 'missing' && after.kind === 'missing') ||
    stableJson(before, ['at']) === stableJson(after, ['at'])
  )
    return;
  if (after.kind === 'missing')
    record('base-url-required', subject, 'the base URL has to be given now', facts);
  else if (before.kind === 'missing')
    record(
      'base-url-provided',
      subject,
      `the base URL need not be given any more${urlWords(after, ': it is ')}`,
      facts,
    );
  else if (before.kind === 'fixed' && after.kind === 'expression')
    record(
      'base-url-bound',
      subject,
      `the base URL is read from outside${urlWords(before, ' instead of ')}`,
      facts,
    );
  else if (before.kind === 'expression' && after.kind === 'fixed')
    record(
      'base-url-unbound',
      subject,
      `the base URL is no longer read from outside${urlWords(after, ': it is ')}`,
      facts,
    );
  else
    record(
      'base-url-changed',
      subject,
      `the base URL is another one${urlWords(after, ': ')}${urlWords(before, ' instead of ')}`,
      facts,
    );
}

function urlWords(url: BaseUrl, lead: string): string {
  return url.kind === 'fixed' ? `${lead}\`${url.url}\`` : '';
}
