// The official verdict as diagnostics: there when the official schema refuses, one for every root cause.
import { describe, expect, it, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { check } from '../../src/document/check.ts';
import { schemaOf } from '../../src/document/check-schema.ts';
import { formatById, formatOf, formats, type Format } from '../../src/document/formats.ts';
import { pointerSegments, type Location } from '../../src/source/location.ts';
import { mutate, pick, randomFrom } from './mutate.ts';
import {
  documentsOf,
  hasShared,
  officiallyValid,
  oracleDocument,
  persons,
  randomDocuments,
  rounds,
  verdicts,
  wildDocuments,
  type Json,
} from './oracle.ts';

const alpha2 = formatById('naftiko-1.0.0-alpha2')!;
const beta5 = formatById('ikanos-1.0.0-beta5')!;

/** Messages with the places of each, as an author would read them. */
function read(value: Json, format: Format): Record<string, readonly string[]> {
  return Object.fromEntries(
    check(value, format, 'a.yaml').map((diagnostic) => [diagnostic.message, places(diagnostic)]),
  );
}

function places({ at, sites }: Diagnostic): readonly string[] {
  return (sites ?? [at]).map((site) => {
    const { pointer, on } = site as Location;
    return on === 'key' ? `${pointer} (key)` : pointer;
  });
}

type Fields = { [key: string]: Json };

const operation = (fields: Fields = {}): Json => ({ name: 'list', method: 'GET', ...fields });
const service = (fields: Fields = {}, operations: Json = [operation()]): Json => ({
  type: 'http',
  namespace: 'api',
  baseUri: 'https://api.example.com',
  resources: [{ name: 'things', path: '/things', operations }],
  ...fields,
});
const consuming = (one: Json): Json => ({
  naftiko: '1.0.0-alpha2',
  capability: { consumes: [one] },
});
const exposing = (one: Json): Json => ({ naftiko: '1.0.0-alpha2', capability: { exposes: [one] } });
const tool = (fields: Fields): Json =>
  exposing({
    type: 'mcp',
    namespace: 'm',
    port: 3000,
    tools: [{ name: 'list', description: 'Lists', ...fields }],
  });
const rest = (fields: Fields): Json =>
  exposing({
    type: 'rest',
    namespace: 'r',
    port: 8080,
    resources: [{ path: '/a', operations: [{ method: 'GET', ...fields }] }],
  });
const newest = (capability: Fields): Json => ({ ikanos: '1.0.0-beta5', capability });

const at = '/capability/consumes/0';
const there = '/capability/exposes/0';
const op = `${there}/resources/0/operations/0`;

describe('one mistake is one diagnostic', () => {
  const cases: readonly (readonly [string, Json, Format, Record<string, readonly string[]>])[] = [
    ['nothing', consuming(service()), alpha2, {}],
    [
      'a key that does not exist',
      exposing({ type: 'rest', namespace: 'r', port: 80, description: 'No' }),
      alpha2,
      {
        '`description` is not allowed in a REST adapter; it may have `type`, `address`, `port`, `namespace`, `authentication` and `resources`':
          [`${there}/description (key)`],
      },
    ],
    [
      'a misspelt key, which is not missing as well',
      consuming(
        service({
          namespace: 'api',
          baseUri: undefined as unknown as Json,
          baseUrl: 'https://a.b',
        }),
      ),
      alpha2,
      {
        '`baseUrl` is not allowed in a consumed API; did you mean `baseUri`?': [
          `${at}/baseUrl (key)`,
        ],
      },
    ],
    [
      'the same in many places',
      consuming(
        service({}, [
          operation({
            inputParameters: [
              { name: 'a', in: 'path', type: 'string' },
              { name: 'b', in: 'query', type: 'string' },
            ],
          }),
        ]),
      ),
      alpha2,
      {
        '`type` is not allowed in a consumed input; it may have `name`, `in` and `value`': [
          `${at}/resources/0/operations/0/inputParameters/0/type (key)`,
          `${at}/resources/0/operations/0/inputParameters/1/type (key)`,
        ],
      },
    ],
    [
      'a key of a later format',
      rest({ tags: ['a'] }),
      alpha2,
      {
        '`tags` is not allowed in an exposed operation; ikanos 1.0.0-beta5 allows it': [
          `${op}/tags (key)`,
        ],
      },
    ],
    [
      'a key of an earlier format',
      newest({
        consumes: [
          {
            type: 'http',
            namespace: 'api',
            baseUri: 'https://a.b',
            resources: {
              things: {
                label: 'Things',
                path: '/',
                operations: { list: { method: 'GET', label: 'List' } },
              },
            },
          },
        ],
      }),
      beta5,
      {
        '`label` is called `display` in ikanos 1.0.0-beta5': [
          `${at}/resources/things/label (key)`,
          `${at}/resources/things/operations/list/label (key)`,
        ],
      },
    ],
    [
      'an import as earlier formats write it',
      newest({ consumes: [{ location: './a.yaml', import: 'api' }] }),
      beta5,
      { '`location` is called `from` in ikanos 1.0.0-beta5': [`${at}/location (key)`] },
    ],
    [
      'functions of an aggregate, with what is wrong in them',
      newest({
        consumes: [{ from: 'a', import: 'b' }],
        aggregates: [
          { display: 'A', functions: [{ name: 'f', description: 'F', call: 'a.b', colour: 1 }] },
        ],
      }),
      beta5,
      {
        '`functions` is called `flows` in ikanos 1.0.0-beta5': [
          '/capability/aggregates/0/functions (key)',
        ],
        '`flows` is written as a mapping from name to item in ikanos 1.0.0-beta5, not as a list': [
          '/capability/aggregates/0/functions (key)',
        ],
        '`colour` is not allowed in a flow': ['/capability/aggregates/0/functions/0/colour (key)'],
      },
    ],
    [
      'lists where mappings belong',
      {
        ...(consuming(service()) as Fields),
        naftiko: undefined as unknown as Json,
        ikanos: '1.0.0-beta5',
      },
      beta5,
      {
        '`resources` and `operations` are written as a mapping from name to item in ikanos 1.0.0-beta5, not as a list':
          [`${at}/resources (key)`, `${at}/resources/0/operations (key)`],
      },
    ],
    [
      'a mapping where a list belongs',
      consuming(service({}, { list: { method: 'GET' } })),
      alpha2,
      {
        '`operations` is written as a list of items with a `name` in naftiko 1.0.0-alpha2, not as a mapping':
          [`${at}/resources/0/operations (key)`],
      },
    ],
    [
      'a name inside what a mapping names',
      newest({
        consumes: [
          {
            type: 'http',
            namespace: 'api',
            baseUri: 'https://a.b',
            resources: { a: { name: 'a', path: '/', operations: { list: { method: 'GET' } } } },
          },
        ],
      }),
      beta5,
      {
        '`name` is not allowed in a consumed resource; the key it stands under is its name': [
          `${at}/resources/a/name (key)`,
        ],
      },
    ],
    [
      'a missing key',
      consuming(service({ namespace: undefined as unknown as Json })),
      alpha2,
      { '`namespace` is missing in a consumed API': [at] },
    ],
    [
      'a missing `type`, which decides what else is asked for',
      exposing({ namespace: 'r', port: 80 }),
      alpha2,
      { '`type` is missing in an adapter; it may be `rest`, `mcp`, `skill` or `control`': [there] },
    ],
    [
      'a `type` that does not exist',
      exposing({ type: 'api', namespace: 'r', port: 80, path: '/' }),
      alpha2,
      {
        '`type` of an adapter must be `rest`, `mcp`, `skill` or `control`, not `api`; `api` is called `rest` in naftiko 1.0.0-alpha2':
          [`${there}/type`],
      },
    ],
    [
      'a body in words of another tool',
      consuming(service({}, [operation({ body: { type: 'form', data: {} } })])),
      alpha2,
      {
        '`type` of a request body must be `json`, `text`, `xml`, `sparql`, `formUrlEncoded` or `multipartForm`, not `form`':
          [`${at}/resources/0/operations/0/body/type`],
      },
    ],
    [
      'an output of type object that says nothing',
      rest({ call: 'a.b', outputParameters: [{ type: 'object', mapping: '$.' }] }),
      alpha2,
      { '`properties` is missing in an object output': [`${op}/outputParameters/0`] },
    ],
    [
      'an output with two sources',
      tool({ call: 'a.b', outputParameters: [{ type: 'string', mapping: '$.a', value: 'a' }] }),
      alpha2,
      {
        '`mapping` and `value` exclude each other in a scalar output': [
          `${there}/tools/0/outputParameters/0`,
        ],
      },
    ],
    [
      'a tool that does nothing',
      tool({}),
      alpha2,
      { 'a tool needs `call`, `steps`, `ref` or `outputParameters`': [`${there}/tools/0`] },
    ],
    [
      'a tool without a description',
      exposing({ type: 'mcp', namespace: 'm', port: 80, tools: [{ name: 'a', call: 'a.b' }] }),
      alpha2,
      { '`description` is missing in a tool': [`${there}/tools/0`] },
    ],
    [
      'outputs of steps that have no name',
      rest({
        name: 'a',
        steps: [{ type: 'call', name: 's', call: 'a.b' }],
        outputParameters: [{ type: 'string' }],
      }),
      alpha2,
      { '`name` is missing in a scalar output of steps': [`${op}/outputParameters/0`] },
    ],
    [
      'a port beside stdio',
      exposing({
        type: 'mcp',
        transport: 'stdio',
        namespace: 'm',
        port: 80,
        tools: [{ ref: 'a.b' }],
      }),
      alpha2,
      { '`transport: stdio` and `port` exclude each other in an MCP adapter': [there] },
    ],
    [
      'no port',
      exposing({ type: 'mcp', namespace: 'm', tools: [{ ref: 'a.b' }] }),
      alpha2,
      { '`port` is missing in an MCP adapter': [there] },
    ],
    [
      'a transport that does not exist',
      exposing({ type: 'mcp', transport: 'sse', namespace: 'm', port: 1, tools: [{ ref: 'a.b' }] }),
      alpha2,
      {
        '`transport` of an MCP adapter must be `http` or `stdio`, not `sse`': [
          `${there}/transport`,
        ],
      },
    ],
    [
      'another form',
      consuming(service({ baseUri: '' })),
      alpha2,
      {
        '`baseUri` of a consumed API must be an http:// or https:// address without a template in its path, not empty':
          [`${at}/baseUri`],
      },
    ],
    [
      'a number that is out of range',
      exposing({ type: 'rest', namespace: 'r', port: 70000 }),
      alpha2,
      { '`port` of a REST adapter must be from 1 to 65535, not `70000`': [`${there}/port`] },
    ],
    [
      'a number that should be text',
      rest({ with: { a: true } }),
      alpha2,
      {
        'an entry in `with` must be text or a number, not `true` or `false`; put it in quotes': [
          `${op}/with/a`,
        ],
      },
    ],
    [
      'nothing where something belongs',
      { naftiko: '1.0.0-alpha2', capability: { consumes: null } },
      alpha2,
      { '`consumes` of a capability must be a list, not empty': ['/capability/consumes'] },
    ],
    [
      'an empty list',
      { naftiko: '1.0.0-alpha2', capability: { consumes: [] } },
      alpha2,
      { '`consumes` of a capability must not be empty': ['/capability/consumes'] },
    ],
    [
      'names of another form',
      {
        naftiko: '1.0.0-alpha2',
        capability: { consumes: [service()] },
        binds: [{ namespace: 'env', keys: { 'api-key': 'A' } }],
      },
      alpha2,
      {
        'a name in `keys` of a bind must be upper-case letters, digits and underscores, not `api-key`':
          ['/binds/0/keys/api-key (key)'],
      },
    ],
    [
      'a version without quotes',
      { naftiko: 0.5, capability: { consumes: [{ location: 'a', import: 'b' }] } },
      formatById('naftiko-0.5')!,
      {
        '`naftiko` of a capability file must be text, not a number; put it in quotes': ['/naftiko'],
      },
    ],
    [
      'another version',
      consuming(service()),
      formatById('naftiko-1.0.0-alpha3')!,
      { '`naftiko` of a capability file must be `1.0.0-alpha3`, not `1.0.0-alpha2`': ['/naftiko'] },
    ],
    [
      'two kinds of document at once',
      { ...(consuming(service()) as Fields), consumes: [service()] },
      alpha2,
      { '`capability` and `consumes` exclude each other in a capability file': [''] },
    ],
    [
      'no document at all',
      'text',
      alpha2,
      { 'a capability file must be a mapping, not text': [''] },
    ],
    [
      'a key that every object inherits',
      { ...(consuming(service()) as Fields), constructor: 1 },
      alpha2,
      {
        '`constructor` is not allowed in a capability file; it may have `naftiko`, `info`, `consumes`, `binds` and `capability`':
          ['/constructor (key)'],
      },
    ],
  ];
  it.each(cases)('%s', (_, value, format, expected) => {
    expect(read(JSON.parse(JSON.stringify(value)) as Json, format)).toEqual(expected);
  });

  it('shortens long values and counts many', () => {
    const names = Array.from({ length: 9 }, (_, i) =>
      operation({ name: `a_${'long'.repeat(20)}_${i}` }),
    );
    const [diagnostic] = check(consuming(service({}, names)), alpha2, 'a.yaml');
    expect(diagnostic?.sites).toHaveLength(9);
    expect(diagnostic?.message).toMatch(
      /^`name` of a consumed operation must be letters, digits and hyphens, not .* or 6 more$/,
    );
    expect(diagnostic?.message.length).toBeLessThan(260);
  });

  it('warns with the code `schema`, in the file it was told', () => {
    const [diagnostic] = check({ naftiko: '1.0.0-alpha2' }, alpha2, 'dir/a.yaml');
    expect(diagnostic).toEqual({
      code: 'schema',
      severity: 'warning',
      message: 'a capability file needs `capability` or `consumes`',
      at: { file: 'dir/a.yaml', pointer: '' },
    });
  });
});

test('the walk knows every keyword of every schema', () => {
  const annotations = ['$schema', '$id', 'description', 'default'];
  const known = new Set([
    ...annotations,
    ...'$ref title type const enum pattern patternErrorMessage minLength maxLength minimum maximum items minItems'.split(
      ' ',
    ),
    ...'properties required additionalProperties propertyNames minProperties oneOf anyOf not'.split(
      ' ',
    ),
  ]);
  const unknown = new Set<string>();
  const walk = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [keyword, value] of Object.entries(schema)) {
      if (['properties', '$defs'].includes(keyword)) Object.values(value as object).forEach(walk);
      else if (!known.has(keyword)) unknown.add(keyword);
      else if (Array.isArray(value)) value.forEach(walk);
      else walk(value);
    }
    // `const` and `enum` are looked at on texts only.
    if ('const' in schema || 'enum' in schema) expect(schema).toHaveProperty('type', 'string');
  };
  for (const format of formats) walk(schemaOf(format));
  expect([...unknown]).toEqual([]);
});

