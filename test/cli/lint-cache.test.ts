import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cacheFolder, openCache } from '../../src/cli/lint/report-cache.ts';
import { printers } from '../../src/diagnostics/print/printers.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { project } from './memory-session.ts';

const main = resolve('dist/cli/main.js');

const api = (baseUri: string, more = ''): string => `naftiko: 1.0.0-alpha2
info: { label: Shop, description: Orders of a shop. }
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: ${baseUri}
      resources:
        - name: orders
          path: /orders
          operations:
            - { name: list-orders, method: GET }
${more}`;

const files = {
  'package.json': '{}',
  'node_modules/.keep': '',
  'caps/a.yaml': api("''"),
  'caps/b.yaml': api('http://b.dev/'),
  'caps/c.yaml': `naftiko: 1.0.0-alpha2
info: { label: Importer, description: Imports another. }
capability:
  consumes:
    - { import: shop, location: ./b.yaml }
  exposes:
    - type: mcp
      namespace: tools
      tools:
        - { name: orders, description: Lists all orders of the shop., call: shop.list-orders, with: { page: tools.page } }
`,
};

function lint(folder: string, ...args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [main, 'lint', '--format', 'json', '--fail-on', 'never', ...args],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout;
}

function entries(folder: string): readonly string[] {
  const cache = join(folder, 'node_modules/.cache/capwright');
  return readdirSync(cache, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(cache, name))
    .sort();
}

