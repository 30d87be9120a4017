// Rulesets for Spectral: its own core runs them, what they find is reported, set and ignored like what we find.
import { symlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { compile } from '../../src/compiler.ts';
import { cli as run, project as folderOf, type Outcome } from './memory-session.ts';

// Spectral takes its time to load where many tests run at once.
vi.setConfig({ testTimeout: 120_000 });

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

function project(files: Readonly<Record<string, string>>): string {
  const folder = folderOf(files);
  symlinkSync(modules, `${folder}/node_modules`);
  return folder;
}

async function cli(folder: string, argv: string): Promise<Outcome> {
  return run(folder, argv, { compiler: { compile } });
}

const capability = `naftiko: 1.0.0-alpha2
info:
  label: Field notes
  description: Notes from the field.
capability:
  consumes:
  - type: http
    namespace: notes
    description: The notes.
    baseUri: https://api.notes.dev
    resources:
    - name: notes
      path: /notes
      operations:
      - name: listNotes
        method: GET
      - name: add_note
        method: POST
  exposes:
  - type: mcp
    namespace: notes-mcp
    port: 9090
    description: The notes.
    tools:
    - name: list-notes
      description: All notes of the field, the latest first.
      call: notes.listNotes
    - name: add-note
      description: Adds a note of what was seen in the field.
      call: notes.add_note
`;

const ruleset = `
functions: [no-word, [at-most, { type: object, properties: { number: { type: integer } } }]]
aliases:
  Operations: ['$.capability.consumes[*].resources[*].operations[*]']
rules:
  operation-kebab:
    description: Operations are named in kebab-case.
    message: '{{value}} is not in kebab-case.'
    severity: error
    given: '#Operations'
    then:
      field: name
      function: pattern
      functionOptions: { match: '^[a-z-]+$' }
  has-version:
    description: info has a version.
    message: info has no version
    severity: hint
    given: $.info
    then: { field: version, function: truthy }
  no-field:
    message: '{{error}}'
    given: $.info.label
    then: { function: no-word, functionOptions: { word: Field } }
  few-tools:
    message: '{{error}}'
    given: $.capability.exposes[*].tools
    then: { function: at-most, functionOptions: { number: 1 } }
  rarely:
    recommended: false
    given: $
    then: { function: falsy }
`;

const files = {
  'capwright.config.yaml': 'spectral: style/rules.yaml\npreset: official\n',
  'notes.yaml': capability,
  'style/rules.yaml': ruleset,
  'style/functions/no-word.js':
    'export default (input, { word }) => input.includes(word) ? [{ message: `the word ${word} is in it` }] : [];\n',
  'style/functions/at-most.cjs':
    'module.exports = (input, { number }) => input.length > number ? [{ message: `more than ${number}` }] : [];\n',
  'package.json': '{ "type": "module" }',
};

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
  readonly message: string;
}

function spectral(out: string): readonly string[] {
  return (JSON.parse(out) as readonly Found[])
    .filter(({ code }) => code.startsWith('spectral/'))
    .map(
      ({ code, severity, line, column, message }) =>
        `${line}:${column} ${severity} ${code}: ${message}`,
    );
}

async function jsonOf(folder: string, file: string): Promise<string> {
  const { out, err } = await cli(folder, `lint ${file} --format json`);
  expect(err).toBe('');
  return out;
}

test('findings have our places and severities; rules that are not recommended do not run', async () => {
  const { code, out, err } = await cli(project(files), 'lint notes.yaml --format json');
  expect(err).toBe('');
  expect(spectral(out)).toEqual([
    '3:3 info spectral/has-version: info has no version',
    '3:10 warning spectral/no-field: the word Field is in it',
    '15:15 error spectral/operation-kebab: listNotes is not in kebab-case',
    '17:15 error spectral/operation-kebab: add_note is not in kebab-case',
    '25:5 warning spectral/few-tools: more than 1',
  ]);
  expect(code).toBe(1);
});

test('configuration and comments speak of them as of ours', async () => {
  const folder = project({
    ...files,
    'capwright.config.yaml': `spectral: style/rules.yaml
preset: strict
rules:
  spectral/operation-kebab: info
  spectral/no-field: 'off'
overrides:
- files: notes.yaml
  rules: { spectral/few-tools: error }
`,
    'notes.yaml': capability
      .replace(
        '- name: add_note',
        '- name: add_note # capwright-ignore-line spectral/operation-kebab -- as the service has it',
      )
      .replace(
        '\ncapability:',
        '\n# capwright-ignore-next-line spectral/operation-kebab -- nothing\ncapability:',
      ),
  });
  const { out } = await cli(folder, 'lint notes.yaml --format json');
  expect(spectral(out)).toEqual([
    '3:3 info spectral/has-version: info has no version',
    '16:15 info spectral/operation-kebab: listNotes is not in kebab-case',
    '26:5 error spectral/few-tools: more than 1',
  ]);
  const found = JSON.parse(out) as readonly Found[];
  expect(found.filter(({ code }) => code.startsWith('ignore-')).map(({ line }) => line)).toEqual([
    5,
  ]);
});

test('other formats tell what the rules are about, and a baseline keeps them', async () => {
  const folder = project(files);
  const sarif = await cli(folder, 'lint notes.yaml --format sarif');
  expect(sarif.out).toContain('Operations are named in kebab-case.');
  expect((await cli(folder, 'lint notes.yaml --baseline known.json --update-baseline')).code).toBe(
    0,
  );
  const again = await cli(folder, 'lint notes.yaml --baseline known.json --format json');
  expect(spectral(again.out)).toEqual([]);
});

