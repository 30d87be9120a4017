import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../src/output/make-folder.ts';
import { project } from '../cli/memory-session.ts';

test('a folder with those above it, as often as one likes', () => {
  const folder = project({});
  for (let times = 0; times < 2; times++) makeFolder(join(folder, 'a/b/c'));
  expect(statSync(join(folder, 'a/b/c')).isDirectory()).toBe(true);
});

test('a file in the way is told', () => {
  const folder = project({ file: '' });
  expect(() => makeFolder(join(folder, 'file/a/b'))).toThrow('ENOTDIR');
  expect(() => makeFolder(join(folder, 'file'))).toThrow('EEXIST');
});

test.skipIf(!existsSync('/proc/self'))(
  'where nobody can make any, it ends (skipped without /proc)',
  () => {
    expect(() => makeFolder('/proc/nobody/a')).toThrow('ENOENT');
  },
);
