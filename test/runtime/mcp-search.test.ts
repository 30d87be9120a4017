import { describe, expect, test } from 'vitest';
import { createMcp } from '../../templates/runtime/mcp/create-mcp.ts';
import { createKeptResults } from '../../templates/runtime/mcp/kept-results.ts';
import type { McpDefinition, Tool } from '../../templates/runtime/mcp/model.ts';
import { stem, wordsOf } from '../../templates/runtime/mcp/stem.ts';
import { createToolIndex, topicsOf } from '../../templates/runtime/mcp/tool-index.ts';
import { isSearched } from '../../templates/runtime/mcp/tool-listing.ts';
import type { Long } from '../../templates/runtime/mcp/trim.ts';
import { connectServer, type Connected } from '../support/mcp.ts';
import { fakePort, operation, literal } from './server-fake.ts';

describe('words', () => {
  test.each([
    ['list lists listing listed', 'list'],
    ['create creates creating created creation', 'creat'],
    ['delete deletes deleting deletion', 'delet'],
    ['update updating updates', 'updat'],
    ['configure configuration configurations', 'configur'],
    ['validate validation', 'valid'],
    ['query queries', 'query'],
    ['address addresses', 'address'],
    ['person people persons', 'person'],
    ['status statuses', 'status'],
    ['batch batches', 'batch'],
    ['setting settings', 'setting'],
    ['id ids', 'id'],
    ['été', 'été'],
    ['v2', 'v2'],
  ])('%s', (words, expected) => {
    for (const word of words.split(' ')) expect(stem(word), word).toBe(expected);
  });

  test.each<[string, string[]]>([
    ['getUserIDs of the team', ['get', 'user', 'id', 'team']],
    ['HTTPServer list_dns-records', ['http', 'server', 'list', 'dns', 'record']],
    ['/accounts/{id}/r2.json', ['account', 'id', 'r2', 'json']],
    ['Über straße', ['über', 'straße']],
    ['', []],
  ])('of %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });
});

function tool(name: string, more: Partial<Tool> = {}): Tool {
  return {
    name,
    inputSchema: { type: 'object' },
    inputs: [],
    action: { kind: 'mock', output: { kind: 'value', value: literal(name) } },
    ...more,
  };
}

const reads = { annotations: { readOnlyHint: true } };
const shop = [
  tool('list-orders', { ...reads, description: 'Lists orders. All of them.' }),
  tool('get-order', { ...reads, title: 'Get order', aliases: ['orders.one'] }),
  tool('delete-order', { description: 'Deletes an order.', writes: true }),
  tool('list-old-orders', { ...reads, description: 'Deprecated. Lists orders.' }),
  tool('list-team-orders', { ...reads, description: 'Lists orders.', like: 'list-orders' }),
  tool('rotate-webhook-secret', {
    description: 'Makes a new secret for a webhook.',
    inputSchema: {
      type: 'object',
      properties: { webhook_id: { type: 'string', description: 'Of the endpoint.' } },
    },
    inputs: [{ name: 'webhook_id' }],
  }),
  tool('refund-payment', {
    action: {
      kind: 'call',
      operation: {
        ...operation('refunds.create'),
        path: ['/payments/', { variable: 'id' }, '/refunds'],
      },
      output: { kind: 'whole' },
    },
  }),
];

describe('search', () => {
  const index = createToolIndex(shop);
  test.each<[string, string]>([
    ['list all orders', 'list-orders'],
    ['show order', 'get-order'],
    ['remove an order', 'delete-order'],
    ['orders.one', 'get-order'],
    ['LIST-TEAM-ORDERS', 'list-team-orders'],
    ['webhok', 'rotate-webhook-secret'],
    ['rotating secrets', 'rotate-webhook-secret'],
    ['endpoint', 'rotate-webhook-secret'],
    ['refunding', 'refund-payment'],
    ['pay', 'refund-payment'],
    ['POST /payments/{id}/refunds', 'refund-payment'],
  ])('%s', (query, first) => {
    expect(index.search(query)[0]?.name).toBe(first);
  });

  test('finds nothing where nothing fits, and everything by name without words', () => {
    expect(index.search('zeppelin')).toEqual([]);
    const names = shop.map(({ name }) => name).sort();
    expect(index.search(' of the ').map(({ name }) => name)).toEqual(names);
  });

  test('what is deprecated or like another one comes behind it', () => {
    const found = index.search('list orders').filter(({ name }) => name.startsWith('list'));
    expect(found.map(({ name }) => name)).toEqual([
      'list-orders',
      'list-team-orders',
      'list-old-orders',
    ]);
  });

  test('topics are what many names share, but not most', () => {
    const tools = ['get-dns', 'list-dns', 'get-zone', 'list-zones', 'get-x', 'a', 'b', 'c'].map(
      (name) => tool(name),
    );
    expect(topicsOf(tools, 5)).toEqual([
      ['dns', 2],
      ['zone', 2],
    ]);
  });

  test('no tools, no words: no division by nothing', () => {
    expect(createToolIndex([]).search('x')).toEqual([]);
    expect(createToolIndex([tool('')]).search('x')).toEqual([]);
  });
});

describe('what is listed', () => {
  const listed = (count: number, bytes: number): { name: string; inputSchema: object }[] =>
    Array.from({ length: count }, () => ({ name: 'x'.repeat(bytes), inputSchema: {} }));
  test.each([
    [41, 1_000, {}, true],
    [41, 100, {}, false],
    [40, 1_000, {}, false],
    [41, 1_000, { tools: 'list' as const }, false],
    [1, 1, { tools: 'search' as const }, true],
    [5, 1, { searchAbove: 4 }, true],
    [4, 9_000, { searchAbove: 4 }, false],
  ])('%i tools of %i bytes, %j: searched for %j', (count, bytes, options, expected) => {
    expect(isSearched(listed(count, bytes) as never, options)).toBe(expected);
  });
});

describe('kept results', () => {
  const long = (size: number): Long => ({ kind: 'text', bytes: new Uint8Array(size) });
  const kept = (caller: string, size = 100): Parameters<ReturnType<typeof make>['keep']>[0] => ({
    tool: 't',
    caller,
    long: long(size),
  });
  let time = 0;
  const make = (keptBytes = 10_000): ReturnType<typeof createKeptResults> =>
    createKeptResults({ keptBytes, keptMs: 1_000 }, () => time);

  test('a handle is found by its caller only, at a place that there is', () => {
    const results = make();
    const handle = results.keep(kept('me'), 40)!;
    expect(handle).toMatch(/^[\w-]{22}\.40$/);
    expect(results.find(handle, 'me')).toMatchObject({ from: 40, tool: 't' });
    expect(results.find(handle, 'you')).toBeUndefined();
    const id = handle.slice(0, 22);
    for (const wrong of [`${id}.100`, `${id}.-1`, `${id}.1e1`, id, `${id}.`, '', 'x'.repeat(22)])
      expect(results.find(wrong, 'me'), wrong).toBeUndefined();
    expect(results.find(results.find(handle, 'me')!.handle(70), 'me')?.from).toBe(70);
  });

  test('is gone when its time is up, which begins anew when it is read', () => {
    const results = make();
    const handle = results.keep(kept('me'), 0)!;
    time += 900;
    expect(results.find(handle, 'me')).toBeDefined();
    time += 900;
    expect(results.find(handle, 'me')).toBeDefined();
    time += 1_000;
    expect(results.find(handle, 'me')).toBeUndefined();
  });

  test('memory is bounded, and one caller cannot take the room of another', () => {
    const results = make(10_000);
    const theirs = results.keep(kept('them'), 0)!;
    const mine = Array.from({ length: 50 }, () => results.keep(kept('me', 800), 0)!);
    expect(results.find(theirs, 'them')).toBeDefined();
    expect(mine.filter((handle) => results.find(handle, 'me') !== undefined)).toEqual(
      mine.slice(-2),
    );
    expect(results.keep(kept('me', 2_500), 0)).toBeUndefined();
    const all = Array.from({ length: 30 }, (_, index) => {
      const caller = `caller ${index}`;
      return { caller, handle: results.keep(kept(caller, 800), 0)! };
    });
    const left = all.filter(({ caller, handle }) => results.find(handle, caller) !== undefined);
    expect(left).toEqual(all.slice(-10));
  });
});

describe('a server whose tools are searched for', () => {
  const word = { kind: 'scalar', scalar: 'string' } as const;
  const tools = [
    ...shop,
    tool('say', {
      aliases: ['speak'],
      description: 'Says a word.',
      inputSchema: {
        type: 'object',
        properties: { word: { type: 'string' } },
        required: ['word'],
      },
      inputs: [{ name: 'word', type: word, required: true }],
      action: {
        kind: 'mock',
        output: { kind: 'value', value: { kind: 'input', name: 'word' } },
      },
    }),
  ];
  const definition = (more: readonly Tool[] = tools): McpDefinition => ({
    surfaces: [{ id: 'shop', tools: more, resources: [], prompts: [] }],
    flows: {},
    credentials: [],
  });
  const connect = (options: object = {}, more = tools): Promise<Connected> => {
    const data = definition(more);
    const settings = { client: fakePort(), tools: 'search' as const, ...options };
    return connectServer(createMcp(data, data.surfaces[0]!, settings)());
  };

  test('lists three tools that say what they do', async () => {
    const client = await connect();
    const list = await client.list();
    expect(list.map(({ name }) => name)).toEqual(['search-tools', 'describe-tools', 'call-tool']);
    expect(list[0]?.description).toContain(`There are ${tools.length}. `);
    expect(list[2]?.description).toContain('Of all tools 4 only read');
    expect(list.map(({ annotations }) => annotations?.readOnlyHint)).toEqual([true, true, false]);
    expect(list[2]?.annotations?.destructiveHint).toBe(true);
  });

  test('finds, describes and calls', async () => {
    const client = await connect();
    expect(await client.text('search-tools', { query: 'speak a word' })).toBe(
      '1 found:\n- say: Says a word.',
    );
    expect(await client.text('search-tools', { query: 'orders', readOnly: true, limit: 2 })).toBe(
      '1 to 2 of 4 (the next from offset 2):\n- get-order (reads): Get order\n- list-orders (reads): Lists orders.',
    );
    expect(await client.text('search-tools', { query: 'orders', offset: 4 })).toMatch(/^5 to 5/);
    expect(await client.text('search-tools', { query: 'zeppelin' })).toMatch(/^No tool fits/);
    expect(await client.text('search-tools')).toMatch(/^8 found:\n- delete-order/);
    const described = await client.call('describe-tools', { names: ['speak', 'list-team-orders'] });
    expect(described.structuredContent).toMatchObject({
      tools: [
        { name: 'say', inputSchema: { required: ['word'] } },
        { name: 'list-team-orders', description: 'Lists orders.' },
      ],
    });
    const called = { name: 'say', arguments: { word: 'hi' } };
    expect(await client.text('call-tool', called)).toBe('"hi"');
    expect(await client.text('say', { word: 'direct' })).toBe('"direct"');
    expect(await client.text('speak', { word: 'by an alias' })).toBe('"by an alias"');
  });

  test.each<[string, object, RegExp]>([
    ['call-tool', { name: 'say', arguments: {} }, /do not fit the tool say:\n- "word" is required/],
    [
      'call-tool',
      { name: 'refund-paymnt' },
      /search-tools finds them\. Perhaps "refund-payment" is meant/,
    ],
    ['call-tool', { name: 'zeppelin' }, /search-tools finds them\.$/],
    ['call-tool', { name: 'say', arguments: '{}' }, /"arguments" must be an object/],
    ['call-tool', { arguments: {} }, /"name" is required/],
    ['call-tool', { name: 'call-tool' }, /no tool "call-tool"/],
    ['call-tool', { name: '__proto__' }, /no tool "__proto__"/],
    ['call-tool', { name: 'say', continue: 'x' }, /no result of say behind this handle/],
    ['describe-tools', { names: [] }, /at least one name/],
    ['describe-tools', { names: ['say', 'nope'] }, /no tool "nope"/],
    ['describe-tools', { names: 'say' }, /"names" must be a list/],
    ['search-tools', { query: 1 }, /"query" must be a string/],
    ['search-tools', { offset: 99 }, /There are only 8/],
  ])('%s %j says what to change', async (name, args, text) => {
    const client = await connect();
    const { isError, content } = await client.call(name, { ...args });
    expect((content as { text: string }[])[0]?.text).toMatch(text);
    expect(isError ?? false).toBe(name !== 'search-tools' || 'query' in args);
  });

  test('what is not offered can be neither found, described nor called', async () => {
    const client = await connect({ readOnly: true, deny: ['get-order'] });
    expect(await client.text('search-tools', { query: 'order' })).not.toMatch(/delete|get-order/);
    for (const name of ['delete-order', 'get-order', 'orders.one']) {
      expect((await client.call('call-tool', { name })).isError).toBe(true);
      expect((await client.call('describe-tools', { names: [name] })).isError).toBe(true);
      await expect(client.call(name)).rejects.toThrow(/no tool/);
    }
    const [, , call] = await client.list();
    expect(call?.annotations).toEqual({ readOnlyHint: true });
  });

  test('gives way to tools of the same name', async () => {
    const client = await connect({}, [tool('call-tool'), ...tools]);
    const names = (await client.list()).map(({ name }) => name);
    expect(names).toEqual(['all-search-tools', 'all-describe-tools', 'all-call-tool']);
    expect(await client.text('call-tool')).toBe('"call-tool"');
  });

  test.each([
    ['directly', (handle: object) => ['say', { word: 'x', ...handle }] as const],
    [
      'by call-tool',
      (handle: object) =>
        ['call-tool', { name: 'say', arguments: { word: 'x' }, ...handle }] as const,
    ],
  ])('a long result goes on with its handle, %s', async (_, request) => {
    const word = 'abc'.repeat(100);
    const client = await connect({ limits: { textBytes: 100 } });
    const [name, args] = request({});
    const args1 = JSON.parse(JSON.stringify(args).replace('"x"', JSON.stringify(word))) as object;
    let result = await client.call(name, args1);
    let whole = '';
    for (;;) {
      const [part, note] = result.content as { text: string }[];
      whole += part?.text;
      const [, handle] = /"continue": "([^"]+)"/.exec(note?.text ?? '') ?? [];
      if (handle === undefined) break;
      const [again, rest] = request({ continue: handle });
      result = await client.call(again, rest);
    }
    expect(whole).toBe(JSON.stringify(word));
    expect(JSON.stringify(result)).toContain('That was the last part.');
  });

  test('a handle is for its tool and its connection', async () => {
    const data = definition();
    const create = createMcp(data, data.surfaces[0]!, {
      client: fakePort(),
      limits: { textBytes: 40 },
    });
    const [one, two] = [await connectServer(create()), await connectServer(create())];
    const { content } = await one.call('say', { word: 'x'.repeat(90) });
    const [, handle = ''] =
      /"continue": "([^"]+)"/.exec(JSON.stringify(content).replaceAll('\\', '')) ?? [];
    expect(handle).not.toBe('');
    expect((await one.call('say', { continue: handle })).isError).toBeUndefined();
    for (const denied of [
      await two.call('say', { continue: handle }),
      await one.call('get-order', { continue: handle }),
    ])
      expect(denied.isError).toBe(true);
  });
});
