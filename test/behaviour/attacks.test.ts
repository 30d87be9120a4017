// What attackers send to a compiled server, over real sockets: each gets its status, and nothing of it reaches the upstream
// but what belongs there. Bytes are written by hand: no client would send most of this.
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { start, type Running } from '../../templates/runtime/server/node.ts';
import { runCapability, type RunningCapability } from '../support/run.ts';

const yaml = `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      authentication: { type: bearer, token: "{{KEY}}" }
      resources:
        one:
          path: /things/{id}
          operations:
            read: { method: GET, inputParameters: { id: { in: path, type: string }, q: { in: query, type: string }, trace: { in: header, type: string }, sid: { in: cookie, type: string } } }
            write: { method: PUT, inputParameters: { id: { in: path, type: string }, body: { in: body, type: object } } }
            remove: { method: DELETE, inputParameters: { id: { in: path, type: string } } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        one:
          path: /things/{id}
          operations:
            read: { method: GET, call: up.read, with: { id: "{{id}}", q: "{{q}}", trace: "{{trace}}", sid: "{{sid}}" }, inputParameters: { id: { in: path, type: string, description: d }, q: { in: query, type: string, description: d }, trace: { in: header, type: string, description: d }, sid: { in: cookie, type: string, description: d } } }
            write: { method: PUT, call: up.write, with: { id: "{{id}}", body: "{{body}}" }, inputParameters: { id: { in: path, type: string, description: d }, body: { in: body, type: object, required: true, description: d } } }
        pass:
          path: /pass/{path}
          forward: { targetNamespace: up, trustedHeaders: [x-trace] }
`;

let running: RunningCapability;
let server: Running;
const logged: unknown[] = [];
beforeAll(async () => {
  running = await runCapability(yaml, () => ({ body: '{"ok":true}' }), {
    secrets: { KEY: 'top-secret' },
  });
  const { createFetch } = (await running.load('server/app.ts')) as {
    createFetch: (options: object) => (request: Request) => Promise<Response>;
  };
  const fetch = createFetch({
    client: { baseURL: `${running.upstream}/base`, secrets: { KEY: 'top-secret' }, maxRetries: 0 },
    log: (entry: unknown) => logged.push(entry),
    allowedHosts: ['localhost', '127.0.0.1'],
  });
  server = await start({ fetch, hostname: '127.0.0.1', port: 0, requestMs: 400 });
});
afterAll(async () => {
  await server.stop();
  await running.close();
});
beforeEach(() => {
  running.requests.length = 0;
  logged.length = 0;
});

/** Whatever comes back until the connection ends; `wait`: it is not ended by us. */
function raw(text: string | Uint8Array): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.write(text);
  });
}

