import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test, vi } from 'vitest';
import { hashContent } from '../../src/output/disk.ts';
import {
  codes,
  get,
  kinds,
  paths,
  put,
  request,
  snapshot,
  temporaryFolder,
  update,
} from './fake-output.ts';

test('a first run creates, a second one touches nothing and formats nothing', async () => {
  const folder = temporaryFolder();
  const files = {
    shop: {
      'client/index.ts': 'a',
      'client/deep/x.ts': 'b',
      'runtime.ts': { content: 'c', verbatim: true },
    },
  };
  expect(kinds(await update(folder, files))).toEqual({
    'shop/client/deep/x.ts': 'create',
    'shop/client/index.ts': 'create',
    'shop/runtime.ts': 'create',
  });
  expect(get(folder, 'shop/client/index.ts')).toBe('a\n// formatted\n');
  expect(get(folder, 'shop/runtime.ts')).toBe('c');
  expect(paths(folder)).toEqual([
    '.capwright/manifest.json',
    'shop/client/deep/x.ts',
    'shop/client/index.ts',
    'shop/runtime.ts',
  ]);
  const before = snapshot(folder);
  const format = vi.fn<(path: string, content: string) => Promise<string>>();
  const again = await update(folder, files, { format });
  expect(new Set(Object.values(kinds(again)))).toEqual(new Set(['same']));
  expect(format).not.toHaveBeenCalled();
  expect(snapshot(folder)).toEqual(before);
});

test('only what changed is formatted and written', async () => {
  const folder = temporaryFolder();
  await update(folder, { shop: { 'a.ts': '1', 'b.ts': '1' } });
  const before = snapshot(folder);
  const format = vi.fn<(path: string, content: string) => Promise<string>>(
    async (_path, content) => `${content}\n// formatted\n`,
  );
  const result = await update(folder, { shop: { 'a.ts': '2', 'b.ts': '1' } }, { format });
  expect(kinds(result)).toEqual({ 'shop/a.ts': 'update', 'shop/b.ts': 'same' });
  expect(format.mock.calls.map(([path]) => path)).toEqual(['shop/a.ts']);
  expect(snapshot(folder)['shop/b.ts']).toBe(before['shop/b.ts']);
  expect(get(folder, 'shop/a.ts')).toBe('2\n// formatted\n');
});

test('another formatter formats everything again', async () => {
  const folder = temporaryFolder();
  await update(folder, { shop: { 'a.ts': '1' } });
  const format = async (_path: string, content: string): Promise<string> => `${content};\n`;
  const result = await update(folder, { shop: { 'a.ts': '1' } }, { format, formatter: 'fake-2' });
  expect(kinds(result)).toEqual({ 'shop/a.ts': 'update' });
  expect(get(folder, 'shop/a.ts')).toBe('1;\n');
});

test('stale files of ours go, with the folders they leave empty', async () => {
  const folder = temporaryFolder();
  await update(folder, { shop: { 'client/old/a.ts': '1', 'client/b.ts': '1', 'docs/c.md': '1' } });
  put(folder, 'shop/docs/mine.md', 'mine');
  const result = await update(folder, { shop: { 'client/b.ts': '1' } });
  expect(kinds(result)).toEqual({
    'shop/client/b.ts': 'same',
    'shop/client/old/a.ts': 'delete',
    'shop/docs/c.md': 'delete',
  });
  expect(existsSync(join(folder, 'shop/client/old'))).toBe(false);
  expect(get(folder, 'shop/docs/mine.md')).toBe('mine');
});

test('a file edited by hand is refused, written with force, and ours again once it is restored', async () => {
  const folder = temporaryFolder();
  await update(folder, { shop: { 'a.ts': '1', 'b.ts': '1' } });
  put(folder, 'shop/a.ts', 'edited');
  const refused = await update(folder, { shop: { 'a.ts': '2', 'b.ts': '2' } });
  expect(kinds(refused)).toEqual({ 'shop/a.ts': 'refused', 'shop/b.ts': 'update' });
  expect(codes(refused)).toEqual(['output-edited']);
  expect(get(folder, 'shop/a.ts')).toBe('edited');
  // Restored to what we wrote then, not to what is wanted now.
  put(folder, 'shop/a.ts', '1\n// formatted\n');
  expect(kinds(await update(folder, { shop: { 'a.ts': '2', 'b.ts': '2' } }))['shop/a.ts']).toBe(
    'update',
  );
  put(folder, 'shop/a.ts', 'edited');
  const forced = await update(folder, { shop: { 'a.ts': '2', 'b.ts': '2' } }, { force: true });
  expect(kinds(forced)['shop/a.ts']).toBe('update');
  expect(codes(forced)).toEqual([]);
});

