// The only way to the disk besides output/apply. Tests and editors bring a host of their own.
import { isAscii } from 'node:buffer';
import { opendirSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { errorCode, isSystemError, systemReason } from '../util/system-error.ts';

export type ReadResult =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'missing' | 'folder' | 'binary' | 'encoding' | 'too-large' | 'denied';
      readonly detail: string;
    };

export interface Host {
  /** The text of a file, or why there is none: `denied` for folders, too, where they cannot be listed. Never throws. */
  read(path: string): ReadResult;
  kind(path: string): 'file' | 'folder' | 'missing';
  /** Names in a folder, sorted by code unit. Links are not followed into folders. */
  list(folder: string): readonly { readonly name: string; readonly kind: 'file' | 'folder' }[];
  /** The path with links resolved, for containment checks; the path itself where it does not exist. */
  real(path: string): string;
  resolve(path: string): string;
}

/** Larger than any capability seen by a factor of fifty; guards against reading a disk image by mistake. */
export const maxSourceBytes = 64 * 1024 * 1024;

export function nodeHost(cwd: string): Host {
  const absolute = (path: string): string => (isAbsolute(path) ? path : join(cwd, path));
  return {
    read(path) {
      const file = absolute(path);
      try {
        const stat = statSync(file);
        if (stat.isDirectory()) {
          opendirSync(file).closeSync();
          return { kind: 'folder', detail: 'it is a folder' };
        }
        if (!stat.isFile()) return { kind: 'denied', detail: 'it is not a regular file' };
        if (stat.size > maxSourceBytes)
          return {
            kind: 'too-large',
            detail: `${stat.size} bytes, the limit is ${maxSourceBytes}`,
          };
        return decode(readFileSync(file));
      } catch (error) {
        return readFailure(error);
      }
    },
    kind(path) {
      try {
        return statSync(absolute(path)).isDirectory() ? 'folder' : 'file';
      } catch {
        return 'missing';
      }
    },
    list(folder) {
      try {
        return readdirSync(absolute(folder), { withFileTypes: true })
          .filter((entry) => entry.isDirectory() || entry.isFile())
          .map((entry) => ({
            name: entry.name,
            kind: entry.isDirectory() ? ('folder' as const) : ('file' as const),
          }))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
      } catch {
        return [];
      }
    },
    real(path) {
      try {
        return realpathSync(absolute(path));
      } catch {
        return absolute(path);
      }
    },
    resolve: (path) => resolve(cwd, path),
  };
}

/** UTF-8 (with or without byte order mark) and UTF-16 with a byte order mark; anything else is refused, not guessed. */
export function decode(bytes: Uint8Array): ReadResult {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  if (encoding === 'utf-8' && bytes.subarray(0, 8192).includes(0))
    return { kind: 'binary', detail: 'it holds zero bytes' };
  // A tenth of the time, and half the memory.
  if (encoding === 'utf-8' && isAscii(bytes))
    return {
      kind: 'text',
      text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'),
    };
  try {
    return {
      kind: 'text',
      text: new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes),
    };
  } catch {
    return { kind: 'encoding', detail: 'it is not valid UTF-8' };
  }
}

function readFailure(error: unknown): ReadResult {
  if (['ENOENT', 'ENOTDIR'].includes(errorCode(error)))
    return { kind: 'missing', detail: 'there is no such file' };
  return { kind: 'denied', detail: isSystemError(error) ? systemReason(error) : String(error) };
}
