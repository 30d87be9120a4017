import { afterEach, expect, test, vi } from 'vitest';
import { codes, get, paths, snapshot, temporaryFolder, update } from './fake-output.ts';

const fault = vi.hoisted(() => ({ call: '', code: '', after: 0 }));

// The real file system, with one call that fails after some successes.
vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs')>();
  const failing =
    <Arguments extends readonly unknown[], Result>(
      call: string,
      run: (...all: Arguments) => Result,
    ) =>
    (...all: Arguments): Result => {
      if (fault.call === call && fault.after-- <= 0) {
        const error = new Error(`${fault.code}: refused`);
        throw Object.assign(error, { code: fault.code, syscall: call, path: String(all.at(-1)) });
      }
      return run(...all);
    };
  return {
    ...real,
    writeFileSync: failing('write', real.writeFileSync),
    renameSync: failing('rename', real.renameSync),
    unlinkSync: failing('unlink', real.unlinkSync),
    mkdirSync: failing('mkdir', real.mkdirSync),
    openSync: failing('open', real.openSync),
  };
});

afterEach(() => {
  fault.call = '';
});

const before = { shop: { 'a.ts': '1', 'b.ts': '1', 'gone.ts': '1' } };
const after = { shop: { 'a.ts': '2', 'b.ts': '2', 'new/c.ts': '2' } };

test.each([
  ['write', 'ENOSPC', 0],
  ['write', 'ENOSPC', 2],
  ['write', 'EDQUOT', 4],
  ['mkdir', 'EROFS', 0],
  ['open', 'EACCES', 0],
])('%s failing with %s after %i changes nothing and says so', async (call, code, count) => {
  const folder = temporaryFolder();
  await update(folder, before);
  const untouched = snapshot(folder);
  Object.assign(fault, { call, code, after: count });
  const result = await update(folder, after);
  fault.call = '';
  expect(codes(result)).toEqual(['output-write-failed']);
  expect(result.diagnostics[0]?.message).toContain(`(${code}); nothing was changed`);
  expect(result.diagnostics[0]?.message).not.toContain(folder);
  expect(snapshot(folder)).toEqual(untouched);
});

test.each([
  ['rename', 0],
  ['rename', 1],
  ['rename', 2],
  ['rename', 3],
  ['rename', 4],
  ['unlink', 0],
])('%s failing after %i leaves whole files, and the next run finishes', async (call, count) => {
  const folder = temporaryFolder();
  await update(folder, before);
  Object.assign(fault, { call, code: 'EACCES', after: count });
  const result = await update(folder, after);
  fault.call = '';
  expect(codes(result)).toEqual(['output-write-failed']);
  expect(result.diagnostics[0]?.message).toContain(
    'permission denied (EACCES); run again to finish',
  );
  for (const path of ['shop/a.ts', 'shop/b.ts'])
    expect(get(folder, path)).toMatch(/^[12]\n\/\/ formatted\n$/);
  // Even when the capability has changed again meanwhile, what was left is known to be ours.
  expect(codes(await update(folder, { shop: { 'a.ts': '3', 'b.ts': '3' } }))).toEqual([]);
  expect(paths(folder)).toEqual(['.capwright/manifest.json', 'shop/a.ts', 'shop/b.ts']);
  expect(get(folder, 'shop/a.ts')).toBe('3\n// formatted\n');
});
