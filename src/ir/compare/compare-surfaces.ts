// What is exposed: the servers, and what each kind of them holds.
import type { Surface } from '../capability.ts';
import { compareLimits } from './compare-answers.ts';
import { compareAuth } from './compare-auth.ts';
import { compareWords, part, type RecordChange, type Subject } from './compare-change.ts';
import { compareControl } from './compare-control.ts';
import type { Audience } from './compare-kind.ts';
import { compareMcp } from './compare-mcp.ts';
import { pair, type Pairs } from './compare-pairs.ts';
import type { Renames } from './compare-renames.ts';
import { compareRoutes } from './compare-routes.ts';
import { compareSkills } from './compare-skills.ts';

export function pairSurfaces(
  before: readonly Surface[],
  after: readonly Surface[],
): Pairs<Surface> {
  return pair(before, after, [
    ({ kind, id }) => [`${kind} ${id}`],
    ({ id }) => [id],
    ({ kind }) => [kind],
  ]);
}

export function compareSurfaces(
  { both, removed, added }: Pairs<Surface>,
  renames: Renames,
  root: Subject,
  record: RecordChange,
): void {
  const named = (
    surface: Surface,
    before: Surface | undefined,
    after: Surface | undefined,
  ): Subject => ({
    ...part(root, `${surface.kind} ${surface.id}`, before, after),
    audience: audiences[surface.kind],
  });
  for (const surface of removed)
    record(
      'surface-removed',
      named(surface, surface, undefined),
      `${surface.kind} server \`${surface.id}\` is gone`,
    );
  for (const surface of added)
    record(
      'surface-added',
      named(surface, undefined, surface),
      `${surface.kind} server \`${surface.id}\` is new`,
    );
  for (const [before, after] of both)
    compareSurface(before, after, renames, named(after, before, after), record);
}

const audiences: Readonly<{ [kind in Surface['kind']]: readonly Audience[] }> = {
  rest: ['http', 'operator'],
  mcp: ['agent', 'operator'],
  skill: ['agent', 'operator'],
  control: ['operator'],
};

function compareSurface(
  before: Surface,
  after: Surface,
  renames: Renames,
  subject: Subject,
  record: RecordChange,
): void {
  if (before.id !== after.id)
    record('surface-renamed', subject, `\`${before.id}\` is called \`${after.id}\` now`, [
      before.id,
      after.id,
    ]);
  if (before.port !== after.port)
    record(
      'surface-port-changed',
      subject,
      `it listens on ${portWords(after)} instead of ${portWords(before)}`,
      [before.port ?? null, after.port ?? null],
    );
  if (before.address !== after.address)
    record(
      'surface-address-changed',
      subject,
      `it listens on ${addressWords(after)} instead of ${addressWords(before)}`,
      [before.address ?? null, after.address ?? null],
    );
  compareLimits('surface', 'files', before.maxBytes, after.maxBytes, subject, record);
  compareAuth('surface', before.auth, after.auth, renames, subject, record);
  compareWords(
    'surface-description-changed',
    'description',
    before.description,
    after.description,
    subject,
    record,
  );
  if (before.kind === 'rest' && after.kind === 'rest')
    compareRoutes(before.routes, after.routes, renames, subject, record);
  else if (before.kind === 'mcp' && after.kind === 'mcp')
    compareMcp(before, after, renames, subject, record);
  else if (before.kind === 'skill' && after.kind === 'skill')
    compareSkills(before, after, subject, record);
  else if (before.kind === 'control' && after.kind === 'control')
    compareControl(before, after, subject, record);
  else
    record(
      'surface-kind-changed',
      subject,
      `it is a ${after.kind} server now, it was ${before.kind}`,
      [before.kind, after.kind],
    );
}

function portWords({ port }: Surface): string {
  return port === undefined ? 'no port in particular' : `port ${port}`;
}

function addressWords({ address }: Surface): string {
  return address === undefined ? 'no address in particular' : `\`${address}\``;
}