describe.skipIf(!hasShared)(
  'no diagnostics exactly where the official schema accepts',
  { timeout: 600_000 },
  () => {
    const agrees = (value: Json, format: Format): boolean =>
      (check(value, format, 'a.yaml').length === 0) === officiallyValid(format, value);

    test('documents of the reference engine', () => {
      const wrong = verdicts().filter(({ path, format, officialSchema: verdict }) => {
        const known = formatById(format);
        return (
          known !== undefined &&
          (check(oracleDocument(path), known, path).length === 0) !== (verdict === 'valid')
        );
      });
      expect(wrong).toEqual([]);
    });

    test('wild documents, as any format', () => {
      const wrong = wildDocuments().flatMap(({ path, value }) =>
        formats.filter((format) => !agrees(value, format)).map(({ id }) => `${id} ${path}`),
      );
      expect(wrong).toEqual([]);
    });

    test.each(formats.map((format) => [format.id, format] as const))(
      'random documents in %s',
      (id, format) => {
        for (const value of randomDocuments(format, rounds / formats.length / 2, 10_000)) {
          if (agrees(value, format)) continue;
          const said = check(value, format, 'a.yaml').map(({ message }) => message);
          expect.fail(`${id}: said ${JSON.stringify(said)} of ${JSON.stringify(value)}`);
        }
      },
    );

    test('every place is in the document, or is what is missing from it', () => {
      for (const format of formats)
        for (let seed = 1; seed <= 60; seed++) {
          const random = randomFrom(seed);
          const value = mutate(
            random,
            pick(random, documentsOf(format)),
            pick(random, documentsOf(format)),
            3,
          );
          for (const { at, sites } of check(value, format, 'a.yaml'))
            for (const site of sites ?? [at])
              expect(
                stands(value, withoutName((site as Location).pointer)),
                JSON.stringify(site),
              ).toBe(true);
        }
    });
  },
);

