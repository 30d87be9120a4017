// What a run has to do with: streams, environment, and the compiler, which is loaded when a command needs it.
import type { CatalogEntry } from '../diagnostics/catalog-entry.ts';
import type { CompileAnswer, CompileShare } from './generate/compile-share.ts';
import type { LintAnswer, LintShare } from './lint/lint-share.ts';

export interface Sink {
  /** Never rejects; resolves when it is on its way. Whoever writes much waits for that, or all of it is kept in memory. */
  write(text: string): void | Promise<void>;
  readonly isTTY: boolean;
  readonly columns: number | undefined;
}

/** What the built program has beyond its sources; runs from sources do without. */
export interface Built {
  /** Tells builds apart: what is kept between runs is worth nothing to another one. */
  readonly id: string;
  /** Lints a share of the files in another thread; rejects where that fails. */
  lintElsewhere(share: LintShare, hear: (answer: LintAnswer) => void): Promise<void>;
  /** The same for a share of the units that are compiled. */
  compileElsewhere(share: CompileShare, hear: (answer: CompileAnswer) => void): Promise<void>;
}

export interface Session {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readStdin(): Promise<Uint8Array>;
  compiler(): Promise<Compiler>;
  rulePages(): Promise<readonly CatalogEntry[]>;
  readonly built?: Built;
}

export type Compiler = Pick<
  typeof import('../compiler.ts'),
  'compile' | 'mergeCompilations' | 'emit' | 'summary' | 'emitterNames' | 'loadEmitters'
>;
