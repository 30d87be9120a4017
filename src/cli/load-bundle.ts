// The bundle that the build makes of the program, with the code that V8 made of it in an earlier run: compiling a
// megabyte of text takes longer than most runs need for their work.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { importModule } from '../util/import-module.ts';

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
  const folders = codeFolders();
  const name = `${id}-${process.version}-${process.arch}-${/^[a-z]+$/.test(command) ? command : 'help'}.code`;
  const known = read(folders, name);
  const script = new Script(`(function (require, module, moduleUrl, moduleImport) {${text}\n})`, {
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
        keep(folders, name, script.createCachedData());
    },
  };
}

/** Beside the program, which is as safe as the program is; else where only its user writes. */
function codeFolders(): readonly string[] {
  const beside = fileURLToPath(new URL('./code', import.meta.url));
  return [beside, join(homedir(), '.cache/capwright/code')];
}

function read(folders: readonly string[], name: string): Buffer | undefined {
  for (const folder of folders)
    try {
      return readFileSync(join(folder, name));
    } catch {
      // It is not there.
    }
  return undefined;
}

function keep(folders: readonly string[], name: string, code: Buffer): void {
  for (const folder of folders)
    try {
      mkdirSync(folder, { recursive: true });
      const temporary = join(folder, `${name}.${process.pid}`);
      writeFileSync(temporary, code, { mode: 0o644 });
      renameSync(temporary, join(folder, name));
      return;
    } catch {
      // Installed for all users, or a full disk: the next folder, or no saving.
    }
}
