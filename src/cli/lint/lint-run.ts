// One run of `lint` as plain data, and what is done for each of its files: in this thread or in another one.
import type { Compilation, CompileOptions, Preset } from '../../compiler.ts';
import type { Foreign } from '../../lint/review.ts';
import type { Rule } from '../../lint/rule.ts';
import type { RuleSettings } from '../../lint/settings.ts';
import type { Host } from '../../source/host.ts';
import { reportOf, type FileReport } from './file-report.ts';

export type Compile = (file: string, host: Host, options: CompileOptions) => Compilation;

export interface LintRun {
  readonly cwd: string;
  readonly preset: Preset;
  readonly overlays: boolean;
  /** Whether a baseline will ask how findings are known. */
  readonly fingerprints: boolean;
  /** Whether it matters how long rules take. */
  readonly timings: boolean;
  readonly files: readonly LintInput[];
}

export interface LintInput {
  readonly file: string;
  readonly rules: RuleSettings;
}

/** What the project brings itself: neither other threads nor other runs know of it. */
export interface OwnRules {
  readonly customRules?: readonly Rule[];
  /** What another linter says of a file. */
  readonly foreign?: ((file: string) => Foreign) | undefined;
}

export function lintFile(
  { file, rules }: LintInput,
  { preset, overlays, fingerprints, timings }: LintRun,
  compile: Compile,
  host: Host,
  { customRules = [], foreign }: OwnRules = {},
): FileReport {
  const said = foreign?.(file);
  const options = {
    preset,
    rules,
    lint: true,
    capability: false,
    overlays,
    customRules,
    ...(said && { foreign: said }),
  };
  return reportOf(compile(file, host, options), { fingerprints, timings });
}
