// The bundle that the build makes of the program, with the code that V8 made of it in an earlier run: compiling a
// megabyte of text takes longer than most runs need for their work.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { importModule } from '../util/import-module.ts';
import { codeFolders, keepCode, readCode } from './kept-code.ts';

export interface Bundle {
  /** Of the build, from its content. */
  readonly id: string;
  readonly program: typeof import('./start.ts');
  /** Keeps the compiled code for the next run, where there was none. */
  keepCode(): void;
}

/** Undefined where there is none: what runs from sources is slower to start. */
export function loadBundle(command: string): Bundle | undefined {
  const path = fileURLToPath(new URL('./program.cjs', import.meta.url));
  let text: string;
  try {
    // The build writes nothing but ASCII.
    text = readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
  const id = /^\/\/ ([0-9a-f]{16})\n/.exec(text)?.[1] ?? '';
  const folders = codeFolders(path);
  const name = `${id}-${process.version}-${process.arch}-${/^[a-z]+$/.test(command) ? command : 'help'}.code`;
  const known = readCode(folders, name, path);
  const script = new Script(text, {
    filename: path,
    ...(known && { cachedData: known }),
  });
  const module: { exports: unknown } = { exports: {} };
  (script.runInThisContext() as (...given: unknown[]) => void)(
    createRequire(import.meta.url),
    module,
    import.meta.url,
    importModule,
  );
  return {
    id,
    program: module.exports as Bundle['program'],
    keepCode() {
      if (known === undefined || script.cachedDataRejected === true)
        keepCode(folders, name, script.createCachedData());
    },
  };
}
