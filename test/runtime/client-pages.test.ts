// Results in pages: each way to the next one, what ends it, and what must not happen.
import { describe, expect, expectTypeOf, test } from 'vitest';
import { apiKeyQuery } from '../../templates/runtime/client/api-key-query.ts';
import { buildClient } from '../../templates/runtime/client/client.ts';
import { execute } from '../../templates/runtime/client/core.ts';
import type { RequestOptions } from '../../templates/runtime/client/http.ts';
import {
  type PagedMethod,
  type PageRule,
  pagesByUrl,
  paginate,
} from '../../templates/runtime/client/pages.ts';
import { type Answer, core, fakeFetch, json, operation } from './client-fixture.ts';

interface Page {
  readonly next?: string | null;
  readonly results: readonly number[];
}

const list = operation({
  path: ['/things'],
  inputs: ['limit', 'page', 'offset', 'cursor'].map((name) => ({ name, in: 'query' })),
});

/** The method `list` over answers, and what it sent behind the host. */
function over(answers: readonly Answer[], service: Parameters<typeof core>[1] = {}) {
  const { fetch, sent } = fakeFetch(answers);
  const client = core({ fetch, secrets: { TOKEN: 't' } }, service);
  const call = (args: object, options?: RequestOptions): Promise<Page> =>
    execute(client, list, args, options) as Promise<Page>;
  const urls = (): readonly string[] =>
    sent.map(({ url }) => url.replace('https://api.example.com', ''));
  return { call, urls, sent };
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const page = (results: readonly number[], more: object = {}): Response =>
  json({ results, ...more });

describe('each way to the next page', () => {
  test.each<[string, PageRule, Answer[], readonly string[]]>([
    [
      'its URL',
      { next: 'next', items: 'results' },
      [page([1, 2], { next: 'https://api.example.com/things?after=2' }), page([3], { next: null })],
      ['/things?limit=2', '/things?after=2'],
    ],
    [
      'its URL, relative, deep in the page',
      { next: ['links', 'next.url'], items: 'results' },
      [page([1, 2], { links: { 'next.url': '/other?a=1' } }), page([3])],
      ['/things?limit=2', '/other?a=1'],
    ],
    [
      'the header Link',
      { link: true, items: 'results' },
      [
        json(
          { results: [1, 2] },
          { headers: { link: '</things?p=0>; rel="prev", </things?p=2>; rel="next"' } },
        ),
        json({ results: [3] }, { headers: { link: '</things?p=0>; rel=prev' } }),
      ],
      ['/things?limit=2', '/things?p=2'],
    ],
    [
      'a cursor',
      { cursor: 'meta.cursor', param: 'cursor', items: 'results' },
      [page([1, 2], { meta: { cursor: 'c&2' } }), page([3], { meta: { cursor: '' } })],
      ['/things?limit=2', '/things?limit=2&cursor=c%262'],
    ],
    [
      'a number',
      { page: 'page', items: 'results' },
      [page([1, 2]), page([3]), page([])],
      ['/things?limit=2', '/things?limit=2&page=2', '/things?limit=2&page=3'],
    ],
    [
      'how many to skip',
      { offset: 'offset', items: 'results' },
      [page([1, 2]), page([3]), page([])],
      ['/things?limit=2', '/things?limit=2&offset=2', '/things?limit=2&offset=3'],
    ],
    [
      'a number, until the page says that it is the last',
      { page: 'page', items: 'results', more: 'has_more' },
      [page([1, 2], { has_more: true }), page([3], { has_more: false })],
      ['/things?limit=2', '/things?limit=2&page=2'],
    ],
  ])('%s', async (_name, rule, answers, sent) => {
    const { call, urls } = over(answers);
    expect(await collect(paginate(call, { limit: 2 }, rule))).toEqual([1, 2, 3]);
    expect(urls()).toEqual(sent);
  });

  test('a list is a page of itself', async () => {
    const { call } = over([json([1]), json([])]);
    expect(await collect(paginate(call, {}, { page: 'page' }))).toEqual([1]);
  });

  test('whole pages, from where the first call starts', async () => {
    const { call, urls } = over([page([1]), page([])]);
    const all = await collect(
      paginate(call, { page: 5 }, { page: 'page', items: 'results' }).pages(),
    );
    expect(all).toEqual([{ results: [1] }, { results: [] }]);
    expect(urls()).toEqual(['/things?page=5', '/things?page=6']);
  });
});

describe('what must not happen', () => {
  const next = { next: 'next', items: 'results' } as const;

  test.each([
    'https://evil.example/things',
    '//evil.example',
    'http://api.example.com/',
    'http://[',
  ])('credentials follow a page to %s', async (url) => {
    const { call, sent } = over([page([1], { next: url })]);
    const seen: unknown[] = [];
    const walked = (async () => {
      for await (const item of paginate(call, {}, next)) seen.push(item);
    })();
    await expect(walked).rejects.toMatchObject({ name: 'ParseError', status: 200 });
    expect(seen).toEqual([1]);
    expect(sent).toHaveLength(1);
  });

  test.each<[PageRule, Answer[]]>([
    [
      next,
      [
        page([1], { next: '/things?a' }),
        page([2], { next: '/things?b' }),
        page([3], { next: '/things?a' }),
      ],
    ],
    [{ cursor: 'c', param: 'cursor' }, [page([1], { c: 1 })]],
    [{ page: 'page', items: 'results' }, [page([1])]],
    [{ offset: 'offset', items: 'results' }, [page([1])]],
  ])('a walk in circles: %j', async (rule, answers) => {
    const { call, sent } = over(answers);
    await expect(collect(paginate(call, {}, rule).pages())).rejects.toThrow('circle');
    expect(sent.length).toBeLessThanOrEqual(3);
  });

  test('requests that nobody asked for', async () => {
    const { call, sent } = over([page([1, 2], { next: '/things?p=2' }), page([3])]);
    for await (const item of paginate(call, {}, next)) if (item === 2) break;
    expect(sent).toHaveLength(1);
  });

  test('a key in the query is lost, or sent twice', async () => {
    const answers = [
      page([1], { next: '/things?p=2' }),
      page([2], { next: '/things?p=3&k=own' }),
      page([3]),
    ];
    const { call, urls } = over(answers, { auth: apiKeyQuery('k', 'TOKEN') });
    await collect(paginate(call, {}, next));
    expect(urls()).toEqual(['/things?k=t', '/things?p=2&k=t', '/things?p=3&k=own']);
  });

  test('a page is asked for with what is no call of a client', async () => {
    const walked = collect(paginate(() => Promise.resolve({ results: [1] }), {}, next));
    await expect(walked).rejects.toMatchObject({ kind: 'config' });
    const { call } = over([page([1])]);
    expect(await collect(paginate(call, {}, { link: true, items: 'results' }))).toEqual([1]);
  });

  test('an abort is heard late', async () => {
    const controller = new AbortController();
    const { call } = over([page([1], { next: '/things?p=2' }), () => new Promise(() => undefined)]);
    const walk = paginate(call, {}, next, { signal: controller.signal });
    setTimeout(() => controller.abort('enough'), 20);
    await expect(collect(walk)).rejects.toMatchObject({ kind: 'abort', cause: 'enough' });
  });
});

test('operations that say how they are paged have `items`', async () => {
  const { fetch, sent } = fakeFetch([page([1], { next: '/x?p=2' }), page([2])]);
  const pages: PageRule = { next: 'next', items: 'results' };
  const tree = { list: operation({ pages }), read: operation() };
  const client = buildClient(core({ fetch }), tree, pagesByUrl) as {
    list: PagedMethod<object, Page, number>;
    read: object;
  };
  expect(await collect(client.list.items({}))).toEqual([1, 2]);
  expect('items' in client.read).toBe(false);
  expect(sent.map(({ url }) => url)).toEqual([
    'https://api.example.com/x',
    'https://api.example.com/x?p=2',
  ]);
});

test('items have a type', () => {
  const call = (_args: {
    readonly a: string;
  }): Promise<{ d: { list: { id: number }[] } | undefined }> =>
    Promise.reject(new Error('never called'));
  const walk = (): unknown => {
    const items = paginate(call, { a: 'x' }, { page: 'page', items: 'd.list' });
    expectTypeOf(items).toExtend<AsyncIterable<{ id: number }>>();
    // @ts-expect-error: the argument is required
    return paginate(call, {}, { page: 'page' });
  };
  expect(walk).toBeTypeOf('function');
});
