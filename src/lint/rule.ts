// What a lint rule is: its check, its page and its test in one file.
import type { Fix, Related, Severity } from '../diagnostics/diagnostic.ts';
import type { Program } from '../document/program.ts';
import type { Location, Span } from '../source/location.ts';
import type { SourceFile } from '../source/source-file.ts';

export interface Finding {
  /** What is wrong, for all `sites` together: one finding is one root cause. */
  readonly message: string;
  readonly sites: readonly [Place, ...Place[]];
  readonly related?: readonly Related[];
  readonly fix?: Fix;
}

type Place = Location | Span;

export type Report = (finding: Finding) => void;

export interface RuleExample {
  readonly title: string;
  /** A whole document. */
  readonly yaml: string;
  /** The messages this rule gives for it; empty for an example of how it should be. */
  readonly reports: readonly string[];
}

/** A number that a project may set; `of` says what it counts. */
export interface RuleOption {
  readonly of: string;
  readonly default: number;
}

export interface RuleContext {
  /** The options of the rule, each with its default where the project sets none. */
  readonly options: Readonly<Record<string, number>>;
  /** The main document as it was written: for what the one shape of a `Program` does not keep. */
  readonly source: SourceFile;
}

export interface Rule {
  /** Kebab-case, as in configuration, ignore comments and `explain`. */
  readonly code: string;
  readonly severity: Severity;
  /** One line: what the rule reports. */
  readonly summary: string;
  /** Why it matters to whoever uses the capability. */
  readonly why: string;
  /** What the author should do about it. */
  readonly whatToDo: string;
  /** Other identifiers for the same thing, those of the official rule sets among them. */
  readonly aliases?: readonly string[];
  readonly options?: Readonly<Record<string, RuleOption>>;
  readonly examples: readonly RuleExample[];
  check(program: Program, report: Report, context: RuleContext): void;
}

/** Sites as a finding wants them; undefined where there are none, so that rules need no check of their own. */
export function sites(places: readonly Place[]): readonly [Place, ...Place[]] | undefined {
  const [first, ...others] = places;
  return first === undefined ? undefined : [first, ...others];
}

/** A place and how a message calls it. */
export interface Found {
  readonly name: string;
  readonly at: Place;
}

/** One finding for all places of one cause, none where there are none. `say` is given what they are called. */
export function reportAll<T extends Found>(
  report: Report,
  found: readonly T[],
  say: (names: string, number: number) => string,
  related?: readonly Related[],
): void {
  const at = sites(found.map((item) => item.at));
  if (at !== undefined)
    report({
      message: say(listed(found.map((item) => item.name)), found.length),
      sites: at,
      ...(related && { related }),
    });
}

/** `` `a`, `b`, `c` and 4 more `` */
export function listed(names: readonly string[]): string {
  const different = [...new Set(names)];
  const shown = (different.length > 4 ? different.slice(0, 3) : different).map(quoted);
  const more = different.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}

/** Texts of a document are as long as their author likes; messages are not. */
function quoted(name: string): string {
  const line = name.replace(/\s+/g, ' ');
  return line.length > 80 ? `\`${line.slice(0, 79)}…\`` : `\`${line}\``;
}

/** `count(1, 'operation')` → `1 operation`; `count(48, 'operation')` → `48 operations` */
export function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`}`;
}
