import { describe, expect, test } from 'vitest';
import { adaptersOf, basesOf, placesOf, unsetVariables } from '../../src/cli/serve/serve-plan.ts';
import type { Capability } from '../../src/ir/capability.ts';
import { compileText } from '../support/compile.ts';

const text = `ikanos: 1.0.0-beta5
binds:
  - namespace: env
    keys:
      TOKEN: SHOP_TOKEN
capability:
  consumes:
    - namespace: my-shop
      type: http
      baseUri: ''
      authentication: { type: bearer, token: '{{env.TOKEN}}' }
      resources:
        orders:
          path: /orders
          operations:
            list: { method: GET }
    - namespace: stock
      type: http
      baseUri: https://stock.example.com
      resources:
        items:
          path: /items
          operations:
            list: { method: GET }
  exposes:
    - { type: rest, namespace: a, port: 9000, address: 0.0.0.0, resources: { o: { path: /o, operations: { list: { method: GET, call: my-shop.list } } } } }
    - { type: mcp, namespace: b, tools: { list: { description: Lists all orders., call: my-shop.list } } }
    - { type: mcp, namespace: c, tools: { list: { description: Lists all orders., call: my-shop.list } } }
`;

const capability = compiled(text);

function compiled(source: string): Capability {
  const { capability: made, diagnostics } = compileText(source);
  if (made === undefined) throw new Error(JSON.stringify(diagnostics));
  return made;
}

describe('where adapters are', () => {
  test.each([
    ['as declared, else from 8080 on', {}, [9000, 8080, 8081]],
    ['one behind the other', { port: 4000 }, [4000, 4001, 4002]],
    ['anywhere', { port: 0 }, [0, 0, 0]],
  ])('%s', (_name, request, ports) => {
    const adapters = adaptersOf(capability, { ...request, baseUrls: [] });
    expect(adapters.map(({ port }) => port)).toEqual(ports);
    // A declared address is where to deploy: nothing opens this machine but `--host`.
    expect(adapters.map(({ host }) => host)).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
  });

  test('`--host` opens them, and the programs are told', () => {
    const adapters = adaptersOf(capability, { host: '0.0.0.0', port: 4000, baseUrls: [] });
    expect(placesOf(adapters)).toEqual({
      A_HOST: '0.0.0.0',
      A_PORT: '4000',
      B_HOST: '0.0.0.0',
      B_PORT: '4001',
      C_HOST: '0.0.0.0',
      C_PORT: '4002',
    });
  });

  test('no port above the last one', () => {
    expect(() => adaptersOf(capability, { port: 65_534, baseUrls: [] })).toThrow(/65536/);
  });

  test('what each offers', () => {
    expect(adaptersOf(capability, { baseUrls: [] }).map(({ offers }) => offers)).toEqual([
      '1 route',
      '1 tool',
      '1 tool',
    ]);
  });
});

describe('where services are', () => {
  test.each([
    [
      'the only one that has none',
      ['http://localhost:1'],
      { MY_SHOP_BASE_URL: 'http://localhost:1' },
    ],
    ['by its name', ['my-shop=http://x/y?a=b'], { MY_SHOP_BASE_URL: 'http://x/y?a=b' }],
    [
      'also instead of a declared one',
      ['my-shop=http://x', 'stock=https://y'],
      { MY_SHOP_BASE_URL: 'http://x', STOCK_BASE_URL: 'https://y' },
    ],
  ])('%s', (_name, baseUrls, expected) => {
    expect(basesOf(capability, { baseUrls }, {})).toEqual(expected);
  });

  test('from the environment', () => {
    expect(basesOf(capability, { baseUrls: [] }, { MY_SHOP_BASE_URL: 'http://x' })).toEqual({});
  });

  test.each([
    ['missing', [], /--base-url URL.*MY_SHOP_BASE_URL/],
    ['an unknown name', ['my-shp=http://x'], /did you mean `my-shop`/],
    ['no URL', ['my-shop=x'], /not the URL of an HTTP service/],
    ['another protocol', ['file:///etc/passwd'], /not the URL of an HTTP service/],
  ])('refused: %s', (_name, baseUrls, message) => {
    expect(() => basesOf(capability, { baseUrls }, {})).toThrow(message);
  });

  test('one URL for two services is no answer', () => {
    const both = compiled(text.replace('https://stock.example.com', "''"));
    expect(() => basesOf(both, { baseUrls: ['http://x'] }, {})).toThrow(
      /my-shop=http:\/\/x, stock=http:\/\/x/,
    );
  });
});

test('variables that are not set are told', () => {
  expect(unsetVariables(capability, {})).toEqual(['SHOP_TOKEN']);
  expect(unsetVariables(capability, { SHOP_TOKEN: 'x' })).toEqual([]);
});
