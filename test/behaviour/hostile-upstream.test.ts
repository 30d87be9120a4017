// What an upstream can do to a compiled server: every answer ends in an answer, in bounded memory, and no credential and
// nothing of the upstream's own goes further than it should. Bytes are written by hand.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectTools, type ToolCaller } from '../support/mcp.ts';
import { runCapability, type RunningCapability } from '../support/run.ts';

const yaml = (authentication: string): string => `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      authentication: { ${authentication} }
      resources: { one: { path: "/{mode}", operations: { get: { method: GET } } } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        raw: { path: "/raw/{mode}", operations: { raw: { method: GET, call: up.get, with: { mode: "{{mode}}" } } } }
        shaped: { path: "/shaped/{mode}", operations: { shaped: { method: GET, call: up.get, with: { mode: "{{mode}}" }, outputParameters: [{ type: object, properties: { a: { type: string, mapping: $.a } } }] } } }
        steps: { path: "/steps/{mode}", operations: { steps: { method: GET, steps: { one: { type: call, call: up.get, with: { mode: "{{mode}}" } } }, mappings: [{ target: a, value: $.one.a }] } } }
    - type: mcp
      namespace: tools
      port: 9090
      tools:
        whole: { description: d, call: up.get, with: { mode: "{{mode}}" }, inputParameters: { mode: { type: string, description: d } } }
        shaped: { description: d, call: up.get, with: { mode: "{{mode}}" }, inputParameters: { mode: { type: string, description: d } }, outputParameters: [{ type: object, properties: { a: { type: string, mapping: $.a } } }] }
`;

type Behaviour = string | ((socket: Socket) => void);