describe.skipIf(!hasShared)(
  'published files read as a few root causes',
  { timeout: 600_000 },
  () => {
    test('persons', () => {
      const diagnostics = check(persons(), alpha2, 'posthog-persons.yaml');
      expect(
        diagnostics.map(
          ({ message, sites }) => `${sites?.length ?? 1} × ${message.split(/; |, not/)[0]}`,
        ),
      ).toEqual([
        '1 × `baseUri` of a consumed API must be an http:// or https:// address without a template in its path',
        '40 × `name` of a consumed resource must be letters, digits and hyphens',
        '480 × `type`, `description` and `required` are not allowed in a consumed input',
        '1 × `description` is not allowed in a REST adapter',
        '192 × `properties` is missing in an object output',
      ]);
    });

    test('the wild: half of the files have five at most, none more than two dozen', () => {
      const counts = wildDocuments().map(({ path, value }) => {
        const found = formatOf(value);
        expect(found.kind, path).toBe('known');
        return found.kind === 'known' ? check(value, found.format, path).length : Infinity;
      });
      counts.sort((a, b) => a - b);
      expect(counts[125]).toBeLessThanOrEqual(5);
      expect(counts[237]).toBeLessThanOrEqual(8);
      expect(counts.at(-1)).toBeLessThanOrEqual(24);
    });

    test('persons takes a fraction of what reading it does', () => {
      const value = persons();
      const times = Array.from({ length: 15 }, () => {
        const start = performance.now();
        check(value, alpha2, 'a.yaml');
        return performance.now() - start;
      });
      // The goal is 15 ms; the bound leaves room for a busy machine and still fails if the walk grows exponential.
      expect(Math.min(...times)).toBeLessThan(60);
    });
  },
);

/** The `name` of an item that stands in a mapping is its key. */
function withoutName(pointer: string): string {
  return pointer.replace(/\/name$/, '');
}

function stands(value: Json, pointer: string): boolean {
  let node: Json | undefined = value;
  for (const segment of pointerSegments(pointer)) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, segment)) return false;
    node = (node as Fields)[segment];
  }
  return true;
}