interface Sent {
  readonly method?: string;
  readonly target: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

async function send({ method = 'GET', target, headers = [], body }: Sent) {
  const all = [
    ...(headers.some((line) => /^host:/i.test(line)) ? [] : ['Host: localhost']),
    'Connection: close',
    ...headers,
    ...(body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  const answer = await raw(
    `${method} ${target} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n${body ?? ''}`,
  );
  return { status: Number(answer.split(' ')[1] ?? 0), answer };
}

const json = 'Content-Type: application/json';
const put = (body: string, ...headers: string[]): Sent => ({
  method: 'PUT',
  target: '/things/1',
  headers: [json, ...headers],
  body,
});

/** Refused, or answered as a path that is not there; the upstream hears nothing. */
const refused: readonly (readonly [name: string, sent: Sent, status: number])[] = [
  ['two dots as a segment', { target: '/things/..' }, 404],
  ['two dots in code', { target: '/things/%2e%2e' }, 404],
  ['a step up that is resolved before routing', { target: '/things/1/../../admin' }, 404],
  ['dots in code behind a slash in code', { target: '/pass/a%2f..%2f..%2fadmin' }, 400],
  ['dots in code twice, passed on', { target: '/pass/%252e%252e/admin' }, 400],
  ['backslashes, passed on', { target: '/pass/..%5c..%5cadmin' }, 400],
  ['half a percent-encoding', { target: '/things/%zz' }, 400],
  ['bytes that are no UTF-8', { target: '/things/%ff%fe' }, 400],
  ['nothing where the path has a variable', { target: '/things//' }, 404],
  ['another host', { target: '/things/1', headers: ['Host: evil.test'] }, 403],
  ['another host with a port', { target: '/things/1', headers: ['Host: evil.test:80'] }, 403],
  ['an absolute target at another host', { target: 'http://evil.test/things/1' }, 403],
  ['a page of another site', { target: '/things/1', headers: ['Origin: https://evil.test'] }, 403],
  ['a page without an origin', { target: '/things/1', headers: ['Origin: null'] }, 403],
  ['a line break in a header', { target: '/things/1', headers: ['trace: a\rX-Evil: 1'] }, 400],
  ['a zero in a header', { target: '/things/1', headers: ['trace: a\0b'] }, 400],
  ['a line break in a target', { target: '/things/1\rX: 1' }, 400],
  [
    'more headers than anybody has',
    { target: '/things/1', headers: [`trace: ${'x'.repeat(20_000)}`] },
    431,
  ],
  [
    'a method that another header wishes for',
    {
      method: 'POST',
      target: '/things/1',
      headers: ['X-HTTP-Method-Override: DELETE', json],
      body: '{}',
    },
    405,
  ],
  [
    'a method that the query wishes for',
    { method: 'POST', target: '/things/1?_method=PUT', headers: [json], body: '{}' },
    405,
  ],
  ['a method of the upstream only', { method: 'DELETE', target: '/things/1' }, 405],
  ['TRACE', { method: 'TRACE', target: '/things/1' }, 405],
  ['a method nobody knows', { method: 'HACK', target: '/things/1' }, 400],
  ['a parameter given twice', { target: '/things/1?q=a&q=b' }, 400],
  ['a prototype in a body', put('{"__proto__":{"admin":true}}'), 400],
  ['a prototype deep in a body', put('{"a":[{"constructor":{"prototype":{"admin":true}}}]}'), 400],
  ['a prototype in escapes', put('{"\\u005f_proto__":{"admin":true}}'), 400],
  ['lists without an end', put('['.repeat(100_000)), 400],
  ['a deep object', put(`{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`), 400],
  ['more than a mebibyte', put(`{"a":"${'x'.repeat(1024 * 1024)}"}`), 413],
  [
    'a length that is announced only',
    { method: 'PUT', target: '/things/1', headers: [json, 'Content-Length: 99999999999'] },
    413,
  ],
  [
    'another type',
    { method: 'PUT', target: '/things/1', headers: ['Content-Type: text/plain'], body: '{}' },
    415,
  ],
  ['a compressed body', put('{}', 'Content-Encoding: gzip'), 415],
  ['no JSON', put('{"a":1}}'), 400],
  ['a byte order mark and nothing', put('\ufeff'), 400],
  ['two lengths', put('{}', 'Content-Length: 3'), 400],
  ['a length and chunks', put('{}', 'Transfer-Encoding: chunked'), 400],
];

describe('is refused', () => {
  test.each(refused)('%s', async (_, sent, status) => {
    const { status: actual, answer } = await send(sent);
    expect([actual, answer.slice(0, 300)]).toEqual([status, expect.any(String)]);
    expect(running.requests).toEqual([]);
    expect(answer).not.toMatch(/top-secret|X-Evil|\bat .*\.[jt]s:\d/);
  });

  test('a body that comes too slowly', async () => {
    const answer = await raw(
      `PUT /things/1 HTTP/1.1\r\nHost: localhost\r\n${json}\r\nContent-Length: 100\r\n\r\n{"a":`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 |^$/);
    expect(running.requests).toEqual([]);
  });
});

/** Taken, and it stays where it belongs. */
const contained: readonly (readonly [name: string, sent: Sent, path: string, more: object])[] = [
  ['a slash in code', { target: '/things/a%2Fb' }, '/base/things/a%2Fb', {}],
  ['a query in a segment', { target: '/things/a%3Fadmin=1' }, '/base/things/a%3Fadmin%3D1', {}],
  ['a fragment in a segment', { target: '/things/a%23b' }, '/base/things/a%23b', {}],
  [
    'a step up in a segment',
    { target: '/things/..%2F..%2Fadmin' },
    '/base/things/..%2F..%2Fadmin',
    {},
  ],
  ['dots in code twice', { target: '/things/%252e%252e' }, '/base/things/%252e%252e', {}],
  ['a line break in a segment', { target: '/things/a%0d%0ab' }, '/base/things/a%0D%0Ab', {}],
  ['a zero in a segment', { target: '/things/a%00b' }, '/base/things/a%00b', {}],
  [
    'letters that look like dots',
    { target: '/things/%E2%80%A4%E2%80%A4' },
    '/base/things/%E2%80%A4%E2%80%A4',
    {},
  ],
  [
    'more parameters in a value',
    { target: '/things/1?q=a%26admin%3D1' },
    '/base/things/1',
    { query: [['q', 'a&admin=1']] },
  ],
  ['a parameter nobody declared', { target: '/things/1?admin=1' }, '/base/things/1', { query: [] }],
  [
    'a line break in a value',
    { target: '/things/1?q=a%0d%0aX:1' },
    '/base/things/1',
    { query: [['q', 'a\r\nX:1']] },
  ],
  [
    'a cookie in a cookie',
    { target: '/things/1', headers: ['Cookie: sid=a%3B%20admin%3D1'] },
    '/base/things/1',
    { cookie: 'sid=a%3B%20admin%3D1' },
  ],
  [
    'credentials of the caller',
    { target: '/things/1', headers: ['Authorization: Bearer mine', 'X-Forwarded-Host: evil.test'] },
    '/base/things/1',
    {},
  ],
  [
    'credentials of the caller, passed on',
    { target: '/pass/things/1', headers: ['Authorization: Bearer mine', 'X-Trace: t'] },
    '/base/things/1',
    {},
  ],
  ['a key given twice', put('{"a":1,"a":2}'), '/base/things/1', { body: '{"a":2}' }],
];

describe('is taken, and stays where it belongs', () => {
  test.each(contained)('%s', async (_, sent, path, more) => {
    const { status, answer } = await send(sent);
    expect([status, answer.slice(0, 300)]).toEqual([200, expect.any(String)]);
    expect(running.requests).toHaveLength(1);
    const { headers, ...request } = running.requests[0]!;
    const { cookie, ...wanted } = more as { readonly cookie?: string };
    expect(request).toMatchObject({ path, ...wanted });
    expect(headers['authorization']).toBe('Bearer top-secret');
    expect(headers['x-forwarded-host']).toBeUndefined();
    expect(headers['cookie']).toBe(cookie);
    expect(answer + JSON.stringify(logged)).not.toContain('top-secret');
  });

  test('an object of a prototype is still what it was', () => {
    expect(({} as { readonly admin?: unknown }).admin).toBeUndefined();
  });
});
