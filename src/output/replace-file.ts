// One file of the user's replaced so that whenever we are killed it is either the old or the new one.
import {
  closeSync,
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
import { isSystemError, systemReason } from './system-error.ts';

/** Why it was not replaced; undefined when it was. `before` is what we have read: anything else is not overwritten. */
export function replaceFile(path: string, before: string, after: string): string | undefined {
  let staged: string | undefined;
  try {
    const target = realpathSync(path);
    const { mode } = statSync(target);
    if (!isWritable(mode)) return isReadOnly;
    if (!holds(target, before)) return isAnother;
    staged = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    const file = openSync(staged, 'wx', mode);
    try {
      const bytes = Buffer.from(after);
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      // What the process usually leaves out of the mode of new files.
      fchmodSync(file, mode);
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
    return `${systemReason(error)}${place}; the file is as it was`;
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
