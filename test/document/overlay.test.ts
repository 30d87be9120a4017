import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, type Compilation } from '../../src/compiler.ts';
import { locate } from '../../src/diagnostics/locate.ts';
import { Composition } from '../../src/document/compose.ts';
import { applyOverlay } from '../../src/document/overlay.ts';
import { root } from '../../src/source/location.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { parseYaml } from '../../src/source/yaml.ts';
import { compileFiles, memoryHost, operationNamed } from '../support/compile.ts';
import { readProject } from '../support/shared.ts';

const head = 'overlay: 1.0.0\ninfo: { title: T, version: 1.0.0 }\n';

/** A text with an overlay of these actions (YAML of a list), as plain values. */
function composed(
  text: string,
  actions: string,
): { readonly value: unknown; readonly messages: readonly string[] } {
  const messages: string[] = [];
  const source = new SourceFile('a.yaml', text, parseYaml(text).nodes);
  const overlay = { file: 'a.overlay.yaml', text: `${head}actions:\n${actions}` };
  const { value } = applyOverlay(parseYaml(text).value, source, overlay, ({ code, message }) =>
    messages.push(`${code}: ${message}`),
  );
  return { value, messages };
}

describe('an action', () => {
  it.each([
    [
      'merges mappings at every depth',
      'a: { b: 1, c: { d: 2 } }',
      '- { target: $.a, update: { c: { e: 3 }, f: 4 } }',
      { a: { b: 1, c: { d: 2, e: 3 }, f: 4 } },
    ],
    [
      'puts one thing at the end of a list',
      'a: [1]',
      '- { target: $.a, update: { x: 1 } }',
      { a: [1, { x: 1 }] },
    ],
    [
      'puts each of a list at the end of a list',
      'a: [1]',
      '- { target: $.a, update: [2, 3] }',
      { a: [1, 2, 3] },
    ],
    [
      'makes lists longer below the target too',
      'a: { b: [1] }',
      '- { target: $.a, update: { b: [2] } }',
      { a: { b: [1, 2] } },
    ],
    [
      'replaces what is neither',
      'a: { b: 1 }',
      '- { target: $.a, update: { b: two } }',
      { a: { b: 'two' } },
    ],
    [
      'replaces a text that is the target itself',
      'a: { b: 1 }',
      '- { target: $.a.b, update: 2 }',
      { a: { b: 2 } },
    ],
    [
      'replaces what is of another kind',
      'a: { b: [1], c: { d: 1 } }',
      '- { target: $.a, update: { c: 5 } }',
      { a: { b: [1], c: 5 } },
    ],
    [
      'gives nothing a value',
      'a: { b: }',
      '- { target: $.a.b, update: { c: 1 } }',
      { a: { b: { c: 1 } } },
    ],
    [
      'can put nothing in the place of something',
      'a: { b: 1 }',
      '- { target: $.a, update: { b: null } }',
      { a: { b: null } },
    ],
    ['changes the whole document', 'a: 1', '- { target: $, update: { b: 2 } }', { a: 1, b: 2 }],
    [
      'changes all that its target selects',
      'a: [{ n: x }, { n: y }, { n: x }]',
      '- { target: \'$.a[?@.n == "x"]\', update: { m: 1 } }',
      { a: [{ n: 'x', m: 1 }, { n: 'y' }, { n: 'x', m: 1 }] },
    ],
    [
      'finds by pattern',
      'a: [{ n: abc }, { n: b }]',
      '- { target: \'$.a[?match(@.n, "a.*")]\', update: { m: 1 } }',
      { a: [{ n: 'abc', m: 1 }, { n: 'b' }] },
    ],
    ['removes a member', 'a: { b: 1, c: 2 }', '- { target: $.a.b, remove: true }', { a: { c: 2 } }],
    [
      'removes several items of a list',
      'a: [1, 2, 3, 4]',
      '- { target: "$.a[0, 2]", remove: true }',
      { a: [2, 4] },
    ],
    [
      'removes what lies in what it removes',
      'a: { a: { b: 1 } }',
      '- { target: $..a, remove: true }',
      {},
    ],
    [
      'removes rather than updates',
      'a: { b: 1 }',
      '- { target: $.a.b, update: 2, remove: true }',
      { a: {} },
    ],
    [
      'sees what earlier ones did',
      'a: {}',
      '- { target: $.a, update: { b: {} } }\n- { target: $.a.b, update: { c: 1 } }',
      { a: { b: { c: 1 } } },
    ],
    [
      'leaves alone what only shares a value',
      'a: &x { n: 1 }\nb: *x',
      '- { target: $.a, update: { n: 2 } }',
      { a: { n: 2 }, b: { n: 1 } },
    ],
    [
      'brings an alias as often as it is written',
      'a: {}',
      '- { target: $.a, update: { x: &i { n: 1 }, y: *i } }\n- { target: $.a.x, update: { n: 2 } }',
      { a: { x: { n: 2 }, y: { n: 1 } } },
    ],
    [
      'copies what it brings to several places',
      'a: [{}, {}]',
      '- { target: "$.a[*]", update: { x: { n: 1 } } }\n- { target: "$.a[0].x", update: { n: 2 } }',
      { a: [{ x: { n: 2 } }, { x: { n: 1 } }] },
    ],
  ])('%s', (_, text, actions, expected) => {
    expect(composed(text, actions)).toEqual({ value: expected, messages: [] });
  });

  it('takes `__proto__` for a name', () => {
    const { value } = composed(
      'a: {}',
      '- { target: $.a, update: { __proto__: { polluted: true } } }',
    );
    expect(Object.keys((value as { readonly a: object }).a)).toEqual(['__proto__']);
    expect(({} as { readonly polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each([
    [
      'a path that is none',
      '- { target: "$.a[", update: {} }',
      'overlay-invalid: `$.a[` is no JSONPath: unclosed bracketed selection',
    ],
    [
      'a path without a root',
      '- { target: a.b, update: {} }',
      "overlay-invalid: `a.b` is no JSONPath: expected '$', found 'a'",
    ],
    [
      'no target',
      '- { update: {} }',
      'overlay-invalid: an action needs a `target`: a JSONPath that selects what to change',
    ],
    [
      'no update',
      '- { target: $.a }',
      'overlay-invalid: an action needs `update`, or `remove: true`',
    ],
    [
      'a list for a mapping',
      '- { target: $.a, update: [1] }',
      'overlay-invalid: the target is a mapping, so `update` must be one, not a list',
    ],
    [
      'removing everything',
      '- { target: $, remove: true }',
      'overlay-invalid: the whole document cannot be removed',
    ],
    [
      'a key nobody knows',
      '- { target: $.a, updat: {}, update: {} }',
      'overlay-invalid: `updat` is no key of an action of an overlay; did you mean `update`?',
    ],
    [
      'a name that is not there',
      '- { target: $.capabilty.b, update: {} }',
      'overlay-target-unmatched: the target selects nothing: nothing matches `.capabilty`; did you mean `capability`?',
    ],
    [
      'a value that is not there',
      '- { target: \'$.capability[?@.name == "lost"]\', update: {} }',
      "overlay-target-unmatched: the target selects nothing: nothing matches `[?@.name == 'lost']`; did you mean `list`?",
    ],
    [
      'a pattern that is none',
      '- { target: \'$.capability[?match(@.name, "\\\\d")]\', update: {} }',
      'overlay-invalid: `$.capability[?match(@.name, "\\\\d")]` is no JSONPath: `\\d` is no pattern of JSONPath (RFC 9485), which has classes such as [0-9] and \\p{L}',
    ],
    [
      'a pattern that other engines would run for years',
      `- { target: '$.capability[?search("${'l'.repeat(200)}x", "(l+)+y")]', update: {} }`,
      `overlay-target-unmatched: the target selects nothing: nothing matches \`[?search('${'l'.repeat(200)}x', '(l+)+y')]\``,
    ],
  ])('%s is reported', (_, actions, message) => {
    expect(composed('a: {}\ncapability: [{ name: list }]', actions).messages).toEqual([message]);
  });

  it('that is wrong does not keep the others from being carried out', () => {
    expect(
      composed('a: {}', '- { target: $.b, update: {} }\n- { target: $.a, update: { c: 1 } }').value,
    ).toEqual({ a: { c: 1 } });
  });

  it('with a path of any text never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc
            .constantFrom('$', '$..a', '$.a[')
            .chain((start) => fc.string().map((rest) => start + rest)),
        ),
        (target) => {
          expect(() =>
            composed('a: { b: [1, { c: 2 }] }', `- ${JSON.stringify({ target, update: {} })}`),
          ).not.toThrow();
        },
      ),
    );
    const deep = `$[?${'('.repeat(20_000)}@.a${')'.repeat(20_000)}]`;
    expect(
      composed('a: 1', `- ${JSON.stringify({ target: deep, update: {} })}`).messages,
    ).toHaveLength(1);
  });
});

const shop = `naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: shop
    baseUri: https://api.shop.dev
    resources:
    - name: orders
      path: /orders
      operations:
      - name: list-orders
        method: GET
        outputParameters:
        - name: result
          type: object
          value: $.
      - name: get-order
        method: GET
        path: /{id}
`;

function shopWith(actions: string): Compilation {
  return compileFiles({ 'shop.yaml': shop, 'shop.overlay.yaml': `${head}actions:\n${actions}` });
}

describe('an overlay file', () => {
  it.each([
    ['bad YAML', 'overlay: [1', /overlay\.yaml:1:/],
    ['nothing', '# nothing\n', /1:1 .* holds no document/],
    ['a list', '- 1\n', /1:1 .*an overlay must be a mapping, not a list/],
    [
      'no version',
      'info: { title: T, version: 1.0.0 }\nactions: [{ target: $, update: {} }]',
      /1:1 .*names its version/,
    ],
    [
      'another version',
      'overlay: 2.0.0\ninfo: { title: T, version: 1.0.0 }\nactions: [{ target: $, update: {} }]',
      /1:10 .*`2\.0\.0`/,
    ],
    [
      'an unknown key',
      `${head}acton: 1\nactions: [{ target: $, update: {} }]`,
      /3:1 .*`acton` .*`actions`/,
    ],
    ['no actions', head, /1:1 .*needs `actions`/],
    ['actions that are none', `${head}actions: 5\n`, /3:10 .*must be a list, not a number/],
    ['a key twice', `${head}overlay: 1.0.0\nactions: [{ target: $, update: {} }]`, /3:1 .*twice/],
  ])(
    'with %s is reported where it is wrong, and keeps the file from being compiled',
    (_, text, expected) => {
      const compilation = compileFiles({ 'shop.yaml': shop, 'shop.overlay.yaml': text });
      expect(compilation.capability).toBeUndefined();
      const found = shown(compilation).filter((line) => line.includes('overlay-invalid'));
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(expected);
      expect(found[0]).toMatch(/^shop\.overlay\.yaml:/);
    },
  );

  it('without `info` is applied all the same, with a word about other programs', () => {
    const compilation = compileFiles({
      'shop.yaml': shop,
      'shop.overlay.yaml': 'overlay: 1.0.1\nactions: [{ target: $, update: { x-note: 1 } }]',
    });
    expect(compilation.capability).toBeDefined();
    expect(compilation.diagnostics.find(({ code }) => code === 'overlay-invalid')).toMatchObject({
      severity: 'warning',
    });
  });

  it('may have keys of its own, and an extension `.yml`', () => {
    const text = `${head}extends: https://example.com\nx-owner: me\nactions: [{ target: $.info, update: {}, x-why: none, description: D }]`;
    const { diagnostics } = compileFiles({
      'shop.yml': `info: {}\n${shop}`,
      'shop.overlay.yml': text,
    });
    expect(diagnostics.filter(({ code }) => code.startsWith('overlay'))).toEqual([]);
  });

  it('beside a second one is an error', () => {
    const text = `${head}actions: [{ target: $, update: {} }]`;
    const { diagnostics, capability } = compileFiles({
      'shop.yaml': shop,
      'shop.overlay.yaml': text,
      'shop.overlay.yml': text,
    });
    expect(capability).toBeUndefined();
    expect(diagnostics.map(({ code, at }) => [code, at?.file])).toContainEqual([
      'overlay-invalid',
      'shop.overlay.yml',
    ]);
  });

  it('is a source of the capability, and left out on request', () => {
    const files = {
      'shop.yaml': shop,
      'shop.overlay.yaml': `${head}actions: [{ target: $.info, update: {} }]`,
    };
    expect([...compileFiles(files).sources.keys()]).toEqual(['shop.yaml', 'shop.overlay.yaml']);
    const without = compileFiles(files, { overlays: false });
    expect([...without.sources.keys()]).toEqual(['shop.yaml']);
    expect(without.capability?.sources).toEqual(['shop.yaml']);
    expect(without.diagnostics.filter(({ code }) => code.startsWith('overlay'))).toEqual([]);
  });

  it('of an imported file is applied to that', () => {
    const main =
      'ikanos: 1.0.0-beta5\ncapability:\n  consumes:\n  - { import: shop, from: ./shop.yaml }\n';
    const { capability } = compileFiles({
      'main.yaml': main,
      'shop.yaml': shop,
      'shop.overlay.yaml': `${head}actions: [{ target: "$..operations[?@.name == 'get-order']", update: { deprecated: true } }]`,
    });
    expect(capability?.operations.map(({ name, deprecated }) => [name, deprecated])).toEqual([
      ['list-orders', false],
      ['get-order', true],
    ]);
    expect(capability?.sources).toEqual(['main.yaml', 'shop.yaml', 'shop.overlay.yaml']);
  });
});

describe('places', () => {
  it('of what an overlay brings are in the overlay, of the rest in the document', () => {
    const compilation = shopWith(`
- target: $.capability.consumes[0].resources[0].operations[0]
  update: { odd: 1 }
- target: $.capability.consumes[0].resources[0].operations
  update: { name: new-order, method: FETCH }
- target: $.capability.consumes[0].resources[0].operations[1]
  remove: true
`);
    const codes = shown(compilation).filter((line) => /`odd`|method-unknown/.test(line));
    expect(codes).toEqual([
      expect.stringMatching(/^shop\.overlay\.yaml:6:13 .*`odd`/),
      expect.stringMatching(/^shop\.overlay\.yaml:8:\d+ .*`FETCH`/),
    ]);
    const { sources, diagnostics } = compilation;
    const at = diagnostics.find(({ message }) => message.includes('FETCH'))!.at!;
    // The removed operation stood before it.
    expect(at).toMatchObject({
      file: 'shop.yaml',
      pointer: '/capability/consumes/0/resources/0/operations/1/method',
    });
    expect(sources.get('shop.yaml')!.names(at as never)).toEqual(['shop', 'orders', 'new-order']);
  });

  it('every node of a composed document comes from a node with the same value', () => {
    const text = 'a: { b: [1, 2, { c: 3 }], d: x }\n';
    const composition = new Composition(parseYaml(text).value, root('a'));
    const update = { b: [4, { e: 5 }], d: { f: 6 }, g: 7 };
    composition.update(['a'], update, { file: 'o', pointer: '/u' });
    composition.remove([
      ['a', 'b', 0],
      ['a', 'b', 2],
    ]);
    expect(composition.value).toEqual({ a: { b: [2, 4, { e: 5 }], d: { f: 6 }, g: 7 } });
    const origins = Object.fromEntries(
      [
        '/a/b/0',
        '/a/b/1',
        '/a/b/2/e',
        '/a/d',
        '/a/d/f',
        '/a/g',
        '/a/b',
        '/a/g/none',
        '/a/missing',
      ].map((pointer) => {
        const { file, pointer: written } = composition.origin({ file: 'a', pointer });
        return [pointer, `${file}${written}`];
      }),
    );
    expect(origins).toEqual({
      '/a/b/0': 'a/a/b/1',
      '/a/b/1': 'o/u/b/0',
      '/a/b/2/e': 'o/u/b/1/e',
      '/a/d': 'o/u/d',
      '/a/d/f': 'o/u/d/f',
      '/a/g': 'o/u/g',
      '/a/b': 'a/a/b',
      '/a/g/none': 'o/u/g/none',
      '/a/missing': 'a/a/missing',
    });
  });
});

describe('what an overlay can say', () => {
  const list = "$..operations[?@.name == 'list-orders']";

  it('types of results', () => {
    const { capability } = shopWith(`
- target: ${list}.outputParameters[0]
  update:
    properties:
    - { name: total, type: integer, required: true, description: How many. }
    - { name: at, type: string, format: date-time, nullable: true }
    - { name: state, type: string, enum: [open, closed] }
    - { name: tags, type: array, items: { type: string } }
    - { name: extra, type: object, additionalProperties: true }
    - { name: byId, type: object, additionalProperties: { type: object, properties: [{ name: id, type: number }] } }
    - { name: bare, type: object }
`);
    const { output } = operationNamed(capability!, 'list-orders');
    const optional = { required: false };
    expect(output.projection).toBeUndefined();
    expect(output.type).toEqual({
      kind: 'object',
      properties: [
        {
          name: 'total',
          type: { kind: 'scalar', scalar: 'integer' },
          required: true,
          description: 'How many.',
        },
        {
          name: 'at',
          type: {
            kind: 'union',
            members: [{ kind: 'scalar', scalar: 'string', format: 'date-time' }, { kind: 'null' }],
          },
          ...optional,
        },
        { name: 'state', type: { kind: 'enum', values: ['open', 'closed'] }, ...optional },
        {
          name: 'tags',
          type: { kind: 'array', items: { kind: 'scalar', scalar: 'string' } },
          ...optional,
        },
        { name: 'extra', type: { kind: 'record', values: { kind: 'unknown' } }, ...optional },
        {
          name: 'byId',
          type: {
            kind: 'record',
            values: {
              kind: 'object',
              properties: [{ name: 'id', type: { kind: 'scalar', scalar: 'number' }, ...optional }],
            },
          },
          ...optional,
        },
        { name: 'bare', type: { kind: 'unknown' }, ...optional },
      ],
    });
  });

  it('servers, pages, and what is deprecated', () => {
    const { capability } = shopWith(`
- target: $.capability.consumes[0]
  update: { servers: [{ url: https://eu.shop.dev/, description: Europe. }, { url: http://us.shop.dev }] }
- target: ${list}
  update: { deprecated: true, pagination: { style: next-url, next: $.next, items: $.results, previous: $.previous } }
`);
    expect(capability!.services[0]!.servers).toEqual([
      { url: 'https://eu.shop.dev', description: 'Europe.' },
      { url: 'http://us.shop.dev' },
    ]);
    const operation = operationNamed(capability!, 'list-orders');
    expect(operation.deprecated).toBe(true);
    expect(operation.pagination).toMatchObject({
      kind: 'next-url',
      next: { source: '$.next' },
      items: { source: '$.results' },
      previous: { source: '$.previous' },
    });
    expect(operationNamed(capability!, 'get-order').deprecated).toBe(false);
  });

  it.each([
    ['$.capability.consumes[0]', '{ servers: [{ url: "javascript:alert(1)" }] }', 'shape'],
    [list, '{ pagination: { style: magic, next: $.next, items: $.results } }', 'shape'],
    [list, '{ pagination: { style: next-url, next: $.next } }', 'shape'],
    [list, '{ pagination: { style: next-url, next: "$.", items: "$.a[" } }', 'jsonpath-invalid'],
  ])('%s %s is an error', (target, update, code) => {
    const { capability, diagnostics } = shopWith(`- { target: "${target}", update: ${update} }`);
    expect(
      diagnostics
        .filter(({ severity }) => severity === 'error')
        .map((diagnostic) => diagnostic.code),
    ).toEqual([code]);
    expect(capability).toBeUndefined();
  });
});

describe('posthog-persons.overlay.yaml', () => {
  const files = {
    'posthog-persons.yaml': readProject('capabilities/posthog-persons.yaml'),
    'posthog-persons.overlay.yaml': readProject('capabilities/posthog-persons.overlay.yaml'),
  };
  const { capability, diagnostics } = compileFiles(files);
  const operation = (name: string) =>
    capability!.operations.find(({ client }) => client.join('.') === name)!;

  it('applies without errors; without it the file is what it was', () => {
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(compileFiles(files, { overlays: false }).capability!.stats.operations).toEqual({
      declared: 96,
      unique: 48,
      shapes: 24,
    });
  });

  it('types a page of persons and of deletions', () => {
    for (const name of [
      'persons.list',
      'environments.persons.list',
      'persons.deletionStatus.list',
    ]) {
      expect(operation(name).pagination?.kind).toBe('next-url');
      const { type } = operation(name).output;
      expect(type.kind === 'object' && type.properties.map((property) => property.name)).toEqual([
        'next',
        'previous',
        'count',
        'results',
      ]);
    }
    expect(operation('persons.retrieve').output.type).toMatchObject({ kind: 'object' });
  });

  it('adds the deletion of one person, marks one half as deprecated, and keeps mirrors one shape', () => {
    expect(operation('persons.delete')).toMatchObject({
      method: 'DELETE',
      inputs: [{ name: 'project_id' }, { name: 'id' }, { name: 'delete_events', in: 'query' }],
    });
    expect(capability!.stats.operations).toEqual({ declared: 97, unique: 49, shapes: 25 });
    expect(
      capability!.operations.filter(({ deprecated }) => deprecated).map(({ client }) => client[0]),
    ).toEqual(Array.from({ length: 24 }, () => 'environments'));
    const routes = capability!.surfaces.flatMap((surface) =>
      surface.kind === 'rest' ? surface.routes : [],
    );
    expect(routes.filter(({ deprecated }) => deprecated === true)).toHaveLength(24);
    expect(capability!.services[0]!.servers?.map(({ url }) => url)).toEqual([
      'https://us.posthog.com',
      'https://eu.posthog.com',
    ]);
  });
});

it('an overlay that cannot be read is reported', () => {
  const host = memoryHost({ 'shop.yaml': shop, 'shop.overlay.yaml': '' });
  const read: typeof host.read = (path) =>
    path.includes('overlay') ? { kind: 'denied', detail: 'no right to' } : host.read(path);
  const { capability, diagnostics } = compile(
    'shop.yaml',
    { ...host, read },
    { preset: 'recommended', rules: {}, lint: false },
  );
  expect(capability).toBeUndefined();
  expect(diagnostics).toContainEqual(
    expect.objectContaining({
      code: 'overlay-invalid',
      message: 'the overlay cannot be read: no right to',
    }),
  );
});

/** `file:line:column code message` of everything reported. */
function shown({ diagnostics, sources }: Compilation): readonly string[] {
  return locate(diagnostics, sources).map(
    ({ diagnostic, place }) =>
      `${place.file}:${place.range.line}:${place.range.column} ${diagnostic.code} ${diagnostic.message}`,
  );
}
