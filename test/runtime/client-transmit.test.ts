// Time limits, abort, retries, middleware, errors.
import { inspect } from 'node:util';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { execute, send } from '../../templates/runtime/client/core.ts';
import { CapabilityError, type StatusError } from '../../templates/runtime/client/errors.ts';
import type { Middleware } from '../../templates/runtime/client/http.ts';
import { asMedia } from '../../templates/runtime/client/media.ts';
import { readBlob, readText } from '../../templates/runtime/client/formats.ts';
import { secret } from '../../templates/runtime/client/service.ts';
import { retryPause } from '../../templates/runtime/client/transmit.ts';
import { type Answer, core, fakeFetch, json, never, operation } from './client-fixture.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const unavailable = (headers: Record<string, string> = { 'retry-after-ms': '1' }): Response =>
  new Response('busy', { status: 503, headers });

async function attempt(
  answers: readonly Answer[],
  more: Parameters<typeof operation>[0] = {},
  options: object = {},
) {
  const { fetch, sent } = fakeFetch(answers);
  const started = performance.now();
  const outcome = await execute(core({ fetch }), operation(more), {}, options).catch(
    (error: unknown) => error,
  );
  return { outcome, sent, took: performance.now() - started };
}

describe('errors by status', () => {
  test.each([
    [304, 'StatusError'],
    [400, 'BadRequestError'],
    [401, 'AuthenticationError'],
    [403, 'PermissionDeniedError'],
    [404, 'NotFoundError'],
    [409, 'ConflictError'],
    [418, 'StatusError'],
    [422, 'UnprocessableEntityError'],
    [429, 'RateLimitError'],
    [500, 'ServerError'],
    [599, 'ServerError'],
  ])('%i is a %s', async (status, name) => {
    const body = status === 304 ? null : '{"detail":"d"}';
    const { outcome } = await attempt(
      [new Response(body, { status, headers: { 'x-request-id': 'r1' } })],
      {},
      { maxRetries: 0 },
    );
    expect(outcome).toBeInstanceOf(CapabilityError);
    expect(outcome).toMatchObject({
      name,
      kind: 'status',
      status,
      requestId: 'r1',
      method: 'GET',
      url: '/x',
      operation: 'api.get',
      attempts: 1,
      text: body ?? '',
      ...(body === null ? {} : { body: { detail: 'd' } }),
    });
  });

  test('bodies that are empty or not JSON', async () => {
    expect((await attempt([new Response(null, { status: 404 })])).outcome).toMatchObject({
      status: 404,
      body: undefined,
    });
    expect((await attempt([new Response('<p>', { status: 404 })])).outcome).toMatchObject({
      body: '<p>',
      text: '<p>',
    });
  });
});

test('what errors print holds no credentials of the answer', async () => {
  const headers = { 'set-cookie': 'session=hunter2', 'x-request-id': 'r1' };
  const { outcome } = await attempt([new Response('{}', { status: 404, headers })]);
  expect(inspect(outcome, { depth: 9 }) + JSON.stringify(outcome)).not.toContain('hunter2');
  expect(inspect(outcome)).toContain('r1');
  expect((outcome as StatusError).headers.get('set-cookie')).toBe('session=hunter2');
});

test('an error whose body breaks off keeps its status', async () => {
  const broken = new ReadableStream({ start: (controller) => controller.error('gone') });
  const { outcome, sent } = await attempt([() => new Response(broken, { status: 404 })]);
  expect(outcome).toMatchObject({ name: 'NotFoundError', text: '', body: undefined });
  expect(sent).toHaveLength(1);
});

