// A file of the user's and a system that refuses: it is the old one or the new one, and nothing else is left behind.
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { replaceFile, whyNotReplaced } from '../../src/output/replace-file.ts';

const fault = vi.hoisted(() => ({
  call: '',
  code: '',
  after: 0,
  seen: [] as string[],
  watched: '',
}));

// The real file system, with one call that fails after some successes; a write takes half of what it is given.
vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs')>();
  const failing =
    <Arguments extends readonly unknown[], Result>(
      call: string,
      run: (...all: Arguments) => Result,
    ) =>
    (...all: Arguments): Result => {
      if (fault.watched !== '') fault.seen.push(real.readFileSync(fault.watched, 'utf8'));
      if (fault.call === call && fault.after-- <= 0)
        throw Object.assign(new Error(fault.code), { code: fault.code, syscall: call });
      return run(...all);
    };
  return {
    ...real,
    openSync: failing('open', real.openSync),
    writeSync: failing('write', (file: number, bytes: Buffer, from: number) =>
      real.writeSync(file, bytes, from, Math.ceil((bytes.length - from) / 2)),
    ),
    fsyncSync: failing('fsync', real.fsyncSync),
    renameSync: failing('rename', real.renameSync),
  };
});

afterEach(() => Object.assign(fault, { call: '', watched: '', seen: [] }));

function file(text: string): { readonly folder: string; readonly path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'capwright-replace-'));
  const path = join(folder, 'a.yaml');
  writeFileSync(path, text);
  return { folder, path };
}

test.each([
  ['open', 'EACCES', 0, 'permission denied (EACCES) in its folder; the file is as it was'],
  ['open', 'EROFS', 0, 'the file system is read-only (EROFS) in its folder; the file is as it was'],
  ['write', 'ENOSPC', 0, 'no space left on the disk (ENOSPC); the file is as it was'],
  ['write', 'EDQUOT', 2, 'the disk quota is used up (EDQUOT); the file is as it was'],
  ['fsync', 'EIO', 0, 'the disk reports an error (EIO); the file is as it was'],
  ['rename', 'EPERM', 0, 'the system does not permit it (EPERM); the file is as it was'],
])('%s failing with %s after %i', (call, code, after, told) => {
  const { folder, path } = file('the old text');
  Object.assign(fault, { call, code, after });
  expect(replaceFile(path, 'the old text', 'the new text')).toBe(told);
  expect(readFileSync(path, 'utf8')).toBe('the old text');
  expect(readdirSync(folder)).toEqual(['a.yaml']);
});

test('whenever it is cut off, the file is whole', () => {
  const { path } = file('the old text');
  fault.watched = path;
  expect(replaceFile(path, 'the old text', 'the new text, which is longer')).toBeUndefined();
  expect(new Set(fault.seen)).toEqual(new Set(['the old text']));
  expect(fault.seen.length).toBeGreaterThan(4);
  expect(readFileSync(path, 'utf8')).toBe('the new text, which is longer');
});

test('a file that its owner has protected stays, also behind a link', () => {
  const { folder, path } = file('old');
  symlinkSync(path, join(folder, 'link.yaml'));
  chmodSync(path, 0o444);
  for (const name of [path, join(folder, 'link.yaml')]) {
    expect(replaceFile(name, 'old', 'new')).toContain('read-only: make it writable first');
    // A patch of it can be made.
    expect(whyNotReplaced(name, 'old')).toBeUndefined();
  }
  expect(readFileSync(path, 'utf8')).toBe('old');
});

test('the mode stays, whatever new files usually have', () => {
  const { path } = file('old');
  chmodSync(path, 0o666);
  expect(replaceFile(path, 'old', 'new')).toBeUndefined();
  expect(statSync(path).mode & 0o777).toBe(0o666);
});