test('an edit is refused even where nothing else changed', async () => {
  const folder = temporaryFolder();
  await update(folder, { shop: { 'a.ts': '1' } });
  put(folder, 'shop/a.ts', 'edited');
  expect(codes(await update(folder, { shop: { 'a.ts': '1' } }, { write: false }))).toEqual([
    'output-edited',
  ]);
});

test('a stale file that was edited stays and is no longer ours', async () => {
  const folder = temporaryFolder();
  await update(folder, { shop: { 'a.ts': '1', 'b.ts': '1' } });
  put(folder, 'shop/a.ts', 'edited');
  const result = await update(folder, { shop: { 'b.ts': '1' } });
  expect(kinds(result)['shop/a.ts']).toBe('kept');
  expect(result.diagnostics).toMatchObject([{ code: 'output-edited', severity: 'warning' }]);
  expect((await update(folder, { shop: { 'b.ts': '1' } })).diagnostics).toEqual([]);
  expect(get(folder, 'shop/a.ts')).toBe('edited');
});

test('a foreign file is refused unless its content is what we would write', async () => {
  const folder = temporaryFolder();
  put(folder, 'shop/a.ts', 'foreign');
  put(folder, 'shop/b.ts', '1\n// formatted\n');
  const result = await update(folder, { shop: { 'a.ts': '1', 'b.ts': '1' } });
  expect(kinds(result)).toEqual({ 'shop/a.ts': 'refused', 'shop/b.ts': 'same' });
  expect(codes(result)).toEqual(['output-foreign']);
  expect(get(folder, 'shop/a.ts')).toBe('foreign');
  expect(kinds(await update(folder, { shop: { 'b.ts': '2' } }))).toEqual({ 'shop/b.ts': 'update' });
});

