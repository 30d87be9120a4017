import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, project } from './memory-session.ts';

const shop = 'naftiko: 1\n# file client.txt\n';

test('the folder `capabilities` goes to the folder `generated`; a second run is silent about files', async () => {
  const folder = project({ 'capabilities/shop.yaml': shop });
  expect(await cli(folder, 'generate')).toEqual({
    code: 0,
    out: '',
    err: 'generated: 2 created, 0 updated, 0 deleted, 0 unchanged\n',
  });
  expect(readFileSync(join(folder, 'generated/shop/client.txt'), 'utf8')).toBe(shop);
  const time = statSync(join(folder, 'generated/.capwright/manifest.json')).mtimeMs;
  expect((await cli(folder, 'generate')).err).toBe(
    'generated: 0 created, 0 updated, 0 deleted, 2 unchanged\n',
  );
  expect(statSync(join(folder, 'generated/.capwright/manifest.json')).mtimeMs).toBe(time);
});

test('--check writes nothing, lists what would change and exits 1 until it is written', async () => {
  const folder = project({ 'a.yaml': shop });
  const check = await cli(folder, 'generate a.yaml -o out --check');
  expect(check.code).toBe(1);
  expect(check.out).toBe('create  out/a/capability.json\ncreate  out/a/client.txt\n');
  expect(existsSync(join(folder, 'out'))).toBe(false);
  await cli(folder, 'generate a.yaml -o out');
  expect(await cli(folder, 'generate a.yaml -o out --check')).toMatchObject({ code: 0, out: '' });
  writeFileSync(join(folder, 'out/a/client.txt'), 'edited');
  const edited = await cli(folder, 'generate a.yaml -o out --check');
  expect(edited).toMatchObject({ code: 1, out: 'refuse  out/a/client.txt\n' });
  expect(edited.err).toContain('error[output-edited]');
});

test('--dry-run lists and exits 0', async () => {
  const folder = project({ 'a.yaml': shop });
  expect(await cli(folder, 'generate a.yaml --dry-run')).toMatchObject({
    code: 0,
    out: 'create  generated/a/capability.json\ncreate  generated/a/client.txt\n',
  });
  expect(existsSync(join(folder, 'generated'))).toBe(false);
});

test('--json is one document on standard output, whatever happens', async () => {
  const folder = project({ 'a.yaml': shop, 'b.yaml': 'naftiko: 1\nerror shape\n' });
  const first = await cli(folder, 'generate a.yaml b.yaml --json');
  expect(first.code).toBe(1);
  expect(JSON.parse(first.out)).toMatchObject({
    created: ['generated/a/capability.json', 'generated/a/client.txt'],
    updated: [],
    unchanged: 0,
    deleted: [],
    refused: [],
    diagnostics: [{ file: 'b.yaml', line: 2, column: 1, code: 'shape', severity: 'error' }],
  });
  const second = await cli(folder, 'generate a.yaml --json');
  expect(JSON.parse(second.out)).toEqual({
    created: [],
    updated: [],
    unchanged: 2,
    deleted: [],
    refused: [],
    diagnostics: [],
  });
  expect(second.code).toBe(0);
});

test('a file with errors keeps its previous output; the others are generated', async () => {
  const folder = project({ 'capabilities/a.yaml': shop, 'capabilities/b.yaml': shop });
  await cli(folder, 'generate');
  writeFileSync(join(folder, 'capabilities/a.yaml'), 'naftiko: 1\nerror shape\n');
  writeFileSync(join(folder, 'capabilities/b.yaml'), `${shop}# changed\n`);
  const { code, err } = await cli(folder, 'generate');
  expect(code).toBe(1);
  expect(err).toContain('error[shape]');
  expect(readFileSync(join(folder, 'generated/a/client.txt'), 'utf8')).toBe(shop);
  expect(readFileSync(join(folder, 'generated/b/client.txt'), 'utf8')).toContain('# changed');
  expect(err).toContain('generated: 0 created, 1 updated, 0 deleted, 1 unchanged');
});

