import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, project } from './memory-session.ts';

const files = {
  'capabilities/a.yaml': 'naftiko: 1\nwarning odd\ninfo note\n',
  'capabilities/sub/b.yml': 'naftiko: 1\n',
  'capabilities/values.yaml': 'replicas: 1\nerror never\n',
  'capabilities/.hidden/c.yaml': 'naftiko: 1\nerror never\n',
  'capabilities/node_modules/d.yaml': 'naftiko: 1\nerror never\n',
};

test.each([
  ['', 0],
  ['--fail-on warning', 1],
  ['--fail-on info', 1],
  ['--fail-on never', 0],
  ['--max-warnings 1', 0],
  ['--max-warnings 0', 1],
  ['--max-warnings 0 --fail-on never', 1],
])('exit code with %j: %i', async (flags, code) => {
  expect((await cli(project(files), `lint ${flags}`)).code).toBe(code);
});

test('errors make the exit code 1, unless never', async () => {
  const folder = project({ 'a.yaml': 'error shape' });
  expect((await cli(folder, 'lint a.yaml')).code).toBe(1);
  expect((await cli(folder, 'lint a.yaml --fail-on never')).code).toBe(0);
});

test('pretty goes to standard output', async () => {
  const { out, err } = await cli(project(files), 'lint');
  expect(err).toBe('');
  expect(out).toContain('warning[odd]: there is odd\n  at capabilities/a.yaml:2:1\n');
  expect(out).toContain('1 warning, 1 info in 2 files');
});

test('machine formats write only the document, also when it is empty', async () => {
  const folder = project({ 'clean.yaml': 'naftiko: 1\n' });
  expect(await cli(folder, 'lint clean.yaml --format json')).toEqual({
    code: 0,
    out: '[]\n',
    err: '',
  });
  expect(await cli(folder, 'lint clean.yaml --format jsonl')).toEqual({
    code: 0,
    out: '',
    err: '',
  });
  const sarif = await cli(folder, 'lint clean.yaml --format sarif');
  expect(JSON.parse(sarif.out)).toMatchObject({ version: '2.1.0', runs: [{ results: [] }] });
});

test('reports can go to files beside what is shown', async () => {
  const folder = project(files);
  const { out } = await cli(
    folder,
    'lint --format sarif=reports/a.sarif --format json --format junit=j.xml',
  );
  expect(JSON.parse(out)).toHaveLength(2);
  expect(JSON.parse(readFileSync(join(folder, 'reports/a.sarif'), 'utf8'))).toMatchObject({
    version: '2.1.0',
  });
  expect(readFileSync(join(folder, 'j.xml'), 'utf8')).toContain(
    '<testsuites name="capwright" tests="3" failures="1">',
  );
  expect((await cli(folder, 'lint --format sarif=a.sarif')).out).toContain('warning[odd]');
});

