// How answers are shaped: mappings, constants, nesting, mocks, errors.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, runCapability, type RunningCapability } from '../support/run.ts';

const answer = {
  id: 7,
  'full name': 'Ada L',
  address: { city: 'Oslo', geo: { lat: 59.9 } },
  tags: ['a', 'b'],
  orders: [
    { n: 1, total: 10.5, lines: [{ sku: 'x' }, { sku: 'y' }] },
    { n: 2, total: 20, lines: [] },
  ],
  none: null,
};

const shapes: readonly (readonly [name: string, outputs: string, wanted: unknown])[] = [
  ['nothing', '[]', answer],
  ['whole', '[{ type: object, mapping: "$." }]', answer],
  ['one-value', '[{ type: number, mapping: $.id }]', 7],
  [
    'named',
    '[{ name: id, type: number, mapping: $.id }, { name: city, type: string, mapping: $.address.city }]',
    { id: 7, city: 'Oslo' },
  ],
  ['spaces', '[{ type: string, mapping: $.full name }]', 'Ada L'],
  ['missing', '[{ type: string, mapping: $.zzz }]', null],
  [
    'value',
    '[{ name: a, type: string, value: fixed }, { name: b, type: number, value: "5" }, { name: c, type: boolean, value: "true" }]',
    { a: 'fixed', b: 5, c: true },
  ],
  [
    'value-template',
    '[{ name: a, type: string, value: "hello {{who}}" }, { name: b, type: string, mapping: $.id }]',
    { a: 'hello you', b: 7 },
  ],
  [
    'const',
    '[{ name: a, type: string, const: fixed }, { name: b, type: string, mapping: $.id }]',
    { a: 'fixed', b: 7 },
  ],
  [
    'object',
    '[{ type: object, properties: { id: { type: number, mapping: $.id }, place: { type: object, properties: { city: { type: string, mapping: $.address.city } } } } }]',
    { id: 7, place: { city: 'Oslo' } },
  ],
  [
    'object-from',
    '[{ type: object, mapping: $.address, properties: { city: { type: string, mapping: $.city }, lat: { type: number, mapping: $.geo.lat } } }]',
    { city: 'Oslo', lat: 59.9 },
  ],
  [
    'array',
    '[{ type: array, mapping: $.orders, items: { type: object, properties: { number: { type: number, mapping: $.n } } } }]',
    [{ number: 1 }, { number: 2 }],
  ],
  [
    'array-nested',
    '[{ type: array, mapping: $.orders, items: { type: object, properties: { skus: { type: array, mapping: $.lines, items: { type: string, mapping: $.sku } } } } }]',
    [{ skus: ['x', 'y'] }, { skus: [] }],
  ],
  ['array-whole', '[{ type: array, mapping: $.tags, items: { type: string } }]', ['a', 'b']],
  ['array-of-no-list', '[{ type: array, mapping: $.id, items: { type: string } }]', null],
  ['wildcard', '[{ type: array, mapping: "$.orders[*].n" , items: { type: number } }]', [1, 2]],
  ['descend', '[{ type: array, mapping: $..sku, items: { type: string } }]', ['x', 'y']],
  ['slice', '[{ type: array, mapping: "$.tags[-1:]", items: { type: string } }]', ['b']],
  ['union', `[{ type: array, mapping: "$.tags[1,0]", items: { type: string } }]`, ['b', 'a']],
  [
    'members',
    `[{ type: object, mapping: "$.address['city','geo']" }]`,
    { city: 'Oslo', geo: { lat: 59.9 } },
  ],
  [
    'filter',
    '[{ type: array, mapping: "$.orders[?(@.total > 15 && @.n)].n", items: { type: number } }]',
    [2],
  ],
  [
    'filter-regex',
    '[{ type: array, mapping: "$..[?(@.sku =~ /X/i)].sku", items: { type: string } }]',
    ['x'],
  ],
  [
    'function',
    '[{ name: count, type: number, mapping: $.orders.length() }, { name: sum, type: number, mapping: "$.orders[*].total.sum()" }, { name: keys, type: array, mapping: $.address.keys(), items: { type: string } }]',
    { count: 2, sum: 30.5, keys: ['city', 'geo'] },
  ],
  [
    'silent',
    '[{ type: object, properties: { id: { type: number }, address: { type: object, properties: { city: { type: string } } } } }]',
    { id: 7, address: { city: 'Oslo' } },
  ],
];

const mocks: readonly (readonly [name: string, outputs: string, wanted: unknown])[] = [
  ['mock-text', '{ hello: { type: string, value: "Hello {{who}}" } }', { hello: 'Hello you' }],
  [
    'mock-typed',
    '{ n: { type: number, value: "5" }, ok: { type: boolean, value: "true" } }',
    { n: 5, ok: true },
  ],
  [
    'mock-object',
    '{ o: { type: object, properties: { a: { type: string, value: x } } } }',
    { o: { a: 'x' } },
  ],
  ['mock-array', '{ l: { type: array, items: { type: string, value: one } } }', { l: ['one'] }],
];

const yaml = `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      resources:
        things:
          path: /{{status}}
          operations:
            get: { method: GET, inputParameters: { status: { in: path } } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
${[
  ...shapes.map((shape) => [...shape, 'call: up.get, with: { status: "{{status}}" }'] as const),
  ...mocks.map((mock) => [...mock, ''] as const),
]
  .map(
    ([name, outputs, , call]) => `        ${name}:
          path: /${name}
          operations:
            get:
              method: GET
              inputParameters:
                who: { in: query, type: string, description: d }
                status: { in: query, type: string, description: d }
              outputParameters: ${outputs}
              ${call.replace(', with', '\n              with')}
`,
  )
  .join('')}`;

let run: RunningCapability;
beforeAll(async () => {
  run = await runCapability(yaml, ({ path }) => {
    if (path.endsWith('/text'))
      return {
        body: 'plain',
        headers: { 'content-type': 'text/plain', 'x-secret': 's', etag: '"1"' },
      };
    if (path.endsWith('/broken'))
      return { body: '{', headers: { 'content-type': 'application/json' } };
    return json(answer, Number(path.split('/').at(-1)));
  });
});
afterAll(() => run.close());

describe('outputParameters', () => {
  it.each(shapes)('%s', async (name, _, wanted) => {
    expect(await run.answer(`GET /${name}?who=you&status=200`)).toEqual({
      status: 200,
      body: wanted,
    });
  });

  it('keep the status of success, and leave answers of failure alone', async () => {
    expect(await run.answer('GET /one-value?status=202')).toEqual({ status: 202, body: 7 });
    expect(await run.answer('GET /one-value?status=404')).toEqual({ status: 404, body: answer });
    expect(await run.answer('GET /nothing?status=503')).toEqual({ status: 503, body: answer });
  });

  it('what is no JSON passes unshaped, and cannot be shaped', async () => {
    const plain = await run.ask('GET /nothing?status=text');
    expect([
      plain.status,
      plain.headers.get('content-type'),
      plain.headers.get('etag'),
      plain.headers.get('x-secret'),
      await plain.text(),
    ]).toEqual([200, 'text/plain', '"1"', null, 'plain']);
    expect((await run.answer('GET /one-value?status=broken')).status).toBe(502);
  });
});

describe('mocks', () => {
  it.each(mocks)('%s', async (name, _, wanted) => {
    run.requests.length = 0;
    expect(await run.answer(`GET /${name}?who=you`)).toEqual({ status: 200, body: wanted });
    expect(run.requests).toEqual([]);
  });
});
