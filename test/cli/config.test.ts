import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defineConfig, loadConfig, type ConfigResult } from '../../src/config.ts';
import { importProblem } from '../../src/util/import-problem.ts';
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
  ['mcp: { searchAbove: -1 }', ['`mcp.searchAbove` must be 0 or more']],
  ['out: 3', ['`out` must be text']],
  [
    'preset: loose',
    ['`preset` must be one of recommended, strict, official, agent, security, style'],
  ],
  [
    'rules:\n  odd: fatal',
    [
      '`rules.odd` must be one of off, info, warning, error, or a mapping of `severity` and options',
    ],
  ],
  [
    'rules: { odd: [warning, { most: 1 }] }',
    [
      '`rules.odd` must be one of off, info, warning, error, or a mapping of `severity` and options',
    ],
  ],
  [
    'overrides:\n  - { files: a, rules: { odd: { options: { most: 1 } } } }',
    ['`overrides.0.rules.odd.options` must be a number: options stand beside `severity`'],
  ],
  ['capabilities: []', ['`capabilities` must not be empty']],
  ['capabilities: 3', ['`capabilities` must be text or a list']],
  ['emit: client', ['`emit` must be a list']],
  ['- a', ['the configuration must be a mapping']],
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

test('names of rules and of their options are looked up, and shown in place', async () => {
  const folder = project({
    'capwright.config.yaml':
      'rules:\n  od: off\n  note: { most: 1 }\noverrides:\n  - files: a.yaml\n    rules: { nte: off }\n',
    'a.yaml': 'naftiko: 1\n',
  });
  const { code, out, err } = await cli(folder, 'lint a.yaml');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err.split('\n').filter((line) => /^error|^ {2}at/.test(line))).toEqual([
    'error[config-invalid]: there is no rule `od`; did you mean `odd`?',
    '  at capwright.config.yaml:2:3',
    'error[config-invalid]: `note` has no option `most`; there are: severity',
    '  at capwright.config.yaml:3:11',
    'error[config-invalid]: there is no rule `nte`; did you mean `note`?',
    '  at capwright.config.yaml:6:14',
  ]);
});

test('modules that cannot be loaded are told without places of our own', async () => {
  const wrong = 'export default { out: "lib"';
  const [bare] = await messages(
    'import "nowhere-at-all"; export default {}',
    'capwright.config.mjs',
  );
  expect(bare).toContain("it cannot be loaded: Cannot find package 'nowhere-at-all'");
  expect((await messages(wrong, 'capwright.config.mjs'))[0]).toMatch(/^it cannot be loaded: /);
  const folder = project({
    'capwright.config.yaml': 'customRules: [rules/none.mjs]\n',
    'a.yaml': 'naftiko: 1\n',
  });
  const { code, err } = await cli(folder, 'lint a.yaml');
  expect(code).toBe(2);
  expect(err).toContain('error[config-invalid]: there is no such file\n  at rules/none.mjs:1:1');
});

test.each(['ts', 'mts'])(
  'a configuration in TypeScript (.%s) is not passed over',
  async (ending) => {
    const text = 'const out: string = "lib";\nexport default { out };\n';
    const result = await loadConfig(project({ [`capwright.config.${ending}`]: text }), undefined);
    expect(result).toMatchObject({ kind: 'project', project: { config: { out: 'lib' } } });
  },
);

test.each([
  [
    { code: 'ERR_UNKNOWN_FILE_EXTENSION', message: 'Unknown file extension ".ts" for /a/b.ts' },
    /^node [\d.]+ loads no TypeScript; 22\.18 and newer do/,
  ],
  [
    { message: "Unexpected token 'export'" },
    /^Unexpected token 'export': it is read as CommonJS; name it \.mjs/,
  ],
  [{ message: "Cannot find module 'x' imported from /a/dist/util/import-module.js" }, /^[^/]*'x'$/],
  ['thrown', /^thrown$/],
])('what is said of a module that cannot be imported: %j', (error, expected) => {
  expect(importProblem(error)).toMatch(expected);
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
