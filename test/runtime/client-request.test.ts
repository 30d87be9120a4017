// What the client sends, and what it refuses to send.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { execute, send } from '../../templates/runtime/client/core.ts';
import { credentialHeader } from '../../templates/runtime/client/auth.ts';
import type { BodyEncoder } from '../../templates/runtime/client/request.ts';
import { computed, evaluate, type Expression } from '../../templates/runtime/client/expression.ts';
import { forward } from '../../templates/runtime/client/forward.ts';
import { asMedia, forOwnFetch } from '../../templates/runtime/client/media.ts';
import { textOf } from '../../templates/runtime/client/templates.ts';
import type { OperationInput, PathPart } from '../../templates/runtime/client/operation.ts';
import { findService } from '../../templates/runtime/client/service.ts';
import { fillPath, joinUrl } from '../../templates/runtime/client/url.ts';
import { core, fakeFetch, json, operation } from './client-fixture.ts';

const byId = operation({ path: ['/a/', { variable: 'id' }, '/b'], inputs: [] });

async function sentFor(args: object, more: Parameters<typeof operation>[0], options: object = {}) {
  const { fetch, sent } = fakeFetch([json({})]);
  await execute(core({ fetch }), operation(more), args, options);
  const [request] = sent;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
}

describe('path variables', () => {
  test.each([
    ['a/b', 'a%2Fb'],
    ['a\\b', 'a%5Cb'],
    ['a?b', 'a%3Fb'],
    ['a#b', 'a%23b'],
    ['%2e%2e', '%252e%252e'],
    ['../../admin', '..%2F..%2Fadmin'],
    ['a\nb', 'a%0Ab'],
    ['a\tb', 'a%09b'],
    ['...', '...'],
    [0, '0'],
    [false, 'false'],
    [10n ** 20n, '100000000000000000000'],
    [new Date(0), '1970-01-01T00%3A00%3A00.000Z'],
  ])('%s is sent as %s', async (value, segment) => {
    const { fetch, sent } = fakeFetch([json({})]);
    await execute(core({ fetch }), byId, { id: value });
    expect(sent[0]?.url).toBe(`https://api.example.com/a/${segment}/b`);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['empty text', ''],
    ['one dot', '.'],
    ['two dots', '..'],
    ['no number', NaN],
    ['infinity', Infinity],
    ['an object', {}],
    ['a list', ['a']],
    ['half a surrogate pair', 'a\ud800'],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['no date', new Date(NaN)],
  ])('%s is refused before the network', async (_name, value) => {
    const { fetch, sent } = fakeFetch([json({})]);
    const error = execute(core({ fetch }), byId, { id: value });
    await expect(error).rejects.toMatchObject({
      name: 'ValidationError',
      kind: 'validation',
      operation: 'api.get',
      url: '/a/{id}/b',
      attempts: 0,
    });
    expect(sent).toEqual([]);
  });

  test('no value leaves its segment', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string(),
        fc.constantFrom('', '.json', '.'),
        (a, b, suffix) => {
          const parts: PathPart[] = ['/x/', { variable: 'a' }, { variable: 'b' }, `${suffix}/y`];
          let path: string;
          try {
            path = fillPath(parts, (name) => (name === 'a' ? a : b));
          } catch {
            return;
          }
          const url = new URL(joinUrl(new URL('https://h/p'), path, ''));
          expect(url.pathname.split('/')).toEqual([
            '',
            'p',
            'x',
            `${encodeURIComponent(a + b)}${suffix}`,
            'y',
          ]);
          expect([url.host, url.search, url.hash]).toEqual(['h', '', '']);
        },
      ),
    );
  });

  test('dots that meet in one segment are refused, dots of the author are not', () => {
    const dot = (): string => '.';
    expect(() => fillPath(['/a/', { variable: 'b' }, { variable: 'c' }], dot)).toThrow('`..`');
    expect(() => fillPath(['/a/%2E', { variable: 'b' }, '?x'], dot)).toThrow('`..`');
    expect(fillPath(['/a/', { variable: 'b' }, 'json'], dot)).toBe('/a/.json');
    expect(fillPath(['/./', { variable: 'b' }], () => 'v')).toBe('/./v');
  });
});