test('output of a deleted or renamed capability goes, if the run would have read it', async () => {
  const folder = project({
    'capabilities/a.yaml': shop,
    'capabilities/b.yaml': shop,
    'else/c.yaml': shop,
  });
  await cli(folder, 'generate capabilities else');
  rmSync(join(folder, 'capabilities/b.yaml'));
  rmSync(join(folder, 'else/c.yaml'));
  await cli(folder, 'generate capabilities/a.yaml');
  expect(existsSync(join(folder, 'generated/b'))).toBe(true);
  await cli(folder, 'generate capabilities');
  expect(existsSync(join(folder, 'generated/b'))).toBe(false);
  expect(existsSync(join(folder, 'generated/c'))).toBe(true);
  await cli(folder, 'generate');
  expect(existsSync(join(folder, 'generated/c'))).toBe(false);
  expect(existsSync(join(folder, 'generated/a/client.txt'))).toBe(true);
});

test('two inputs of one folder name: neither is written, the rest is', async () => {
  const folder = project({ 'x/My Shop.yaml': shop, 'y/my-shop.yaml': shop, 'y/bank.yaml': shop });
  const { code, err } = await cli(folder, 'generate x y');
  expect(code).toBe(1);
  expect(err).toContain(
    'error[output-collision]: `x/My Shop.yaml` and `y/my-shop.yaml` would both be written to `my-shop`',
  );
  expect(existsSync(join(folder, 'generated/my-shop'))).toBe(false);
  expect(existsSync(join(folder, 'generated/bank/client.txt'))).toBe(true);
});

test('a shared file without a capability of its own is no error', async () => {
  const folder = project({ 'a.yaml': shop, 'b.yaml': 'naftiko: 1\nshared\n' });
  expect((await cli(folder, 'generate a.yaml b.yaml')).code).toBe(0);
  expect(existsSync(join(folder, 'generated/b'))).toBe(false);
});

test('--emit chooses, and names what there is when it is wrong', async () => {
  const folder = project({ 'a.yaml': shop });
  await cli(folder, 'generate a.yaml --emit client,docs');
  expect(JSON.parse(readFileSync(join(folder, 'generated/a/capability.json'), 'utf8'))).toEqual({
    emitters: ['client', 'docs'],
  });
  expect(await cli(folder, 'generate a.yaml --emit clent')).toEqual({
    code: 2,
    out: '',
    err: 'error: there is no emitter `clent`; did you mean `client`? There are: client, server, docs\n',
  });
});

test('--force overwrites an edit', async () => {
  const folder = project({ 'a.yaml': shop });
  await cli(folder, 'generate a.yaml');
  writeFileSync(join(folder, 'generated/a/client.txt'), 'edited');
  const refused = await cli(folder, 'generate a.yaml');
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('`generated/a/client.txt` is edited by hand since we wrote it');
  expect((await cli(folder, 'generate a.yaml --force')).code).toBe(0);
  expect(readFileSync(join(folder, 'generated/a/client.txt'), 'utf8')).toBe(shop);
});

test('the manifest is the same from wherever a configured project is generated', async () => {
  const folder = project({
    'capwright.config.yaml': 'out: lib\n',
    'capabilities/a.yaml': shop,
    'deep/er/x': '',
  });
  await cli(folder, 'generate');
  const manifest = readFileSync(join(folder, 'lib/.capwright/manifest.json'), 'utf8');
  const { code, out } = await cli(folder, 'generate --check', { cwd: join(folder, 'deep/er') });
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(manifest).toContain('"path": "capabilities/a.yaml"');
});

test('--quiet leaves only errors', async () => {
  const folder = project({ 'a.yaml': shop, 'b.yaml': 'naftiko: 1\nerror shape\n' });
  expect(await cli(folder, 'generate a.yaml --quiet')).toEqual({ code: 0, out: '', err: '' });
  expect((await cli(folder, 'generate b.yaml --quiet')).err).toContain('error[shape]');
});