describe('responses', () => {
  test('of each format', async () => {
    expect((await attempt([json([1])])).outcome).toEqual([1]);
    expect((await attempt([new Response(null, { status: 204 })])).outcome).toBe(undefined);
    expect((await attempt([new Response('a,b')], { read: readText })).outcome).toBe('a,b');
    const blob = await attempt(
      [new Response('abc', { headers: { 'content-type': 'image/png' } })],
      { read: readBlob() },
    );
    expect(blob.outcome).toMatchObject({ size: 3, type: 'image/png' });
    expect((await attempt([new Response(null)], { read: readBlob() })).outcome).toBe(undefined);
    expect((await attempt([new Response('')], { read: readText })).outcome).toBe(undefined);
    const bytes = await attempt([new Response(new Uint8Array([1]))], { read: readBlob() });
    expect(bytes.outcome).toMatchObject({ size: 1, type: '' });
  });

  test.each([
    ['text/csv; charset=iso-8859-1', [0xe9], 'é'],
    ['text/csv; charset="utf-16le"', [0xe9, 0], 'é'],
    ['text/csv; charset=none-such', [0xc3, 0xa9], 'é'],
    [undefined, [0x61], 'a'],
    ['text/csv', [0xef, 0xbb, 0xbf, 0x61], 'a'],
  ])('%s', async (type, bytes, text) => {
    const answer = new Response(
      new Uint8Array(bytes),
      type === undefined ? {} : { headers: { 'content-type': type } },
    );
    expect((await attempt([answer], { read: readText })).outcome).toBe(text);
  });

  test('JSON with a mark of its byte order, and with names that objects inherit', async () => {
    expect((await attempt([new Response('\ufeff{"a":1}')])).outcome).toEqual({ a: 1 });
    const { outcome } = await attempt([new Response('{"__proto__":{"polluted":1}}')]);
    expect(Object.keys(outcome as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: unknown }).polluted).toBe(undefined);
  });

  test('that are not what they should be', async () => {
    const { outcome } = await attempt([new Response('<html>')]);
    expect(outcome).toMatchObject({
      name: 'ParseError',
      kind: 'parse',
      status: 200,
      text: '<html>',
      attempts: 1,
    });
    const stuck = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(4)),
      cancel: () => Promise.reject(new Error('stuck')),
    });
    const long = await attempt([() => new Response(stuck)], { read: readBlob(3) });
    expect(long.outcome).toMatchObject({ kind: 'parse' });
  });
});

describe('retries', () => {
  test('what is safe to repeat, twice', async () => {
    expect(await attempt([unavailable(), new TypeError('reset'), json(1)])).toMatchObject({
      outcome: 1,
      sent: { length: 3 },
    });
    const failing = await attempt([unavailable()]);
    expect(failing).toMatchObject({ outcome: { status: 503, attempts: 3 }, sent: { length: 3 } });
    vi.spyOn(Math, 'random').mockReturnValue(0);
    expect((await attempt([new TypeError('reset')])).outcome).toMatchObject({
      kind: 'connection',
      attempts: 3,
    });
  });

  test.each([
    ['GET', {}, {}, 3],
    ['DELETE', {}, {}, 3],
    ['PUT', {}, {}, 3],
    ['POST', {}, {}, 1],
    ['PATCH', {}, {}, 1],
    ['POST', { idempotent: true }, {}, 3],
    ['POST', {}, { idempotencyKey: 'k' }, 3],
    ['GET', {}, { maxRetries: 0 }, 1],
  ])('%s %j %j: %i attempts', async (method, more, options, attempts) => {
    const { sent } = await attempt([unavailable()], { method, ...more }, options);
    expect(sent).toHaveLength(attempts);
    const key = 'idempotencyKey' in options ? 'k' : null;
    expect(sent.map(({ headers }) => headers.get('idempotency-key'))).toEqual(sent.map(() => key));
  });

  test('a body that cannot be given up does not stop the next attempt', async () => {
    const stuck = (): Response =>
      new Response(new ReadableStream({ cancel: () => Promise.reject(new Error('stuck')) }), {
        status: 503,
        headers: { 'retry-after-ms': '1' },
      });
    expect((await attempt([stuck, json(1)])).outcome).toBe(1);
  });

  test('not of other errors, not of streams', async () => {
    expect((await attempt([new Response('', { status: 404 })])).sent).toHaveLength(1);
    expect((await attempt([new Response('', { status: 501 })])).sent).toHaveLength(1);
    const body = asMedia('text/plain');
    const { fetch, sent } = fakeFetch([unavailable()]);
    const put = operation({ method: 'PUT', inputs: [{ name: 'd', in: 'body' }], body });
    await expect(execute(core({ fetch }), put, { d: new ReadableStream() })).rejects.toMatchObject({
      attempts: 1,
    });
    expect(sent).toHaveLength(1);
  });

  test.each([
    [{ 'retry-after-ms': '5' }, 5],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:10 GMT' }, 10_000],
    [{ 'retry-after': 'Wed, 31 Dec 1969 23:00:00 GMT' }, 0],
    [{ 'retry-after': '3600' }, Infinity],
    [{ 'retry-after': 'soon' }, 250],
    [{}, 250],
  ])('pause for %j: %s', (headers, pause) => {
    vi.spyOn(Date, 'now').mockReturnValue(0);
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    expect(retryPause(1, new Headers(headers))).toBe(pause);
  });

  test('pauses grow, up to eight seconds', () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    expect([1, 2, 3, 9].map((number) => retryPause(number))).toEqual([500, 1000, 2000, 8000]);
  });

  test('more than a minute is not waited for, nor what passes the deadline', async () => {
    expect((await attempt([unavailable({ 'retry-after': '61' })])).outcome).toMatchObject({
      status: 503,
      attempts: 1,
    });
    const late = await attempt([unavailable({ 'retry-after': '1' })], {}, { deadline: 100 });
    expect(late.outcome).toMatchObject({ status: 503, attempts: 1 });
    expect(late.took).toBeLessThan(900);
  });
});

