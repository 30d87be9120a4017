// What can be wrong with a value under a schema. A problem has a cause, which many places may share, and a place.
import type { Location } from '../source/location.ts';
import type { JsonType } from './check-type.ts';

/** What a sentence is about: a thing, a field of it, or an entry or a name in the collection that the field holds. */
export interface Subject {
  readonly noun: string;
  readonly field?: string;
  readonly part?: 'entry' | 'name';
}

export type Cause =
  | {
      readonly kind: 'unknown-key';
      readonly noun: string;
      readonly key: string;
      readonly misspelt: string | undefined;
      readonly allowed: readonly string[];
    }
  /** A key that another format uses for what is called `instead` here. */
  | { readonly kind: 'renamed-key'; readonly key: string; readonly instead: string }
  | {
      readonly kind: 'missing-key';
      readonly noun: string;
      readonly key: string;
      /** What it may be, where that is a short list. */
      readonly values: readonly string[];
    }
  /** None of several keys, one of which is needed. */
  | { readonly kind: 'missing-choice'; readonly noun: string; readonly keys: readonly string[] }
  /** Keys, or a key with a value such as `transport: stdio`, that cannot stand together. */
  | { readonly kind: 'exclusive'; readonly noun: string; readonly keys: readonly string[] }
  /** A list of named items where a mapping from name to item belongs, or the other way round. */
  | { readonly kind: 'collection'; readonly expected: 'list' | 'mapping' }
  | {
      readonly kind: 'type';
      readonly subject: Subject;
      readonly expected: readonly JsonType[];
      readonly actual: JsonType;
    }
  | { readonly kind: 'value'; readonly subject: Subject; readonly allowed: readonly string[] }
  | { readonly kind: 'form'; readonly subject: Subject; readonly words: string }
  | {
      readonly kind: 'range';
      readonly subject: Subject;
      readonly least: number | undefined;
      readonly most: number | undefined;
    }
  | { readonly kind: 'length'; readonly subject: Subject; readonly most: number }
  | { readonly kind: 'empty'; readonly subject: Subject };

export interface Problem {
  readonly cause: Cause;
  readonly at: Location;
  /** What stands there, where that helps: a name, or a value that is not allowed. */
  readonly found?: string;
}

/** What says of a value which one it may be. Whoever writes one of these where there is no room for it writes others, too. */
const descriptive: ReadonlySet<string> = new Set(
  `type description required title format enum default example examples items properties nullable deprecated pattern
  minimum maximum minLength maxLength minItems maxItems additionalProperties`.split(/\s+/),
);

function describes({ key, misspelt }: Extract<Cause, { kind: 'unknown-key' }>): boolean {
  return misspelt === undefined && descriptive.has(key);
}

/** Problems with equal keys are one diagnostic. */
export function causeKey(cause: Cause): string {
  switch (cause.kind) {
    case 'unknown-key':
      return words(cause.kind, cause.noun, describes(cause) ? '' : cause.key, cause.misspelt ?? '');
    case 'renamed-key':
      return words(cause.kind, cause.key, cause.instead);
    case 'missing-key':
      return words(cause.kind, cause.noun, cause.key);
    case 'missing-choice':
    case 'exclusive':
      return words(cause.kind, cause.noun, ...cause.keys);
    case 'collection':
      return words(cause.kind, cause.expected);
    case 'type':
      return words(cause.kind, subjectKey(cause.subject), cause.actual, ...cause.expected);
    case 'value':
    case 'form':
    case 'range':
    case 'length':
    case 'empty':
      return words(cause.kind, subjectKey(cause.subject));
  }
}

function subjectKey({ noun, field, part }: Subject): string {
  return words(noun, field ?? '', part ?? '');
}

function words(...parts: readonly string[]): string {
  return parts.join('\n');
}
