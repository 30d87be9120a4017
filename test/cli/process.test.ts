import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageVersion } from '../../src/util/package-info.ts';
import { project } from './memory-session.ts';

const main = resolve('dist/cli/main.js');

const shop = `naftiko: 1.0.0-alpha2
info:
  label: Shop
  description: Orders of a shop.
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.example.com
      resources:
        - name: orders
          path: /orders
          operations:
            - name: list-orders
              method: GET
`;

function capwright(
  folder: string,
  args: readonly string[],
  input = '',
): ReturnType<typeof spawnSync> {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  return spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    input,
    env,
    encoding: 'utf8',
  });
}

describe.skipIf(!existsSync(main))('the built command (skipped without a build)', () => {
  test('--version', () => {
    const { status, stdout, stderr } = capwright('/', ['--version']);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `${packageVersion()}\n`,
      stderr: '',
    });
  });

  test('explain knows lint rules', () => {
    expect(capwright('/', ['explain', 'base-uri-empty']).stdout).toContain(
      'base-uri-empty · error',
    );
  });

  test('lint, from a file and from standard input', () => {
    const folder = project({ 'shop.yaml': shop });
    const broken = shop.replace('https://shop.example.com', "''");
    expect(
      capwright(folder, ['lint', 'shop.yaml', '--format', 'json', '--fail-on', 'error']).status,
    ).toBe(0);
    const { status, stdout } = capwright(
      folder,
      ['lint', '-', '--stdin-path', 'x.yaml', '--format', 'json'],
      broken,
    );
    expect(status).toBe(1);
    expect(JSON.parse(String(stdout))).toContainEqual(
      expect.objectContaining({ file: 'x.yaml', line: 9, code: 'base-uri-empty' }),
    );
  });

  test('generate twice: everything, then nothing', { timeout: 30_000 }, () => {
    const folder = project({ 'capabilities/shop.yaml': shop });
    const first = capwright(folder, ['generate', '--json']);
    expect(first.status, String(first.stderr)).toBe(0);
    expect(JSON.parse(String(first.stdout))).toMatchObject({
      unchanged: 0,
      deleted: [],
      refused: [],
    });
    const second = capwright(folder, ['generate', '--json']);
    expect(JSON.parse(String(second.stdout))).toMatchObject({
      created: [],
      updated: [],
      deleted: [],
    });
    expect(capwright(folder, ['generate', '--check']).status).toBe(0);
  });

  test('a reader that goes away is no error', () => {
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" "${main}" rules | head -n 1`],
      {
        encoding: 'utf8',
      },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
