// Carries out a plan so that whenever it is killed each file is either the old or the new one, never half of one:
// everything is staged below `.capwright/tmp`, then renamed into place; the manifest comes last.
import {
  existsSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { compareText } from '../util/compare.ts';
import { hashContent, parentOf } from './disk.ts';
import { printManifest } from './manifest.ts';
import { isSafePath, stateFolder } from './output-path.ts';
import { changes, type Plan, type PlannedFile } from './plan.ts';
import { makeFolder } from './make-folder.ts';
import { isSystemError, systemReason } from '../util/system-error.ts';

export type ApplyResult =
  | { readonly kind: 'done' }
  /** The disk is as it was before when `staged` is true, else some files are already new. */
  | {
      readonly kind: 'failed';
      readonly path: string;
      readonly reason: string;
      readonly staged: boolean;
    };

export function manifestPath(folder: string): string {
  return join(folder, stateFolder, 'manifest.json');
}

export function lockPath(folder: string): string {
  return join(folder, stateFolder, 'lock');
}

/** Nothing is written when nothing would change. The caller holds the lock. */
export function apply(folder: string, { files, manifest, pending }: Plan): ApplyResult {
  const changed = changes(files);
  const text = printManifest(manifest);
  const staging = join(folder, stateFolder, 'tmp');
  let at = folder;
  let staged = true;
  try {
    rmSync(staging, { recursive: true, force: true });
    const settled = changed.length === 0 && readText(manifestPath(folder)) === text;
    if (settled && readPending(folder).size === pending.size) return { kind: 'done' };
    makeFolder(staging);
    const stage = (name: string, path: string, content: string): void => {
      at = path;
      writeFileSync(join(staging, name), content);
    };
    for (const [i, file] of changed.entries()) {
      if (file.kind !== 'delete') stage(String(i), join(folder, file.path), contentOf(file));
    }
    stage('manifest', manifestPath(folder), text);
    stage('pending', pendingPath(folder), printPending(changed, readPending(folder)));
    if (pending.size > 0) stage('left', pendingPath(folder), printPending([], pending));
    staged = false;
    renameSync(join(staging, 'pending'), pendingPath(folder));
    // Deletions first: where case does not count, a stale name may be another spelling of a new one.
    for (const file of changed) {
      at = join(folder, file.path);
      if (file.kind === 'delete') unlinkSync(at);
    }
    for (const [i, file] of changed.entries()) {
      if (file.kind === 'delete') continue;
      at = join(folder, file.path);
      makeFolder(dirname(at));
      renameSync(join(staging, String(i)), at);
    }
    removeEmptyFolders(folder, changed);
    at = manifestPath(folder);
    renameSync(join(staging, 'manifest'), at);
    if (pending.size === 0) rmSync(pendingPath(folder), { force: true });
    else renameSync(join(staging, 'left'), pendingPath(folder));
    return { kind: 'done' };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { kind: 'failed', path: at, reason: systemReason(error), staged };
  } finally {
    try {
      rmSync(staging, { recursive: true, force: true });
    } catch {
      // The next run clears it.
    }
  }
}

/** What interrupted runs were about to write: hashes by path below the output folder. */
export function readPending(folder: string): ReadonlyMap<string, readonly string[]> {
  const pending = new Map<string, readonly string[]>();
  const text = readText(pendingPath(folder));
  if (text === undefined) return pending;
  try {
    for (const [path, hashes] of Object.entries(JSON.parse(text) as object)) {
      if (isSafePath(path) && Array.isArray(hashes)) pending.set(path, hashes.map(String));
    }
  } catch {
    // Renamed into place whole, so not ours.
  }
  return pending;
}

export function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function pendingPath(folder: string): string {
  return join(folder, stateFolder, 'pending.json');
}

function printPending(
  changed: readonly PlannedFile[],
  before: ReadonlyMap<string, readonly string[]>,
): string {
  const hashes = new Map(before);
  for (const file of changed) {
    if (file.kind === 'delete' || 'once' in file) continue;
    const hash = hashContent(contentOf(file));
    hashes.set(file.path, [...new Set([...(hashes.get(file.path) ?? []), hash])]);
  }
  return `${JSON.stringify(Object.fromEntries(hashes))}\n`;
}

function contentOf(file: PlannedFile): string {
  return 'content' in file ? file.content : '';
}

/** Folders that our deletions left empty, deepest first, up to the capability's own. */
function removeEmptyFolders(folder: string, changed: readonly PlannedFile[]): void {
  const folders = new Set<string>();
  for (const { kind, path } of changed) {
    if (kind !== 'delete') continue;
    for (let above = parentOf(path); above !== ''; above = parentOf(above)) folders.add(above);
  }
  for (const path of [...folders].sort(compareText).reverse()) {
    try {
      rmdirSync(join(folder, path));
    } catch {
      // Not empty: somebody's files are in it.
    }
  }
}
