// What a capability is made of: several services and adapters, imports, binds, forwards, paths of operations.
import { afterEach, describe, expect, it } from 'vitest';
import {
  json,
  runCapability,
  type Answer,
  type RunningCapability,
  type RunOptions,
} from '../support/run.ts';

let run: RunningCapability | undefined;
afterEach(async () => {
  await run?.close();
  run = undefined;
});

async function start(
  files: string | Record<string, string>,
  answer?: Answer,
  options?: RunOptions,
): Promise<RunningCapability> {
  run = await runCapability(files, answer, options);
  return run;
}

const forwarding = `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      authentication: { type: bearer, token: "{{KEY}}" }
      resources:
        things: { path: /things, operations: { list: { method: GET } } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        things:
          path: /things
          operations:
            list: { method: GET, call: up.list }
        rest:
          path: /proxy/{path}
          forward: { targetNamespace: up, trustedHeaders: [X-Trace, Cookie] }
`;

describe('forward', () => {
  it('passes method, path, query, body and trusted headers on, with the credentials of the service', async () => {
    const { ask, requests } = await start(
      forwarding,
      () => ({
        status: 207,
        body: 'x',
        headers: { 'content-type': 'text/plain', 'set-cookie': 'a=b' },
      }),
      { secrets: { KEY: 'k' } },
    );
    const response = await ask('PATCH /proxy/a%20b/c?x=1&y=%20', {
      body: '<x/>',
      headers: {
        'content-type': 'application/xml',
        'x-trace': 't',
        'x-other': 'no',
        authorization: 'Bearer mine',
      },
    });
    expect([response.status, await response.text(), response.headers.get('set-cookie')]).toEqual([
      207,
      'x',
      null,
    ]);
    const [request] = requests;
    expect(request).toMatchObject({
      method: 'PATCH',
      path: '/up/a%20b/c',
      query: [
        ['x', '1'],
        ['y', ' '],
      ],
      body: '<x/>',
    });
    expect(request!.headers).toMatchObject({
      authorization: 'Bearer k',
      'content-type': 'application/xml',
      'x-trace': 't',
    });
    expect(request!.headers['x-other']).toBeUndefined();
  });

  it.each(['/proxy/%2e%2e/secret', '/proxy/a/..%2f..%2fsecret', '/proxy/%252e%252e/x'])(
    '%s does not leave the service',
    async (path) => {
      const { answer, requests } = await start(forwarding, undefined, { secrets: { KEY: 'k' } });
      expect((await answer(`GET ${path}`)).status).toBeGreaterThanOrEqual(400);
      expect(requests).toEqual([]);
    },
  );
});

describe('several', () => {
  const yaml = `
naftiko: 1.0.0-alpha2
info: { label: L, description: d, tags: [one] }
capability:
  consumes:
    - type: http
      namespace: a
      baseUri: https://a.test/v1
      inputParameters: [{ name: x-version, in: header, value: "2" }]
      resources:
        - name: things
          path: /things
          inputParameters: [{ name: shared, in: query, value: r }]
          operations:
            - { name: list, method: GET }
            - { name: one, method: GET, path: "/{id}", inputParameters: [{ name: id, in: path }] }
            - { name: whole, method: GET, path: "/things/all" }
    - type: http
      namespace: b
      baseUri: https://b.test
      resources:
        - { name: things, path: "/b/{{id}}", operations: [{ name: list, method: GET }] }
  exposes:
    - type: rest
      namespace: first
      port: 8081
      resources:
        - name: things
          path: /things
          operations:
            - { name: list, method: GET, call: a.list }
            - { name: one, method: GET, path: "/{id}", call: a.one }
            - { name: whole, method: GET, path: /all, call: a.whole }
    - type: rest
      namespace: second
      port: 8082
      resources:
        - name: things
          path: /things/{id}
          operations:
            - { name: list, method: GET, call: b.list }
`;

  it('services, levels of inputs, and paths of operations', async () => {
    const { answer, requests } = await start(yaml);
    for (const path of ['/things', '/things/7', '/things/all'])
      expect((await answer(`GET ${path}`)).status).toBe(200);
    expect(requests.map(({ path }) => path)).toEqual(['/a/things', '/a/things/7', '/a/things/all']);
    expect(requests[0]).toMatchObject({ query: [['shared', 'r']], headers: { 'x-version': '2' } });
  });

  it('adapters are servers of their own', async () => {
    const { answer, requests } = await start(yaml, undefined, { surface: 'second' });
    expect((await answer('GET /things')).status).toBe(404);
    await answer('GET /things/7');
    expect(requests.map(({ path }) => path)).toEqual(['/b/b/7']);
  });
});

describe('imports', () => {
  it('bring consumed APIs, aggregates and binds of other files', async () => {
    const { answer, requests } = await start(
      {
        'main.yaml': `
ikanos: 1.0.0-beta5
capability:
  binds: [{ from: ./shared/keys.yaml, import: keys }]
  consumes: [{ from: ./shared/api.yaml, import: shop, as: store }]
  aggregates: [{ from: ./shared/flows.yaml, import: flows }]
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        items: { path: /items, operations: { list: { method: GET, call: store.list } } }
        hello: { path: /hello, operations: { get: { method: GET, ref: flows.hello, with: { name: "{{name}}" } } } }
`,
        'shared/keys.yaml':
          'ikanos: 1.0.0-beta5\nbinds: [{ namespace: keys, keys: { TOKEN: SHOP_TOKEN } }]\n',
        'shared/api.yaml': `
ikanos: 1.0.0-beta5
consumes:
  - type: http
    namespace: shop
    baseUri: https://shop.test
    authentication: { type: bearer, token: "{{TOKEN}}" }
    resources: { items: { path: /items, operations: { list: { method: GET } } } }
`,
        'shared/flows.yaml': `
ikanos: 1.0.0-beta5
aggregates:
  - namespace: flows
    display: Flows
    flows:
      hello: { description: d, inputParameters: { name: { type: string, description: d } }, outputParameters: { text: { type: string, value: "Hello {{name}}" } } }
`,
      },
      () => json([1]),
      { client: { env: { SHOP_TOKEN: 'from-the-environment' } } },
    );
    expect(await answer('GET /items')).toEqual({ status: 200, body: [1] });
    expect(requests).toMatchObject([
      { path: '/store/items', headers: { authorization: 'Bearer from-the-environment' } },
    ]);
    expect(await answer('GET /hello?name=Ada')).toEqual({
      status: 200,
      body: { text: 'Hello Ada' },
    });
  });
});
