import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { codes, snapshot, temporaryFolder, update } from './fake-output.ts';

const built = resolve('dist/output/update.js');
const driver = resolve('test/output/write-forever.mjs');

/** Runs the driver until it has finished a round, then kills it at some moment of a later one. */
async function writeAndKill(
  folder: string,
  from: number,
  delay: number,
): Promise<readonly string[]> {
  const child = spawn(process.execPath, [driver, folder, pathToFileURL(built).href, String(from)]);
  let output = '';
  child.stdout.on('data', (chunk) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), delay);
    output += String(chunk);
  });
  await new Promise((done) => child.on('close', done));
  return output.trimEnd().split('\n');
}

test.skipIf(!existsSync(built))(
  'killed at any moment: every file is whole, and the next run carries on (skipped without a build)',
  { timeout: 60_000 },
  async () => {
    const folder = temporaryFolder();
    let interrupted = 0;
    for (let round = 0; round < 12; round++) {
      const lines = await writeAndKill(folder, round * 1_000, 3 + round * 7);
      // Nothing that an earlier run left was taken for an edit.
      for (const line of lines) expect(line).toMatch(/^\d+ \[\]$/);
      const files = Object.entries(snapshot(folder));
      if (files.some(([path]) => path.includes('pending') || path.includes('tmp/')))
        interrupted += 1;
      for (const [path, text] of files) {
        if (path.startsWith('shop/')) expect(text, path).toMatch(/^\S+ (round \d+ )\1{1999}end$/);
        if (path === '.capwright/manifest.json')
          JSON.parse(readFileSync(`${folder}/${path}`, 'utf8'));
      }
    }
    expect(interrupted).toBeGreaterThan(0);
    const last = await update(folder, { shop: { 'only.txt': 'x' } }, { formatter: 'none' });
    expect(codes(last)).toEqual([]);
    expect(Object.keys(snapshot(folder)).sort()).toEqual([
      '.capwright/manifest.json',
      'shop/only.txt',
    ]);
  },
);

test.skipIf(!existsSync(built))(
  'processes at once never corrupt the folder (skipped without a build)',
  { timeout: 60_000 },
  async () => {
    const folder = temporaryFolder();
    const runs = await Promise.all([100, 200, 300].map((from) => writeAndKill(folder, from, 600)));
    for (const line of runs.flat()) expect(line).toMatch(/^\d+ \[\]$/);
    for (const [path, text] of Object.entries(snapshot(folder))) {
      if (path.startsWith('shop/')) expect(text, path).toMatch(/^\S+ (round \d+ )\1{1999}end$/);
    }
    expect(codes(await update(folder, { shop: {} }, { patience: 10_000 }))).toEqual([]);
  },
);
