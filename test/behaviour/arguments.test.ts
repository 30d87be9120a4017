// What a caller gives, and what of it reaches the operation that is called: every form of `with`, and none.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { json, runCapability, type RunningCapability } from '../support/run.ts';

let run: RunningCapability;
beforeAll(async () => {
  run = await runCapability(yaml, () => json({ ok: true }), {
    secrets: { REGION: 'eu', API_KEY: 'k' },
  });
});
afterAll(() => run.close());
beforeEach(() => {
  run.requests.length = 0;
});

const yaml = `
ikanos: 1.0.0-beta5
binds:
  - namespace: env
    keys: { REGION: SHOP_REGION }
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.test
      resources:
        orders:
          path: /orders/{{order-id}}
          operations:
            get:
              method: GET
              inputParameters:
                order-id: { in: path }
                limit: { in: query }
                region: { in: query }
                fixed: { in: query, value: constant }
                derived: { in: query, value: "o-{{order-id}}" }
                x-trace: { in: header }
                session: { in: cookie }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        implicit:
          path: /implicit/{order-id}
          operations:
            get: { method: GET, call: shop.get }
        namespaced:
          path: /namespaced/{id}
          inputParameters:
            id: { in: path, type: string, description: d }
          operations:
            get:
              method: GET
              inputParameters:
                max: { in: query, type: integer, description: d }
              call: shop.get
              with: { order-id: api.id, limit: api.max }
        wild:
          path: /wild/{id}
          operations:
            get: { method: GET, call: shop.get, with: { order-id: rest.id, limit: rest.limit } }
        literal:
          path: /literal
          operations:
            get: { method: GET, call: shop.get, with: { order-id: a b, limit: 10 } }
        template:
          path: /template/{id}
          operations:
            get: { method: GET, call: shop.get, with: { order-id: "x-{{id}}", region: "{{env.REGION}}" } }
        header:
          path: /header/{order-id}
          inputParameters:
            order-id: { in: path, type: string, description: d }
            x-trace: { in: header, type: string, description: d }
            session: { in: cookie, type: string, description: d }
          operations:
            get: { method: GET, call: shop.get }
        constant:
          path: /constant/{order-id}
          operations:
            get:
              method: GET
              inputParameters:
                order-id: { in: path, type: string, description: d }
                limit: { in: query, type: string, description: d, value: "7" }
              call: shop.get
`;

const always = [['fixed', 'constant']];

describe('with', () => {
  it.each<[string, string, (string | string[])[][]]>([
    ['/implicit/7?limit=3', '/7', [['limit', '3'], ...always, ['derived', 'o-7']]],
    ['/namespaced/7?max=3', '/7', [['limit', '3'], ...always, ['derived', 'o-7']]],
    ['/wild/7?limit=4', '/7', [['limit', '4'], ...always, ['derived', 'o-7']]],
    ['/literal', '/a%20b', [['limit', '10'], ...always, ['derived', 'o-a b']]],
    ['/template/7', '/x-7', [['region', 'eu'], ...always, ['derived', 'o-x-7']]],
    ['/constant/7?limit=99', '/7', [['limit', '7'], ...always, ['derived', 'o-7']]],
  ])('GET %s', async (path, upstreamPath, query) => {
    expect(await run.answer(`GET ${path}`)).toEqual({ status: 200, body: { ok: true } });
    expect(run.requests).toMatchObject([
      { method: 'GET', path: `/shop/orders${upstreamPath}`, query },
    ]);
  });

  it('passes headers and cookies on', async () => {
    await run.answer('GET /header/7', {
      headers: { 'X-Trace': 't 1', cookie: 'session=s%201; other=no' },
    });
    expect(run.requests[0]!.headers).toMatchObject({ 'x-trace': 't 1', cookie: 'session=s%201' });
  });

  it.each([
    ['a/b', 'a%2Fb'],
    ['ü?#&%', '%C3%BC%3F%23%26%25'],
    ['a b', 'a%20b'],
    ['a+b=c', 'a%2Bb%3Dc'],
    ["(x)'!*", "(x)'!*"],
  ])('encodes the path variable %s', async (value, wire) => {
    await run.answer(`GET /implicit/${encodeURIComponent(value)}`);
    expect(decodeURIComponent(run.requests[0]!.path)).toBe(`/shop/orders/${value}`);
    expect(
      run.requests[0]!.path.replaceAll('%28', '(')
        .replaceAll('%29', ')')
        .replaceAll('%27', "'")
        .replaceAll('%21', '!')
        .replaceAll('%2A', '*'),
    ).toBe(`/shop/orders/${wire}`);
  });

  it('overlooks a slash at the end', async () => {
    expect((await run.answer('GET /implicit/7/')).status).toBe(200);
    expect(run.requests).toMatchObject([{ path: '/shop/orders/7' }]);
  });

  it.each([
    ['GET /namespaced/7?max=many', 400],
    ['GET /implicit/%2E%2E', 404],
    ['GET /implicit', 404],
    ['POST /implicit/7', 405],
  ])('%s: %d, and nobody is called', async (what, status) => {
    expect((await run.answer(what)).status).toBe(status);
    expect(run.requests).toEqual([]);
  });
});
