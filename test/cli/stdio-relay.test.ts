import { PassThrough } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { stdioRelay, type StdioRelay } from '../../src/cli/serve/stdio-relay.ts';

interface Wire {
  readonly relay: StdioRelay;
  /** Says no more. */
  leave(): void;
  say(message: object): void;
  /** What the client was told since it was last asked. */
  heard(): Promise<readonly unknown[]>;
}

function client(): Wire {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const take = taker(output);
  return {
    relay: stdioRelay({ input, output }),
    leave: () => void input.end(),
    say: (message) => void input.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
    heard: take,
  };
}

function server(relay: StdioRelay): Pick<Wire, 'say' | 'heard'> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  relay.attach({ input, output });
  return {
    say: (message) => void output.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
    heard: taker(input),
  };
}

function taker(stream: PassThrough): () => Promise<readonly unknown[]> {
  let text = '';
  stream.on('data', (chunk) => (text += String(chunk)));
  return async () => {
    await wait(5);
    const lines = text.split('\n').filter((line) => line !== '');
    text = '';
    return lines.map((line) => {
      const { jsonrpc: _, ...rest } = JSON.parse(line) as Record<string, unknown>;
      return rest;
    });
  };
}

const hello = { id: 0, method: 'initialize', params: { protocolVersion: '2025-11-25' } };
const capabilities = { tools: {}, logging: {} };

test('messages pass both ways; the answer to `initialize` says that lists may change', async () => {
  const one = client();
  const first = server(one.relay);
  one.say(hello);
  expect(await first.heard()).toEqual([hello]);
  first.say({ id: 0, result: { capabilities } });
  expect(await one.heard()).toEqual([
    { id: 0, result: { capabilities: { tools: { listChanged: true }, logging: {} } } },
  ]);
});

test('a new server is greeted like the first, and the client hears that lists have changed', async () => {
  const one = client();
  const first = server(one.relay);
  one.say(hello);
  one.say({ method: 'notifications/initialized' });
  await first.heard();
  first.say({ id: 0, result: { capabilities } });
  await one.heard();

  await one.relay.detach();
  one.say({ id: 1, method: 'tools/list' });
  const second = server(one.relay);
  expect(await second.heard()).toEqual([{ ...hello, id: 'capwright-serve-greeting' }]);
  second.say({ id: 'capwright-serve-greeting', result: { capabilities } });
  expect(await second.heard()).toEqual([
    { method: 'notifications/initialized' },
    { id: 1, method: 'tools/list' },
  ]);
  expect(await one.heard()).toEqual([{ method: 'notifications/tools/list_changed' }]);
  second.say({ id: 1, result: { tools: [] } });
  first.say({ id: 1, result: 'late' });
  expect(await one.heard()).toEqual([{ id: 1, result: { tools: [] } }]);
});

test('without a beginning nothing is greeted', async () => {
  const one = client();
  server(one.relay);
  await one.relay.detach();
  one.say({ id: 1, method: 'tools/list' });
  expect(await server(one.relay).heard()).toEqual([{ id: 1, method: 'tools/list' }]);
});

test('what was asked is answered before the server goes', async () => {
  const one = client();
  const first = server(one.relay);
  one.say({ id: 7, method: 'tools/call' });
  await first.heard();
  const gone = one.relay.detach();
  first.say({ id: 7, result: 'done' });
  await gone;
  expect(await one.heard()).toEqual([{ id: 7, result: 'done' }]);
});

test('what a server does not answer in time is answered for it', async () => {
  const one = client();
  const first = server(one.relay);
  one.say({ id: 7, method: 'tools/call' });
  await first.heard();
  await one.relay.detach();
  expect(await one.heard()).toEqual([
    { id: 7, error: { code: -32603, message: 'The server was exchanged; ask again' } },
  ]);
});

test('lines that are no messages pass as they are', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const relay = stdioRelay({ input, output });
  const [toServer, fromServer] = [new PassThrough(), new PassThrough()];
  relay.attach({ input: toServer, output: fromServer });
  input.write('{"broken\nnull\n');
  await wait(5);
  expect(String(toServer.read())).toBe('{"broken\nnull\n');
  input.end();
  await relay.closed;
});

test('questions that are piped in are answered, though their end comes before the server does', async () => {
  const one = client();
  let isClosed = false;
  void one.relay.closed.then(() => (isClosed = true));
  one.say(hello);
  one.leave();
  await one.heard();
  const first = server(one.relay);
  expect(await first.heard()).toEqual([hello]);
  expect(isClosed).toBe(false);
  first.say({ id: 0, result: { capabilities } });
  expect(await one.heard()).toHaveLength(1);
  expect(isClosed).toBe(true);
});

test('a client that asked nothing and leaves is gone at once', async () => {
  const one = client();
  one.say({ method: 'notifications/initialized' });
  one.leave();
  await expect(one.relay.closed).resolves.toBeUndefined();
});