test('rulesets extend others; overrides are for some files', async () => {
  const folder = project({
    ...files,
    'style/rules.yaml': `
extends: [[./base.yaml, all], ./more.mjs]
rules:
  operation-kebab: 'off'
  has-version: error
overrides:
- files: [../other.yaml]
  rules: { has-version: 'off' }
except:
  ../notes.yaml#/info: [has-version]
`,
    'style/base.yaml': ruleset,
    'style/more.mjs': `import functions from '@stoplight/spectral-functions';
export default { rules: { 'has-tags': { given: '$.info', message: 'no tags', then: { field: 'tags', function: functions.truthy } } } };\n`,
    'other.yaml': capability,
  });
  const codes = async (file: string): Promise<readonly string[]> =>
    spectral(await jsonOf(folder, file)).map((line) => line.split(/[ :]/)[3]!);
  expect(await codes('notes.yaml')).toEqual([
    'spectral/rarely',
    'spectral/has-tags',
    'spectral/no-field',
    'spectral/few-tools',
  ]);
  expect(await codes('other.yaml')).toEqual([
    'spectral/rarely',
    'spectral/has-tags',
    'spectral/no-field',
    'spectral/few-tools',
  ]);
});

test('rulesets that extend each other in a circle', async () => {
  const folder = project({
    ...files,
    'style/rules.yaml': `extends: ./base.yaml\n`,
    'style/base.yaml': `extends: ./rules.yaml\n${ruleset.trim()}\n`,
  });
  expect(spectral(await jsonOf(folder, 'notes.yaml'))).toHaveLength(5);
});

test('a reference in a document is read neither from disk nor from the network', async () => {
  const folder = project({
    ...files,
    'secret.yaml': 'label: secret\n',
    'notes.yaml': capability.replace('label: Field notes', 'label: { $ref: ./secret.yaml }'),
    'style/rules.yaml':
      'rules:\n  see:\n    given: $.info.label\n    message: "{{value}}"\n    then: { function: pattern, functionOptions: { match: x } }\n',
  });
  const { out } = await cli(folder, 'lint notes.yaml --format json');
  expect(out).not.toContain('"label: secret');
  expect(spectral(out).join()).not.toContain('secret"');
});

test('what cannot be read is left to us', async () => {
  const folder = project({ ...files, 'notes.yaml': 'naftiko: [\n', 'b.yaml': 'naftiko: 3\n' });
  const { out, err } = await cli(folder, 'lint notes.yaml b.yaml --format json');
  expect(err).toBe('');
  expect(spectral(out)).toEqual([]);
  expect(out).toContain('yaml-syntax');
});

describe('mistakes in a ruleset are shown in place and end the run with 2', () => {
  test.each<readonly [string, string, string]>([
    ['rules: 3\n', ':1:8', '`rules` must be a mapping'],
    ['functions: [gone]\nrules: {}\n', ':1:13', '`gone` has no file in `functions`'],
    [
      'rules:\n  a:\n    given: $\n    then: { function: nope }\n',
      ':4:23',
      'there is no function `nope`: neither of Spectral nor under `functions`',
    ],
    [
      'rules:\n  a:\n    then: { function: truthy }\n',
      ':3:5',
      'the rule must have at least "given" and "then" properties',
    ],
    ['extends: ./gone.yaml\n', ':1:10', '`./gone.yaml` is neither a file nor an installed package'],
    [
      'extends: [spectral:nope]\n',
      ':1:1',
      'a ruleset for Spectral needs `@stoplight/spectral-rulesets`, which is not installed: `npm install --save-dev @stoplight/spectral-rulesets`',
    ],
    [
      'extends: https://a.dev/rules.yaml\n',
      ':1:10',
      'is not on disk: download it; nothing is read from the network',
    ],
    ['formats: [oas9]\nrules: {}\n', ':1:11', 'there is no format `oas9`'],
    ['rules: [\n', '', 'it cannot be read: '],
    ['- a\n', ':1:1', 'a ruleset must be a mapping'],
    ['functions: [broken]\nrules: {}\n', ':1:13', '`functions/broken.js` cannot be loaded: '],
  ])('%j', async (text, place, message) => {
    const folder = project({
      ...files,
      'style/rules.yaml': text,
      'style/functions/broken.js': 'export default "\n',
    });
    const { code, out, err } = await cli(folder, 'lint notes.yaml');
    expect(err.replace(/\s+/g, ' ')).toContain(message);
    expect(err).toContain(`style/rules.yaml${place}`);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  test('a file that is missing, a function that throws, and settings for a rule that is not there', async () => {
    const gone = await cli(
      project({ ...files, 'capwright.config.yaml': 'spectral: gone.yaml\n' }),
      'lint notes.yaml',
    );
    expect(gone).toMatchObject({ code: 2, out: '' });
    expect(gone.err).toContain('there is no such file');
    const throwing = await cli(
      project({
        ...files,
        'style/functions/no-word.js': 'export default () => { throw new Error("not today"); };\n',
      }),
      'lint notes.yaml',
    );
    expect(throwing).toMatchObject({ code: 2, out: '' });
    expect(throwing.err).toContain('style/rules.yaml cannot be run on notes.yaml: not today');
    const typo = await cli(
      project({
        ...files,
        'capwright.config.yaml': 'spectral: style/rules.yaml\nrules:\n  spectral/no-feild: off\n',
      }),
      'lint notes.yaml',
    );
    expect(typo.err).toContain('did you mean `spectral/no-field`?');
  });
});
