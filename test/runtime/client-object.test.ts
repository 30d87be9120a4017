// The client object and the notation of operations: methods, their other forms, the same client with other options.
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { bearer } from '../../templates/runtime/client/auth.ts';
import { basic } from '../../templates/runtime/client/basic.ts';
import { clientCredentials } from '../../templates/runtime/client/oauth2.ts';
import { buildClient, type Method } from '../../templates/runtime/client/client.ts';
import { answer, define, execute, withOptions } from '../../templates/runtime/client/core.ts';
import type { CoreOptions } from '../../templates/runtime/client/http.ts';
import { logging, type LogEntry } from '../../templates/runtime/client/log.ts';
import { operation as read } from '../../templates/runtime/client/operation.ts';
import { core, fakeFetch, json, operation } from './client-fixture.ts';

describe('the notation', () => {
  test.each([
    [
      'a GET /',
      {
        id: 'a',
        method: 'GET',
        service: undefined,
        idempotent: false,
        path: ['/'],
        inputs: [],
      },
    ],
    [
      'a PATCH!@other /',
      {
        id: 'a',
        method: 'PATCH',
        service: 'other',
        idempotent: true,
        path: ['/'],
        inputs: [],
      },
    ],
    [
      'a.b POST@other /x/{id}.json query:q!&r=key header:If-Match body:data!',
      {
        id: 'a.b',
        method: 'POST',
        service: 'other',
        idempotent: false,
        path: ['/x/', { variable: 'id' }, '.json'],
        inputs: [
          { name: 'q', in: 'query', key: 'q', required: true },
          { name: 'r', in: 'query', key: 'key', required: false },
          { name: 'If-Match', in: 'header', key: 'If-Match', required: false },
          { name: 'data', in: 'body', key: 'data', required: true },
        ],
      },
    ],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('what it has no words for is added', () => {
    const more = {
      id: 'a b',
      path: ['/{'],
      idempotent: true,
      inputs: [{ name: 'c d', in: 'query' as const }],
    };
    expect(read('- POST / query:e', more)).toMatchObject({
      id: 'a b',
      path: ['/{'],
      idempotent: true,
      inputs: [{ name: 'e' }, { name: 'c d' }],
    });
  });
});

interface Client {
  readonly things: {
    readonly list: Method<object | void, unknown>;
    readonly deep: { readonly get: Method<{ id: string }, unknown> };
    readonly oddDeepStep: { readonly split: Method<{ id: string }, unknown> };
    readonly one: Method<object | void, unknown>;
    readonly two: Method<{ tenant: string }, unknown>;
  };
  readonly constructor: { readonly name: Method<{ tenant: string }, unknown> };
  readonly special: Method<object, unknown>;
  withOptions(options: CoreOptions): Client;
}

const tree = {
  special: operation({ path: ['/special'] }),
  '/api$&/things': {
    list: 'GET query:a',
    '/{id}': { deep: { get: 'GET' }, '/odd-deep_step': { split: 'POST! /split' } },
  },
  things: { path: { method: 'GET /path', inputs: 'GET /inputs' }, one: 'GET' },
  '/{tenant}': { '/things': { two: 'GET /two' }, constructor: { name: 'GET /three' } },
};

describe('the client object', () => {
  const over = (answer: Response, options: CoreOptions = {}) => {
    const { fetch, sent } = fakeFetch([answer]);
    const client = buildClient(core({ fetch, ...options }), tree) as Client;
    return {
      client,
      sent,
      urls: () => sent.map(({ url }) => url.replace('https://api.example.com', '')),
    };
  };

  test('has a method for each operation, with the paths of the groups around it', async () => {
    const { client, urls } = over(json(1));
    await client.things.list({ a: 1 });
    await client.things.list();
    await client.things.deep.get({ id: 'x/y' });
    await client.things.oddDeepStep.split({ id: '1' });
    await client.special({});
    expect(urls()).toEqual([
      '/api$&/things?a=1',
      '/api$&/things',
      '/api$&/things/x%2Fy',
      '/api$&/things/1/odd-deep_step/split',
      '/special',
    ]);
  });

  test('has groups from several paths, and from none', async () => {
    const { client, urls } = over(json(1));
    await client.things.two({ tenant: 'a' });
    await client.constructor.name({ tenant: 'a' });
    await client.things.one();
    expect(urls()).toEqual(['/a/things/two', '/a/three', '/']);
  });

  test('names that operations use themselves are names like others', async () => {
    const { client, urls } = over(json(1));
    const { path } = client.things as unknown as { path: Record<string, Method<object, unknown>> };
    await path['method']?.({});
    await path['inputs']?.({});
    expect(urls()).toEqual(['/path', '/inputs']);
  });

  test('names the operation in errors', async () => {
    const { client } = over(new Response('', { status: 404 }));
    await expect(client.things.deep.get({ id: '1' })).rejects.toMatchObject({
      name: 'NotFoundError',
      operation: 'things.deep.get',
      url: '/api$&/things/{id}',
    });
  });

  test('gives the response beside the result, or instead of it', async () => {
    const { client } = over(json({ a: 1 }, { headers: { 'x-total': '7' } }));
    const { data, response } = await client.things.list.withResponse();
    expect([data, response.headers.get('x-total')]).toEqual([{ a: 1 }, '7']);
    const refused = over(new Response('no', { status: 400 }));
    const raw = await refused.client.things.list.raw();
    expect([raw.status, await raw.text()]).toEqual([400, 'no']);
    await expect(refused.client.things.list.withResponse()).rejects.toMatchObject({ status: 400 });
  });

  test('streams a body as it comes', async () => {
    let send: (text: string) => void = () => undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) =>
        void (send = (text) => controller.enqueue(new TextEncoder().encode(text))),
    });
    const { fetch } = fakeFetch([() => new Response(body)]);
    const client = buildClient(core({ fetch }), tree) as Client;
    const reader = (await client.things.list.raw()).body?.getReader();
    send('first');
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first');
    await reader?.cancel();
  });

  test('with other options is another client', async () => {
    const { client, sent } = over(json(1), { headers: { 'x-a': '1' } });
    const other = client.withOptions({ headers: { 'x-b': '2' }, baseURL: 'https://other.example' });
    await other.things.list();
    await client.things.list();
    expect(
      sent.map(({ url, headers }) => [new URL(url).host, headers.get('x-a'), headers.get('x-b')]),
    ).toEqual([
      ['other.example', null, '2'],
      ['api.example.com', '1', null],
    ]);
  });
});

