// The lock of an output folder: read before names are given, written with the files that carry them.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Project } from '../../config.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { type Locks, parseLocks, printLocks } from '../../ir/names/lock.ts';
import { root } from '../../source/location.ts';

export const lockFile = 'capwright.lock';

export interface LockState {
  readonly locks: Locks;
  /** Set: the lock cannot be used. */
  readonly problem?: Diagnostic;
}

/** `shown`: the folder as people are shown it. */
export function readLock(folder: string, shown: string): LockState {
  const path = join(folder, lockFile);
  const result = parseLocks(existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  if (result.kind === 'locks') return { locks: result.locks };
  const name = `${shown}/${lockFile}`;
  const problem: Diagnostic = {
    code: 'output-names-broken',
    severity: 'error',
    message: `cannot use \`${name}\`: ${result.reason}; restore it, or give new names with \`--update-lock\``,
    at: root(name),
  };
  return { locks: new Map(), problem };
}

/** What has to be in the file after a run that named these; undefined: there is nothing to be written. */
export function nextLock(text: string | undefined, named: Locks): string | undefined {
  const before = parseLocks(text);
  const others = before.kind === 'locks' ? before.locks : new Map<string, never>();
  const locks = new Map([...others, ...named]);
  const isEmpty = [...locks.values()].every(
    ({ operations, tools }) => operations.length === 0 && tools.length === 0,
  );
  return text === undefined && isEmpty ? undefined : printLocks(locks);
}

/** Where output goes when nothing else is said. */
export function configuredFolder({ root: folder, config }: Project): string {
  return resolve(folder, config.out ?? 'generated');
}
