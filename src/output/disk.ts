// What stands in an output folder now. Links inside it are never followed: they lead out of what is ours.
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashText } from '../util/hash.ts';

export type DiskState =
  | { readonly kind: 'missing' }
  | { readonly kind: 'file'; readonly hash: string }
  /** Something that is not ours to replace: a link, a folder where a file belongs, a file where a folder belongs. */
  | { readonly kind: 'obstacle'; readonly what: 'link' | 'folder' | 'file' | 'unreadable' };

export interface Disk {
  /** Of a path below the output folder. */
  state(path: string): DiskState;
}

/** Line ends do not count: a checkout on Windows may have changed them all. */
export function hashContent(text: string): string {
  return hashText(text.includes('\r') ? text.replaceAll('\r\n', '\n') : text);
}

export function openDisk(folder: string): Disk {
  const folders = new Map<string, 'missing' | 'folder' | 'link' | 'file'>();

  /** What the folder `path` is, its parents being asked first. */
  const folderState = (path: string): 'missing' | 'folder' | 'link' | 'file' => {
    if (path === '') return 'folder';
    const known = folders.get(path);
    if (known !== undefined) return known;
    const above = folderState(parentOf(path));
    const state = above === 'folder' ? entryKind(join(folder, path)) : above;
    folders.set(path, state);
    return state;
  };

  return {
    state(path) {
      const parent = folderState(parentOf(path));
      if (parent === 'missing') return { kind: 'missing' };
      if (parent !== 'folder') return { kind: 'obstacle', what: parent };
      const kind = entryKind(join(folder, path));
      if (kind === 'missing') return { kind: 'missing' };
      if (kind !== 'file') return { kind: 'obstacle', what: kind };
      try {
        return { kind: 'file', hash: hashContent(readFileSync(join(folder, path), 'utf8')) };
      } catch {
        return { kind: 'obstacle', what: 'unreadable' };
      }
    },
  };
}

function entryKind(path: string): 'missing' | 'folder' | 'link' | 'file' {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 'missing';
  if (stat.isSymbolicLink()) return 'link';
  return stat.isDirectory() ? 'folder' : 'file';
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}
