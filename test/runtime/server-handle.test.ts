import { describe, expect, test } from 'vitest';
import {
  createHandle as createHandleOf,
  type HandleOptions,
} from '../../templates/runtime/server/handle.ts';
import type { LogEntry } from '../../templates/runtime/server/log.ts';
import type {
  Route,
  RouteInput,
  Surface,
  ValueType,
} from '../../templates/runtime/server/model.ts';
import {
  fakePort,
  input,
  integer,
  literal,
  operation,
  route,
  routeInput,
  text,
  type Answers,
} from './server-fake.ts';

const createHandle = (surface: Surface, options: HandleOptions) =>
  createHandleOf({ surfaces: [surface], flows: {} }, undefined, options);
const surfaceOf = (...routes: Route[]): Surface => ({ id: 'test', routes });

/** A route that answers with the inputs it was given. */
function echo(
  method: string,
  path: string,
  inputs: RouteInput[],
  more: Partial<Route> = {},
): Route {
  const properties = inputs.map(({ name }) => ({
    name,
    node: { kind: 'value' as const, value: input(name) },
  }));
  return route(method, path, {
    inputs,
    action: { kind: 'mock', output: { kind: 'object', properties } },
    ...more,
  });
}

function app(surface: Surface, options: Partial<HandleOptions> = {}, answers: Answers = {}) {
  const handle = createHandle(surface, { client: fakePort(answers), ...options });
  return async (path: string, init?: RequestInit) => {
    const response = await handle(new Request(`http://localhost${path}`, init));
    const body = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') && body !== '';
    return {
      status: response.status,
      headers: response.headers,
      body: json ? (JSON.parse(body) as unknown) : body,
    };
  };
}

const post = (
  body: BodyInit,
  contentType = 'application/json',
  headers: Record<string, string> = {},
): RequestInit => ({
  method: 'POST',
  body,
  headers: { 'content-type': contentType, ...headers },
});

describe('inputs', () => {
  const list: ValueType = { kind: 'array', items: integer };
  const call = app(
    surfaceOf(
      echo('GET', '/in/{id}', [
        routeInput('id', 'path', integer, true),
        routeInput('id', 'query', text),
        routeInput('q', 'query', text),
        routeInput('ids', 'query', list),
        routeInput('If-Match', 'header', text),
        routeInput('X-Ids', 'header', list),
        routeInput('bad name<', 'header', text),
        routeInput('sid', 'cookie', text),
        routeInput('need', 'query', { kind: 'enum', values: ['a', 'b'] }, true),
      ]),
      echo('GET', '/fixed', [routeInput('a', 'query')], {
        constants: [{ name: 'b', value: { kind: 'template', parts: ['<', input('a'), '>'] } }],
        action: { kind: 'mock', output: { kind: 'value', value: input('b') } },
      }),
      echo('GET', '/proto', [routeInput('__proto__', 'query'), routeInput('constructor', 'query')]),
    ),
  );

  test('from everywhere, converted; the path wins over a namesake', async () => {
    const headers = {
      'if-match': 'W/"1"',
      'x-ids': '1, 2',
      cookie: 'a=b; sid="x%20y"; sid=2; =; c',
    };
    const { status, body } = await call('/in/7?id=other&q=a+b&ids=1&ids=2&need=b', { headers });
    expect(body).toEqual({
      id: 7,
      q: 'a b',
      ids: [1, 2],
      'If-Match': 'W/"1"',
      'X-Ids': [1, 2],
      'bad name<': null,
      sid: 'x y',
      need: 'b',
    });
    expect(status).toBe(200);
  });

  test('every violation is listed', async () => {
    const { status, headers, body } = await call('/in/x?q=1&q=2&ids=a&ids=1&need=c', {
      headers: { 'x-ids': '1,b' },
    });
    expect(status).toBe(400);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      detail: 'The request does not fit what this route takes',
      requestId: headers.get('x-request-id'),
      errors: [
        { in: 'path', name: 'id', message: 'must be an integer' },
        { in: 'query', name: 'q', message: 'must be a string' },
        { in: 'query', name: 'ids', pointer: '/0', message: 'must be an integer' },
        { in: 'query', name: 'need', message: 'must be one of "a", "b"' },
        { in: 'header', name: 'X-Ids', pointer: '/1', message: 'must be an integer' },
      ],
    });
  });

  test('what is required', async () => {
    expect((await call('/in/1')).body).toMatchObject({
      errors: [{ in: 'query', name: 'need', message: 'is required' }],
    });
  });

  test('fixed values win', async () => {
    expect((await call('/fixed?a=1&b=2')).body).toBe('<1>');
  });

  test('names of prototypes are names like any other', async () => {
    expect((await call('/proto')).body).toEqual(
      JSON.parse('{"__proto__":null,"constructor":null}'),
    );
    expect((await call('/proto?__proto__=1')).body).toEqual(
      JSON.parse('{"__proto__":"1","constructor":null}'),
    );
  });
});

