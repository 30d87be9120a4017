// Paths that are URLs: told from others, and joined like paths of files.
import { dirname, isAbsolute, posix } from 'node:path';

export function isWebPath(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/** The last part of a path, as it is read. */
export function baseName(path: string): string {
  const base = path.split(/[\\/]/).at(-1) ?? path;
  if (!isWebPath(path)) return base;
  try {
    return decodeURIComponent(base);
  } catch {
    return base;
  }
}

/** As `posix.join`, which would take a slash out of `https://`. */
export function joinPath(...parts: readonly string[]): string {
  return posix.join(...parts).replace(/^(https?:)\/(?!\/)/i, '$1//');
}

/** What a file belongs to and may read from: the server it comes from; its folder, where that lies elsewhere; else `.` */
export function projectFolder(file: string): string {
  if (isWebPath(file)) return /^[^/]+\/\/[^/]*/.exec(file)?.[0] ?? file;
  return file.startsWith('../') || isAbsolute(file) ? dirname(file) : '.';
}