describe.skipIf(!existsSync(main))('with the built command (skipped without a build)', () => {
  test('what is known is said again, word for word; what was read has to read the same', () => {
    const folder = project(files);
    const first = lint(folder, 'caps');
    expect(first).toBe(lint(folder, 'caps', '--no-cache'));
    expect(entries(folder)).toHaveLength(3);
    const kept = entries(folder).map((path) => readFileSync(path, 'utf8'));
    expect(lint(folder, 'caps')).toBe(first);
    expect(entries(folder).map((path) => readFileSync(path, 'utf8'))).toEqual(kept);

    // The imported file changes: whoever imports it is looked at again, and so is a file with an overlay that is new.
    writeFileSync(join(folder, 'caps/b.yaml'), api('https://b.dev'));
    const changed = lint(folder, 'caps');
    expect(changed).not.toBe(first);
    expect(changed).toBe(lint(folder, 'caps', '--no-cache'));
    const overlay =
      'overlay: 1.0.0\ninfo: { title: x, version: 1.0.0 }\nactions:\n  - { target: "$.capability.consumes[0]", update: { baseUri: "https://a.dev" } }\n';
    writeFileSync(join(folder, 'caps/a.overlay.yaml'), overlay);
    const overlaid = lint(folder, 'caps');
    expect(overlaid).not.toBe(changed);
    expect(overlaid).toBe(lint(folder, 'caps', '--no-cache'));
    rmSync(join(folder, 'caps/a.overlay.yaml'));
    expect(lint(folder, 'caps')).toBe(changed);
  }, 60_000);

  test('other settings are other questions', () => {
    const folder = project(files);
    const plain = lint(folder, 'caps');
    const strict = lint(folder, 'caps', '--preset', 'strict');
    expect(strict).not.toBe(plain);
    writeFileSync(join(folder, 'capwright.config.yaml'), 'rules: { base-uri-http: off }\n');
    const without = lint(folder, 'caps');
    expect(without).not.toContain('base-uri-http');
    expect(without).toBe(lint(folder, 'caps', '--no-cache'));
    rmSync(join(folder, 'capwright.config.yaml'));
    expect(lint(folder, 'caps')).toBe(plain);
    expect(lint(folder, 'caps', '--preset', 'strict')).toBe(strict);
  }, 60_000);

  test('what is broken, cut off or not ours is passed over and written anew', () => {
    const folder = project(files);
    const expected = lint(folder, 'caps');
    const paths = entries(folder);
    const [one = '', two = '', three = ''] = paths;
    const right = paths.map((path) => readFileSync(path, 'utf8'));
    writeFileSync(one, '');
    writeFileSync(two, right[1]!.slice(0, -20));
    writeFileSync(three, right[2]!.replace('"message":"', '"message":"never '));
    expect(lint(folder, 'caps')).toBe(expected);
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(right);
    // Of another file, of nobody, and no file at all.
    writeFileSync(one, right[1]!);
    writeFileSync(two, '{}\n{}');
    rmSync(three);
    mkdirSync(three);
    expect(lint(folder, 'caps')).toBe(expected);
  }, 60_000);

  test('as many threads as one likes, in any order, with and without a baseline: the same bytes', () => {
    const many = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `caps/more-${index}.yaml`,
        api(index % 2 === 0 ? "''" : `http://n${index}.dev`),
      ]),
    );
    const folder = project({ ...files, ...many });
    const expected = lint(folder, 'caps', '--no-cache', '--jobs', '1');
    for (const jobs of ['2', '8'])
      expect(lint(folder, 'caps', '--no-cache', '--jobs', jobs)).toBe(expected);
    const shuffled = Object.keys({ ...files, ...many }).filter((path) => path.startsWith('caps/'));
    expect(lint(folder, ...shuffled.reverse(), '--jobs', '3')).toBe(expected);
    expect(lint(folder, 'caps')).toBe(expected);

    // Every format, piece by piece, from threads and from the cache.
    const formats = [...printers.keys()];
    const targets = formats.flatMap((format) => ['--format', `${format}=out/${format}`]);
    const inAllFormats = (...more: readonly string[]): readonly string[] => {
      lint(folder, ...more, ...targets);
      return formats.map((format) => readFileSync(join(folder, 'out', format), 'utf8'));
    };
    const inOneThread = inAllFormats('caps', '--no-cache', '--jobs', '1');
    expect(inOneThread[formats.indexOf('json')]).toBe(expected);
    expect(inAllFormats(...shuffled, '--no-cache', '--jobs', '8')).toEqual(inOneThread);
    expect(inAllFormats('caps')).toEqual(inOneThread);

    spawnSync(process.execPath, [main, 'lint', 'caps/a.yaml', '--update-baseline'], {
      cwd: folder,
    });
    const known = ['--baseline', 'capwright.baseline.json'];
    const left = lint(folder, 'caps', ...known, '--no-cache', '--jobs', '1');
    expect(left).not.toBe(expected);
    for (const more of [['--jobs', '4', '--no-cache'], ['--jobs', '4'], []])
      expect(lint(folder, 'caps', ...known, ...more)).toBe(left);
  }, 60_000);

  test('a number of threads is a number', () => {
    for (const jobs of ['0', 'x', '-1', '1.5'])
      expect(
        spawnSync(process.execPath, [main, 'lint', '.', `--jobs=${jobs}`], { encoding: 'utf8' })
          .status,
      ).toBe(2);
  });
});

describe('the place of the cache', () => {
  test('with the modules, else beside the configuration, else nowhere', () => {
    const root = project({ 'node_modules/.keep': '', 'other/a.yaml': '' });
    expect(cacheFolder({ root, config: {} }, 'x')).toBe(
      join(root, 'node_modules/.cache/capwright/lint-x'),
    );
    const other = join(root, 'other');
    expect(cacheFolder({ root: other, config: {} }, 'x')).toBeUndefined();
    expect(
      cacheFolder(
        { root: other, config: {}, source: new SourceFile('capwright.config.yaml', '') },
        'x',
      ),
    ).toBe(join(other, '.capwright/cache/lint-x'));
  });

  test('a new build takes the place of the last one, and of nothing else', () => {
    const root = project({
      'cache/lint-0123456789abcdef/a.json': '{}',
      'cache/lint-mine/a.json': '{}',
    });
    expect(openCache(join(root, 'cache/lint-fedcba9876543210'))).toBe(true);
    expect(readdirSync(join(root, 'cache')).sort()).toEqual([
      '.gitignore',
      'lint-fedcba9876543210',
      'lint-mine',
    ]);
    expect(openCache(join(root, 'cache/.gitignore/x'))).toBe(false);
  });
});
