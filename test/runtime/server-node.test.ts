import { expect, test } from 'vitest';
import { optional, required } from '../../templates/runtime/server/environment.ts';
import { start } from '../../templates/runtime/server/node.ts';

test('answers, lets running requests finish, then is gone', async () => {
  let finish: (() => void) | undefined;
  const running = await start({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request) =>
      request.url.endsWith('/slow')
        ? new Promise((resolve) => {
            finish = () => resolve(new Response('done'));
          })
        : new Response('hello'),
  });
  expect(await (await fetch(running.url)).text()).toBe('hello');
  const slow = fetch(`${running.url}/slow`);
  await expect.poll(() => finish).toBeDefined();
  const stopped = running.stop();
  finish?.();
  expect(await (await slow).text()).toBe('done');
  await stopped;
  await expect(fetch(running.url)).rejects.toThrow('fetch failed');
});

test('does not wait for ever', async () => {
  const running = await start({
    hostname: '127.0.0.1',
    port: 0,
    graceMs: 50,
    fetch: () => new Promise(() => {}),
  });
  const pending = fetch(running.url).catch(() => 'cut off');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await running.stop();
  expect(await pending).toBe('cut off');
});

test('a port that is taken is an error', async () => {
  const first = await start({ hostname: '127.0.0.1', port: 0, fetch: () => new Response() });
  const port = Number(new URL(first.url).port);
  await expect(start({ hostname: '127.0.0.1', port, fetch: () => new Response() })).rejects.toThrow(
    'EADDRINUSE',
  );
  await first.stop();
});

test('the caller going away aborts the request', async () => {
  const late = new Promise<string>((resolve) => setTimeout(() => resolve('not aborted'), 2000));
  let heard: (text: string) => void = () => {};
  const seen = new Promise<string>((resolve) => {
    heard = resolve;
  });
  const running = await start({
    hostname: '127.0.0.1',
    port: 0,
    fetch: (request) =>
      new Promise((resolve) => {
        request.signal.addEventListener('abort', () => {
          heard('aborted');
          resolve(new Response(null, { status: 499 }));
        });
      }),
  });
  const controller = new AbortController();
  const pending = fetch(running.url, { signal: controller.signal }).catch(() => undefined);
  setTimeout(() => controller.abort(), 30);
  await pending;
  expect(await Promise.race([seen, late])).toBe('aborted');
  await running.stop();
});

test('variables of the environment', () => {
  expect(() => required('CAPWRIGHT_NOT_SET')).toThrow(
    'set the environment variable CAPWRIGHT_NOT_SET',
  );
  expect(optional('CAPWRIGHT_NOT_SET')).toBeUndefined();
  expect(required('PATH')).toBe(optional('PATH'));
});
