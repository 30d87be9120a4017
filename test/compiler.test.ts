// The compiler as a whole: bad input of every kind, and documents broken in ways nobody thought of.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile, emit, loadEmitters, summary, type Compilation } from '../src/compiler.ts';
import type { Emitter } from '../src/emit/emitter.ts';
import { nodeHost } from '../src/source/host.ts';
import { codesOf, compileText } from './support/compile.ts';
import { hasShared, readProject, sharedFiles } from './support/shared.ts';

let folder: string;
let emitters: readonly Emitter[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'capwright-'));
  emitters = await loadEmitters(['client', 'server', 'docs']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('bad input: one clear diagnostic at its place', () => {
  const files: readonly (readonly [string, string | Uint8Array | undefined, string, number])[] = [
    ['broken YAML', 'naftiko: 1.0.0-alpha2\ncapability:\n  consumes: [\n', 'yaml-syntax', 4],
    ['an empty file', '', 'file-empty', 1],
    ['only a comment', '# nothing\n', 'file-empty', 1],
    ['a binary file', new Uint8Array([0x89, 0x50, 0, 1, 2, 3]), 'file-binary', 1],
    ['another encoding', new Uint8Array([0x6e, 0xe9, 0xff]), 'file-encoding', 1],
    ['a list', '- a\n- b\n', 'not-a-capability', 1],
    ['text', 'just words\n', 'not-a-capability', 1],
    ['a document of another kind', 'openapi: 3.1.0\ninfo: {}\n', 'not-a-capability', 1],
    ['an old version', 'naftiko: "0.3"\ncapability: {}\n', 'spec-version-unsupported', 1],
    ['no version', 'naftiko:\ncapability: {}\n', 'spec-version-unsupported', 1],
    [
      'a key twice',
      'naftiko: 1.0.0-alpha2\ncapability: {}\ncapability: {}\n',
      'yaml-duplicate-key',
      3,
    ],
    [
      'two documents',
      'naftiko: 1.0.0-alpha2\ncapability: {}\n---\na: 1\n',
      'yaml-multiple-documents',
      3,
    ],
    ['a list where a mapping is needed', 'naftiko: 1.0.0-alpha2\ncapability: []\n', 'shape', 2],
    ['a missing file', undefined, 'file-missing', 1],
  ];
  it.each(files)('%s', (_, content, code, line) => {
    const path = join(folder, 'input.yaml');
    rmSync(path, { force: true, recursive: true });
    if (content !== undefined) writeFileSync(path, content);
    const result = compile(path, nodeHost('/'), { preset: 'recommended', rules: {}, lint: true });
    expect(codesOf(result)).toEqual([code]);
    const { at } = result.diagnostics.find((diagnostic) => diagnostic.code === code)!;
    expect(result.sources.get(at!.file)?.range(at!).line ?? 1).toBe(line);
    expect(result.capability).toBeUndefined();
  });

  it('a folder, and a file beyond the limit', () => {
    const options = { preset: 'recommended', rules: {}, lint: true } as const;
    mkdirSync(join(folder, 'deep'), { recursive: true });
    expect(codesOf(compile(join(folder, 'deep'), nodeHost('/'), options))).toEqual([
      'file-is-folder',
    ]);
    const host = {
      ...nodeHost('/'),
      read: () => ({ kind: 'too-large', detail: 'too many bytes' }) as const,
    };
    expect(codesOf(compile('x.yaml', host, options))).toEqual(['file-too-large']);
  });

  it('a newer version is read as the nearest known one, with a warning', () => {
    const result = compileText(
      'ikanos: 1.0.0-beta9\ncapability:\n  consumes:\n  - {type: http, namespace: a, baseUri: https://a.example.com, resources: {}}\n',
    );
    expect(codesOf(result)).toEqual(['spec-version-unknown']);
    expect(result.capability?.format).toBe('ikanos-1.0.0-beta5');
  });
});

describe('severities', () => {
  const text =
    'naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n  - {type: http, namespace: a, baseUri: "", resources: []}\n  exposes:\n  - {type: rest, namespace: r, port: 1, resources: [{path: /x, operations: [{method: GET, call: b.c}]}]}\n';
  const severities = ({ diagnostics }: Compilation): Readonly<Record<string, string>> =>
    Object.fromEntries(diagnostics.map(({ code, severity }) => [code, severity]));

  it('the official verdict is a warning, and an error under strict', () => {
    expect(severities(compileText(text, { lint: true }))).toMatchObject({
      schema: 'warning',
      'base-uri-empty': 'error',
      'call-unresolved': 'error',
    });
    expect(severities(compileText(text, { lint: true, preset: 'strict' }))).toMatchObject({
      schema: 'error',
    });
  });

  it('rules can be turned off, what compiling needs cannot', () => {
    const off = severities(
      compileText(text, {
        lint: true,
        rules: { 'base-uri-empty': 'off', 'call-unresolved': 'off', schema: 'off' },
      }),
    );
    expect(Object.keys(off)).toEqual([]);
    expect(
      severities(
        compileText('naftiko: 1.0.0-alpha2\ncapability: []\n', {
          rules: { shape: 'off', schema: 'off' },
        }),
      ),
    ).toEqual({ shape: 'error' });
  });
});

/** Compiles, emits and summarises; the only wrong answer is an exception. */
function survive(text: string): void {
  const result = compileText(text, { lint: true });
  for (const { at } of result.diagnostics)
    if (at !== undefined) result.sources.get(at.file)?.range(at);
  if (result.capability === undefined) return;
  summary(result.capability, result.sources);
  emit(result.capability, emitters, result.sources);
}

const samples = ['shipyard', 'order-desk', 'field-notes'].map(
  (name) => parse(readProject(`capabilities/${name}.yaml`)) as unknown,
);

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, item]) =>
      pathsOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

