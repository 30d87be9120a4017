// One run at a time in an output folder: `.capwright/lock`, taken over when the run that made it is gone.
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from './make-folder.ts';
import { errorCode } from '../util/system-error.ts';

/** Of another machine's lock we cannot ask whether its process lives. */
const foreignLockAge = 10 * 60_000;

export interface Lock {
  release(): void;
}

export type LockResult =
  | { readonly kind: 'locked'; readonly lock: Lock; readonly waited: boolean }
  | { readonly kind: 'busy'; readonly owner: string };

/** Waits up to `patience` milliseconds. Throws what the system says when no lock can be written. */
export async function takeLock(path: string, patience: number): Promise<LockResult> {
  const owner = JSON.stringify({ pid: process.pid, host: hostname(), token: `${Math.random()}` });
  const deadline = Date.now() + patience;
  makeFolder(dirname(path));
  for (let waited = false; ; waited = true) {
    if (create(path, owner))
      return { kind: 'locked', lock: { release: () => release(path, owner) }, waited };
    const holder = read(path);
    if (holder !== undefined && isStale(path, holder)) {
      takeAway(path, holder, owner);
      continue;
    }
    if (Date.now() >= deadline) return { kind: 'busy', owner: describe(holder) };
    await sleep(25 + Math.random() * 50);
  }
}

function create(path: string, owner: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx');
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(file, owner);
    return true;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}

function release(path: string, owner: string): void {
  if (read(path) === owner) rmSync(path, { force: true });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isStale(path: string, holder: string): boolean {
  const owner = parse(holder);
  // Without an owner: its run is about to write one, or was killed before it could.
  if (owner === undefined) return age(path) > 5_000;
  if (owner.host !== hostname()) return age(path) > foreignLockAge;
  try {
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}

/** Two runs may find the same lock stale: the slower one has to put back what it took from the faster. */
function takeAway(path: string, holder: string, owner: string): void {
  const aside = `${path}.${process.pid}.${Math.abs(hash(owner))}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== holder) linkSync(aside, path);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(errorCode(error))) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function hash(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + character.charCodeAt(0)) | 0;
  return sum;
}

function age(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

function parse(text: string): { readonly pid: number; readonly host: string } | undefined {
  try {
    const value = JSON.parse(text) as { pid?: unknown; host?: unknown } | null;
    const pid = value?.pid;
    const host = value?.host;
    if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 1) return undefined;
    return typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

function describe(holder: string | undefined): string {
  const owner = parse(holder ?? '');
  return owner === undefined ? 'another run' : `process ${owner.pid} on ${owner.host}`;
}
