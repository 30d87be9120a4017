import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compiler.ts';
import type { Capability } from '../../src/ir/capability.ts';
import { mergeCapabilities } from '../../src/ir/merge/merge.ts';
import { pathText } from '../../src/ir/parse/parse-path.ts';
import { groupBy } from '../../src/util/group-by.ts';
import { compileFiles, memoryHost, routesOf, toolsOf } from '../support/compile.ts';
import { hasShared, projectRoot, sharedFiles } from '../support/shared.ts';

interface Parts {
  readonly namespace?: string;
  readonly baseUri?: string;
  readonly auth?: string;
  readonly binds?: string;
  /** YAML of the list of resources, in one line. */
  readonly resources?: string;
  readonly exposes?: string;
}

const orders = '[{ path: /orders, operations: [{ name: list-orders, method: GET }] }]';

function capability(name: string, parts: Parts = {}): Capability {
  const {
    namespace = 'shop',
    baseUri = 'https://api.shop.dev',
    auth,
    binds = '[]',
    resources = orders,
    exposes = '[]',
  } = parts;
  const yaml = `naftiko: 1.0.0-alpha2
info: { label: ${name}, tags: [shop, ${name}] }
binds: ${binds}
capability:
  consumes:
  - type: http
    namespace: ${namespace}
    baseUri: '${baseUri}'
${auth === undefined ? '' : `    authentication: ${auth}\n`}    resources: ${resources}
  exposes: ${exposes}
`;
  const result = compileFiles({ [`${name}.yaml`]: yaml });
  if (result.capability === undefined)
    throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.capability;
}

const merge = (...parts: readonly Capability[]): Capability =>
  mergeCapabilities('All Shops', parts);

/** `service METHOD path(inputs)` and how often it is declared. */
function endpoints({ operations }: Capability): readonly string[] {
  return operations.map(
    ({ service, method, path, inputs, origins }) =>
      `${service} ${method} ${pathText(path)}(${inputs.map((input) => `${input.name}${input.required ? '' : '?'}`).join(', ')}) ×${origins.length}`,
  );
}

const bearer = "{ type: bearer, token: '{{env.KEY}}' }";
const key = '[{ namespace: env, keys: { KEY: SHOP_KEY } }]';

describe('services', () => {
  it.each<[string, Parts, Parts, readonly string[]]>([
    ['one namespace, one API', {}, {}, ['shop']],
    [
      'one API under two namespaces is called by the name of the package',
      {},
      { namespace: 'store' },
      ['all-shops'],
    ],
    [
      'two APIs under two namespaces',
      {},
      { namespace: 'store', baseUri: 'https://store.dev' },
      ['shop', 'store'],
    ],
    ['two APIs under one namespace', {}, { baseUri: 'https://store.dev' }, ['shop', 'shop-b']],
    ['one host, other credentials', { auth: bearer, binds: key }, {}, ['shop', 'shop-b']],
    [
      'no host and the same credentials',
      { auth: bearer, binds: key, baseUri: '' },
      { auth: bearer, binds: key, baseUri: '', namespace: 'store' },
      ['all-shops'],
    ],
    [
      'no host and no credentials: only the namespace tells',
      { baseUri: '' },
      { baseUri: '', namespace: 'store' },
      ['shop', 'store'],
    ],
    [
      'no credentials, but their secret bound',
      { auth: bearer, binds: key, baseUri: '' },
      { binds: key, baseUri: '', namespace: 'store' },
      ['all-shops'],
    ],
    [
      'no credentials, and no secret bound',
      { auth: bearer, binds: key, baseUri: '' },
      { baseUri: '', namespace: 'store' },
      ['shop', 'store'],
    ],
    [
      'one’s own machine stands for no host',
      { auth: bearer, binds: key, baseUri: '' },
      { auth: bearer, binds: key, baseUri: 'http://localhost:8080/x', namespace: 'store' },
      ['all-shops'],
    ],
    [
      'a host is not one’s own machine',
      { auth: bearer, binds: key, baseUri: 'https://api.shop.dev' },
      { auth: bearer, binds: key, baseUri: 'http://localhost:8080', namespace: 'store' },
      ['shop', 'store'],
    ],
    [
      'the same word for two secrets',
      { auth: bearer, binds: key, baseUri: '' },
      {
        auth: bearer,
        binds: '[{ namespace: env, keys: { KEY: OTHER_KEY } }]',
        baseUri: '',
        namespace: 'store',
      },
      ['shop', 'store'],
    ],
  ])('%s', (_, a, b, expected) => {
    const merged = merge(capability('a', a), capability('b', b));
    expect(merged.services.map(({ id }) => id)).toEqual(expected);
    expect(merged.operations).toHaveLength(expected.length);
    expect(new Set(merged.operations.map(({ service }) => service))).toEqual(new Set(expected));
  });

  it('keep the URL that was passed over, and tell secrets of one name apart', () => {
    const merged = merge(
      capability('a', { auth: bearer, binds: key, baseUri: '' }),
      capability('b', { auth: bearer, binds: key, baseUri: 'http://localhost:1/x' }),
    );
    expect(merged.services).toMatchObject([
      { baseUrl: { kind: 'missing' }, servers: [{ url: 'http://localhost:1/x' }] },
    ]);
    const other = '[{ namespace: env, keys: { KEY: OTHER_KEY } }]';
    const apart = merge(
      capability('a', { auth: bearer, binds: key }),
      capability('b', { auth: bearer, binds: other, namespace: 'store' }),
    );
    expect(apart.secrets.map(({ name, variable }) => [name, variable])).toEqual([
      ['KEY', 'SHOP_KEY'],
      ['KEY_B', 'OTHER_KEY'],
    ]);
    expect(apart.services.map(({ auth }) => auth)).toMatchObject([
      { token: { name: 'KEY' } },
      { token: { name: 'KEY_B' } },
    ]);
  });
});