describe('bodies', () => {
  const whole = (
    contentType: string,
    type: ValueType,
    required = true,
  ): Partial<Route> & { inputs: RouteInput[] } => ({
    inputs: [routeInput('body', 'body', type, required)],
    body: { kind: 'whole', input: 'body', contentType },
  });
  const record: ValueType = { kind: 'record', values: { kind: 'unknown' } };
  const echoBody = (path: string, given: ReturnType<typeof whole>): Route =>
    echo('POST', path, given.inputs, given);
  const call = app(
    surfaceOf(
      echoBody('/json', whole('application/json', record)),
      echoBody('/maybe', whole('application/json', record, false)),
      echoBody('/text', whole('text/plain', text)),
      echoBody('/any', whole('*/*', { kind: 'unknown' })),
      echo(
        'POST',
        '/fields',
        [
          routeInput('n', 'body', integer, true),
          routeInput('list', 'body', { kind: 'array', items: text }),
        ],
        {
          body: { kind: 'fields' },
        },
      ),
      echo('POST', '/none', []),
    ),
    { limits: { bodyBytes: 100 } },
  );

  test.each<[string, RequestInit, number, unknown]>([
    ['/json', post('{"a":[1]}'), 200, { body: { a: [1] } }],
    ['/json', post('{"a":1}', 'application/vnd.x+json; charset=utf-8'), 200, { body: { a: 1 } }],
    [
      '/json',
      post('[1]'),
      400,
      { errors: [{ in: 'body', name: 'body', message: 'must be an object' }] },
    ],
    ['/json', post('{'), 400, { detail: 'The request body is not valid JSON' }],
    [
      '/json',
      post('{"__proto__":{"x":1}}'),
      400,
      { detail: 'The request body has members that are not allowed' },
    ],
    ['/json', post('['.repeat(50)), 400, { detail: 'The request body is not valid JSON' }],
    [
      '/json',
      post(new Uint8Array([0x22, 0xff, 0x22])),
      400,
      { detail: 'The request body is not UTF-8' },
    ],
    [
      '/json',
      post('a=1', 'application/x-www-form-urlencoded'),
      415,
      { detail: 'The request body has to be application/json' },
    ],
    ['/json', { method: 'POST', body: new Blob(['{}']) }, 415, {}],
    ['/json', post('{}', 'application/json', { 'content-encoding': 'gzip' }), 415, {}],
    [
      '/json',
      { method: 'POST' },
      400,
      { errors: [{ in: 'body', name: 'body', message: 'is required' }] },
    ],
    ['/maybe', { method: 'POST' }, 200, { body: null }],
    ['/json', post(JSON.stringify({ a: 'x'.repeat(100) })), 413, { title: 'Content Too Large' }],
    ['/text', post('plain', 'text/plain'), 200, { body: 'plain' }],
    ['/text', post('{}'), 415, { detail: 'The request body has to be text/plain' }],
    ['/any', post('<a/>', 'application/xml'), 200, { body: '<a/>' }],
    ['/any', post('{"a":1}'), 200, { body: { a: 1 } }],
    ['/any', post(new Uint8Array([1, 2]), 'image/png'), 200, { body: { 0: 1, 1: 2 } }],
    ['/fields', post('{"n":1,"list":["a"],"more":true}'), 200, { n: 1, list: ['a'] }],
    [
      '/fields',
      post('{"n":"1","list":[2]}'),
      400,
      { errors: [{ name: 'n' }, { name: 'list', pointer: '/0' }] },
    ],
    ['/fields', post('[]'), 400, { detail: 'The request body has to be a JSON object' }],
    [
      '/fields',
      post('n=1&list=a&list=b', 'application/x-www-form-urlencoded'),
      200,
      { n: 1, list: ['a', 'b'] },
    ],
    [
      '/fields',
      post(new Uint8Array([0xff]), 'application/x-www-form-urlencoded'),
      400,
      { detail: 'The request body is not UTF-8' },
    ],
    ['/fields', post('n=1', 'multipart/form-data'), 415, {}],
    ['/fields', { method: 'POST' }, 400, { errors: [{ name: 'n', message: 'is required' }] }],
    ['/none', post('ignored', 'text/plain'), 200, {}],
  ])('%s %#', async (path, init, status, body) => {
    const result = await call(path, init);
    expect([result.status, result.body]).toMatchObject([status, body]);
  });

  test('a stream beyond the limit is cut off', async () => {
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(60));
      },
    });
    const init = { ...post('{}'), body, duplex: 'half' } as RequestInit;
    expect((await call('/json', init)).status).toBe(413);
    expect(pulled).toBeLessThan(5);
  });
});

