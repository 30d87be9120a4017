// What attackers send to a compiled MCP server over HTTP, byte by byte: each gets its status at once and in few words, the
// upstream hears nothing, and whoever comes after is served.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
      resources: { one: { path: "/things/{id}", operations: { read: { method: GET } } } }
  exposes:
    - type: mcp
      namespace: tools
      port: 9090
      tools:
        read: { description: Reads., call: up.read, with: { id: "{{id}}" }, inputParameters: { id: { type: string, description: Which. } } }
`;

let running: RunningCapability;
let server: Running;
let hasty: Running;
beforeAll(async () => {
  running = await runCapability(yaml, () => ({ body: '{"ok":true}' }));
  const { createFetch } = (await running.load('mcp/index.ts')) as {
    createFetch: (options: object) => (request: Request) => Promise<Response>;
  };
  const client = { baseURL: `${running.upstream}/base`, secrets: { KEY: 'top-secret' } };
  const fetch = createFetch({ client });
  server = await start({ fetch, hostname: '127.0.0.1', port: 0 });
  hasty = await start({ fetch, hostname: '127.0.0.1', port: 0, requestMs: 400 });
});
afterAll(async () => {
  await server.stop();
  await hasty.stop();
  await running.close();
});

/** Whatever comes back until the connection ends. */
function raw(text: string, { url }: Running = server): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
    socket.write(text);
  });
}

interface Sent {
  readonly body: string;
  readonly head?: string;
  readonly headers?: readonly string[];
}

async function send({ body, head = 'POST /mcp HTTP/1.1', headers = [] }: Sent) {
  const all = [
    ...(headers.some((line) => /^host:/i.test(line)) ? [] : ['Host: localhost']),
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
    'MCP-Protocol-Version: 2025-11-25',
    'Connection: close',
    ...headers,
    ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]),
  ];
  const answer = await raw(`${head}\r\n${all.join('\r\n')}\r\n\r\n${body}`);
  return { status: Number(answer.split(' ')[1] ?? 0), answer };
}

const message = (method: string, params: string): string =>
  `{"jsonrpc":"2.0","id":1,"method":"${method}","params":${params}}`;
const call = (args: string): string => message('tools/call', `{"name":"read","arguments":${args}}`);
const list = message('tools/list', '{}');

test('what is meant is answered, and the connection ends where that is asked for', async () => {
  const { status, answer } = await send({ body: list });
  expect(status).toBe(200);
  expect(answer).toContain('"name":"read"');
  expect(answer).not.toMatch(/^connection: keep-alive/im);
});

describe('is refused', () => {
  test.each<[name: string, sent: Sent, status: number]>([
    ['no JSON', { body: '{' }, 400],
    ['nothing', { body: '' }, 400],
    ['a number', { body: '1' }, 400],
    ['null', { body: 'null' }, 400],
    ['an empty batch', { body: '[]' }, 400],
    ['a batch of numbers', { body: '[1,2]' }, 400],
    ['a batch without an end', { body: `[${`${list},`.repeat(100)}${list}]` }, 400],
    ['lists in lists', { body: '['.repeat(100_000) + ']'.repeat(100_000) }, 400],
    ['no method', { body: '{"jsonrpc":"2.0","id":1}' }, 400],
    ['an id that is an object', { body: '{"jsonrpc":"2.0","id":{},"method":"ping"}' }, 400],
    ['an id beyond numbers', { body: '{"jsonrpc":"2.0","id":1e400,"method":"ping"}' }, 400],
    ['another version', { body: '{"jsonrpc":"1.0","id":1,"method":"ping"}' }, 400],
    ['parameters as a list', { body: message('tools/list', '[1]') }, 400],
    ['too much', { body: `{"a":"${'x'.repeat(4_200_000)}"}` }, 413],
    ['a huge header', { body: list, headers: [`X-A: ${'a'.repeat(20_000)}`] }, 431],
    [
      'too many headers',
      { body: list, headers: Array.from({ length: 3000 }, (_, i) => `X-${i}: 1`) },
      431,
    ],
    ['a length and chunks', { body: list, headers: ['Transfer-Encoding: chunked'] }, 400],
    ['chunks by another name', { body: '', headers: ['Transfer-Encoding: xchunked'] }, 400],
    ['a space before a colon', { body: '', headers: ['Transfer-Encoding : chunked'] }, 400],
    ['a negative length', { body: '', headers: ['Content-Length: -1'] }, 400],
    ['a length with a sign', { body: '', headers: ['Content-Length: +5'] }, 400],
    ['HEAD', { body: '', head: 'HEAD /mcp HTTP/1.1' }, 405],
    ['GET', { body: '', head: 'GET /mcp HTTP/1.1' }, 405],
    ['TRACE', { body: '', head: 'TRACE /mcp HTTP/1.1' }, 405],
    ['another path', { body: list, head: 'POST /mcp/ HTTP/1.1' }, 404],
    ['another host', { body: list, headers: ['Host: evil.test'] }, 403],
    ['a name that begins like ours', { body: list, headers: ['Host: localhost.evil.test'] }, 403],
    ['a name for an address of ours', { body: list, headers: ['Host: 127.0.0.1.nip.io'] }, 403],
    ['a dot behind the name', { body: list, headers: ['Host: localhost.'] }, 403],
    ['two hosts', { body: list, headers: ['Host: localhost', 'Host: evil.test'] }, 403],
    ['a user before the host', { body: list, headers: ['Host: localhost@evil.test'] }, 400],
    ['a page of another site', { body: list, headers: ['Origin: http://evil.test'] }, 403],
    [
      'a page whose name begins like ours',
      { body: list, headers: ['Origin: http://localhost.evil.test'] },
      403,
    ],
    ['a page without an origin', { body: list, headers: ['Origin: null'] }, 403],
    ['an extension of a browser', { body: list, headers: ['Origin: chrome-extension://abc'] }, 403],
    [
      'what a page asks first',
      {
        body: '',
        head: 'OPTIONS /mcp HTTP/1.1',
        headers: ['Origin: http://evil.test', 'Access-Control-Request-Method: POST'],
      },
      403,
    ],
  ])('%s', async (_, sent, status) => {
    const { status: actual, answer } = await send(sent);
    expect([actual, answer.slice(0, 300)]).toEqual([status, expect.any(String)]);
    expect(answer).not.toMatch(/top-secret|access-control-allow|\bat .*\.[jt]s:\d/i);
    expect(answer.length).toBeLessThan(2000);
    expect(running.requests).toEqual([]);
  });

  test.each([
    [
      'a body that comes too slowly',
      'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nContent-Length: 99\r\n\r\n{',
    ],
    ['headers that come too slowly', 'POST /mcp HTTP/1.1\r\nHost: loc'],
  ])('%s', async (_, text) => {
    expect(await raw(text, hasty)).toMatch(/^HTTP\/1\.1 408 |^$/);
  });
});

describe('is told to the model', () => {
  test.each([
    ['arguments without an end', call(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)],
    [
      'more arguments than anybody reads',
      call(`{${Array.from({ length: 100_000 }, (_, i) => `"${i}":1`).join(',')}}`),
    ],
    ['a prototype', call('{"__proto__":{"id":"1"}}')],
    ['a prototype further down', call('{"id":{"constructor":{"prototype":{"admin":1}}}}')],
    ['a segment that leads up', call('{"id":".."}')],
    ['no segment', call('{"id":""}')],
  ])('%s', async (_, body) => {
    const { status, answer } = await send({ body });
    expect(status).toBe(200);
    expect(answer).toContain('"isError":true');
    expect(answer.length).toBeLessThan(5000);
    expect(running.requests).toEqual([]);
  });

  test('whoever comes after is served', async () => {
    const { answer } = await send({ body: call('{"id":"a/b?c#d"}') });
    expect(answer).toContain('"structuredContent":{"ok":true}');
    expect(running.requests.map(({ path }) => path)).toEqual(['/base/things/a%2Fb%3Fc%23d']);
  });
});