describe('operations', () => {
  const resources = (operation: string, path = '/orders/{id}'): Parts => ({
    resources: `[{ path: "${path}", operations: [${operation}] }]`,
  });
  const get = (inputs: string, more = ''): Parts =>
    resources(`{ name: get-order, method: GET, inputParameters: [${inputs}]${more} }`);

  it.each<[string, Parts, Parts, readonly string[]]>([
    ['equal ones are one', get(''), get(''), ['shop GET /orders/{id}(id) ×2']],
    [
      'texts do not tell them apart',
      get('', ', description: Short.'),
      get('', ', description: Longer text.'),
      ['shop GET /orders/{id}(id) ×2'],
    ],
    [
      'nor do names',
      get(''),
      resources('{ name: order, method: GET }'),
      ['shop GET /orders/{id}(id) ×2'],
    ],
    [
      'the one with more inputs is taken',
      get('{ name: a, in: query }'),
      get('{ name: a, in: query }, { name: b, in: query }'),
      ['shop GET /orders/{id}(id, a?, b?) ×2'],
    ],
    [
      'what is declared wins over what is guessed',
      get(''),
      get('{ name: id, in: path, type: integer }'),
      ['shop GET /orders/{id}(id) ×2'],
    ],
    [
      'each with inputs of its own: two',
      get('{ name: a, in: query }'),
      get('{ name: b, in: query }'),
      ['shop GET /orders/{id}(id, a?) ×1', 'shop GET /orders/{id}(id, b?) ×1'],
    ],
    [
      'an input of two types: two',
      get('{ name: a, in: query, type: string }'),
      get('{ name: a, in: query, type: integer }'),
      ['shop GET /orders/{id}(id, a?) ×1', 'shop GET /orders/{id}(id, a?) ×1'],
    ],
    [
      'required here and not there: two',
      get('{ name: a, in: query, required: true }'),
      get('{ name: a, in: query }'),
      ['shop GET /orders/{id}(id, a) ×1', 'shop GET /orders/{id}(id, a?) ×1'],
    ],
    [
      'required here and unknown there: two',
      get('{ name: a, in: query, required: true }'),
      get(''),
      ['shop GET /orders/{id}(id, a) ×1', 'shop GET /orders/{id}(id) ×1'],
    ],
    [
      'the value of an input: two',
      get('{ name: a, in: query, value: x }'),
      get('{ name: a, in: query, value: y }'),
      ['shop GET /orders/{id}(id, a?) ×1', 'shop GET /orders/{id}(id, a?) ×1'],
    ],
    [
      'another method',
      get(''),
      resources('{ name: get-order, method: DELETE }'),
      ['shop GET /orders/{id}(id) ×1', 'shop DELETE /orders/{id}(id) ×1'],
    ],
    [
      'two of one file stay two',
      resources('{ name: a, method: POST }, { name: b, method: POST }', '/'),
      resources('{ name: c, method: POST }', '/'),
      ['shop POST /() ×1', 'shop POST /() ×1', 'shop POST /() ×1'],
    ],
    [
      'and meet their likes by name',
      resources('{ name: a, method: POST }, { name: b, method: POST }', '/'),
      resources('{ name: b, method: POST }, { name: a, method: POST }', '/'),
      ['shop POST /() ×2', 'shop POST /() ×2'],
    ],
  ])('%s', (_, a, b, expected) => {
    const merged = merge(capability('a', a), capability('b', b));
    expect(endpoints(merged)).toEqual(expected);
    expect(merged.stats.operations).toMatchObject({
      declared: expected
        .join(' ')
        .match(/×\d/g)!
        .reduce((sum, count) => sum + Number(count.slice(1)), 0),
      unique: expected.length,
    });
    expect(new Set(merged.operations.map(({ id }) => id)).size).toBe(expected.length);
    expect(new Set(merged.operations.map(({ client }) => client.join('.'))).size).toBe(
      expected.length,
    );
  });

  it('lose nothing: the longest text, all places, what is typed, what is deprecated', () => {
    const typed =
      "{ name: get-order, method: GET, description: Gives an order back., outputParameters: [{ name: id, type: string, value: '$.id' }] }";
    const merged = merge(
      capability('a', get('{ name: a, in: query, description: The a. }')),
      capability('b', resources(typed)),
    );
    const [operation] = merged.operations;
    expect(operation).toMatchObject({
      description: 'Gives an order back.',
      output: { type: { kind: 'object', properties: [{ name: 'id' }] } },
      inputs: [{ name: 'id' }, { name: 'a', description: 'The a.' }],
    });
    expect(operation!.origins.map(({ file }) => file)).toEqual(['a.yaml', 'b.yaml']);
  });

  it('take the name that puts the method into a group', () => {
    const merged = merge(
      capability('a', {
        resources:
          '[{ path: /orders, operations: [{ name: givesmealloftheorders, method: GET }] }]',
      }),
      capability('b', {
        resources: '[{ path: /orders, operations: [{ name: orderslist, method: GET }] }]',
      }),
    );
    expect(merged.operations.map(({ client }) => client.join('.'))).toEqual(['orders.list']);
  });
});