describe('methods and paths', () => {
  const call = app(surfaceOf(route('GET', '/a'), route('DELETE', '/a')));

  test('nothing there', async () => {
    const { status, body } = await call('/b');
    expect([status, body]).toMatchObject([
      404,
      { title: 'Not Found', detail: 'Nothing is at this path' },
    ]);
  });
  test('another method', async () => {
    const { status, headers } = await call('/a', { method: 'PUT', body: 'x' });
    expect([status, headers.get('allow')]).toEqual([405, 'DELETE, GET, HEAD, OPTIONS']);
  });
  test('OPTIONS', async () => {
    const { status, headers, body } = await call('/a', { method: 'OPTIONS' });
    expect([status, headers.get('allow'), body]).toEqual([204, 'DELETE, GET, HEAD, OPTIONS', '']);
    expect((await call('/b', { method: 'OPTIONS' })).status).toBe(404);
  });
  test('HEAD is GET without its body', async () => {
    const { status, headers, body } = await call('/a', { method: 'HEAD' });
    expect([status, headers.get('content-type'), body]).toEqual([200, 'application/json', '']);
  });
  test('a malformed path', async () => {
    expect((await call('/%zz')).status).toBe(400);
  });
});

describe('answers', () => {
  const get = operation('get');
  const upstream = route('GET', '/up', {
    action: { kind: 'call', operation: get, arguments: [], output: { kind: 'whole' } },
  });

  test('an upstream answer passes with what may be seen of it', async () => {
    const headers = {
      'content-type': 'text/csv',
      etag: '"1"',
      'set-cookie': 'a=b',
      'www-authenticate': 'Basic',
      server: 'x',
    };
    const call = app(
      surfaceOf(upstream),
      {},
      { get: () => new Response('a;b', { status: 418, headers }) },
    );
    const answer = await call('/up');
    expect([answer.status, answer.body]).toEqual([418, 'a;b']);
    expect([...answer.headers.keys()].sort()).toEqual([
      'content-type',
      'etag',
      'x-content-type-options',
      'x-request-id',
    ]);
  });

  test('an upstream answer is streamed', async () => {
    let release = (): void => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('one'));
        release = () => controller.close();
      },
    });
    const handle = createHandle(surfaceOf(upstream), {
      client: fakePort({ get: () => new Response(body) }),
    });
    const response = await handle(new Request('http://x/up'));
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('one');
    release();
    expect((await reader?.read())?.done).toBe(true);
  });

  test.each([204, 205, 304])('status %i has no body', async (status) => {
    const call = app(surfaceOf(upstream), {}, { get: () => new Response(null, { status }) });
    expect((await call('/up')).status).toBe(status);
  });

  test('a shaped 204 is a 200 with its shape', async () => {
    const shaped: Route = {
      ...upstream,
      action: {
        kind: 'call',
        operation: get,
        arguments: [],
        output: { kind: 'object', properties: [] },
      },
    };
    const call = app(surfaceOf(shaped), {}, { get: () => new Response(null, { status: 204 }) });
    expect(await call('/up')).toMatchObject({ status: 200, body: {} });
  });

  test('an abort of the caller reaches the upstream', async () => {
    const controller = new AbortController();
    const entries: LogEntry[] = [];
    const client = fakePort({
      get: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () =>
            reject(Object.assign(new Error('aborted'), { kind: 'abort' })),
          );
        }),
    });
    const handle = createHandle(surfaceOf(upstream), {
      client,
      log: (entry) => entries.push(entry),
    });
    const pending = handle(new Request('http://x/up', { signal: controller.signal }));
    setTimeout(() => controller.abort(), 5);
    expect((await pending).status).toBe(499);
    expect(entries).toMatchObject([{ status: 499, route: 'GET /up' }]);
  });

  test('request ids: a good one is kept, another is replaced', async () => {
    const call = app(surfaceOf(upstream), {}, { get: () => new Response() });
    expect(
      (await call('/up', { headers: { 'x-request-id': 'abc-1' } })).headers.get('x-request-id'),
    ).toBe('abc-1');
    expect(
      (await call('/up', { headers: { 'x-request-id': 'a b' } })).headers.get('x-request-id'),
    ).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('what is unexpected says nothing, except to the log', async () => {
    const entries: LogEntry[] = [];
    const call = app(
      surfaceOf(upstream),
      { log: (entry) => entries.push(entry) },
      {
        get: () => {
          throw new TypeError('with a secret');
        },
      },
    );
    const { status, body } = await call('/up?api_key=1&q=2&q=3');
    expect([status, JSON.stringify(body)]).toEqual([500, expect.not.stringContaining('secret')]);
    expect(entries).toMatchObject([
      { method: 'GET', url: '/up?api_key=***&q=2&q=3', error: { message: 'with a secret' } },
    ]);
  });

  test('a log that throws changes nothing', async () => {
    const call = app(surfaceOf(route('GET', '/a')), {
      log: () => {
        throw new Error('disk full');
      },
    });
    expect((await call('/a')).status).toBe(200);
  });
});

