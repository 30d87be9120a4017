import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defineConfig, loadConfig, type ConfigResult } from '../../src/config.ts';
import { cli, project } from './memory-session.ts';

async function messages(text: string, name = 'capwright.config.yaml'): Promise<readonly string[]> {
  const result: ConfigResult = await loadConfig(project({ [name]: text }), undefined);
  return result.kind === 'project' ? [] : result.diagnostics.map(({ message }) => message);
}

test('none: the working folder is the project', async () => {
  const folder = project({});
  expect(await loadConfig(folder, undefined)).toEqual({
    kind: 'project',
    project: { root: folder, config: {} },
  });
});

test.each([
  ['capwright.config.yaml', 'out: lib'],
  ['capwright.config.yml', 'out: lib'],
  ['capwright.config.json', '{"$schema": "x", "out": "lib"}'],
  ['capwright.config.mjs', 'export default { out: "lib" }'],
])('%s is found upward', async (name, text) => {
  const folder = project({ [name]: text, 'a/b/x': '' });
  const result = await loadConfig(join(folder, 'a/b'), undefined);
  expect(result).toMatchObject({
    kind: 'project',
    project: { root: folder, config: { out: 'lib' } },
  });
});

test('an empty file says nothing', async () => {
  expect(await messages('# nothing\n')).toEqual([]);
});

test.each([
  ['outt: lib', ['there is no setting `outt`; did you mean `out`?']],
  [
    'zzz: 1',
    [
      'there is no setting `zzz`; there are capabilities, packages, out, emit, mcp, preset, rules, overrides, customRules, spectral, baseline',
    ],
  ],
  ['mcp: { toolz: list }', ['there is no setting `toolz`; did you mean `tools`?']],
  ['mcp: { x: 1 }', ['there is no setting `x`; there are tools, searchAbove']],
  ['mcp: { tools: all }', ['`mcp.tools` must be one of auto, list, search']],
  ['mcp: { searchAbove: -1 }', ['`mcp.searchAbove` must be >= 0']],
  ['out: 3', ['`out` must be string']],
  [
    'preset: loose',
    ['`preset` must be one of recommended, strict, official, agent, security, style'],
  ],
  ['rules:\n  odd: fatal', ['`rules.odd` must be one of off, info, warning, error']],
  ['capabilities: []', ['`capabilities` must NOT have fewer than 1 items']],
  ['emit: client', ['`emit` must be array']],
  ['- a', ['the configuration must be object']],
])('%j', async (text, expected) => {
  expect(await messages(text)).toEqual(expected);
});

test('a module that throws, or exports nothing', async () => {
  expect(await messages('throw new Error("no")', 'capwright.config.mjs')).toEqual([
    'it cannot be loaded: no',
  ]);
  expect(await messages('export const out = 1', 'capwright.config.mjs')).toEqual([
    'it has no default export',
  ]);
});

test('mistakes are shown in place and end the run with 2', async () => {
  const folder = project({
    'capwright.config.yaml': 'out: lib\nrulse:\n  odd: off\n',
    'a.yaml': 'naftiko: 1\n',
  });
  const { code, out, err } = await cli(folder, 'lint a.yaml');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe(
    [
      'error[config-invalid]: there is no setting `rulse`; did you mean `rules`?',
      '  at capwright.config.yaml:2:1',
      '    1 | out: lib',
      '  > 2 | rulse:',
      '      | ^^^^^',
      '    3 |   odd: off',
      '',
      '',
    ].join('\n'),
  );
  expect((await cli(folder, 'generate a.yaml --config none.yaml')).err).toContain(
    'there is no such file',
  );
});

test('defineConfig gives back what it gets', () => {
  expect(defineConfig({ out: 'lib' })).toEqual({ out: 'lib' });
});
