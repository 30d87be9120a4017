// What we say about a source. A user's mistake is a Diagnostic; a mistake of ours is an exception.
import type { Location, Span } from '../source/location.ts';

export type Severity = 'error' | 'warning' | 'info';

/** A replacement of the text from `start` to `end` (UTF-16 offsets) of one file. */
export interface TextEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  /** A safe fix keeps the meaning of the document; an unsafe one is a guess the author has to confirm. */
  readonly safe: boolean;
  readonly edits: readonly TextEdit[];
}

export interface Related {
  readonly message: string;
  readonly at: Location | Span;
}

export interface Diagnostic {
  /** A kebab-case slug that `capwright explain` knows. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence without a full stop; names in backticks; ends with what to do where that is not obvious. */
  readonly message: string;
  /** Undefined: about the run, not about a text. */
  readonly at: Location | Span | undefined;
  /** Every place of one root cause, `at` first, when a rule reports a group; undefined for a single place. */
  readonly sites?: readonly (Location | Span)[];
  readonly related?: readonly Related[];
  /** The key that is not there, where that is all it is about. */
  readonly missing?: string;
  /** The word that stands there and the one that was meant: another format's word for it, or nearly the same letters. */
  readonly meant?: { readonly word: string; readonly sure: boolean };
  readonly fix?: Fix;
}
