// The built command with real threads: what they make does not depend on how many there are, nor on the order of the inputs.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { hasShared, projectRoot, sharedFiles } from '../support/shared.ts';
import { project } from './memory-session.ts';

const main = resolve('dist/cli/main.js');

/** Writes which thread it is loaded by. */
const spy = `data:text/javascript,${encodeURIComponent(`
import { appendFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
appendFileSync(process.env.THREADS, threadId + '\\n');
`)}`;

/** With their imports, and some that are wrong. */
const inputs = sharedFiles('corpus/wild').filter((_, place) => place % 12 === 5);

interface Run {
  readonly said: string;
  readonly files: ReadonlyMap<string, string>;
  readonly threads: number;
}

function generate(jobs: number, files: readonly string[]): Run {
  const folder = project({ threads: '' });
  const out = join(folder, 'out');
  const flags = ['--json', '--no-cache', '--jobs', String(jobs), '--out', out];
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', spy, main, 'generate', ...files, ...flags],
    {
      cwd: projectRoot,
      env: { ...process.env, NO_COLOR: '1', THREADS: join(folder, 'threads') },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  const names = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return {
    said: `${stdout}${stderr}`.replaceAll(out, 'out'),
    files: new Map(
      names
        .map(({ parentPath, name }) => join(parentPath, name))
        .sort()
        .map((path) => [path.slice(out.length), readFileSync(path, 'utf8')]),
    ),
    threads: new Set(readFileSync(join(folder, 'threads'), 'utf8').trim().split('\n')).size,
  };
}

test.skipIf(!existsSync(main) || !hasShared)(
  'any number of threads, any order of inputs: the same bytes (skipped without a build)',
  { timeout: 120_000 },
  () => {
    const alone = generate(1, inputs);
    expect(alone.threads).toBe(1);
    expect(alone.files.size).toBeGreaterThan(500);
    for (const [jobs, files] of [
      [2, inputs],
      [8, [...inputs].reverse()],
    ] as const) {
      const shared = generate(jobs, files);
      expect(shared.threads).toBe(jobs);
      expect(shared.said).toBe(alone.said);
      expect([...shared.files.keys()]).toEqual([...alone.files.keys()]);
      const different = [...shared.files].filter(([name, text]) => alone.files.get(name) !== text);
      expect(different.map(([name]) => name)).toEqual([]);
    }
  },
);
