// Upstreams that repeat what they were sent when a request fails: callers see no credential, however it is cut or spelled.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHandle } from '../../templates/runtime/server/handle.ts';
import type { JsonPath } from '../../templates/runtime/server/json-path.ts';
import type { OutputNode } from '../../templates/runtime/server/model.ts';
import { takeAnswer } from '../../templates/runtime/server/take-answer.ts';
import { fakePort, operation, route } from './server-fake.ts';

const secrets = {
  TOKEN: 'tōp/"secret" &1',
  LONG: 'hush-hush',
  LONGER: 'hush-hush-hush',
  SHORT: 'abc',
};
const credentials = [...Object.keys(secrets), 'GONE'];

async function ask(
  upstream: Response,
  credentialsInUrls: readonly string[] = [],
  output: OutputNode = { kind: 'whole' },
): Promise<Response> {
  const get = route('GET', '/a', {
    action: { kind: 'call', operation: operation('get'), output },
  });
  const handle = createHandle(
    { surfaces: [{ id: 'test', routes: [get] }], flows: {}, credentials, credentialsInUrls },
    undefined,
    { client: fakePort({ get: () => upstream }, secrets) },
  );
  return handle(new Request('http://localhost/a'));
}

const streamed = (...chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

describe('an answer that failed', () => {
  test.each([
    ['as it is', `you sent ${secrets.TOKEN}!`, 'you sent ***!'],
    ['in JSON', JSON.stringify({ a: secrets.TOKEN }), '{"a":"***"}'],
    ['in a URL', `/x?key=${encodeURIComponent(secrets.TOKEN)}&b`, '/x?key=***&b'],
    ['in a query', `${new URLSearchParams({ key: secrets.TOKEN }).toString()}&b`, 'key=***&b'],
    ['the longest first', 'hush-hush-hush hush-hush', '*** ***'],
    ['a short one, and one that is not there', 'abc GONE', 'abc GONE'],
    ['nothing at all', '', ''],
  ])('%s', async (_, said, shown) => {
    for (const body of [said, streamed(bytes(said))]) {
      const response = await ask(new Response(body, { status: 401 }));
      expect(response.status).toBe(401);
      expect(await response.text()).toBe(shown);
    }
    const read = await takeAnswer(
      new Response(said, { status: 500, headers: { 'content-length': `${bytes(said).length}` } }),
      new AbortController().signal,
      () => () => {},
    );
    expect(await (await ask(read)).text()).toBe(shown);
  });

  test.each(['', 'u', 'us', 'user', 'somebody'])('basic authentication of %j', async (user) => {
    const pair = btoa(`${user}:hush-hush-hush`);
    const body = await (await ask(new Response(`Basic ${pair}`, { status: 403 }))).text();
    expect(body).toContain('***');
    expect(body).not.toContain(btoa('hush-hush').slice(3, 9));
    const left = body.replace('Basic ', '').split('***')[0] ?? '';
    expect(atob(left.slice(0, left.length - (left.length % 4)))).not.toContain('hush');
  });

  test('where it is cut does not matter', async () => {
    const said = bytes(`a ${secrets.TOKEN} hush-hush-hush hush-hush ${secrets.TOKEN}`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(said.length), { maxLength: 12 }), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), said.length];
        const chunks = at.slice(1).map((end, index) => said.slice(at[index], end));
        const response = await ask(new Response(streamed(...chunks), { status: 500 }));
        expect(await response.text()).toBe('a *** *** *** ***');
      }),
      { numRuns: 60 },
    );
  });

  test('headers that are passed on, of redirects as well', async () => {
    const location = `https://a.dev/?key=${encodeURIComponent(secrets.TOKEN)}`;
    const response = await ask(new Response(null, { status: 302, headers: { location } }));
    expect(response.headers.get('location')).toBe('https://a.dev/?key=***');
  });

  test('bytes that are no text come through as they are', async () => {
    const all = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
    const response = await ask(new Response(streamed(all), { status: 500 }));
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(all);
  });

  test('who stops reading lets go of the upstream', async () => {
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes('more ')),
      cancel: () => void (cancelled = true),
    });
    const { body } = await ask(new Response(endless, { status: 500 }));
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(cancelled).toBe(true);
  });
});

test('a success is not looked at', async () => {
  const response = await ask(new Response('hush-hush', { status: 200 }));
  expect(await response.text()).toBe('hush-hush');
});

test('what is sent in URLs is in none that an upstream links to, whatever is made of its answer', async () => {
  const next = 'https://up.test/x?key=hush-hush&page=2';
  const whereNext: JsonPath = {
    source: '$.next',
    definite: true,
    segments: [{ kind: 'key', key: 'next' }],
  };
  const upstream = (): Response =>
    Response.json({ next, other: secrets.TOKEN }, { headers: { link: `<${next}>; rel="next"` } });
  for (const output of [
    { kind: 'whole' },
    { kind: 'object', properties: [{ name: 'next', node: { kind: 'path', path: whereNext } }] },
  ] as const) {
    const response = await ask(upstream(), ['LONG'], output);
    const shown = 'https://up.test/x?key=***&page=2';
    expect(await response.json()).toMatchObject({ next: shown });
    expect(response.headers.get('link') ?? shown).toContain(shown);
  }
});