/** A copy of a tree with the node at `path` replaced, or dropped where `value` is undefined. */
function changed(tree: unknown, path: Path, value: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return value;
  if (Array.isArray(tree))
    return tree.flatMap((item: unknown, index) =>
      index !== head
        ? [item]
        : rest.length === 0 && value === undefined
          ? []
          : [changed(item, rest, value)],
    );
  const members = Object.entries(tree as object).flatMap(([key, item]) =>
    key !== head
      ? [[key, item] as const]
      : rest.length === 0 && value === undefined
        ? []
        : [[key, changed(item, rest, value)] as const],
  );
  return Object.fromEntries(members);
}

const hostile = fc.constantFrom<unknown>(
  undefined,
  null,
  '',
  0,
  -1,
  Number.POSITIVE_INFINITY,
  true,
  [],
  {},
  [[]],
  [null],
  { a: null },
  '{{',
  '{{x}}',
  '{{a.b.c}}',
  '${process.exit()}',
  '`',
  '*/ evil() /*',
  '</script>',
  '\u2028',
  '\ud800',
  '__proto__',
  'constructor',
  'a.b',
  '.',
  '..',
  '../../x',
  'a\nb',
  '/{',
  '/{a}/{a}',
  '/#f?x',
  '$',
  '$.a[',
  '$..',
  'rest.',
  'tools.x',
  'REST',
  'default',
  'x'.repeat(300),
  { kind: 'input', name: 'x' },
  { name: 'n', in: 'path' },
);

it('documents broken at random never throw', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(), hostile), { minLength: 1, maxLength: 4 }),
      (sample, edits) => {
        let tree = sample;
        for (const [pick, value] of edits) {
          const paths = pathsOf(tree).filter((path) => path.length > 0);
          if (paths.length > 0) tree = changed(tree, paths[pick % paths.length]!, value);
        }
        survive(stringify(tree));
      },
    ),
    { numRuns: 250 },
  );
}, 120_000);

it('keys renamed to hostile words never throw', () => {
  const words = fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    'then',
    '*/',
    '`${x}`',
    'a b',
    '9',
    '',
    '{{x}}',
    '../x',
    'é',
    'class',
    'new',
  );
  fc.assert(
    fc.property(
      fc.constantFrom('operations', 'resources', 'tools', 'inputParameters', 'steps'),
      words,
      words,
      (collection, first, second) => {
        const item = {
          method: 'GET',
          in: 'query',
          path: '/x',
          type: 'string',
          description: 'x',
          call: `a.${first}`,
          operations: {
            [second]: { method: 'GET', inputParameters: { [first]: { in: 'query' } } },
          },
        };
        const document = {
          ikanos: '1.0.0-beta5',
          capability: {
            consumes: [
              {
                type: 'http',
                namespace: 'a',
                baseUri: 'https://a.example.com',
                resources: {
                  r: {
                    path: `/{${first}}`,
                    operations: {
                      [first]: { method: 'GET' },
                      [second]: { method: 'POST', [collection]: { [first]: item } },
                    },
                  },
                },
              },
            ],
            exposes: [
              {
                type: 'rest',
                namespace: first,
                port: 1,
                resources: { [second]: { path: `/{${second}}`, operations: { [first]: item } } },
              },
              { type: 'mcp', namespace: second, port: 2, tools: { [first]: item } },
            ],
          },
        };
        survive(stringify(document));
      },
    ),
    { numRuns: 150 },
  );
}, 120_000);