describe('handlers', () => {
  const routes = surfaceOf(
    echo('GET', '/a/{id}', [routeInput('id', 'path', integer, true)], { name: 'getA' }),
    route('GET', '/b', { name: 'getB' }),
  );
  const handle = (getA: (...args: never[]) => unknown) =>
    app(routes, { handlers: { getA, getB: undefined } });

  test('a value is JSON', async () => {
    expect(
      await handle((inputs: { id: number }) => ({ twice: inputs.id * 2 }))('/a/4'),
    ).toMatchObject({ status: 200, body: { twice: 8 } });
  });
  test('nothing is 204', async () => {
    expect((await handle(() => undefined)('/a/4')).status).toBe(204);
  });
  test('a response is the answer', async () => {
    const answer = await handle(() => Response.redirect('http://x/y', 303))('/a/4');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, 'http://x/y']);
    expect(answer.headers.get('x-request-id')).not.toBeNull();
  });
  test('next is the wired behaviour', async () => {
    type Next = { next(inputs?: object): Promise<Response> };
    expect((await handle((_: unknown, { next }: Next) => next())('/a/4')).body).toEqual({ id: 4 });
    expect((await handle((_: unknown, { next }: Next) => next({ id: 5 }))('/a/4')).body).toEqual({
      id: 5,
    });
  });
  test('inputs are checked before', async () => {
    expect((await handle(() => 1)('/a/x')).status).toBe(400);
  });
  test('a failing handler is 500', async () => {
    const failing = handle(() => {
      throw new Error('own');
    });
    expect((await failing('/a/1')).status).toBe(500);
  });
  test('names without a route, and what is no function, stop the start', () => {
    expect(() => app(routes, { handlers: { getC: () => 1 } })).toThrow('No route is called getC');
    expect(() => app(routes, { handlers: { getA: 1 } })).toThrow(
      'The handler getA is not a function',
    );
  });
});

