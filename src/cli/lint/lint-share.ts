// What a thread that lints is given, and what it answers.
import type { LintRun } from './lint-run.ts';

export interface LintShare {
  readonly run: LintRun;
  /** Indexes of `run.files`, the largest first. */
  readonly order: readonly number[];
  /** Holds how many of `order` are taken. */
  readonly taken: SharedArrayBuffer;
  /** Folder of the cache; undefined without one. */
  readonly cache: string | undefined;
}

/** One for each file: its index and its report as JSON. */
export type LintAnswer = readonly [index: number, report: string];