describe.skipIf(!hasShared)('the published and the reference documents', () => {
  const host = nodeHost(join(import.meta.dirname, '..'));
  const options = { preset: 'recommended', rules: {}, lint: true } as const;

  it('all 250 published files compile, and no two operations of one file have one name', () => {
    const files = sharedFiles('corpus/wild');
    expect(files).toHaveLength(250);
    for (const file of files) {
      const { capability } = compile(file, host, options);
      expect(capability, file).toBeDefined();
      const names = capability!.operations.map((operation) =>
        operation.client.join('.').toLowerCase(),
      );
      expect(new Set(names).size, file).toBe(names.length);
      for (const name of names)
        expect(
          names.some((other) => other.startsWith(`${name}.`)),
          `${file} ${name}`,
        ).toBe(false);
    }
  }, 120_000);

  it('the strict verdict is the recorded one of the official schema', () => {
    const verdicts = JSON.parse(readProject('../shared/oracle/verdicts.json')) as readonly {
      readonly path: string;
      readonly officialSchema: string;
    }[];
    const different = verdicts.filter(({ path, officialSchema }) => {
      if (officialSchema === 'none') return false;
      const { diagnostics } = compile(`../shared/oracle/${path}`, host, {
        preset: 'strict',
        rules: {},
        lint: false,
        overlays: false,
      });
      const own = diagnostics.filter(
        ({ code, severity, at }) =>
          code === 'schema' && severity === 'error' && at?.file.endsWith(path),
      );
      return (own.length === 0) !== (officialSchema === 'valid');
    });
    expect(different.map(({ path }) => path)).toEqual([]);
  }, 120_000);

  it('the persons file reads as 96, 48 and 24 in at most 25 groups', () => {
    const { capability, diagnostics } = compile(
      '../shared/corpus/persons/posthog-persons.yaml',
      host,
      options,
    );
    expect(capability!.stats).toEqual({
      operations: { declared: 96, unique: 48, shapes: 24 },
      routes: { declared: 96, unique: 48 },
      tools: { declared: 96, unique: 48 },
    });
    expect(diagnostics.length).toBeLessThanOrEqual(25);
    const count = (code: string): number =>
      diagnostics
        .filter((diagnostic) => diagnostic.code === code)
        .reduce((sum, { sites }) => sum + (sites?.length ?? 1), 0);
    expect({
      repeated: count('duplicate-operation-identical'),
      variables: count('path-variable-undeclared'),
      baseUri: count('base-uri-empty'),
      cut: count('description-truncated'),
      numbered: count('tool-name-numbered'),
      tooMany: count('too-many-tools'),
    }).toEqual({ repeated: 48, variables: 96, baseUri: 1, cut: 76, numbered: 90, tooMany: 1 });
  });

  it('every reference document the official schema accepts compiles, but for tunnels, shared sections and files that are no capability', () => {
    const verdicts = JSON.parse(readProject('../shared/oracle/verdicts.json')) as readonly {
      readonly path: string;
      readonly officialSchema: string;
    }[];
    const failed = verdicts
      .filter(({ officialSchema }) => officialSchema === 'valid')
      .flatMap(({ path }) => {
        const result = compile(`../shared/oracle/${path}`, host, options);
        const errors = codesOf(result).filter((code) =>
          result.diagnostics.some(
            (diagnostic) => diagnostic.code === code && diagnostic.severity === 'error',
          ),
        );
        return result.capability !== undefined || errors.length === 0
          ? []
          : [`${path}: ${[...new Set(errors)].join(', ')}`];
      });
    expect(failed.filter((line) => !line.includes(': tunnel-unsupported'))).toEqual([]);
  }, 120_000);
});