const json = 'Content-Type: application/json';
const answer = (status: string, body: string, ...headers: string[]): string =>
  [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join(
    '\r\n',
  );
const deep = `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;

/** Goes on for as long as somebody reads. */
const endless =
  (start: string, piece: string) =>
  (socket: Socket): void => {
    const go = (): void => {
      while (socket.writable) if (!socket.write(piece)) return void socket.once('drain', go);
    };
    socket.write(start);
    go();
  };

const bytes = gzipSync(Buffer.alloc(40 * 1024 * 1024, 0x20));

function bomb(socket: Socket): void {
  const head = [
    'HTTP/1.1 200 OK',
    json,
    'Content-Encoding: gzip',
    `Content-Length: ${bytes.length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  socket.end(bytes);
}

const behaviours: Readonly<Record<string, Behaviour>> = {
  'to-a-file': answer('302 Found', '', 'Location: file:///etc/passwd'),
  'to-data': answer('302 Found', '', 'Location: data:application/json,{}'),
  'for-ever': answer('302 Found', '', 'Location: /for-ever'),
  'line-break': answer('200 OK', '{"a":"b"}', json, 'X-A: a\rX-B: b'),
  'no-chunks': `HTTP/1.1 200 OK\r\n${json}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\ngarbage`,
  'two-lengths': answer('200 OK', '{"a":"b"}', json, 'Content-Length: 3'),
  'length-and-chunks': answer('200 OK', '{"a":"b"}', json, 'Transfer-Encoding: chunked'),
  'other-protocol': 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
  'no-protocol': '{"a":"b"}',
  'no-gzip': answer('200 OK', 'not compressed', json, 'Content-Encoding: gzip'),
  'headers-for-ever': endless('HTTP/1.1 200 OK\r\n', `X-A: ${'a'.repeat(1000)}\r\n`),
  hints: `${'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(5000)}${answer('200 OK', '{"a":"b"}', json)}`,
  'status-999': answer('999 What', '{"a":"b"}', json),
  deep: answer('200 OK', deep, json),
  'body-for-ever': endless(
    `HTTP/1.1 200 OK\r\n${json}\r\nConnection: close\r\n\r\n{"a":"`,
    'a'.repeat(65_536),
  ),
  bomb,
  'bad-text': (socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${json}\r\nContent-Length: 9\r\n\r\n`);
    socket.end(Buffer.from('7b2261223a22ff227d', 'hex'));
  },
  headers: answer(
    '200 OK',
    '{"a":"b"}',
    json,
    'Set-Cookie: sid=1',
    'Server: s',
    'X-Powered-By: p',
    'Access-Control-Allow-Origin: *',
    'Clear-Site-Data: "*"',
    'WWW-Authenticate: Basic',
  ),
  'wrong-key': answer('401 Unauthorized', '{"a":"no such key: top-secret"}', json),
  'own-url': answer('200 OK', '{"a":"https://up.test/x?key=top-secret&page=2"}', json),
  prototype: answer(
    '200 OK',
    '{"__proto__":{"admin":1},"a":"b","constructor":{"prototype":{"admin":1}}}',
    json,
  ),
};

let upstream: Server;
let other: Server;
const asked: string[] = [];
const askedElsewhere: string[] = [];
const open = new Set<Socket>();
const running: RunningCapability[] = [];
let tools: ToolCaller;

const port = (server: Server): number => (server.address() as AddressInfo).port;

function listen(heard: string[], behave: (target: string) => Behaviour): Promise<Server> {
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
    socket.on('data', (chunk) => {
      const head = chunk.toString('latin1');
      heard.push(head);
      const behaviour = behave(/^\S+ \/(?:up\/)?([^ ?]*)/.exec(head)?.[1] ?? '');
      if (typeof behaviour === 'string') socket.end(behaviour, 'latin1');
      else behaviour(socket);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function run(authentication: string): Promise<RunningCapability> {
  return runText(yaml(authentication));
}

async function runText(text: string): Promise<RunningCapability> {
  const baseURL = `http://127.0.0.1:${port(upstream)}/up`;
  const options = { secrets: { KEY: 'top-secret' }, client: { baseURL } };
  const one = await runCapability(text, undefined, options);
  running.push(one);
  return one;
}

let capability: RunningCapability;
beforeAll(async () => {
  other = await listen(askedElsewhere, () => answer('200 OK', '{"a":"other"}', json));
  upstream = await listen(asked, (target) =>
    target === 'elsewhere'
      ? answer('302 Found', '', `Location: http://127.0.0.1:${port(other)}/x`)
      : (behaviours[target] ?? answer('404 Not Found', '{}', json)),
  );
  capability = await run('type: bearer, token: "{{KEY}}"');
  const upstreamUrl = `http://127.0.0.1:${port(upstream)}`;
  tools = await connectTools({ ...capability, upstream: upstreamUrl }, { KEY: 'top-secret' });
}, 60_000);
afterAll(async () => {
  await tools.close();
  for (const one of running) await one.close();
  for (const socket of open) socket.destroy();
  upstream.close();
  other.close();
});
beforeEach(() => {
  asked.length = 0;
  askedElsewhere.length = 0;
});

describe('an answer that is none', () => {
  test.each([
    'to-a-file',
    'to-data',
    'for-ever',
    'line-break',
    'no-chunks',
    'two-lengths',
    'length-and-chunks',
    'other-protocol',
    'no-protocol',
    'no-gzip',
    'headers-for-ever',
    'status-999',
  ])('%s', async (mode) => {
    for (const route of ['raw', 'shaped', 'steps']) {
      const { status, body } = await capability.answer(`GET /${route}/${mode}`);
      expect([route, status]).toEqual([route, 502]);
      expect(JSON.stringify(body)).not.toMatch(/top-secret|passwd|127\.0\.0\.1/);
    }
    for (const tool of ['whole', 'shaped'])
      expect(await tools.call(tool, { mode })).toMatchObject({ isError: true });
  });
});

describe('an answer that is too much, or cannot be told', () => {
  test.each(['deep', 'body-for-ever', 'bomb', 'bad-text'])('%s', async (mode) => {
    for (const route of ['shaped', 'steps']) {
      const { status } = await capability.answer(`GET /${route}/${mode}`);
      expect([route, status]).toEqual([route, 502]);
    }
    expect(await tools.call('shaped', { mode })).toMatchObject({ isError: true });
  });

  test('whoever reads no more lets go of the connection', async () => {
    const before = open.size;
    const response = await capability.ask('GET /raw/body-for-ever');
    expect(response.status).toBe(200);
    const { body } = response;
    const reader = body!.getReader();
    await reader.read();
    await reader.cancel();
    await expect.poll(() => open.size).toBeLessThanOrEqual(before);
  });
});

describe('an answer among much else', () => {
  test.each(['hints', 'headers', 'prototype'])('%s', async (mode) => {
    for (const route of ['raw', 'shaped', 'steps']) {
      const response = await capability.ask(`GET /${route}/${mode}`);
      expect(await response.json()).toMatchObject({ a: 'b' });
      expect(response.status).toBe(200);
      const names = [...response.headers.keys()].join();
      expect(names).not.toMatch(/cookie|server|powered|access-control|clear-site|authenticate/);
    }
    for (const tool of ['whole', 'shaped'])
      expect(await tools.call(tool, { mode })).toMatchObject({ value: { a: 'b' } });
    expect(({} as { readonly admin?: unknown }).admin).toBeUndefined();
  });
});

describe('an answer that repeats the key it was asked with', () => {
  const auth = 'authentication: { type: bearer, token: "{{KEY}}" }';
  const input = (name: string, place: string): string =>
    `inputParameters: { ${name}: { in: ${place}, value: "{{env.KEY}}" } }`;
  test.each([
    ['declared as authentication', auth, 'wrong-key', 401, { a: 'no such key: ***' }],
    ['sent as a header', input('X-Api-Key', 'header'), 'wrong-key', 401, { a: 'no such key: ***' }],
    [
      'sent in the query',
      input('key', 'query'),
      'own-url',
      200,
      { a: 'https://up.test/x?key=***&page=2' },
    ],
  ])('%s', async (_, declared, mode, status, body) => {
    const text = yaml('type: bearer, token: "{{KEY}}"')
      .replace(auth, declared)
      .replace('capability:', 'binds: [{ namespace: env, keys: { KEY: KEY } }]\ncapability:');
    const one = await runText(text);
    expect(await one.answer(`GET /raw/${mode}`)).toMatchObject({ status, body });
    expect(asked.join()).toContain('top-secret');
  });
});

describe('a redirect to another origin takes no credential along', () => {
  test.each([
    ['a token', 'type: bearer, token: "{{KEY}}"'],
    ['a user', 'type: basic, username: me, password: "{{KEY}}"'],
    ['a key in a header', 'type: apikey, key: X-Key, value: "{{KEY}}", placement: header'],
    ['a key in the query', 'type: apikey, key: key, value: "{{KEY}}", placement: query'],
  ])('%s', async (_, authentication) => {
    const one = await run(authentication);
    expect((await one.answer('GET /raw/elsewhere')).body).toEqual({ a: 'other' });
    expect(asked.join()).toMatch(/top-secret|Basic /);
    expect(askedElsewhere).toHaveLength(1);
    expect(askedElsewhere.join()).not.toMatch(/top-secret|authorization|x-key/i);
  });
});