test('names that the client has itself may be those of groups; credentials are not printed', async () => {
  const { fetch, sent } = fakeFetch([json(1)]);
  const base = core({ fetch, secrets: { TOKEN: 'hunter2' } });
  const tree = { core: { get: 'GET /a' }, withOptions: { get: 'GET /b' } };
  const client = buildClient(base, tree) as Record<string, { get: Method<object, unknown> }>;
  await client['core']?.get({});
  await client['withOptions']?.get({});
  expect(sent.map(({ url }) => new URL(url).pathname)).toEqual(['/a', '/b']);
  expect(base).not.toHaveProperty('get');
  const plain = buildClient(base, {}) as { core: unknown };
  expect(plain.core).toBe(base);
  expect(inspect(plain, { depth: 9 }) + JSON.stringify(plain)).not.toContain('hunter2');
});

test('an operation as a function of its own', async () => {
  const list = define('things.list GET /things/{id} query:a!', { idempotent: true });
  const { fetch, sent } = fakeFetch([json({ b: 1 })]);
  const client = core({ fetch });
  expect(await list(client, { id: 1, a: 2 } as never)).toEqual({ b: 1 });
  const { data, response } = await answer(client, list, { id: 1, a: 2 });
  expect([data, response.status]).toEqual([{ b: 1 }, 200]);
  expect(sent.map(({ url }) => url)).toEqual(Array(2).fill('https://api.example.com/things/1?a=2'));
  await expect(list(client, { id: 1 } as never)).rejects.toThrow('`a` is missing');
});

test('tokens are shared by clients with the same credentials only', async () => {
  const auth = clientCredentials({
    authorizationServer: 'https://login.example.com',
    tokenEndpoint: 'https://login.example.com/token',
    clientId: 'USER',
    clientSecret: 'PASS',
    scopes: [],
  });
  const { fetch, sent } = fakeFetch([
    ({ url }) => (url.endsWith('/token') ? json({ access_token: 't' }) : json(1)),
  ]);
  const first = core({ fetch, secrets: { USER: 'u', PASS: 'p' } }, { auth });
  const asked = (): number => sent.filter(({ url }) => url.endsWith('/token')).length;
  await execute(first, operation(), {});
  await execute(withOptions(first, { timeout: 5000 }), operation(), {});
  expect(asked()).toBe(1);
  await execute(withOptions(first, { secrets: { USER: 'v', PASS: 'p' } }), operation(), {});
  expect(asked()).toBe(2);
});

describe('logging', () => {
  const logged = async (
    options: CoreOptions,
    more: Parameters<typeof logging>[1] = {},
    auth = bearer('TOKEN'),
  ) => {
    const entries: LogEntry[] = [];
    const { fetch } = fakeFetch([
      new Response('', { status: 503, headers: { 'retry-after-ms': '1' } }),
      json(1),
    ]);
    const middleware = [logging((entry) => entries.push(entry), more)];
    const client = core(
      { fetch, secrets: { TOKEN: 'hunter2', USER: 'u' }, middleware, ...options },
      { auth },
    );
    await execute(client, operation({ path: ['/x?api_key=hunter2&limit=1'] }), {});
    return entries;
  };

  test('tells of each attempt', async () => {
    const entries = await logged({});
    expect(entries.map(({ attempt, status, operation: id }) => [attempt, status, id])).toEqual([
      [1, 503, 'api.get'],
      [2, 200, 'api.get'],
    ]);
    expect(entries[0]).toMatchObject({ method: 'GET', service: 'api', error: undefined });
    expect(entries[0]?.milliseconds).toBeGreaterThanOrEqual(0);
  });

  test.each([bearer('TOKEN'), basic('USER', 'TOKEN')])('never shows credentials', async (auth) => {
    const headers = {
      cookie: 'hunter2',
      'x-api-key': 'hunter2',
      authorization: undefined,
      'x-plain': 'seen',
    };
    const text = JSON.stringify(await logged({ headers }, {}, auth));
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(btoa('u:hunter2'));
    expect(text).toContain('seen');
    expect(text).toContain('limit=1');
  });

  test('hides what it is told to hide', async () => {
    const entries = await logged({ headers: { 'x-plain': 'seen' } }, { secret: /plain|api_key/ });
    expect(JSON.stringify(entries)).not.toMatch(/seen|hunter2/);
  });

  test('tells why there was no answer', async () => {
    const entries: LogEntry[] = [];
    const { fetch } = fakeFetch([new TypeError('down')]);
    const middleware = [logging((entry) => entries.push(entry))];
    await execute(core({ fetch, middleware }), operation(), {}, { maxRetries: 0 }).catch(
      () => undefined,
    );
    expect(entries).toMatchObject([{ status: undefined, error: { kind: 'connection' } }]);
  });
});