// Clocks of busy machines are late at times; a limit that is never met fails every retry.
describe('time', { retry: 3 }, () => {
  test.each([
    ['no answer', never],
    ['a body that never ends', () => new Response(new ReadableStream())],
  ])('%s', async (_name, answer) => {
    const { outcome, took } = await attempt([answer], {}, { timeout: 50, maxRetries: 0 });
    expect(outcome).toMatchObject({
      name: 'TimeoutError',
      kind: 'timeout',
      attempts: 1,
      url: '/x',
    });
    expect(took).toBeGreaterThanOrEqual(45);
  });

  test('a deadline over all attempts', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { outcome, took, sent } = await attempt(
      [never],
      {},
      { timeout: 40, deadline: 100, maxRetries: 9 },
    );
    // Attempts of 40 ms each: a third begins only where the clock is not late.
    expect(outcome).toMatchObject({ kind: 'timeout', attempts: sent.length });
    expect(sent.length).toBeLessThanOrEqual(3);
    expect(took).toBeGreaterThanOrEqual(95);
  });

  test('0 is no limit, and the signal of the platform is aborted in time', async () => {
    let aborted: unknown;
    const answer: Answer = (_sent, signal) => {
      signal.addEventListener('abort', () => (aborted = signal.reason));
      return never();
    };
    await attempt([answer], {}, { timeout: 20, maxRetries: 0 });
    expect(aborted).toMatchObject({ kind: 'timeout' });
    expect((await attempt([json(1)], {}, { timeout: 0 })).outcome).toBe(1);
  });

  test.each([
    ['before the start', [never], 0],
    ['while waiting for an answer', [never], 30],
    ['while reading', [() => new Response(new ReadableStream())], 30],
    ['between attempts', [unavailable({ 'retry-after': '30' })], 30],
  ] as [string, Answer[], number][])('abort %s', async (_name, answers, after) => {
    const controller = new AbortController();
    let at = performance.now();
    const stop = (): void => {
      at = performance.now();
      controller.abort('enough');
    };
    if (after === 0) stop();
    else setTimeout(stop, after);
    const { outcome } = await attempt(answers, {}, { signal: controller.signal });
    expect(performance.now() - at).toBeLessThan(1_000);
    expect(outcome).toMatchObject({ name: 'AbortError', kind: 'abort', cause: 'enough' });
  });

  test('a signal keeps no listener', async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    await attempt([unavailable(), json(1)], {}, { signal });
    expect(removed.mock.calls.length).toBeGreaterThanOrEqual(added.mock.calls.length);
  });

  test('send watches over the body that it hands out', async () => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array([65])),
    });
    const { fetch } = fakeFetch([() => new Response(body)]);
    const response = await send(core({ fetch }), operation(), {}, { timeout: 30 });
    await expect(response.text()).rejects.toMatchObject({ kind: 'timeout' });
    const empty = fakeFetch([new Response(null, { status: 204 })]);
    expect((await send(core({ fetch: empty.fetch }), operation(), {})).status).toBe(204);
  });
});

