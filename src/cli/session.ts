// What a run has to do with: streams, environment, and the compiler, which is loaded when a command needs it.
import type { CatalogEntry } from '../diagnostics/catalog-entry.ts';

export interface Sink {
  write(text: string): void;
  readonly isTTY: boolean;
  readonly columns: number | undefined;
}

export interface Session {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readStdin(): Promise<Uint8Array>;
  compiler(): Promise<Compiler>;
  rulePages(): Promise<readonly CatalogEntry[]>;
}

export type Compiler = Pick<
  typeof import('../compiler.ts'),
  'compile' | 'mergeCompilations' | 'emit' | 'summary' | 'emitterNames' | 'loadEmitters'
>;