describe('forward', () => {
  const proxy = (headers: string[]): Route =>
    route('ALL', '/proxy/{path*}', {
      name: 'proxy',
      action: { kind: 'forward', service: 'up', headers },
    });
  const send = async (
    path: string,
    init: RequestInit,
    headers: string[] = [],
    more: Partial<Surface> = {},
  ) => {
    const client = fakePort({}, { KEY: 'k' });
    const handle = createHandle(
      { ...surfaceOf(proxy(headers)), ...more },
      { client, limits: { bodyBytes: 10 } },
    );
    const response = await handle(new Request(`http://x${path}`, init));
    return { status: response.status, body: await response.text(), forwarded: client.forwarded[0] };
  };

  test('method, path, query and body go on; of the headers only those that are trusted', async () => {
    const headers = {
      'x-a': '1',
      'x-b': '2',
      authorization: 'mine',
      connection: 'x',
      'content-type': 'text/plain',
    };
    const { status, body, forwarded } = await send(
      '/proxy/a%2Fb/c?q=%20&r',
      { method: 'PATCH', body: 'hi', headers },
      ['X-A', 'connection', 'no header', 'x-absent'],
    );
    expect([status, body, forwarded?.service]).toEqual([200, 'forwarded', 'up']);
    expect(forwarded?.request).toMatchObject({
      method: 'PATCH',
      path: 'a%2Fb/c',
      search: '?q=%20&r',
    });
    expect(new TextDecoder().decode(forwarded?.request.body)).toBe('hi');
    expect(Object.fromEntries(forwarded?.request.headers ?? [])).toEqual({
      'x-a': '1',
      'content-type': 'text/plain',
    });
  });

  test.each(['..%2fx', 'a/..%2F..%2Fx', '..%5cx', '%252e%252e/x', '%2e%2e%2fx'])(
    '%s does not leave the service',
    async (path) => {
      expect(await send(`/proxy/${path}`, {})).toMatchObject({ status: 400, forwarded: undefined });
    },
  );

  test('a body beyond the limit', async () => {
    expect(await send('/proxy/a', post('x'.repeat(11)))).toMatchObject({
      status: 413,
      forwarded: undefined,
    });
  });

  test('our own key stays here', async () => {
    const auth = { kind: 'apikey', name: 'k y', placement: 'query', value: literal('v') } as const;
    const { forwarded } = await send('/proxy/a?b=1&k%20y=v&c=%20', {}, [], { auth });
    expect(forwarded?.request.search).toBe('?b=1&c=%20');
    expect((await send('/proxy/a?k+y=v', {}, [], { auth })).forwarded?.request.search).toBe('');
  });
});

