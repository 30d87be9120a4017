import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, project } from './memory-session.ts';

const toy = (name: string): string => `naftiko: 1\n# ${name}\n# file client.txt\n`;

function inputsOf(folder: string, id: string, out = 'generated'): readonly string[] {
  const text = readFileSync(join(folder, out, '.capwright/manifest.json'), 'utf8');
  const { capabilities } = JSON.parse(text) as {
    capabilities: Record<string, { inputs: { path: string }[] }>;
  };
  return capabilities[id]!.inputs.map(({ path }) => path);
}

test('--package makes one output of all capabilities', async () => {
  const folder = project({ 'capabilities/a.yaml': toy('a'), 'capabilities/b.yaml': toy('b') });
  const { code, err } = await cli(folder, 'generate --package Shops');
  expect({ code, err }).toEqual({
    code: 0,
    err: 'generated: 2 created, 0 updated, 0 deleted, 0 unchanged\n',
  });
  const text = readFileSync(join(folder, 'generated/shops/client.txt'), 'utf8');
  expect(text).toContain('# a');
  expect(text).toContain('# b');
  expect(existsSync(join(folder, 'generated/a'))).toBe(false);
  expect(inputsOf(folder, 'shops')).toEqual(['capabilities/a.yaml', 'capabilities/b.yaml']);
});

test('--package needs a name', async () => {
  const folder = project({ 'a.yaml': toy('a') });
  expect((await cli(folder, 'generate a.yaml --package -')).code).toBe(2);
});

test('a package with a file that has errors keeps its previous output', async () => {
  const folder = project({ 'capabilities/a.yaml': toy('a'), 'capabilities/b.yaml': toy('b') });
  await cli(folder, 'generate --package shops');
  writeFileSync(join(folder, 'capabilities/b.yaml'), 'naftiko: 1\nerror shape\n');
  const { code, err } = await cli(folder, 'generate --package shops');
  expect(code).toBe(1);
  expect(err).toContain('error[shape]');
  expect(readFileSync(join(folder, 'generated/shops/client.txt'), 'utf8')).toContain('# b');
});

const configured = {
  'capwright.config.yaml': 'packages:\n  Shops: shops/*.yaml\n  all of it: [shops, other]\n',
  'shops/a.yaml': toy('a'),
  'shops/b.yaml': toy('b'),
  'other/c.yaml': toy('c'),
};

test('packages of the configuration are made in every run without paths', async () => {
  const folder = project(configured);
  expect((await cli(folder, 'generate --check')).out).toBe(
    [
      'create  generated/all-of-it/capability.json',
      'create  generated/all-of-it/client.txt',
      'create  generated/shops/capability.json',
      'create  generated/shops/client.txt',
      '',
    ].join('\n'),
  );
  await cli(folder, 'generate');
  expect(inputsOf(folder, 'all-of-it')).toEqual(['other/c.yaml', 'shops/a.yaml', 'shops/b.yaml']);
  expect((await cli(folder, 'generate --check')).code).toBe(0);
});

test('a path makes the packages it belongs to, whole', async () => {
  const folder = project(configured);
  const { out } = await cli(folder, 'generate other/c.yaml --check');
  expect(out).toBe(
    'create  generated/all-of-it/capability.json\ncreate  generated/all-of-it/client.txt\n',
  );
});

test('--package of a name from the configuration makes that package only', async () => {
  const folder = project(configured);
  const { out } = await cli(folder, 'generate --package Shops --check');
  expect(out).toBe('create  generated/shops/capability.json\ncreate  generated/shops/client.txt\n');
});

test('what stands in a package has no output of its own, also where it had one', async () => {
  const folder = project({ 'capabilities/a.yaml': toy('a'), 'capabilities/b.yaml': toy('b') });
  await cli(folder, 'generate');
  writeFileSync(
    join(folder, 'capwright.config.yaml'),
    'packages: { shops: capabilities/a.yaml }\n',
  );
  expect((await cli(folder, 'generate --check')).out.split('\n')).toEqual([
    'create  generated/shops/capability.json',
    'create  generated/shops/client.txt',
    'delete  generated/a/capability.json',
    'delete  generated/a/client.txt',
    '',
  ]);
});

test('a package outlives the first of its files', async () => {
  const folder = project({ 'capabilities/a.yaml': toy('a'), 'capabilities/b.yaml': toy('b') });
  await cli(folder, 'generate --package shops');
  rmSync(join(folder, 'capabilities/a.yaml'));
  await cli(folder, 'generate --package shops');
  const text = readFileSync(join(folder, 'generated/shops/client.txt'), 'utf8');
  expect(text).not.toContain('# a');
  expect(text).toContain('# b');
});

test('a package and a capability of one name are both left alone', async () => {
  const folder = project({
    'capwright.config.yaml': 'packages: { b: capabilities/a.yaml }\n',
    'capabilities/a.yaml': toy('a'),
    'capabilities/b.yaml': toy('b'),
  });
  const { code, err } = await cli(folder, 'generate');
  expect(code).toBe(1);
  expect(err).toContain('error[output-collision]');
  expect(err).toContain('`capabilities/b.yaml` and package `b` would both be written to `b`');
  expect(existsSync(join(folder, 'generated/b'))).toBe(false);
});

test.each([
  ['packages: 5', '`packages` must be a mapping'],
  ['packages: { a: [] }', '`packages.a` must not be empty'],
  ['packages: { "-": x }', 'the name `-` must match pattern'],
])('%s is refused', async (text, message) => {
  const folder = project({ 'capwright.config.yaml': `${text}\n`, 'a.yaml': toy('a') });
  const { code, err } = await cli(folder, 'generate a.yaml');
  expect(code).toBe(2);
  expect(err).toContain(message);
});
