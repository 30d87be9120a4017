// What a run makes of what earlier runs have left: nothing is compiled twice, and nothing stale is ever taken.
import { existsSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shareOf } from '../../src/cli/generate/compile-units.ts';
import type { Built } from '../../src/cli/session.ts';
import { compile, emit, mergeCompilations } from '../../src/compiler.ts';
import { cli, project, type Outcome, type Settings } from './memory-session.ts';

const shop = (name: string, more = ''): string => `naftiko: 1.0.0-alpha2
info:
  label: ${name}
  description: Orders of a shop.
capability:
  consumes:
    - type: http
      namespace: ${name}
      baseUri: https://shop.example.com
      resources:
        - name: orders
          path: /orders
          operations:
            - name: list-orders
              method: GET
${more}`;

const imports = `    - location: ./lib.yaml
      import: tools
`;

const lib = `naftiko: 1.0.0-alpha2
consumes:
  - type: http
    namespace: tools
    baseUri: https://tools.example.com
    resources:
      - name: hammers
        path: /hammers
        operations:
          - name: list-hammers
            method: GET
`;

const overlay = `overlay: 1.0.0
info: { title: More, version: '1' }
actions:
  - target: $.info
    update: { label: Better }
`;

const build: Built = {
  id: '0123456789abcdef',
  lintElsewhere: async () => {},
  compileElsewhere: async () => {},
};

interface Run extends Outcome {
  /** Files that were compiled. */
  readonly compiled: readonly string[];
}

/** The real compiler, which says what it does. */
async function generate(folder: string, argv = '', settings: Settings = {}): Promise<Run> {
  const compiled: string[] = [];
  const outcome = await cli(folder, `generate ${argv}`, {
    built: build,
    compiler: {
      compile: (file, host, options) => {
        compiled.push(file);
        return compile(file, host, options);
      },
      emit,
      mergeCompilations,
    },
    ...settings,
  });
  return { ...outcome, compiled };
}

const files = {
  'capabilities/a.yaml': shop('a'),
  'capabilities/b.yaml': shop('b', imports),
  'capabilities/lib.yaml': lib,
};

test('a run after which nothing has changed compiles nothing and says the same', async () => {
  const folder = project(files);
  const first = await generate(folder);
  expect(first.compiled.length).toBe(3);
  const again = await generate(folder, '--json');
  expect(again.compiled).toEqual([]);
  const fresh = await generate(folder, '--json --no-cache');
  expect(fresh.compiled.length).toBe(3);
  expect({ out: again.out, err: again.err, code: again.code }).toEqual({
    out: fresh.out,
    err: fresh.err,
    code: fresh.code,
  });
  expect(JSON.parse(again.out)).toMatchObject({ created: [], updated: [], deleted: [] });
  expect(JSON.parse(again.out).unchanged).toBeGreaterThan(2);
});

test('--check is answered from what is known, and leaves nothing behind', async () => {
  const folder = project(files);
  expect((await generate(folder, '--check')).code).toBe(1);
  expect(existsSync(join(folder, 'generated'))).toBe(false);
  await generate(folder);
  expect(await generate(folder, '--check')).toMatchObject({ code: 0, out: '', compiled: [] });
});

test('what was only touched is not compiled', async () => {
  const folder = project(files);
  await generate(folder);
  utimesSync(join(folder, 'capabilities/a.yaml'), new Date(), new Date());
  utimesSync(join(folder, 'generated/a/capability.json'), new Date(), new Date());
  expect((await generate(folder)).compiled).toEqual([]);
});

