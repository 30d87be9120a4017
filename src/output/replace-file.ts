// One file of the user's replaced, or made, so that whenever we are killed it is either the old or the new one.
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isSystemError, systemReason } from '../util/system-error.ts';

/** Why it was not replaced; undefined when it was. `before` is what we have read: anything else is not overwritten. */
export function replaceFile(path: string, before: string, after: string): string | undefined {
  return settled(() => {
    const target = realpathSync(path);
    const { mode } = statSync(target);
    if (!isWritable(mode)) return isReadOnly;
    if (!holds(target, before)) return isAnother;
    return { target, text: after, mode };
  }, '; the file is as it was');
}

/** Why it was not made; undefined when it was. What is there already stays. */
export function createFile(path: string, text: string): string | undefined {
  return settled(
    () => (existsSync(path) ? 'it is there already' : { target: path, text, mode: undefined }),
    '',
  );
}

/** Takes back what `createFile` has made. */
export function removeFile(path: string): void {
  rmSync(path, { force: true });
}

interface Settling {
  readonly target: string;
  readonly text: string;
  /** Undefined: as new files usually have it. */
  readonly mode: number | undefined;
}

/** The text in a file of its own, put in the place of the other when it is whole. */
function settled(check: () => Settling | string, otherwise: string): string | undefined {
  let staged: string | undefined;
  try {
    const checked = check();
    if (typeof checked === 'string') return checked;
    const { target, text, mode } = checked;
    staged = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    const file = openSync(staged, 'wx', mode ?? 0o666);
    try {
      const bytes = Buffer.from(text);
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      // What the process usually leaves out of the mode of new files.
      if (mode !== undefined) fchmodSync(file, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(staged, target);
    staged = undefined;
    return undefined;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    // The file is replaced by another one, for which its folder has to have room.
    const place = error.syscall === 'open' && staged !== undefined ? ' in its folder' : '';
    return `${systemReason(error)}${place}${otherwise}`;
  } finally {
    if (staged !== undefined) rmSync(staged, { force: true });
  }
}

/** Why it could not be patched; undefined where it could. */
export function whyNotReplaced(path: string, before: string): string | undefined {
  try {
    return holds(path, before) ? undefined : isAnother;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return systemReason(error);
  }
}

const isAnother =
  'it has changed meanwhile, or is not encoded as UTF-8: run again, or write it as UTF-8';
const isReadOnly = 'it is read-only: make it writable first (`chmod u+w`)';

/** A new file could take the place of one that its owner has protected, and nobody would be asked. */
function isWritable(mode: number): boolean {
  return (mode & 0o222) !== 0;
}

function holds(path: string, text: string): boolean {
  return readFileSync(path).equals(Buffer.from(text));
}
