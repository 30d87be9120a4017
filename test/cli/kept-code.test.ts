import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { codeFolders, keepCode, readCode } from '../../src/cli/kept-code.ts';

const code = Buffer.from('compiled'.repeat(1000));

/** A folder with a program, and the kept code of it. */
function kept(): { folder: string; program: string; entry: string } {
  const folder = mkdtempSync(join(tmpdir(), 'capwright-code-'));
  const program = join(folder, 'program.cjs');
  writeFileSync(program, '');
  keepCode([folder], 'a.code', code);
  return { folder, program, entry: join(folder, 'a.code') };
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('compiled code is given to V8', () => {
  test('as it was kept, and nothing else is left behind', () => {
    const { folder, program } = kept();
    expect(readCode([folder], 'a.code', program)).toEqual(code);
    expect(readdirSync(folder).sort()).toEqual(['a.code', 'program.cjs']);
  });

  test.each([
    ['one bit of it flipped', (entry: Buffer) => flip(entry, 4000)],
    ['its digest flipped', (entry: Buffer) => flip(entry, 3)],
    ['cut', (entry: Buffer) => entry.subarray(0, 4000)],
    ['empty', () => Buffer.alloc(0)],
    ['zeros', (entry: Buffer) => Buffer.alloc(entry.length)],
  ])('not when it is %s', (_how, spoil) => {
    const { folder, program, entry } = kept();
    writeFileSync(entry, spoil(readFileSync(entry)));
    expect(readCode([folder], 'a.code', program)).toBeUndefined();
    keepCode([folder], 'a.code', code);
    expect(readCode([folder], 'a.code', program)).toEqual(code);
  });

  test.skipIf(process.getuid === undefined)('not when others may write to it', () => {
    const { folder, program, entry } = kept();
    chmodSync(entry, 0o666);
    expect(readCode([folder], 'a.code', program)).toBeUndefined();
  });

  test.skipIf(process.getuid === undefined)(
    'not when it is of another user than the program',
    () => {
      const { folder, entry } = kept();
      const other = (process.getuid?.() ?? 0) + 1;
      vi.spyOn(process, 'getuid').mockReturnValue(other);
      // As if installed by the other one.
      const program = '/nowhere/program.cjs';
      expect(readCode([folder], 'a.code', program)).toBeUndefined();
      expect(readCode([folder], 'a.code', entry)).toEqual(code);
    },
  );

  test('never from a folder that the project chooses', () => {
    vi.stubEnv('HOME', '');
    vi.stubEnv('USERPROFILE', '');
    expect(codeFolders('/x/program.cjs').filter((folder) => !isAbsolute(folder))).toEqual([]);
  });
});

test('a folder that takes nothing is no reason to fail', () => {
  const { folder, program } = kept();
  expect(() => keepCode([program, join(folder, 'more')], 'b.code', code)).not.toThrow();
  expect(readCode([program, join(folder, 'more')], 'b.code', program)).toEqual(code);
});

function flip(entry: Buffer, at: number): Buffer {
  const spoiled = Buffer.from(entry);
  spoiled.writeUInt8(spoiled.readUInt8(at) ^ 1, at);
  return spoiled;
}