describe('what is exposed', () => {
  const exposes = (rest: string, mcp = '[]', more = ''): Parts => ({
    resources:
      '[{ path: /orders, operations: [{ name: list-orders, method: GET, inputParameters: [{ name: a, in: query }, { name: b, in: query }] }] }]',
    exposes: `[{ type: rest, namespace: r, port: 80, resources: ${rest}${more} }, { type: mcp, namespace: m, tools: ${mcp} }]`,
  });
  const route = (inputs: string): string =>
    `[{ path: /v1/orders, operations: [{ method: GET, call: shop.list-orders, with: {${inputs}} }] }]`;
  const tool = (name: string, hints = '', inputs = ''): string =>
    `[{ name: ${name}, description: Lists., call: shop.list-orders, with: {${inputs}}${hints} }]`;

  it.each<[string, Parts, Parts, number, number]>([
    ['equal: one', exposes(route(''), tool('list')), exposes(route(''), tool('list')), 1, 1],
    [
      'more inputs of one operation: one',
      exposes(route('a: rest.a'), tool('list', '', 'a: tools.a')),
      exposes(route('a: rest.a, b: rest.b'), tool('list', '', 'a: tools.a, b: tools.b')),
      1,
      1,
    ],
    ['each its own inputs: two', exposes(route('a: rest.a')), exposes(route('b: rest.b')), 2, 0],
    ['tools under two names', exposes('[]', tool('list')), exposes('[]', tool('all-orders')), 0, 1],
    [
      'tools that contradict each other',
      exposes('[]', tool('list', ', hints: { readOnly: true }')),
      exposes('[]', tool('list', ', hints: { readOnly: false }')),
      0,
      2,
    ],
  ])('%s', (_, a, b, routes, tools) => {
    const merged = merge(capability('a', a), capability('b', b));
    expect(merged.surfaces.map(({ kind }) => kind)).toEqual(['rest', 'mcp']);
    expect(routesOf(merged)).toHaveLength(routes);
    expect(toolsOf(merged)).toHaveLength(tools);
    expect(new Set(routesOf(merged).map(({ id }) => id)).size).toBe(routes);
    expect(new Set(toolsOf(merged).map(({ name }) => name)).size).toBe(tools);
    const ids = new Set(merged.operations.map(({ id }) => id));
    for (const { action } of [...routesOf(merged), ...toolsOf(merged)])
      expect(action.kind === 'call' && ids.has(action.operation)).toBe(true);
  });

  it('and guarded stays apart from what is open', () => {
    const guarded = ", authentication: { type: bearer, token: '{{env.KEY}}' }";
    const merged = merge(
      capability('a', exposes(route(''))),
      capability('b', { ...exposes(route(''), '[]', guarded), binds: key }),
    );
    expect(merged.surfaces.map(({ id, kind, auth }) => [id, kind, auth?.kind])).toEqual([
      ['r', 'rest', undefined],
      ['m', 'mcp', undefined],
      ['r-2', 'rest', 'bearer'],
    ]);
  });

  it('keeps every declared name of a tool', () => {
    const merged = merge(
      capability('a', exposes('[]', tool('list'))),
      capability('b', exposes('[]', tool('all-orders'))),
    );
    const [only] = toolsOf(merged);
    expect(new Set([only!.name, ...only!.declaredNames])).toEqual(new Set(['list', 'all-orders']));
  });
});

