// A printed module as a file of the output; prettier is asked where its own layout is not known for sure.
import type { OutputFile } from '../emitter.ts';
import { generatedNote, type Imports } from './imports.ts';
import type { ModuleText } from './statement.ts';

export interface PrintedModule {
  readonly path: string;
  readonly imports: Imports;
  /** Lines close behind the imports: what it passes on from other modules. */
  readonly exports?: readonly string[];
  readonly text: ModuleText;
}

export function moduleFile({ path, imports, exports = [], text }: PrintedModule): OutputFile {
  const content = text.text(generatedNote, [...imports.lines(), ...exports]);
  return { path, content, ...(text.sure ? { verbatim: true } : {}) };
}
