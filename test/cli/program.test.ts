import { expect, test } from 'vitest';
import { emitterNames, formatNames, presetNames } from '../../src/cli/option-values.ts';
import { emitterNames as allEmitters } from '../../src/compiler.ts';
import { printers } from '../../src/diagnostics/print/printers.ts';
import { presetNames as allPresets } from '../../src/lint/presets.ts';
import { packageVersion } from '../../src/util/package-info.ts';
import { cli, project } from './memory-session.ts';

test.each(['--help', 'help', 'help lint', 'lint --help', 'generate -h', '--version', '-v'])(
  '%s exits 0 and writes to standard output',
  async (argv) => {
    const { code, out, err } = await cli('/', argv);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(argv.includes('-v') ? packageVersion() : 'Usage: capwright');
  },
);

test.each([
  ['', 'Usage: capwright'],
  ['lnit', '(Did you mean lint?)'],
  ['lint --fromat json', '(Did you mean --format?)'],
  ['generate --wach', "unknown option '--wach'"],
  ['frobnicate', "unknown command 'frobnicate'"],
  ['generate --out=', 'It takes a folder.'],
  ['help lnit', '(Did you mean lint?)'],
  ['inspect', "missing required argument 'file'"],
  ['inspect a b', 'too many arguments'],
  ['explain cal-unresolved', 'there is no code `cal-unresolved`; did you mean `call-unresolved`?'],
  ['explain x\u001b[31m', 'there is no code `x\\u{1b}[31m`; `capwright rules` lists them all'],
])('%j is a usage error', async (argv, message) => {
  const { code, out, err } = await cli('/', argv);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('what help lists is what there is', () => {
  expect(formatNames).toEqual([...printers.keys()]);
  expect(emitterNames).toEqual(allEmitters);
  expect(presetNames).toEqual(allPresets);
});

test('every command but the lists has examples, each of which can be typed', async () => {
  const help = (await cli('/', 'help')).out;
  const commands = [...help.matchAll(/^ {2}([a-z]+) .*(?:<|\[)/gm)].map(([, name = '']) => name);
  expect(commands.length).toBeGreaterThan(9);
  for (const command of commands.filter((name) => !['rules', 'help'].includes(name))) {
    const { out } = await cli('/', `help ${command}`);
    const calls = [...out.matchAll(/^ {2}capwright (.+)$/gm)].map(([, call = '']) => call);
    expect(calls.length, command).toBeGreaterThan(0);
    for (const call of calls) {
      expect(call.startsWith(command)).toBe(true);
      for (const [option] of call.matchAll(/ --?[a-z-]+/g))
        expect(out, call).toMatch(new RegExp(`^ {2}.*${option.trim()}\\b`, 'm'));
    }
  }
});

test('explain knows our codes and those of rules', async () => {
  expect((await cli('/', 'explain yaml-syntax')).out).toContain(
    'yaml-syntax · error\nThe text is not valid YAML.\n',
  );
  expect((await cli('/', 'explain odd')).out).toContain('odd · warning\nAbout odd\n');
});

test('rules lists every code, sorted', async () => {
  const { out } = await cli('/', 'rules --json');
  const codes = (JSON.parse(out) as { code: string }[]).map(({ code }) => code);
  expect(codes).toEqual([...codes].sort());
  expect(codes).toEqual(expect.arrayContaining(['odd', 'yaml-syntax']));
  expect((await cli('/', 'rules')).out.split('\n')).toHaveLength(codes.length + 1);
});

test('inspect', async () => {
  const folder = project({ 'a.yaml': 'naftiko: 1\n', 'bad.yaml': 'error shape\n' });
  expect(await cli(folder, 'inspect a.yaml --json')).toEqual({
    code: 0,
    out: '{\n  "id": "a"\n}\n',
    err: '',
  });
  expect((await cli(folder, 'inspect a.yaml')).out).toContain(
    'a: Toy (naftiko-1.0.0-alpha2)\n0 operations',
  );
  expect(JSON.parse((await cli(folder, 'inspect a.yaml --stage document')).out)).toEqual({
    text: 'naftiko: 1\n',
  });
  expect(await cli(folder, 'inspect bad.yaml --json')).toMatchObject({ code: 1, out: '' });
  expect((await cli(folder, 'inspect .')).code).toBe(0);
});

test('our own bugs exit 3 with what is needed to report them', async () => {
  const folder = project({ 'a.yaml': 'naftiko: crash\n' });
  for (const command of ['lint', 'generate', 'inspect']) {
    const { code, out, err } = await cli(folder, `${command} a.yaml`);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toMatch(/^capwright has a bug: it crashed\nPlease report it/);
    expect(err).toContain(`capwright ${packageVersion()}, node ${process.version}`);
    expect(err).toContain('memory-session.ts');
  }
});

const escape = '\u001b[';

test.each([
  [{}, false, false],
  [{}, true, true],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ CI: 'true' }, true, false],
  [{ TERM: 'dumb' }, true, false],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '1', NO_COLOR: '1', CI: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
])('colour with %j, terminal %j: %j', async (env, isTTY, expected) => {
  const folder = project({ 'a.yaml': 'error shape\n' });
  const { out } = await cli(folder, 'lint a.yaml', { env, isTTY });
  expect(out.includes(escape)).toBe(expected);
  const json = await cli(folder, 'lint a.yaml --format json', { env, isTTY });
  expect(json.out.includes(escape)).toBe(false);
});
