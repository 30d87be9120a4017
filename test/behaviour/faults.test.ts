// An upstream that hangs, resets, sends half, too much or nonsense: the right status each time, over real sockets, and
// nothing is left behind. FAULTS=10000 does it that often.
import { createServer, type Server } from 'node:net';
import process from 'node:process';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { start, type Running } from '../../templates/runtime/server/node.ts';
import { runCapability, type RunningCapability } from '../support/run.ts';
import { listen } from '../support/upstream.ts';

const yaml = `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      resources: { one: { path: "/{kind}", operations: { read: { method: GET, inputParameters: { kind: { in: path, type: string } } } } } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        whole: { path: "/whole/{kind}", operations: { read: { method: GET, call: up.read, inputParameters: { kind: { in: path, type: string, description: d } } } } }
        shaped: { path: "/shaped/{kind}", operations: { read: { method: GET, call: up.read, inputParameters: { kind: { in: path, type: string, description: d } }, outputParameters: [{ type: object, properties: { a: { type: string, mapping: $.a } } }] } } }
`;

const head = (length: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${length}\r\n\r\n`;
const megabyte = Buffer.alloc(1024 * 1024, 'x');

/** Status of the route that passes on, of the one that shapes; `cut`: it had begun, and breaks off. */
const faults: readonly (readonly [kind: string, whole: number | 'cut', shaped: number])[] = [
  ['fine', 200, 200],
  ['hang', 504, 504],
  ['reset', 502, 502],
  ['reset-late', 502, 502],
  ['half', 502, 502],
  ['half-chunked', 502, 502],
  ['half-large', 'cut', 502],
  ['stall', 504, 504],
  ['nonsense', 502, 502],
  ['invalid-json', 200, 502],
  ['teapot', 418, 418],
  ['limit', 429, 429],
];

let upstream: Server;
let running: RunningCapability;
/** One that gives up soon, for upstreams that say nothing; one that does not, for all others. */
let hasty: Running;
let server: Running;
let sent = 0;
beforeAll(async () => {
  upstream = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      const kind = /^GET \/base\/([\w-]+)/.exec(chunk.toString())?.[1];
      switch (kind) {
        case 'fine':
          return void socket.write(`${head('content-length: 12')}{"a":"fine"}`);
        case 'hang':
          return;
        case 'reset':
          return void socket.resetAndDestroy();
        case 'reset-late':
          return void socket.write(head('content-length: 40'), () => socket.resetAndDestroy());
        case 'half':
          return void socket.end(`${head('content-length: 40')}{"a":`);
        case 'half-chunked':
          return void socket.end(`${head('transfer-encoding: chunked')}5\r\n{"a":\r\n`);
        case 'half-large':
          return void socket.end(`${head('content-length: 900000')}{"a":"${'x'.repeat(200_000)}`);
        case 'stall':
          return void socket.write(`${head('content-length: 40')}{"a":`);
        case 'nonsense':
          return void socket.end('\0\0\0 no HTTP at all\r\n\r\n');
        case 'invalid-json':
          return void socket.write(`${head('content-length: 5')}{"a":`);
        case 'teapot':
          return void socket.write('HTTP/1.1 418 I\r\ncontent-length: 0\r\n\r\n');
        case 'limit':
          return void socket.write('HTTP/1.1 429 S\r\nretry-after: 3\r\ncontent-length: 0\r\n\r\n');
        case 'endless': {
          socket.write(head(`content-length: ${1024 ** 3}`));
          const more = (): void => {
            while (!socket.destroyed && sent < 1024) {
              sent++;
              if (!socket.write(megabyte)) return;
            }
          };
          socket.on('drain', more);
          return more();
        }
      }
    });
  });
  const url = await listen(upstream as never);
  running = await runCapability(yaml);
  const { createFetch } = (await running.load('server/app.ts')) as {
    createFetch: (options: object) => (request: Request) => Promise<Response>;
  };
  const serve = (timeout: number): Promise<Running> =>
    start({
      fetch: createFetch({ client: { baseURL: `${url}/base`, maxRetries: 0, timeout } }),
      hostname: '127.0.0.1',
      port: 0,
    });
  hasty = await serve(100);
  server = await serve(30_000);
  // The adapter tells the console about answers that break off.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(console, 'info').mockImplementation(() => {});
});
afterAll(async () => {
  await hasty.stop();
  await server.stop();
  await running.close();
  upstream.close();
});

async function ask(
  path: string,
): Promise<{ readonly status: number | 'cut'; readonly text: string }> {
  const { url } = /hang|stall/.test(path) ? hasty : server;
  const response = await fetch(url + path);
  try {
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 'cut', text: '' };
  }
}

test('the right status, every time, and nothing is left', async () => {
  const rounds = Math.ceil(Number(process.env['FAULTS'] ?? 240) / (faults.length * 2));
  const open = (): number =>
    process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  await ask('/whole/fine');
  const before = open();
  for (let round = 0; round < rounds; round++)
    await Promise.all(
      faults.flatMap(([kind, whole, shaped]) => [
        ask(`/whole/${kind}`).then(({ status, text }) => {
          expect([kind, status]).toEqual([kind, whole]);
          if (whole === 502 || whole === 504) expect(JSON.parse(text)).toMatchObject({ status });
        }),
        ask(`/shaped/${kind}`).then(({ status }) => {
          expect([kind, status]).toEqual([kind, shaped]);
        }),
      ]),
    );
  expect((await ask('/shaped/fine')).text).toBe('{"a":"fine"}');
  // Timers of calls are gone with them; some of the platform's own come and go.
  await expect.poll(open, { timeout: 5000 }).toBeLessThanOrEqual(before + 4);
}, 600_000);

test('a gibibyte is cut off at the limit where it has to be read', async () => {
  sent = 0;
  const { status, text } = await ask('/shaped/endless');
  expect([status, text]).toEqual([502, expect.stringContaining('too much')]);
  expect(sent).toBeLessThan(200);
});

test('and is never held in memory where it is passed on', async () => {
  sent = 0;
  const response = await fetch(`${server.url}/whole/endless`);
  const reader = response.body!.getReader();
  await reader.read();
  // Nobody reads on: what is under way fills buffers, and no more.
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(sent).toBeLessThan(64);
  await reader.cancel();
});