test.each([
  [
    '--format jsn',
    'error: there is no format `jsn`; did you mean `json` or `jsonl`? There are: pretty, compact',
  ],
  ['--format json --format sarif', 'error: only one format can go to standard output'],
  ['--format json=', 'error: `--format FORMAT=FILE` lacks the name of the file'],
  ['--format json=a.json/x', 'error: cannot write the report'],
  ['--max-warnings x', "error: option '--max-warnings <n>' argument 'x' is invalid"],
  ['--fail-on sometimes', "error: option '--fail-on <severity>' argument 'sometimes' is invalid"],
  ['--preset loose', "error: option '--preset <name>' argument 'loose' is invalid"],
  ['--baseline x', 'error: cannot read the baseline x: '],
  ['--baseline a.json/x', 'error: cannot read the baseline a.json/x: '],
  [
    '--fix https://example.com/apis/shop.yaml?ref=main',
    'Save it first, with `curl --fail --location --output shop.yaml URL`',
  ],
  ['capabilitis', 'error: no such file or folder: "capabilitis"; did you mean `capabilities`?'],
  ['capabilities/sub/*.yaml', 'error: no capability matches "capabilities/sub/*.yaml"'],
  ['empty', 'error: no capability below "empty"'],
  ['- a.yaml', 'error: `-` reads standard input and takes no other paths'],
])('usage: lint %s', async (argv, message) => {
  const folder = project({ ...files, 'empty/x.txt': '', 'a.json': '' });
  const { code, out, err } = await cli(folder, `lint ${argv}`);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('nothing to read is said', async () => {
  expect(await cli(project({}), 'lint')).toMatchObject({
    code: 2,
    err: expect.stringContaining('nothing to read: name a file or folder') as string,
  });
});

test('a named file is read whatever it is called or holds', async () => {
  const folder = project({ 'shop.txt': 'error shape\n' });
  expect((await cli(folder, 'lint shop.txt')).code).toBe(1);
});

test('a glob takes capabilities only, a file with brackets in its name is a file', async () => {
  const folder = project({ ...files, 'a[1].yaml': 'error shape\n' });
  const { out } = await cli(folder, 'lint capabilities/** --format json --fail-on never');
  expect((JSON.parse(out) as { code: string }[]).map(({ code }) => code)).toEqual(['odd', 'note']);
  expect((await cli(folder, 'lint a[1].yaml')).code).toBe(1);
});

test('the order of arguments does not matter, and a file named twice is read once', async () => {
  const folder = project({ 'a.yaml': 'warning x\n', 'b.yaml': 'warning y\n' });
  const one = await cli(folder, 'lint b.yaml a.yaml ./a.yaml --format json');
  const two = await cli(folder, 'lint a.yaml b.yaml --format json');
  expect(one.out).toBe(two.out);
});

test('standard input stands where it is said to stand', async () => {
  const folder = project({});
  const { code, out } = await cli(folder, 'lint - --stdin-path caps/x.yaml --format compact', {
    stdin: 'naftiko: 1\nerror shape\n',
  });
  expect({ code, out }).toEqual({
    code: 1,
    out: 'caps/x.yaml:2:1: error: there is shape [shape]\n',
  });
});

test('settings of the project, over which flags win', async () => {
  const config = 'capabilities: caps/*.yaml\nrules:\n  odd: off\n';
  const folder = project({
    'capwright.config.yaml': config,
    'caps/a.yaml': 'naftiko: 1\nwarning odd\nwarning note\n',
  });
  const { out } = await cli(folder, 'lint --format json');
  expect(JSON.parse(out)).toMatchObject([{ code: 'note', file: 'caps/a.yaml' }]);
  await expect(cli(folder, 'lint --config no.yaml')).resolves.toMatchObject({ code: 2 });
});

test('a rule that does not exist is a mistake in the configuration', async () => {
  const folder = project({
    'capwright.config.yaml': 'rules:\n  od: off\n',
    'a.yaml': 'naftiko: 1\n',
  });
  expect(await cli(folder, 'lint a.yaml')).toMatchObject({
    code: 2,
    err: expect.stringContaining('there is no rule `od`; did you mean `odd`?') as string,
  });
});

test('what a forge reads names files from the root of the checkout, wherever the command runs', async () => {
  const folder = project(files);
  const cwd = join(folder, 'capabilities');
  const shown = async (format: string, env: Readonly<Record<string, string>>): Promise<string> =>
    (await cli(folder, `lint a.yaml --format ${format}`, { cwd, env })).out;
  const inJob = { GITHUB_WORKSPACE: folder };
  expect(await shown('github', inJob)).toContain('file=capabilities/a.yaml,line=2,');
  expect(await shown('sarif', inJob)).toContain('"uri": "capabilities/a.yaml"');
  expect(await shown('gitlab', { CI_PROJECT_DIR: folder })).toContain('"capabilities/a.yaml"');
  expect(await shown('json', inJob)).toContain('"file": "a.yaml"');
  expect(await shown('github', {})).toContain('file=a.yaml,');
  expect(await shown('github', { GITHUB_WORKSPACE: join(folder, 'other') })).toContain(
    'file=a.yaml,',
  );
});
