// Where V8's compiled code is kept between runs. V8 runs what it is given without looking, so it is given only what this
// user, or whoever installed the program, has written, and only as it was written.
import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

/** Beside the program, which is as safe as the program is; else where only its user writes. */
export function codeFolders(program: string): readonly string[] {
  const home = homeFolder();
  return [
    join(dirname(program), 'code'),
    // A relative one would be a folder of whatever project this runs in.
    ...(isAbsolute(home) ? [join(home, '.cache/capwright/code')] : []),
  ];
}

/** Undefined where there is none that can be trusted. */
export function readCode(
  folders: readonly string[],
  name: string,
  program: string,
): Buffer | undefined {
  for (const folder of folders) {
    const code = readEntry(join(folder, name), program);
    if (code !== undefined) return code;
  }
  return undefined;
}

/** In the first folder that takes it; nowhere on a full or read-only disk. */
export function keepCode(folders: readonly string[], name: string, code: Buffer): void {
  for (const folder of folders) {
    const temporary = join(folder, `${name}.${process.pid}`);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o755 });
      writeFileSync(temporary, Buffer.concat([digest(code), code]), { mode: 0o644 });
      renameSync(temporary, join(folder, name));
      return;
    } catch {
      discard(temporary);
    }
  }
}

function readEntry(path: string, program: string): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    if (!isOurs(file, program)) return undefined;
    const entry = readFileSync(file);
    const code = entry.subarray(digestLength);
    return digest(code).equals(entry.subarray(0, digestLength)) ? code : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** With `sudo` the home folder may be someone else's. Windows knows no owners here. */
function isOurs(file: number, program: string): boolean {
  const user = process.getuid?.();
  if (user === undefined) return true;
  const { uid, mode } = fstatSync(file);
  const isWrittenByOthers = (mode & 0o022) !== 0;
  return !isWrittenByOthers && (uid === user || uid === statSync(program).uid);
}

const digestLength = 32;

function digest(code: Buffer): Buffer {
  return createHash('sha256').update(code).digest();
}

/** A user of a container may have none. */
function homeFolder(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nor can it be removed.
  }
}