describe('middleware', () => {
  test('surrounds each attempt, the first outermost', async () => {
    const seen: string[] = [];
    const tracer =
      (name: string): Middleware =>
      async (request, next, context) => {
        seen.push(`${name} ${context.attempt} ${context.operation} ${context.template}`);
        request.headers.set(`x-${name}`, '1');
        const response = await next(request);
        seen.push(`${name} ${response.status}`);
        return response;
      };
    const { fetch, sent } = fakeFetch([unavailable(), json(1)]);
    await execute(core({ fetch, middleware: [tracer('a'), tracer('b')] }), operation(), {});
    const once = (number: number, status: number): string[] => [
      `a ${number} api.get /x`,
      `b ${number} api.get /x`,
      `b ${status}`,
      `a ${status}`,
    ];
    expect(seen).toEqual([...once(1, 503), ...once(2, 200)]);
    expect(sent[1]?.headers.get('x-b')).toBe('1');
  });

  test('its own errors stay its own', async () => {
    const { fetch, sent } = fakeFetch([json(1)]);
    const middleware: Middleware[] = [() => Promise.reject(new RangeError('mine'))];
    await expect(execute(core({ fetch, middleware }), operation(), {})).rejects.toThrow(RangeError);
    expect(sent).toEqual([]);
  });
});

describe('secrets', () => {
  test('from the options, else from the environment', () => {
    expect(secret(core({ secrets: { TOKEN: 'a' }, env: { API_TOKEN: 'b' } }), 'TOKEN')).toBe('a');
    expect(secret(core({ secrets: { TOKEN: '' }, env: { API_TOKEN: 'b' } }), 'TOKEN')).toBe('b');
    expect(secret(core({ env: { OTHER: 'c' } }), 'OTHER')).toBe('c');
    expect(() => secret(core({}), 'TOKEN')).toThrow(/secrets\["TOKEN"\].*API_TOKEN/);
    expect(() => secret(core({ secrets: {} }), 'constructor')).toThrow('missing');
    vi.stubEnv('CAPWRIGHT_TEST_SECRET', 'd');
    expect(secret({ ...core({}), options: {} }, 'CAPWRIGHT_TEST_SECRET')).toBe('d');
    vi.unstubAllEnvs();
  });
});

describe('a body that is streamed', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  /** The response and what is pushed into it, with nothing but its own clock running. */
  async function streamed(signal?: AbortSignal) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let source: ReadableStreamDefaultController<Uint8Array> | undefined;
    let cancelled: unknown;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => void (source = controller),
      cancel: (reason) => void (cancelled = reason),
    });
    const { fetch } = fakeFetch([() => new Response(body)]);
    const response = await send(core({ fetch }), operation(), {}, { signal });
    expect(vi.getTimerCount()).toBe(1);
    source?.enqueue(new Uint8Array([1]));
    const reader = response.body!.getReader();
    expect((await reader.read()).value).toEqual(new Uint8Array([1]));
    return { reader, source: source!, cancelled: () => cancelled };
  }
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  test.each([
    ['its end', (source: ReadableStreamDefaultController) => source.close()],
    ['a broken connection', (source: ReadableStreamDefaultController) => source.error('gone')],
  ])('stops the clock at %s', async (_name, end) => {
    const { reader, source } = await streamed();
    end(source);
    await reader.read().catch(() => undefined);
    await settled();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('stops the clock where nobody wants it any more', async () => {
    const { reader, cancelled } = await streamed();
    await reader.cancel('enough');
    await settled();
    expect([vi.getTimerCount(), cancelled()]).toEqual([0, 'enough']);
  });

  test('ends with an error of the family when the time is up or the caller aborts', async () => {
    const late = await streamed();
    vi.advanceTimersByTime(60_000);
    await expect(late.reader.read()).rejects.toMatchObject({ kind: 'timeout' });
    await settled();
    expect(late.cancelled()).toMatchObject({ kind: 'timeout' });
    const controller = new AbortController();
    const stopped = await streamed(controller.signal);
    controller.abort();
    await expect(stopped.reader.read()).rejects.toMatchObject({ kind: 'abort' });
    expect(vi.getTimerCount()).toBe(0);
  });
});