describe('addresses', () => {
  test.each([
    ['https://h', '/a', '', 'https://h/a'],
    ['https://h/', '/a', '', 'https://h/a'],
    ['https://h/p', '/a', '', 'https://h/p/a'],
    ['https://h/p/', 'a', '', 'https://h/p/a'],
    ['https://h/p', 'a', '', 'https://h/p/a'],
    ['https://h/p', '', 'c=3', 'https://h/p?c=3'],
    ['https://h/p//', '?a=1', 'c=3', 'https://h/p//?a=1&c=3'],
    ['https://h/p/', '', '', 'https://h/p/'],
    ['https://h/p?k=1#f', '/a?b=2', 'c=3', 'https://h/p/a?k=1&b=2&c=3'],
    ['https://h', '@evil.example/a', '', 'https://h/@evil.example/a'],
    ['https://h', '//evil.example/a', '', 'https://h//evil.example/a'],
    ['https://h', ':8080/a', '', 'https://h/:8080/a'],
    ['https://h', '/a b', '', 'https://h/a%20b'],
    ['http://h:1', '/a?x=1?2', '', 'http://h:1/a?x=1?2'],
  ])('%s + %s + %s', (base, path, query, expected) => {
    expect(new URL(joinUrl(new URL(base), path, query)).href).toBe(expected);
  });

  test.each(['', 'h', '/p', 'ftp://h', 'javascript:1', 'https://user:secret@h'])(
    '%s is no base URL',
    (base) => {
      const read = () => findService(core({ baseURL: base }));
      expect(read).toThrow(expect.objectContaining({ kind: 'config' }));
      expect(read).not.toThrow('secret');
    },
  );

  test('a base URL may be made of secrets, and have an address for a host', async () => {
    const { fetch, sent } = fakeFetch([json({})]);
    const baseURL = (secret: (name: string) => string): string =>
      `http://[::1]:8080/${secret('S')}/`;
    await execute(core({ fetch, secrets: { S: 'p' } }, { baseURL }), operation(), {});
    expect(sent[0]?.url).toBe('http://[::1]:8080/p/x');
    await expect(execute(core({ fetch }, { baseURL }), operation(), {})).rejects.toMatchObject({
      kind: 'config',
      attempts: 0,
    });
  });

  test('an option for the base URL wins over the document', async () => {
    const { fetch, sent } = fakeFetch([json({})]);
    await execute(core({ fetch, baseURL: 'http://one' }), operation(), {});
    await execute(core({ fetch, baseURL: { api: 'http://two/' } }), operation(), {});
    await execute(core({ fetch, baseURL: { other: 'http://three' } }), operation(), {});
    expect(sent.map(({ url }) => url)).toEqual([
      'http://one/x',
      'http://two/x',
      'https://api.example.com/x',
    ]);
    const two = {
      ...core({ fetch, baseURL: 'http://one' }),
      services: [{ id: 'api' }, { id: 'b' }],
    };
    await expect(execute(two, operation(), {})).rejects.toMatchObject({ kind: 'config' });
    await expect(
      execute(core({ fetch }), operation({ service: 'constructor' }), {}),
    ).rejects.toThrow('no service');
  });
});

describe('query', () => {
  const inputs: OperationInput[] = [{ name: 'q', in: 'query' }];
  test.each([
    ['text', '?q=text'],
    ['', '?q='],
    [0, '?q=0'],
    [['a', null, 1], '?q=a&q=1'],
    [[], ''],
    [{ a: [1] }, '?q=%7B%22a%22%3A%5B1%5D%7D'],
    [null, ''],
    [undefined, ''],
    [new Date(0), '?q=1970-01-01T00%3A00%3A00.000Z'],
    ['a&b=c', '?q=a%26b%3Dc'],
  ])('%j', async (q, search) => {
    expect((await sentFor({ q }, { inputs })).url).toBe(`https://api.example.com/x${search}`);
  });

  test('inherited members are no arguments', async () => {
    const named: OperationInput[] = [{ name: 'toString', in: 'query' }];
    expect((await sentFor({}, { inputs: named })).url).toBe('https://api.example.com/x');
  });
});

