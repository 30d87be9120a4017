// A folder with those above it. Node's own `recursive` never ends where a file system lets nobody make any, as /proc.
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from '../util/system-error.ts';

/** Throws what the system says. */
export function makeFolder(path: string): void {
  const above = dirname(path);
  if (isFolder(path)) return;
  if (statSync(above, { throwIfNoEntry: false }) === undefined && above !== path) makeFolder(above);
  try {
    mkdirSync(path);
  } catch (error) {
    // Somebody else may have been as quick.
    if (errorCode(error) !== 'EEXIST' || !isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