test('many refused files are one diagnostic with many places', async () => {
  const folder = temporaryFolder();
  const files = Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.ts`, '1']));
  for (const name of Object.keys(files)) put(folder, `shop/${name}`, 'foreign');
  const { diagnostics } = await update(folder, { shop: files });
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.sites).toHaveLength(3);
  expect(diagnostics[0]?.message).toMatch(/^`out\/shop\/a\.ts` and 2 more are each not written/);
});

test('files made for editing are created once and then left to their owner', async () => {
  const folder = temporaryFolder();
  const files = { shop: { 'mine.ts': { content: '1', once: true } } };
  expect(kinds(await update(folder, files))).toEqual({ 'shop/mine.ts': 'create' });
  put(folder, 'shop/mine.ts', 'my work');
  expect(await update(folder, files)).toMatchObject({ diagnostics: [], files: [{ kind: 'kept' }] });
  expect(kinds(await update(folder, files, { force: true }))).toEqual({ 'shop/mine.ts': 'kept' });
  expect(kinds(await update(folder, { shop: {} }))).toEqual({});
  expect(get(folder, 'shop/mine.ts')).toBe('my work');
  expect(get(folder, '.capwright/manifest.json')).not.toContain('mine.ts');
});

test('other capabilities of the folder stay as they are', async () => {
  const folder = temporaryFolder();
  await update(folder, { shop: { 'a.ts': '1' }, bank: { 'a.ts': '1' } });
  await update(folder, { shop: { 'a.ts': '2' } });
  expect(get(folder, 'bank/a.ts')).toBe('1\n// formatted\n');
  expect(kinds(await update(folder, { bank: { 'a.ts': '2' } }))).toEqual({ 'bank/a.ts': 'update' });
  const result = await update(folder, {}, { dropped: () => ['bank'] });
  expect(kinds(result)).toEqual({ 'bank/a.ts': 'delete' });
  expect(existsSync(join(folder, 'bank'))).toBe(false);
  expect(get(folder, '.capwright/manifest.json')).not.toContain('bank');
});

test('checking writes nothing at all', async () => {
  const folder = join(temporaryFolder(), 'none');
  const result = await update(folder, { shop: { 'a.ts': '1' } }, { write: false });
  expect(kinds(result)).toEqual({ 'shop/a.ts': 'create' });
  expect(existsSync(folder)).toBe(false);
});

test('line ends changed by a checkout are no edit', async () => {
  const folder = temporaryFolder();
  await update(folder, { shop: { 'a.ts': '1' } });
  put(folder, 'shop/a.ts', '1\r\n// formatted\r\n');
  expect(kinds(await update(folder, { shop: { 'a.ts': '1' } }))).toEqual({ 'shop/a.ts': 'same' });
  expect(kinds(await update(folder, { shop: { 'a.ts': '2' } }))).toEqual({ 'shop/a.ts': 'update' });
});

test('links inside the folder are not followed, not even with force', async () => {
  const folder = temporaryFolder();
  const outside = temporaryFolder();
  mkdirSync(join(folder, 'shop'));
  symlinkSync(outside, join(folder, 'shop/client'));
  put(outside, 'precious.ts', 'precious');
  symlinkSync(join(outside, 'precious.ts'), join(folder, 'shop/a.ts'));
  const files = {
    shop: { 'client/a.ts': '1', 'a.ts': '1', 'client/once.ts': { content: '1', once: true } },
  };
  for (const force of [false, true]) {
    const result = await update(folder, files, { force });
    expect(kinds(result)).toMatchObject({ 'shop/client/a.ts': 'refused', 'shop/a.ts': 'refused' });
    expect(codes(result)).toEqual(['output-foreign']);
  }
  expect(paths(outside)).toEqual(['precious.ts']);
  expect(get(outside, 'precious.ts')).toBe('precious');
});

test('a manifest whose folder became a link deletes nothing behind it', async () => {
  const folder = temporaryFolder();
  const outside = temporaryFolder();
  await update(folder, { shop: { 'client/a.ts': '1' } });
  rmSync(join(folder, 'shop/client'), { recursive: true });
  put(outside, 'a.ts', '1\n// formatted\n');
  symlinkSync(outside, join(folder, 'shop/client'));
  await update(folder, { shop: {} });
  expect(get(outside, 'a.ts')).toBe('1\n// formatted\n');
});

test('our own state is not reached through a link either', async () => {
  const folder = temporaryFolder();
  const outside = temporaryFolder();
  symlinkSync(outside, join(folder, '.capwright'));
  expect(codes(await update(folder, { shop: { 'a.ts': '1' } }))).toEqual([
    'output-manifest-broken',
  ]);
  expect(paths(outside)).toEqual([]);
});

test('the output folder itself may be a link', async () => {
  const parent = temporaryFolder();
  const real = temporaryFolder();
  symlinkSync(real, join(parent, 'out'));
  await update(join(parent, 'out'), { shop: { 'a.ts': '1' } });
  expect(paths(real)).toEqual(['.capwright/manifest.json', 'shop/a.ts']);
});

test('a folder where a file belongs, a file where a folder belongs', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'shop/a.ts'), { recursive: true });
  put(folder, 'shop/client', 'a file');
  const result = await update(
    folder,
    { shop: { 'a.ts': '1', 'client/b.ts': '1' } },
    { force: true },
  );
  expect(kinds(result)).toEqual({ 'shop/a.ts': 'refused', 'shop/client/b.ts': 'refused' });
  expect(codes(result)).toEqual(['output-foreign', 'output-foreign']);
});

test.each([
  ['{', 'not JSON'],
  ['<<<<<<< HEAD\n{}\n=======\n', 'not JSON'],
  ['[]', 'not a manifest'],
  ['{"manifest":2,"capabilities":{}}', 'version 2'],
  ['{"manifest":1,"capabilities":{"../x":{}}}', 'malformed'],
  [manifestWith('../../etc/passwd'), 'malformed'],
  [manifestWith('/etc/passwd'), 'malformed'],
  [manifestWith('.capwright/x'), 'malformed'],
])('a manifest that cannot be trusted stops the run: %s', async (text, reason) => {
  const folder = temporaryFolder();
  put(folder, '.capwright/manifest.json', text);
  const result = await update(folder, { shop: { 'a.ts': '1' } });
  expect(codes(result)).toEqual(['output-manifest-broken']);
  expect(result.diagnostics[0]?.message).toContain(reason);
  expect(paths(folder)).toEqual(['.capwright/manifest.json']);
  expect(codes(await update(folder, { shop: { 'a.ts': '1' } }, { force: true }))).toEqual([]);
  expect(paths(folder)).toContain('shop/a.ts');
});

function manifestWith(path: string): string {
  const record = { hash: '0'.repeat(64), source: '0'.repeat(64) };
  const entry = { compiler: '1', formatter: '1', inputs: [], files: { [path]: record } };
  return JSON.stringify({ manifest: 1, capabilities: { shop: entry } });
}

test('the manifest fits its schema and says the same in any order of capabilities', async () => {
  const schema = JSON.parse(readFileSync('schemas/manifest.json', 'utf8')) as object;
  const [one, two] = [temporaryFolder(), temporaryFolder()];
  await update(one, { shop: { 'b.ts': '1', 'a.ts': '2' }, bank: { 'c.ts': '3' } });
  await update(two, { bank: { 'c.ts': '3' }, shop: { 'a.ts': '2', 'b.ts': '1' } });
  const text = get(one, '.capwright/manifest.json');
  expect(get(two, '.capwright/manifest.json')).toBe(text);
  const validate = new Ajv().compile(schema);
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
});

test.each([
  '../x.ts',
  '/x.ts',
  'a//b.ts',
  'a/./b.ts',
  'a\\b.ts',
  'nul.ts',
  'a:b.ts',
  'a\n.ts',
  'a.',
  '',
])('an emitter that asks for %j is a bug', async (path) => {
  await expect(update(temporaryFolder(), { shop: { [path]: '1' } })).rejects.toThrow(
    'unsafe output path',
  );
});

test('two files that some systems take for one, or a file that is also a folder, are a bug', async () => {
  const folder = temporaryFolder();
  await expect(update(folder, { shop: { 'A.ts': '1', 'a.ts': '1' } })).rejects.toThrow(
    'two output files',
  );
  await expect(update(folder, { shop: { a: '1', 'a/b.ts': '1' } })).rejects.toThrow(
    'also a folder',
  );
});

test('a name that changes in case only is deleted before it is written', async () => {
  const folder = temporaryFolder();
  await update(folder, { shop: { 'Orders.ts': '1' } });
  const result = await update(folder, { shop: { 'orders.ts': '1' } });
  expect(kinds(result)).toEqual({ 'shop/Orders.ts': 'delete', 'shop/orders.ts': 'create' });
  expect(paths(folder)).toEqual(['.capwright/manifest.json', 'shop/orders.ts']);
});

test('what the system refuses is one diagnostic, and nothing is left behind', async () => {
  const parent = temporaryFolder();
  writeFileSync(join(parent, 'out'), 'a file');
  const result = await update(join(parent, 'out'), { shop: { 'a.ts': '1' } });
  expect(codes(result)).toEqual(['output-write-failed']);
  expect(result.diagnostics[0]?.message).toMatch(
    /^cannot write `out.*`: .* \(E\w+\); nothing was changed$/,
  );
});

test('a link that leads nowhere is said before anything is planned', async () => {
  const parent = temporaryFolder();
  symlinkSync('nowhere', join(parent, 'out'));
  for (const write of [false, true]) {
    const result = await update(join(parent, 'out'), { shop: { 'a.ts': '1' } }, { write });
    expect(result.diagnostics[0]?.message).toBe(
      'cannot write `out`: it is a symbolic link that leads nowhere; nothing was changed',
    );
  }
});

test('leftovers of an interrupted run count as ours', async () => {
  const folder = temporaryFolder();
  await update(folder, { shop: { 'a.ts': '1', 'b.ts': '1' } });
  const manifest = get(folder, '.capwright/manifest.json');
  await update(folder, { shop: { 'a.ts': '2', 'b.ts': '1' } });
  const [{ hash } = { hash: '' }] = Object.values(
    (
      JSON.parse(get(folder, '.capwright/manifest.json')) as {
        capabilities: { shop: { files: Record<string, { hash: string }> } };
      }
    ).capabilities.shop.files,
  );
  // As if killed after the renames and before the manifest.
  put(folder, '.capwright/manifest.json', manifest);
  put(folder, '.capwright/pending.json', JSON.stringify({ 'shop/a.ts': [hash] }));
  put(folder, '.capwright/tmp/0', 'half');
  const result = await update(folder, { shop: { 'a.ts': '3', 'b.ts': '1' } });
  expect(kinds(result)).toEqual({ 'shop/a.ts': 'update', 'shop/b.ts': 'same' });
  expect(paths(folder)).toEqual(['.capwright/manifest.json', 'shop/a.ts', 'shop/b.ts']);
});

test('runs at once in one folder take turns', async () => {
  const folder = temporaryFolder();
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, i) => update(folder, { [`c${i}`]: { 'a.ts': String(i) } })),
  );
  expect(results.flatMap(codes)).toEqual([]);
  const { capabilities } = JSON.parse(get(folder, '.capwright/manifest.json')) as {
    capabilities: object;
  };
  expect(Object.keys(capabilities)).toHaveLength(8);
});

test('a lock that is held makes a run give up; one that is stale does not', async () => {
  const folder = temporaryFolder();
  const lock = (pid: number): string => JSON.stringify({ pid, host: hostname() });
  put(folder, '.capwright/lock', lock(process.pid));
  const busy = await update(folder, { shop: { 'a.ts': '1' } }, { patience: 100 });
  expect(codes(busy)).toEqual(['output-locked']);
  expect(busy.diagnostics[0]?.message).toContain(`process ${process.pid}`);
  put(folder, '.capwright/lock', lock(2 ** 22 + 1));
  expect(codes(await update(folder, { shop: { 'a.ts': '1' } }, { patience: 2_000 }))).toEqual([]);
  expect(existsSync(join(folder, '.capwright/lock'))).toBe(false);
});

test('a run that has nothing to do does not wait for another', async () => {
  const folder = temporaryFolder();
  await update(folder, { shop: { 'a.ts': '1' } });
  put(folder, '.capwright/lock', JSON.stringify({ pid: process.pid, host: hostname() }));
  expect(codes(await update(folder, { shop: { 'a.ts': '1' } }, { patience: 0 }))).toEqual([]);
  expect(request(folder, {}).patience).toBeGreaterThan(0);
});

test('leftovers of an interrupted run outlive a run for another capability, and go when nobody wants them', async () => {
  const folder = temporaryFolder();
  put(folder, 'shop/left.ts', 'left\n');
  put(
    folder,
    '.capwright/pending.json',
    JSON.stringify({ 'shop/left.ts': [hashContent('left\n')] }),
  );
  await update(folder, { bank: { 'a.ts': '1' } });
  expect(paths(folder)).toContain('.capwright/pending.json');
  expect(kinds(await update(folder, { shop: { 'a.ts': '1' } }))).toEqual({
    'shop/a.ts': 'create',
    'shop/left.ts': 'delete',
  });
  expect(paths(folder)).toEqual(['.capwright/manifest.json', 'bank/a.ts', 'shop/a.ts']);
});

test('nothing is left of an interrupted run that wrote the file of the folder itself', async () => {
  const folder = temporaryFolder();
  const shared = { path: 'names.lock', content: () => 'names' };
  put(folder, '.capwright/pending.json', JSON.stringify({ 'names.lock': ['0'.repeat(64)] }));
  await update(folder, { shop: { 'a.ts': '1' } }, { shared });
  expect(paths(folder)).toEqual(['.capwright/manifest.json', 'names.lock', 'shop/a.ts']);
});

test('a file made for editing survives an interrupted run that made it', async () => {
  const folder = temporaryFolder();
  await update(folder, { shop: { 'mine.ts': { content: 'x', once: true }, 'a.ts': '1' } });
  put(folder, '.capwright/manifest.json', JSON.stringify({ manifest: 1, capabilities: {} }));
  await update(folder, { shop: { 'a.ts': '1' } });
  expect(paths(folder)).toContain('shop/mine.ts');
});
