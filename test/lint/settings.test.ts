// What a project says about rules: overrides by path, options, rules of its own, statistics.
import { describe, expect, it, test } from 'vitest';
import { compile } from '../../src/compiler.ts';
import { rulePages } from '../../src/cli/rule-pages.ts';
import { matchesGlob } from '../../src/util/glob.ts';
import { cli, project, type Outcome } from '../cli/memory-session.ts';

test.each<readonly [string, string, boolean]>([
  ['a.yaml', 'a.yaml', true],
  ['a.yaml', '*.yaml', true],
  ['a/b.yaml', '*.yaml', false],
  ['a/b.yaml', '**/*.yaml', true],
  ['b.yaml', '**/*.yaml', true],
  ['a/b/c.yaml', 'a/**', true],
  ['a/b/c.yaml', 'a/', true],
  ['ab/c.yaml', 'a/**', false],
  ['a/b.yml', 'a/*.{yaml,yml}', true],
  ['a/b.yaml', 'a/?.yaml', true],
  ['a/bc.yaml', 'a/?.yaml', false],
  ['a+b(1).yaml', 'a+b(1).yaml', true],
  ['axb.yaml', 'a.b.yaml', false],
  ['a/b.yaml', './a/b.yaml', true],
  ['a\\b.yaml', 'a/b.yaml', true],
  ['{.yaml', '{.yaml', true],
])('%s matches %s: %s', (path, pattern, expected) => {
  expect(matchesGlob(path, pattern)).toBe(expected);
});

const file =
  "naftiko: 1.0.0-alpha2\ninfo: {label: x, description: x}\ncapability:\n  consumes:\n    - {type: http, namespace: a, baseUri: '', resources: [{name: r, path: /r, operations: [{name: o, method: GET}]}]}\n  exposes:\n    - {type: mcp, namespace: m, port: 1, tools: [{name: t, description: Lists, call: a.o}]}\n";

async function lint(
  files: Readonly<Record<string, string>>,
  argv = 'lint caps --format json',
): Promise<Outcome> {
  return cli(project({ 'caps/a.yaml': file, 'caps/old/b.yaml': file, ...files }), argv, {
    compiler: { compile },
    pages: rulePages(),
  });
}

function found({ out }: Outcome, code: string): readonly string[] {
  return (
    JSON.parse(out) as readonly {
      readonly code: string;
      readonly file: string;
      readonly severity: string;
    }[]
  )
    .filter((item) => item.code === code)
    .map((item) => `${item.file} ${item.severity}`);
}

describe('settings', () => {
  it('of some files win over those of all, and later ones over earlier ones', async () => {
    const config =
      'rules: {base-uri-empty: warning}\noverrides:\n  - {files: caps/**, rules: {base-uri-empty: info}}\n  - {files: [caps/old/*.yaml], rules: {base-uri-empty: off}}\n';
    expect(found(await lint({ 'capwright.config.yaml': config }), 'base-uri-empty')).toEqual([
      'caps/a.yaml info',
    ]);
  });

  it('may be options', async () => {
    const config = (least: number): string =>
      `rules: {tool-description-short: {severity: error, least: ${least}}}\n`;
    expect(
      found(await lint({ 'capwright.config.yaml': config(3) }), 'tool-description-short'),
    ).toEqual([]);
    expect(
      found(await lint({ 'capwright.config.yaml': config(9) }), 'tool-description-short'),
    ).toHaveLength(2);
  });

  it('may name rules by their official identifiers', async () => {
    expect(
      found(
        await lint({ 'capwright.config.yaml': 'rules: {naftiko-consumes-description: error}\n' }),
        'consumes-description',
      ),
    ).toEqual(['caps/a.yaml error', 'caps/old/b.yaml error']);
  });

  it.each([
    [
      'overrides: [{files: x, rules: {base-uri-emtpy: off}}]',
      'there is no rule `base-uri-emtpy`; did you mean `base-uri-empty`?',
    ],
    [
      'rules: {too-many-tools: {limt: 3}}',
      '`too-many-tools` has no option `limt`; did you mean `limit`?',
    ],
    ['rules: {too-many-tools: {limit: many}}', '`rules.too-many-tools.limit` must be a number'],
    [
      'rules: {too-many-tools: {severity: bad}}',
      '`rules.too-many-tools.severity` must be one of off, info, warning, error',
    ],
    ['overrides: [{rules: {}}]', "must have required property 'files'"],
  ])('%s', async (config, message) => {
    const { code, err } = await lint({ 'capwright.config.yaml': config });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) as string });
  });
});

describe('rules of the project', () => {
  const rule = (code: string, check: string): string =>
    `export const rules = [{ code: '${code}', severity: 'warning', summary: 'One.', why: 'Two.', whatToDo: 'Three.', examples: [], options: { most: { of: 'things', default: 0 } }, check(program, report, { options }) { ${check} } }];`;
  const config = { 'capwright.config.yaml': 'customRules: [./my-rules.mjs]\n' };

  it('run under every preset, with settings and ignores like any other', async () => {
    const module = rule(
      'my-own',
      'for (const { api } of program.apis) if (api.resources.length > options.most) report({ message: `there is ${api.namespace}`, sites: [api.at] });',
    );
    const files = { ...config, 'my-rules.mjs': module };
    for (const preset of ['recommended', 'official', 'agent'])
      expect(
        found(await lint(files, `lint caps --format json --preset ${preset}`), 'my-own'),
      ).toHaveLength(2);
    expect(
      found(
        await lint({
          ...files,
          'capwright.config.yaml': `${config['capwright.config.yaml']}rules: {my-own: {most: 4}}\n`,
        }),
        'my-own',
      ),
    ).toEqual([]);
    expect(
      found(
        await lint({ ...files, 'caps/a.yaml': `# capwright-ignore-file my-own -- known\n${file}` }),
        'my-own',
      ),
    ).toHaveLength(1);
    const { out } = await lint(files, 'lint caps --format sarif');
    expect(out).toContain('"id": "my-own"');
  });

  it.each([
    ['export const rules = 3', 'what it exports is no rule'],
    ['export const nothing = 1', 'it exports no rules'],
    ['throw new Error("no")', 'it cannot be loaded: no'],
    [rule('base-uri-empty', ''), 'the code `base-uri-empty` is taken'],
    [rule('My Rule', ''), 'must be lower case words with dashes'],
    [rule('mine', '').replace("'warning'", "'bad'"), 'the `severity` of `mine` must be'],
    [rule('mine', '').replace("why: 'Two.',", ''), '`mine` has no `why`'],
    [rule('mine', '').replace(/check\(.*\} \}\]/, '}]'), '`mine` has no `check`'],
    [rule('mine', '').replace('examples: [],', ''), '`mine` has no `examples`'],
  ])('that cannot be used: %s', async (module, message) => {
    const { code, out, err } = await lint({ ...config, 'my-rules.mjs': module });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('error[config-invalid]');
    expect(err).toContain(message);
    expect(err).toContain('my-rules.mjs');
  });

  it('that are not there', async () => {
    expect(await lint(config)).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no such file') as string,
    });
  });
});

it('statistics go to standard error', async () => {
  const { out, err } = await lint({}, 'lint caps --format json --stats');
  expect(JSON.parse(out)).not.toEqual([]);
  expect(err).toMatch(/^rule +findings +places +files +ms$/m);
  expect(err).toMatch(/^base-uri-empty +2 +2 +2 +\d/m);
  expect(err).toMatch(/ codes, 2 files, [\d.]+ ms in rules\n$/);
});
