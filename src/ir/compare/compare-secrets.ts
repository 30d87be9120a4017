// What has to be bound from outside for a capability to run.
import type { Capability, Secret } from '../capability.ts';
import { compareWords, part, type RecordChange, type Subject } from './compare-change.ts';
import type { Pairs } from './compare-pairs.ts';
import { compareText } from '../../util/compare.ts';

export function compareSecrets(
  { both, removed, added }: Pairs<Secret>,
  after: Capability,
  root: Subject,
  record: RecordChange,
): void {
  const { secrets: _, ...rest } = after;
  const read = new Set(secretsRead(rest));
  for (const secret of added) {
    const subject = part(root, `secret ${secret.name}`, undefined, secret);
    if (read.has(secret.name))
      record('secret-added', subject, `${source(secret)} has to be set now`, [source(secret)]);
    else
      record('secret-declared', subject, `${source(secret)} is bound, and nothing reads it`, [
        source(secret),
      ]);
  }
  for (const secret of removed)
    record(
      'secret-removed',
      part(root, `secret ${secret.name}`, secret, undefined),
      `${source(secret)} is no longer read`,
      [source(secret)],
    );
  for (const [before, now] of both) {
    const subject = part(root, `secret ${now.name}`, before, now);
    if (before.name !== now.name)
      record('secret-renamed', subject, `\`${before.name}\` is called \`${now.name}\` now`, [
        before.name,
        now.name,
      ]);
    if (before.file !== now.file)
      record(
        'secret-source-changed',
        subject,
        `it is read from ${source(now)} instead of ${source(before)}`,
        [source(before), source(now)],
      );
    else if (before.variable !== now.variable)
      record(
        'secret-variable-changed',
        subject,
        `it is read from ${source(now)} instead of ${source(before)}`,
        [source(before), source(now)],
      );
    compareWords(
      'secret-description-changed',
      `description of \`${now.name}\``,
      before.description,
      now.description,
      subject,
      record,
    );
  }
}

function source({ variable, file }: Secret): string {
  return file === undefined ? `variable \`${variable}\`` : `key \`${variable}\` of \`${file}\``;
}

/** Names of the secrets that expressions in a part of a capability read. */
export function secretsRead(value: unknown): readonly string[] {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const { kind, name } = node as { readonly kind?: unknown; readonly name?: unknown };
    if (kind === 'literal') return;
    if (kind === 'secret' && typeof name === 'string') found.add(name);
    Object.values(node).forEach(visit);
  };
  visit(value);
  return [...found].sort(compareText);
}
