// Folders that the system does not let us list: said, and the rest goes on.
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { compile, emit, mergeCompilations } from '../../src/compiler.ts';
import { cli, project, type Outcome } from './memory-session.ts';

const shop = `naftiko: 1.0.0-alpha2
info: {label: Shop, description: Orders of a shop.}
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.example.com
      resources:
        - {name: orders, path: /orders, operations: [{name: list-orders, method: GET}]}
`;

/** Root may read everything: it becomes somebody else for a while. */
const isRoot = process.geteuid?.() === 0;
const canTry = process.platform !== 'win32' && (!isRoot || process.seteuid !== undefined);

async function run(folder: string, argv: string): Promise<Outcome> {
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await cli(folder, argv, { compiler: { compile, emit, mergeCompilations } });
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

function close(folder: string, path: string): void {
  chmodSync(folder, 0o777);
  chmodSync(join(folder, path), 0);
  onTestFinished(() => chmodSync(join(folder, path), 0o755));
}

test.skipIf(!canTry)('lint says what it could not list, and checks the rest', async () => {
  const folder = project({
    'apis/a.yaml': 'naftiko: [',
    'apis/sub/b.yaml': shop,
    'apis/empty/x.txt': '',
  });
  close(folder, 'apis/sub');
  const { code, out } = await run(folder, 'lint apis --format compact');
  expect(code).toBe(1);
  expect(out).toContain('`apis/sub` cannot be read: permission denied (EACCES)');
  expect(out).toContain('apis/a.yaml');
  expect(out).not.toContain('apis/empty');
});

test.skipIf(!canTry)(
  'a folder that is named and closed is no folder without capabilities',
  async () => {
    const folder = project({ 'apis/a.yaml': shop });
    close(folder, 'apis');
    const { code, out, err } = await run(folder, 'lint apis');
    expect(code).toBe(1);
    expect(`${out}${err}`).toContain('`apis` cannot be read: permission denied (EACCES)');
    expect(`${out}${err}`).not.toContain('no capability below');
  },
);

test.skipIf(!canTry)('generate keeps what it made of a folder that was closed since', async () => {
  const folder = project({ 'capabilities/a.yaml': shop, 'capabilities/sub/b.yaml': shop });
  chmodSync(folder, 0o777);
  expect((await run(folder, 'generate')).code).toBe(0);
  close(folder, 'capabilities/sub');
  const { code, err } = await run(folder, 'generate');
  expect(code).toBe(1);
  expect(err).toContain('`capabilities/sub` cannot be read');
  expect(existsSync(join(folder, 'generated/b/capability.json'))).toBe(true);
});

test.skipIf(!canTry)('a closed folder takes no name away from a file', async () => {
  const folder = project({ 'capabilities/sub.yaml': shop, 'capabilities/sub/b.yaml': shop });
  close(folder, 'capabilities/sub');
  const { err } = await run(folder, 'generate');
  expect(err).not.toContain('output-collision');
  expect(existsSync(join(folder, 'generated/sub/capability.json'))).toBe(true);
});
