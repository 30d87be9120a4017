// What the operating system says when it refuses, in words.

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the system does not permit it',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
  ENAMETOOLONG: 'the path is too long',
  ENOENT: 'its folder cannot be made',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'something is in the way',
  EXDEV: 'it is on another file system',
  EBUSY: 'it is in use',
  EIO: 'the disk reports an error',
};

/** Empty for an error that is not the system's. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && /^E[A-Z0-9]+$/.test(errorCode(error));
}

export function systemReason(error: NodeJS.ErrnoException): string {
  const code = errorCode(error);
  return words[code] === undefined ? code : `${words[code]} (${code})`;
}
