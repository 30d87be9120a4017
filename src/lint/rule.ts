// What a lint rule is: its check, its page and its test in one file.
import type { Fix, Related, Severity } from '../diagnostics/diagnostic.ts';
import type { Location } from '../source/location.ts';
import type { Program } from '../document/program.ts';

export interface Finding {
  /** What is wrong, for all `sites` together: one finding is one root cause. */
  readonly message: string;
  readonly sites: readonly [Location, ...Location[]];
  readonly related?: readonly Related[];
  readonly fix?: Fix;
}

export interface RuleExample {
  readonly title: string;
  /** A whole document. */
  readonly yaml: string;
  /** The messages this rule gives for it; empty for an example of how it should be. */
  readonly reports: readonly string[];
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
  /** Identifiers of the official rule sets for the same thing. */
  readonly aliases?: readonly string[];
  readonly examples: readonly RuleExample[];
  check(program: Program, report: (finding: Finding) => void): void;
}

/** Sites as a finding wants them; undefined where there are none, so that rules need no check of their own. */
export function sites(places: readonly Location[]): readonly [Location, ...Location[]] | undefined {
  const [first, ...others] = places;
  return first === undefined ? undefined : [first, ...others];
}

/** `count(1, 'operation')` → `1 operation`; `count(48, 'operation')` → `48 operations` */
export function count(number: number, noun: string): string {
  return `${number} ${number === 1 ? noun : noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}