const changes: Readonly<Record<string, readonly [(folder: string) => void, readonly string[]]>> = {
  'a capability': [
    (folder) => writeFileSync(join(folder, 'capabilities/a.yaml'), shop('a', '# more\n')),
    ['capabilities/a.yaml'],
  ],
  'what two of them read': [
    (folder) =>
      writeFileSync(join(folder, 'capabilities/lib.yaml'), lib.replace('/hammers', '/saws')),
    ['capabilities/b.yaml', 'capabilities/lib.yaml'],
  ],
  'a file that an import names goes': [
    (folder) => rmSync(join(folder, 'capabilities/lib.yaml')),
    ['capabilities/b.yaml'],
  ],
  'an overlay that was not there': [
    (folder) => writeFileSync(join(folder, 'capabilities/a.overlay.yaml'), overlay),
    ['capabilities/a.yaml'],
  ],
  'an output is gone': [
    (folder) => rmSync(join(folder, 'generated/a/capability.json')),
    ['capabilities/a.yaml'],
  ],
  'an output was edited': [
    (folder) => writeFileSync(join(folder, 'generated/a/capability.json'), '{}\n'),
    ['capabilities/a.yaml'],
  ],
  'the lock has another name': [
    (folder) => {
      const path = join(folder, 'generated/capwright.lock');
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, text.replace(/(?<="client": ?")\w+/, 'other'));
    },
    ['capabilities/a.yaml'],
  ],
  'the lock is gone': [
    (folder) => rmSync(join(folder, 'generated/capwright.lock')),
    ['capabilities/a.yaml', 'capabilities/b.yaml', 'capabilities/lib.yaml'],
  ],
  'the manifest is gone': [
    (folder) => rmSync(join(folder, 'generated/.capwright/manifest.json')),
    ['capabilities/a.yaml', 'capabilities/b.yaml', 'capabilities/lib.yaml'],
  ],
  'a run was interrupted': [
    (folder) =>
      writeFileSync(join(folder, 'generated/.capwright/pending.json'), '{"a/x.ts":["00"]}\n'),
    ['capabilities/a.yaml', 'capabilities/b.yaml', 'capabilities/lib.yaml'],
  ],
  'the settings of a rule': [
    (folder) => writeFileSync(join(folder, 'capwright.config.yaml'), 'preset: strict\n'),
    ['capabilities/a.yaml', 'capabilities/b.yaml', 'capabilities/lib.yaml'],
  ],
  'what is said of MCP servers': [
    (folder) => writeFileSync(join(folder, 'capwright.config.yaml'), 'mcp: { tools: search }\n'),
    ['capabilities/a.yaml', 'capabilities/b.yaml', 'capabilities/lib.yaml'],
  ],
  'what was kept is broken': [
    (folder) => {
      const path = join(folder, 'generated/.capwright/cache/a.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace('"written":', '"written" :'));
    },
    ['capabilities/a.yaml'],
  ],
};

test.each(Object.entries(changes))('compiled anew: %s', async (_name, [change, expected]) => {
  const folder = project(files);
  await generate(folder);
  change(folder);
  const again = await generate(folder, '--json');
  expect([...again.compiled].sort()).toEqual(expect.arrayContaining([...expected]));
  const allowed = new Set([...expected, 'capabilities/lib.yaml']);
  expect(again.compiled.filter((file) => !allowed.has(file))).toEqual([]);
  const fresh = await generate(folder, '--check --no-cache --json');
  expect(JSON.parse(fresh.out)).toMatchObject({ created: [], updated: [], deleted: [] });
});

test.each([
  ['--emit client'],
  ['--no-overlay'],
  ['--no-cache'],
  ['--force'],
  ['--update-lock'],
  ['--package all'],
  ['-o elsewhere'],
])('compiled anew with %s', async (flags) => {
  const folder = project({ 'capabilities/a.yaml': shop('a') });
  await generate(folder);
  expect((await generate(folder, flags)).compiled).toEqual(['capabilities/a.yaml']);
});

test('another build trusts nothing', async () => {
  const folder = project({ 'capabilities/a.yaml': shop('a') });
  await generate(folder);
  const other = { built: { ...build, id: 'fedcba9876543210' } };
  expect((await generate(folder, '', other)).compiled).toEqual(['capabilities/a.yaml']);
  expect((await generate(folder, '', other)).compiled).toEqual([]);
});

test('errors are said in every run', async () => {
  const folder = project({ 'capabilities/a.yaml': shop('a', '    - : [\n') });
  const first = await generate(folder);
  expect(first.code).toBe(1);
  expect(await generate(folder)).toEqual(first);
});

test('an edited output is refused in every run', async () => {
  const folder = project({ 'capabilities/a.yaml': shop('a') });
  await generate(folder);
  writeFileSync(join(folder, 'generated/a/capability.json'), '{}\n');
  for (const _ of [1, 2]) expect((await generate(folder)).err).toContain('error[output-edited]');
});

test('shards share the capabilities, whatever they leave is kept', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const folder = project(
    Object.fromEntries(names.map((name) => [`capabilities/${name}.yaml`, shop(name)])),
  );
  const parts: string[] = [];
  for (const shard of ['1/3', '2/3', '3/3'])
    parts.push(...(await generate(folder, `--shard ${shard}`)).compiled);
  expect([...parts].sort()).toEqual(names.map((name) => `capabilities/${name}.yaml`));
  expect(await generate(folder, '--check')).toMatchObject({ code: 0, compiled: [] });
  for (const wrong of ['0/3', '4/3', '1', 'a/b', '1/0'])
    expect((await generate(folder, `--shard ${wrong}`)).code).toBe(2);
});

test('threads come to the same as one', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const inputs = Object.fromEntries(
    names.map((name) => [
      `capabilities/${name}.yaml`,
      shop(name, name === 'c' ? '  nonsense: 1\n' : ''),
    ]),
  );
  const run = async (argv: string): Promise<readonly [Outcome, string, number]> => {
    const folder = project(inputs);
    let elsewhere = 0;
    const outcome = await generate(folder, `--json ${argv}`, {
      built: {
        ...build,
        async compileElsewhere(share, hear) {
          const compiler = { compile, emit, mergeCompilations } as never;
          const loading = { emitterNames: ['client'], loadEmitters: async () => [] };
          const all = shareOf(share, { ...(compiler as object), ...loading } as never, () =>
            hear('step'),
          );
          for await (const answer of all) {
            elsewhere++;
            hear(structuredClone(answer));
          }
        },
      },
    });
    const manifest = readFileSync(join(folder, 'generated/.capwright/manifest.json'), 'utf8');
    return [{ ...outcome, compiled: [] } as never, manifest, elsewhere];
  };
  const [alone, manifest, none] = await run('--jobs 1');
  const [shared, same, some] = await run('--jobs 3');
  expect(shared).toEqual(alone);
  expect(same).toBe(manifest);
  expect([none, some > 0]).toEqual([0, true]);
});

test('what a run without the cache has written is not taken for what an earlier one wrote', async () => {
  const folder = project({ 'capabilities/a.yaml': shop('a') });
  const file = join(folder, 'capabilities/a.yaml');
  const made = (): string => readFileSync(join(folder, 'generated/a/capability.json'), 'utf8');
  await generate(folder);
  const first = made();
  writeFileSync(file, shop('a').replace('Orders of', 'More of'));
  await generate(folder, '--no-cache');
  expect(made()).not.toBe(first);
  writeFileSync(file, shop('a'));
  await generate(folder);
  expect(made()).toBe(first);
});