describe('authentication', () => {
  const guarded = (auth: NonNullable<Surface['auth']>, options: Partial<HandleOptions> = {}) =>
    app(
      { ...surfaceOf(route('GET', '/a')), auth },
      { client: fakePort({}, { KEY: 'sécret', USER: 'me', COLON: 'a:b', EMPTY: '' }), ...options },
    );
  const key = { kind: 'secret', name: 'KEY' } as const;
  const user = { kind: 'secret', name: 'USER' } as const;
  const basic = (text: string): string => `basic ${Buffer.from(text).toString('base64')}`;
  const bearer = { kind: 'bearer', token: { kind: 'secret', name: 'USER' } } as const;

  test.each<[string, Surface['auth'] & object, string, Record<string, string>, number]>([
    ['bearer', bearer, '/a', { authorization: 'BEARER  me' }, 200],
    ['bearer, wrong', bearer, '/a', { authorization: 'Bearer mE' }, 401],
    ['bearer, a prefix', bearer, '/a', { authorization: 'Bearer m' }, 401],
    ['bearer, empty', bearer, '/a', { authorization: 'Bearer ' }, 401],
    ['bearer, none', bearer, '/a', {}, 401],
    ['bearer, another scheme', bearer, '/a', { authorization: 'Basic me' }, 401],
    [
      'basic',
      { kind: 'basic', username: user, password: key },
      '/a',
      { authorization: basic('me:sécret') },
      200,
    ],
    [
      'basic, wrong',
      { kind: 'basic', username: user, password: key },
      '/a',
      { authorization: basic('me:secret') },
      401,
    ],
    [
      'basic, no base64',
      { kind: 'basic', username: user, password: key },
      '/a',
      { authorization: 'Basic §' },
      401,
    ],
    ['basic, none', { kind: 'basic', username: user, password: key }, '/a', {}, 401],
    [
      'key in a header',
      { kind: 'apikey', name: 'X-Key', placement: 'header', value: user },
      '/a',
      { 'x-key': 'me' },
      200,
    ],
    [
      'key in a header, in the query',
      { kind: 'apikey', name: 'X-Key', placement: 'header', value: user },
      '/a?X-Key=me',
      {},
      401,
    ],
    [
      'key in the query',
      { kind: 'apikey', name: 'k', placement: 'query', value: key },
      '/a?k=s%C3%A9cret',
      {},
      200,
    ],
    [
      'key in the query, absent',
      { kind: 'apikey', name: 'k', placement: 'query', value: key },
      '/a',
      {},
      401,
    ],
    [
      'a name that is not bound is a secret',
      { kind: 'bearer', token: input('USER') },
      '/a',
      { authorization: 'Bearer me' },
      200,
    ],
    [
      'not known here',
      { kind: 'unsupported', scheme: 'oauth2' },
      '/a',
      { authorization: 'Bearer x' },
      501,
    ],
    ['paths are not told', bearer, '/nothing', {}, 401],
  ])('%s', async (_, auth, path, headers, status) => {
    const answer = await guarded(auth)(path, { headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.has('www-authenticate')).toBe(status === 401);
  });

  test.each<[string, Surface['auth'] & object, string]>([
    [
      'missing',
      { kind: 'bearer', token: { kind: 'secret', name: 'NONE' } },
      'No bearer token to check against',
    ],
    [
      'empty',
      { kind: 'apikey', name: 'k', placement: 'query', value: { kind: 'secret', name: 'EMPTY' } },
      'No API key to check against',
    ],
    [
      'a colon',
      { kind: 'basic', username: { kind: 'secret', name: 'COLON' }, password: key },
      'A user name cannot hold a colon',
    ],
  ])('does not start with a credential that is %s', (_, auth, message) => {
    expect(() => guarded(auth)).toThrow(message);
  });

  test('a check of your own takes its place', async () => {
    const call = guarded(
      { kind: 'unsupported', scheme: 'oauth2' },
      { authenticate: () => undefined },
    );
    expect((await call('/a')).status).toBe(200);
  });
});
