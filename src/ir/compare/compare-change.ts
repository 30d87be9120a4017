// What a comparison says: changes with a level and an audience, and the recorder that collects them.
import type { Location } from '../../source/location.ts';
import { compareText } from '../../util/compare.ts';
import { hashText } from '../../util/hash.ts';
import type { Audience, Level } from './compare-kind.ts';
import { changeKinds, type ChangeCode } from './compare-kinds.ts';

export type Bump = 'major' | 'minor' | 'patch' | 'none';

export interface Change {
  readonly code: ChangeCode;
  readonly level: Level;
  readonly audience: readonly Audience[];
  /** What has changed, from the outside in: `rest notes-rest > GET /notes > input limit`. */
  readonly subject: string;
  readonly message: string;
  /** Undefined for what is new. */
  readonly old: Location | undefined;
  /** Undefined for what is gone. */
  readonly new: Location | undefined;
  /** Equal for the same change wherever it stands in its file. */
  readonly fingerprint: string;
}

export interface Comparison {
  readonly bump: Bump;
  /** Breaking ones first, then by subject. */
  readonly changes: readonly Change[];
}

/** Something that both sides may have. */
export interface Subject {
  readonly path: readonly string[];
  /** Of changes whose kind leaves it to what has changed. */
  readonly audience: readonly Audience[];
  readonly old: Location | undefined;
  readonly new: Location | undefined;
}

/** `facts` tell apart changes of one kind and subject, such as the values before and after. */
export type RecordChange = (
  code: ChangeCode,
  subject: Subject,
  message: string,
  facts?: readonly unknown[],
) => void;

export interface Recorder {
  readonly record: RecordChange;
  comparison(): Comparison;
}

export function recorder(): Recorder {
  const changes: Change[] = [];
  return {
    record(code, subject, message, facts = []) {
      const { level, audience } = changeKinds[code];
      const name = subject.path.join(' > ');
      changes.push({
        code,
        level,
        audience: audience === 'owner' ? subject.audience : audience,
        subject: name,
        message,
        old: subject.old,
        new: subject.new,
        fingerprint: hashText(JSON.stringify([code, subject.path, facts])).slice(0, 16),
      });
    },
    comparison: () => comparisonOf(changes),
  };
}

/** Changes of several comparisons as one, in the order in which they are shown. */
export function comparisonOf(changes: readonly Change[]): Comparison {
  const sorted = [...changes].sort(
    (a, b) =>
      levels.indexOf(a.level) - levels.indexOf(b.level) ||
      compareText(a.subject, b.subject) ||
      compareText(a.code, b.code) ||
      compareText(a.fingerprint, b.fingerprint),
  );
  const [worst] = sorted;
  return { bump: worst === undefined ? 'none' : bumps[worst.level], changes: sorted };
}

export const levels: readonly Level[] = ['breaking', 'additive', 'docs'];
const bumps = { breaking: 'major', additive: 'minor', docs: 'patch' } as const;

/** A part of a subject, at its own places. */
export function part(
  subject: Subject,
  name: string,
  before: { readonly at: Location } | undefined,
  after: { readonly at: Location } | undefined,
): Subject {
  return { ...subject, path: [...subject.path, name], old: before?.at, new: after?.at };
}

/** Texts that people read: gone, new or changed. */
export function compareWords(
  code: ChangeCode,
  what: string,
  before: string | undefined,
  after: string | undefined,
  subject: Subject,
  record: RecordChange,
): void {
  if (before === after) return;
  const verb = before === undefined ? 'is new' : after === undefined ? 'is gone' : 'has changed';
  record(code, subject, `the ${what} ${verb}`, [before ?? null, after ?? null]);
}

export function compareTags(
  code: ChangeCode,
  before: readonly string[],
  after: readonly string[],
  subject: Subject,
  record: RecordChange,
): void {
  const [old, fresh] = [before, after].map((tags) => [...new Set(tags)].sort(compareText));
  if (JSON.stringify(old) === JSON.stringify(fresh)) return;
  record(code, subject, 'the tags have changed', [old, fresh]);
}