describe('headers', () => {
  const inputs: OperationInput[] = [{ name: 'X-A', in: 'header' }];
  test.each([
    ['plain', 'plain'],
    [['a', 1], 'a, 1'],
    [{ a: 1 }, '{"a":1}'],
    [null, null],
  ])('%j', async (value, header) => {
    expect((await sentFor({ 'X-A': value }, { inputs })).headers.get('x-a')).toBe(header);
  });

  test.each(['a\r\nb: c', 'a\n', '\u0000', '山'])('%j is refused', async (value) => {
    const error = sentFor({ 'X-A': value }, { inputs });
    await expect(error).rejects.toMatchObject({ kind: 'validation', attempts: 0 });
  });

  test('of the client, of the call, and taken away by null', async () => {
    const { fetch, sent } = fakeFetch([json({})]);
    const options = { headers: { accept: null, 'x-b': '2', 'x-c': undefined } };
    await execute(core({ fetch, headers: { 'x-a': '1', 'x-b': '1' } }), operation(), {}, options);
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toEqual({ 'x-a': '1', 'x-b': '2' });
    for (const value of ['v', null]) {
      const bad = execute(core({ fetch }), operation(), {}, { headers: { 'bad name': value } });
      await expect(bad).rejects.toMatchObject({ kind: 'validation' });
    }
  });
});

describe('bodies', () => {
  const data: OperationInput[] = [{ name: 'data', in: 'body' }];
  const whole = (contentType: string): BodyEncoder => asMedia(contentType);
  const stream = new ReadableStream<Uint8Array>();
  const circle: unknown[] = [];
  circle.push(circle);
  test.each([
    ['application/json', { a: undefined, b: [1] }, '{"b":[1]}'],
    ['application/vnd.api+json; v=1', 'text', '"text"'],
    ['application/xml', '<a/>', '<a/>'],
    ['text/plain', 5, '5'],
    ['application/json', stream, stream],
    ['application/octet-stream', new Uint8Array([1]), new Uint8Array([1])],
  ])('%s %j', async (contentType, value, body) => {
    const request = await sentFor(
      { data: value },
      { method: 'POST', inputs: data, body: whole(contentType) },
    );
    expect(request.body).toEqual(body);
    expect(request.headers.get('content-type')).toBe(contentType);
  });

  test('forms', async () => {
    const more = { method: 'POST', inputs: data };
    const encoded = await sentFor(
      { data: { a: [1, 2], b: null } },
      { ...more, body: whole('application/x-www-form-urlencoded') },
    );
    expect(String(encoded.body)).toBe('a=1&a=2');
    expect(encoded.headers.has('content-type')).toBe(false);
    const multi = await sentFor(
      { data: { a: 'x', f: new Blob(['b']) } },
      { ...more, body: whole('multipart/form-data') },
    );
    expect([...(multi.body as FormData).keys()]).toEqual(['a', 'f']);
    const form = new FormData();
    expect(
      (await sentFor({ data: form }, { ...more, body: whole('multipart/form-data') })).body,
    ).toBe(form);
  });

  test.each([
    ['nothing given', whole('application/json'), {}],
    ['no field given', whole('application/vnd.api+json'), {}],
    ['no text', textOf('text/plain', { kind: 'input', name: 'data' }), {}],
  ])('%s: no body', async (_name, body, args) => {
    const request = await sentFor(args, { method: 'POST', inputs: data, body });
    expect([request.body, request.headers.get('content-type')]).toEqual([undefined, null]);
  });

  test.each([
    ['an object as XML', 'application/xml', {}],
    ['a circle', 'application/json', circle],
    ['a big integer', 'application/json', { a: 1n }],
    ['a function', 'application/json', () => 1],
  ] as const)('%s is refused', async (_name, contentType, value) => {
    const error = sentFor(
      { data: value },
      { method: 'POST', inputs: data, body: whole(contentType) },
    );
    await expect(error).rejects.toMatchObject({ kind: 'validation', attempts: 0 });
  });

  test('with GET only through a fetch of the caller', async () => {
    const more = { inputs: data, body: forOwnFetch(whole('application/json')) };
    expect((await sentFor({ data: 1 }, more)).body).toBe('1');
    // The platform's own, named or not, would refuse it as if the connection were at fault.
    for (const options of [{}, { fetch: globalThis.fetch }])
      await expect(execute(core(options), operation(more), { data: 1 })).rejects.toMatchObject({
        kind: 'config',
        attempts: 0,
      });
  });
});