it('of one capability the merge changes the id and the title only', () => {
  const one = capability('a', {
    exposes:
      '[{ type: rest, namespace: r, port: 80, resources: [{ path: /v1, operations: [{ method: GET, call: shop.list-orders }] }] }]',
  });
  expect(merge(one)).toEqual({ ...one, id: 'all-shops', title: 'All Shops' });
});

it('the order of the capabilities plays no part', () => {
  const parts = [
    capability('a', {
      namespace: 'x',
      resources:
        '[{ path: /o, operations: [{ name: list, method: GET, inputParameters: [{ name: a, in: query }] }] }]',
    }),
    capability('b', {
      namespace: 'y',
      resources:
        '[{ path: /o, operations: [{ name: olist, method: GET, inputParameters: [{ name: b, in: query }] }] }]',
    }),
    capability('c', { namespace: 'x', baseUri: 'https://other.dev', auth: bearer, binds: key }),
    capability('d', {
      namespace: 'z',
      auth: bearer,
      binds: '[{ namespace: env, keys: { KEY: D } }]',
      baseUri: 'https://other.dev',
    }),
    capability('e', {
      resources:
        '[{ path: /o, operations: [{ name: list, method: GET, inputParameters: [{ name: a, in: query }, { name: b, in: query }] }] }]',
    }),
  ];
  const expected = JSON.stringify(merge(...parts));
  fc.assert(
    fc.property(
      fc.shuffledSubarray(parts, { minLength: parts.length }),
      (shuffled) => JSON.stringify(merge(...shuffled)) === expected,
    ),
  );
});

describe.skipIf(!hasShared)('all of one provider', () => {
  const read = (files: readonly string[]): readonly Capability[] =>
    files.map((file) => {
      const name = file.split('/').at(-1)!;
      const host = memoryHost({ [name]: readFileSync(`${projectRoot}/${file}`, 'utf8') });
      return compile(name, host, { preset: 'recommended', rules: {}, lint: false }).capability!;
    });
  const keyOf = ({ method, path }: Capability['operations'][number]): string =>
    `${method} ${pathText(path)}`;

  it('a part of GitHub: every endpoint once, with all of its places', () => {
    const parts = read(sharedFiles('corpus/github').filter((_, index) => index % 25 === 0));
    const merged = mergeCapabilities('github', parts);
    const declared = groupBy(
      parts.flatMap(({ operations }) => operations),
      keyOf,
    );
    expect(merged.operations.map(keyOf).sort()).toEqual([...declared.keys()].sort());
    for (const operation of merged.operations) {
      const all = declared.get(keyOf(operation))!;
      expect(operation.origins).toHaveLength(all.length);
      // Nothing is lost: every input of every declaration is there.
      const names = new Set(operation.inputs.map(({ in: place, name }) => `${place} ${name}`));
      expect(
        all
          .flatMap(({ inputs }) => inputs)
          .filter(({ in: place, name }) => !names.has(`${place} ${name}`)),
      ).toEqual([]);
    }
  });

  it('the whole of GitHub: 6,163 declarations are 907 endpoints', { timeout: 120_000 }, () => {
    const merged = mergeCapabilities('github', read(sharedFiles('corpus/github')));
    expect(merged.services.map(({ id }) => id)).toEqual(['github']);
    expect(merged.stats).toMatchObject({
      operations: { declared: 6163, unique: 907 },
      routes: { declared: 6163, unique: 907 },
    });
    // One tool contradicts the others of its operation in what its hints say.
    expect(merged.stats.tools).toEqual({ declared: 6163, unique: 908 });
    expect(new Set(merged.operations.map(keyOf)).size).toBe(907);
    expect(merged.operations.flatMap(({ origins }) => origins)).toHaveLength(6163);
    expect(merged.operations.filter(({ client }) => /\d$/.test(client.at(-1)!))).toEqual([]);
  });
});