describe('expressions', () => {
  const scope = {
    input: (name: string): unknown => ({ a: 'A', n: 1, o: { list: [{ x: 'deep' }] } })[name],
    secret: (name: string): unknown => `secret ${name}`,
    step: (name: string): unknown => (name === 's' ? { id: 7 } : undefined),
  };
  const at = (name: string, path?: string[]): Expression => ({
    kind: 'input',
    name,
    ...(path && { path }),
  });
  test.each<[Expression, unknown]>([
    [{ kind: 'literal', value: [1] }, [1]],
    [at('a'), 'A'],
    [at('missing'), undefined],
    [at('o', ['list', '0', 'x']), 'deep'],
    [at('o', ['constructor', 'name']), undefined],
    [at('a', ['length', 'x']), undefined],
    [{ kind: 'secret', name: 'k' }, 'secret k'],
    [{ kind: 'step', step: 's', path: ['id'] }, 7],
    [{ kind: 'step', step: 't', path: ['id'] }, undefined],
    [{ kind: 'template', parts: ['<', at('n'), at('o'), '>'] }, '<1{"list":[{"x":"deep"}]}>'],
    [{ kind: 'array', items: [at('a'), at('missing')] }, ['A']],
    [
      {
        kind: 'object',
        members: [
          { name: 'm', value: at('missing') },
          { name: 'n', value: at('n') },
        ],
      },
      { n: 1 },
    ],
  ])('%j', (expression, value) => {
    expect(evaluate(expression, scope)).toEqual(value);
  });

  test.each<[Expression, string]>([
    [at('missing', ['x']), '`missing.x`'],
    [{ kind: 'step', step: 't', path: ['id'] }, '`t.id`'],
    [{ kind: 'literal', value: null }, '`literal`'],
  ])('a hole without value is refused: %j', (part, name) => {
    expect(() => evaluate({ kind: 'template', parts: ['a', part] }, scope)).toThrow(name);
  });

  test('a value that reads its own name gets what the caller gave', async () => {
    const inputs: OperationInput[] = [
      {
        name: 'v',
        in: 'query',
        value: computed({ kind: 'template', parts: ['<', { kind: 'input', name: 'v' }, '>'] }),
      },
      { name: 'w', in: 'query', value: computed({ kind: 'input', name: 'v' }) },
    ];
    expect((await sentFor({ v: '1' }, { inputs })).url).toBe(
      'https://api.example.com/x?v=%3C1%3E&w=%3C1%3E',
    );
  });
});

describe('forward', () => {
  const auth = credentialHeader('authorization', () => 'ours');

  test('passes on once, with the credentials of the service', async () => {
    const { fetch, sent } = fakeFetch([
      new Response('gone', { status: 503, headers: { 'x-up': '1' } }),
    ]);
    const headers = new Headers({ authorization: 'theirs', 'x-a': '1' });
    const request = { method: 'POST', path: '/a%2Fb', search: '?q=1', headers, body: 'text' };
    const response = await forward(core({ fetch }, { auth }), 'api', request);
    expect([response.status, await response.text(), response.headers.get('x-up')]).toEqual([
      503,
      'gone',
      '1',
    ]);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://api.example.com/a%2Fb?q=1',
      body: 'text',
      redirect: 'manual',
    });
    expect(sent[0]?.headers.get('authorization')).toBe('ours');
    expect(headers.get('authorization')).toBe('theirs');
  });

  test.each(['/a/../b', '/%2e%2E/b', '..\\b', '.'])('%s is refused', async (path) => {
    const { fetch, sent } = fakeFetch([json({})]);
    await expect(forward(core({ fetch }), 'api', { method: 'GET', path })).rejects.toMatchObject({
      kind: 'validation',
    });
    expect(sent).toEqual([]);
  });
});

test('forward sends no body where `fetch` refuses to', async () => {
  const { fetch, sent } = fakeFetch([json({})]);
  const request = { method: 'GET', path: '/', body: 'x' };
  await expect(forward(core({}), 'api', request)).rejects.toMatchObject({
    kind: 'validation',
    attempts: 0,
  });
  await forward(core({ fetch }), 'api', request);
  expect(sent[0]?.body).toBe('x');
});

test('send gives the response as it came', async () => {
  const { fetch } = fakeFetch([
    new Response('no', {
      status: 404,
      headers: { 'content-encoding': 'gzip', 'content-length': '9' },
    }),
  ]);
  const response = await send(core({ fetch }), operation(), {});
  expect([response.status, await response.text()]).toEqual([404, 'no']);
  expect([...response.headers.keys()]).toEqual(['content-type']);
});
