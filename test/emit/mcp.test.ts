import {
  Client,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'prettier';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { emit } from '../../src/compiler.ts';
import { clientEmitter } from '../../src/emit/client/client-emitter.ts';
import type { OutputFile } from '../../src/emit/emitter.ts';
import { modelText } from '../../src/emit/mcp/model-text.ts';
import { mcpEmitter } from '../../src/emit/mcp/mcp-emitter.ts';
import type { McpSurface } from '../../src/ir/capability.ts';
import { start, type Running } from '../../templates/runtime/server/node.ts';
import { InMemoryTransport } from '@modelcontextprotocol/server';
import { capabilityOf, compileText } from '../support/compile.ts';
import { emitFile, typeErrors, writeGenerated } from '../support/generated.ts';
import { hasShared } from '../support/shared.ts';
import { listen, startUpstream, stop, type Upstream } from '../support/upstream.ts';
import { hostile, mcpFixture } from './fixture-mcp.ts';

const emitters = [clientEmitter, mcpEmitter];

interface Generated {
  createServer(options?: object): { connect(transport: Transport): Promise<void> };
  createFetch(options?: object): (request: Request) => Promise<Response>;
  definition: { surfaces: { id: string; tools: { name: string; aliases?: string[] }[] }[] };
}

function load(folder: string): Promise<Generated> {
  return import(pathToFileURL(join(folder, 'mcp/index.js')).href) as Promise<Generated>;
}

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** Era by the version that is asked for: `legacy` is the handshake of 2025. */
async function connect(transport: Transport, era: 'legacy' | 'auto'): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: era } });
  await client.connect(transport);
  open.push(client);
  return client;
}

async function serve(fetch: (request: Request) => Promise<Response>): Promise<string> {
  const running: Running = await start({ fetch, hostname: '127.0.0.1', port: 0, graceMs: 100 });
  open.push({ close: () => running.stop() });
  return `${running.url}/mcp`;
}

function over(url: string, headers: Record<string, string> = {}): Transport {
  return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
}

function nest(depth: number): object {
  let value: object = {};
  for (let i = 0; i < depth; i++) value = { a: value };
  return value;
}

interface LooseAnswer {
  readonly result?: { readonly isError?: boolean };
  readonly error?: object;
}

/** Speaks to a server without checking what it sends: the official client would not send all of it. */
async function connectLoose(server: {
  connect(transport: Transport): Promise<void>;
}): Promise<{ request(method: string, params: object): Promise<LooseAnswer> }> {
  const [here, there] = InMemoryTransport.createLinkedPair();
  await server.connect(there);
  const waiting = new Map<unknown, (answer: LooseAnswer) => void>();
  const receive = (message: LooseAnswer & { readonly id?: unknown }): void =>
    waiting.get(message.id)?.(message);
  Object.assign(here, { onmessage: receive });
  await here.start();
  let id = 0;
  const request = (method: string, params: object): Promise<LooseAnswer> =>
    new Promise((resolve) => {
      waiting.set(++id, resolve);
      void here.send({ jsonrpc: '2.0', id, method, params: { ...params } });
    });
  await request('initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'loose', version: '1' },
  });
  await here.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  return { request };
}

const papers = (folder: string): string => join(folder, 'papers');

describe('the generated MCP server', () => {
  let folder: string;
  let generated: Generated;
  let upstream: Upstream;
  beforeAll(async () => {
    upstream = await startUpstream(({ method, path, headers }) => {
      if (path.endsWith('/picture'))
        return { headers: { 'content-type': 'image/png' }, body: 'png' };
      if (method === 'DELETE') return { status: 204, headers: {} };
      if (path === '/v1/notes/echo')
        return { body: JSON.stringify({ text: `you sent ${headers.authorization}` }) };
      if (path === '/v1/notes/gone')
        return { status: 404, body: `{"error":"no such note, ${headers.authorization}"}` };
      if (path === '/v1/notes/7') return { body: '{"text":"seven","more":1}' };
      if (method === 'POST') return { status: 201, body: '{"id":8}' };
      return { body: '[{"id":7,"text":"seven"},{"id":9,"text":"nine"}]' };
    });
    const { capability, sources } = compileText(mcpFixture);
    if (capability === undefined) throw new Error('the fixture does not compile');
    folder = await writeGenerated(emit(capability, emitters, sources));
    mkdirSync(join(papers(folder), 'drawer'), { recursive: true });
    writeFileSync(join(papers(folder), 'letter.md'), 'Dear {{name}}');
    writeFileSync(join(papers(folder), 'drawer/list.csv'), 'a,b');
    writeFileSync(join(papers(folder), '.secret'), 'hidden');
    // The place of the papers is known only now.
    const place = join(folder, 'mcp/definition.js');
    const text = readFileSync(place, 'utf8');
    writeFileSync(place, text.replaceAll('file:///PAPERS', pathToFileURL(papers(folder)).href));
    generated = await load(folder);
  });
  afterAll(() => upstream.close());

  const secrets = { DESK_TOKEN: 'desk-token-1234', MCP_KEY: 'mcp-key-1234' };
  const options = (more: object = {}): object => ({
    client: { baseURL: `${upstream.url}/v1`, secrets, maxRetries: 0 },
    ...more,
  });
  const key = { 'x-key': secrets.MCP_KEY };
  const http = async (more: object = {}, era: 'legacy' | 'auto' = 'auto'): Promise<Client> =>
    connect(over(await serve(generated.createFetch(options(more))), key), era);

  const stdio = (env: Record<string, string>, ...flags: string[]): Transport =>
    new StdioClientTransport({
      command: process.execPath,
      args: [join(folder, 'mcp/stdio.js'), ...flags],
      env: { DESK_TOKEN: secrets.DESK_TOKEN, ...env },
      stderr: 'ignore',
    });

  test.each([
    ['typescript5', 'nodenext'],
    ['typescript', 'preserve'],
  ] as const)(
    'has no type errors under %s, %s',
    (compiler, module) => {
      expect(typeErrors(folder, compiler, module)).toBe('');
    },
    90_000,
  );

  test('lists tools with schema, title and annotations, and nothing else', async () => {
    const { tools } = await (await http()).listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'list-notes',
      'get-note',
      'add-note',
      'remove-note',
      'get-picture',
      'first-note',
      'motd',
    ]);
    expect(tools[0]).toEqual({
      name: 'list-notes',
      title: 'List notes',
      description: hostile,
      inputSchema: {
        type: 'object',
        properties: {
          limit: { type: 'integer', description: 'How many.' },
          q: { type: 'string', description: hostile },
        },
      },
      annotations: { readOnlyHint: true },
    });
    const hints = Object.fromEntries(tools.map((tool) => [tool.name, tool.annotations]));
    expect(hints).toMatchObject({
      'add-note': { destructiveHint: false },
      'remove-note': { readOnlyHint: true },
      'first-note': { readOnlyHint: true },
      motd: { readOnlyHint: true, openWorldHint: false },
    });
  });

  const json = (value: unknown): object => ({
    content: [{ type: 'text', text: JSON.stringify(value) }],
    ...(Array.isArray(value) ? {} : { structuredContent: value }),
  });
  test.each<[string, object, object, string | undefined]>([
    [
      'list-notes',
      { limit: 2, q: 'a b' },
      json([
        { id: 7, text: 'seven' },
        { id: 9, text: 'nine' },
      ]),
      'GET /v1/notes?limit=2&q=a+b',
    ],
    ['get-note', { id: '7' }, json({ text: 'seven' }), 'GET /v1/notes/7?'],
    ['get-note', { id: 'a/b' }, json({ text: null }), 'GET /v1/notes/a%2Fb?'],
    ['add-note', { note: { text: 'x' } }, json({ id: 8 }), 'POST /v1/notes? {"text":"x"}'],
    ['first-note', {}, json({ text: 'seven' }), 'GET /v1/notes?'],
    ['motd', {}, json({ word: 'steady' }), undefined],
    [
      'remove-note',
      { id: '7' },
      { content: [{ type: 'text', text: expect.stringContaining('204') }] },
      'DELETE /v1/notes/7?',
    ],
    [
      'get-picture',
      { id: '7' },
      { content: [{ type: 'image', data: 'cG5n', mimeType: 'image/png' }] },
      'GET /v1/notes/7/picture?',
    ],
  ])('%s %j', async (name, args, result, sent) => {
    for (const era of ['legacy', 'auto'] as const) {
      upstream.requests.length = 0;
      const got = await (await http({}, era)).callTool({ name, arguments: { ...args } });
      const { content, structuredContent, isError } = got;
      expect({ content, structuredContent, isError }).toEqual({
        structuredContent: undefined,
        isError: undefined,
        ...result,
      });
      expect(
        upstream.requests.map(
          ({ method, path, query, body }) =>
            `${method} ${path}?${new URLSearchParams(query.map(([a, b]) => [a, b])).toString()}${body && ` ${body}`}`,
        ),
      ).toEqual(sent === undefined ? [] : [sent]);
    }
  });

  test.each<[string, string, object, RegExp]>([
    [
      'a wrong type',
      'list-notes',
      { limit: 'two' },
      /"limit" must be an integer[^]*"limit" \(integer\)/,
    ],
    ['a missing argument', 'get-note', {}, /"id" is required/],
    ['an argument that is none', 'get-note', { id: '7', force: true }, /"force" is no argument/],
    ['a path that climbs', 'get-note', { id: '..' }, /id/],
    [
      'an error of the upstream',
      'get-note',
      { id: 'gone' },
      /answered 404[^]*no such note, Bearer \*\*\*/,
    ],
  ])('%s is a result that says what to change', async (_, name, args, text) => {
    upstream.requests.length = 0;
    const result = await (await http()).callTool({ name, arguments: { ...args } });
    expect(result.isError).toBe(true);
    expect(result.content).toEqual([{ type: 'text', text: expect.stringMatching(text) }]);
    expect(upstream.requests).toHaveLength(text.source.includes('404') ? 1 : 0);
  });

  test('credentials do not come out, a null is an argument left out, an unknown tool is refused', async () => {
    const client = await http();
    const echoed = await client.callTool({ name: 'get-note', arguments: { id: 'echo' } });
    expect(echoed.structuredContent).toEqual({ text: 'you sent Bearer ***' });
    upstream.requests.length = 0;
    await client.callTool({ name: 'list-notes', arguments: { limit: null } });
    expect(upstream.requests[0]?.query).toEqual([]);
    await expect(client.callTool({ name: 'nope' })).rejects.toThrow(/no tool "nope"/);
  });

  test('no argument reaches anything but its place in the request', async () => {
    const client = await http();
    const send = async (name: string, args: object): Promise<string | undefined> => {
      upstream.requests.length = 0;
      const { isError } = await client.callTool({ name, arguments: { ...args } });
      expect(upstream.requests.length, JSON.stringify(args)).toBe(
        isError === true && upstream.requests.length === 0 ? 0 : 1,
      );
      const [sent] = upstream.requests;
      return sent && `${sent.method} ${sent.path}?${JSON.stringify(sent.query)}`;
    };
    const refused = ['', '.', '..', '%2e%2e', '%2E.', '\ud800', '..\\', ' '];
    const texts = ['../x', 'a/b', 'a?b=c', 'a#b', 'a\r\nX-Evil: 1', 'a\u0000b', 'é', '%00', ';a=b'];
    for (const id of [...refused, ...texts]) {
      const sent = await send('get-note', { id });
      if (!refused.includes(id)) expect(sent, id).toBeDefined();
      if (sent !== undefined) {
        const [, segment = '', ...rest] = /^GET \/v1\/notes\/([^/?]*)(\/)?\?/.exec(sent) ?? [];
        expect([decodeURIComponent(segment), rest], id).toEqual([id, [undefined]]);
      }
    }
    for (const q of [...texts, 'a&limit=9', 'a+b c']) {
      const sent = await send('list-notes', { q });
      expect(sent, q).toBe(`GET /v1/notes?${JSON.stringify([['q', q]])}`);
    }
    for (const size of ['1\r\nX-Evil: 1', '1\nX-Evil: 1', '1\u0000', '1\u2028'])
      expect(await send('get-picture', { id: '7', size }), size).toBeUndefined();
    expect(await send('get-picture', { id: '7', size: 'large' })).toBeDefined();
    expect(upstream.requests[0]?.headers).toMatchObject({ 'x-size': 'large' });
  });

  test.each<[string, unknown]>([
    ['__proto__ within', { note: JSON.parse('{"a":[{"__proto__":{"polluted":1}}]}') as object }],
    ['constructor.prototype', { note: { constructor: { prototype: { polluted: 1 } } } }],
    ['depth', { note: nest(5_000) }],
    ['a list instead of arguments', []],
    ['names of an object of its own', { id: '7', toString: '1', hasOwnProperty: '2' }],
  ])('%s is refused, and nothing is sent', async (_, args) => {
    const client = await connectLoose(generated.createServer(options()));
    upstream.requests.length = 0;
    for (const name of ['get-note', 'add-note', 'motd']) {
      const answer = await client.request('tools/call', { name, arguments: args });
      expect(answer.error ?? answer.result?.isError, name).toBeTruthy();
      expect(JSON.stringify(answer)).not.toMatch(/ at |node_modules|\/runtime\//);
    }
    expect(upstream.requests).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('a body beyond the limit is not read', async () => {
    const fetch = generated.createFetch(options());
    const response = await fetch(
      new Request('http://127.0.0.1:1/mcp', {
        method: 'POST',
        headers: { 'content-type': 'application/json', host: '127.0.0.1:1', ...key },
        body: `{"x":"${'x'.repeat(5_000_000)}"}`,
      }),
    );
    expect(response.status).toBe(413);
  });

  test.each<[object, string[]]>([
    [{ readOnly: true }, ['list-notes', 'get-note', 'get-picture', 'first-note', 'motd']],
    [{ allow: ['get-*', 'motd'], deny: ['get-picture'] }, ['get-note', 'motd']],
    [{ deny: ['notes.*'], allow: undefined }, ['first-note', 'motd']],
  ])('offers what %j leaves', async (selection, names) => {
    const ids = Object.fromEntries(Object.entries(selection));
    const client = await http(ids).catch((error: unknown) => error as Error);
    if (client instanceof Error) throw client;
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(names);
    await expect(client.callTool({ name: 'remove-note', arguments: { id: '7' } })).rejects.toThrow(
      /no tool/,
    );
  });

  test('a name on a list that fits no tool stops the server', () => {
    expect(() => generated.createServer(options({ deny: ['remove-notes'] }))).toThrow(
      /"remove-notes"/,
    );
  });

  test('resources: of an action, of a template, of a folder', async () => {
    const { nodeFiles } = (await import(
      pathToFileURL(join(folder, 'mcp/runtime/mcp/node-files.js')).href
    )) as { nodeFiles(root: string): object };
    const client = await http({ files: nodeFiles(folder) });
    const { resources } = await client.listResources();
    expect(resources.map(({ uri, mimeType }) => [uri, mimeType])).toEqual([
      ['desk://notes', undefined],
      ['desk://papers/drawer/list.csv', 'text/csv'],
      ['desk://papers/letter.md', 'text/markdown'],
    ]);
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['desk://notes/{id}']);
    const read = async (uri: string): Promise<unknown> =>
      (await client.readResource({ uri })).contents;
    expect(await read('desk://notes/7')).toEqual([
      { uri: 'desk://notes/7', mimeType: 'application/json', text: '{"text":"seven","more":1}' },
    ]);
    expect(await read('desk://papers/drawer/list.csv')).toEqual([
      { uri: 'desk://papers/drawer/list.csv', mimeType: 'text/csv', text: 'a,b' },
    ]);
    for (const uri of [
      'desk://papers/.secret',
      'desk://papers/../package.json',
      'desk://papers/%2e%2e/package.json',
      'desk://papers/drawer',
      'desk://notes/gone',
      'desk://else',
    ])
      await expect(read(uri), uri).rejects.toThrow(/not found/i);
    expect((await client.getPrompt({ name: 'letter' })).messages).toEqual([
      { role: 'user', content: { type: 'text', text: 'Dear {{name}}' } },
    ]);
    const outside = await http({ files: nodeFiles(join(folder, 'client')) });
    await expect(outside.readResource({ uri: 'desk://papers/letter.md' })).rejects.toThrow(
      /outside of the folder/,
    );
  });

  test('prompts: arguments go in once and are not looked into again', async () => {
    const client = await http();
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['tidy', 'letter']);
    expect(prompts[0]?.arguments).toEqual([
      { name: 'room', description: 'Which room.', required: true },
      { name: 'tone', description: 'How to say it.' },
    ]);
    const { messages } = await client.getPrompt({
      name: 'tidy',
      arguments: { room: '{{tone}} $&' },
    });
    expect(messages.map(({ role, content }) => [role, content])).toEqual([
      ['user', { type: 'text', text: 'Tidy {{tone}} $&, not {{other}}.' }],
      ['assistant', { type: 'text', text: '{{tone}} $&!' }],
    ]);
    await expect(client.getPrompt({ name: 'tidy' })).rejects.toThrow(/"room"/);
    await expect(client.getPrompt({ name: 'x' })).rejects.toThrow(/no prompt "x"/);
  });

  test('HTTP asks for the key, and takes no requests of other sites', async () => {
    const fetch = generated.createFetch(options());
    const post = (url: string, headers: Record<string, string>): Promise<Response> =>
      fetch(
        new Request(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: '{}',
        }),
      );
    const host = { host: '127.0.0.1:1' };
    expect((await post('http://127.0.0.1:1/mcp', { ...host })).status).toBe(401);
    expect((await post('http://127.0.0.1:1/mcp', { ...host, 'x-key': 'wrong' })).status).toBe(401);
    expect((await post('http://127.0.0.1:1/else', { ...host, ...key })).status).toBe(404);
    expect((await post('http://127.0.0.1:1/mcp', { ...key, host: 'evil.test' })).status).toBe(403);
    expect(
      (await post('http://127.0.0.1:1/mcp', { ...host, ...key, origin: 'https://evil.test' }))
        .status,
    ).toBe(403);
    expect((await post('http://127.0.0.1:1/mcp', { ...host, ...key })).status).toBe(400);
    expect(() => generated.createFetch({ client: { secrets: {}, env: {} } })).toThrow(/API key/);
  });

  // Over HTTP, the protocol of 2025 without sessions has no way to tell the server.
  test.each([
    ['HTTP', 'auto'],
    ['stdio', 'auto'],
    ['stdio', 'legacy'],
  ] as const)('a caller who gives up ends the upstream call (%s, %s)', async (way, era) => {
    let closed: () => void = () => {};
    const given = new Promise<void>((resolve) => (closed = resolve));
    let asked: () => void = () => {};
    const reached = new Promise<void>((resolve) => (asked = resolve));
    const slow = createHttpServer((_, response) => {
      asked();
      response.once('close', closed);
    });
    const url = await listen(slow);
    open.push({ close: () => stop(slow) });
    const client =
      way === 'HTTP'
        ? await http({ client: { baseURL: url, secrets, maxRetries: 0 } }, era)
        : await connect(stdio({ DESK_BASE_URL: url }), era);
    const abort = new AbortController();
    const call = client.callTool(
      { name: 'get-note', arguments: { id: '7' } },
      { signal: abort.signal },
    );
    await reached;
    abort.abort();
    await expect(call).rejects.toThrow(/abort/i);
    await given;
  });

  test.each(['legacy', 'auto'] as const)('serves over stdio as a program (%s)', async (era) => {
    const env = { DESK_BASE_URL: `${upstream.url}/v1` };
    const client = await connect(stdio(env, '--read-only'), era);
    expect((await client.listTools()).tools).toHaveLength(5);
    const searched = await connect(stdio({ ...env, MCP_SEARCH_ABOVE: '6' }), era);
    expect((await searched.listTools()).tools).toHaveLength(3);
    const result = await client.callTool({ name: 'get-note', arguments: { id: '7' } });
    expect(result.structuredContent).toEqual({ text: 'seven' });
    const missing = await client.callTool({ name: 'get-note', arguments: { id: 'echo' } });
    expect(JSON.stringify(missing)).not.toContain('desk-token');
    expect(client.getServerVersion()).toMatchObject({ name: 'desk-tools', title: 'Desk' });
    expect(client.getInstructions()).toBe('Tools of the desk.');
  });

  test('serves over HTTP as a program', async () => {
    const program = spawn(
      process.execPath,
      [join(folder, 'mcp/http.js'), '--port', '0', '--deny', 'motd'],
      {
        env: { ...secrets, DESK_BASE_URL: `${upstream.url}/v1` },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const ended = new Promise((resolve) => program.once('exit', resolve));
    const said = await new Promise<string>((resolve) =>
      program.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString())),
    );
    const [, url = ''] = /^desk-tools listens on (http:\S+\/mcp)\n$/.exec(said) ?? [];
    const client = await connect(over(url, key), 'auto');
    expect((await client.listTools()).tools).toHaveLength(6);
    const result = await client.callTool({ name: 'get-note', arguments: { id: '7' } });
    expect(result.structuredContent).toEqual({ text: 'seven' });
    await client.close();
    program.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test('a program that cannot start says why in one line', () => {
    const run = (args: string[]): string => {
      try {
        execFileSync(process.execPath, [join(folder, 'mcp/stdio.js'), ...args], {
          env: {},
          stdio: ['ignore', 'pipe', 'pipe'],
          encoding: 'utf8',
        });
      } catch (error) {
        return (error as { readonly stderr: string }).stderr;
      }
      return '';
    };
    expect(run(['--allow', 'nope'])).toBe('The server did not start: No tool is called "nope"\n');
    expect(run(['--tools', 'some'])).toMatch(/list, search, auto, not as "some"\n$/);
    expect(run(['--search-above', 'x'])).toMatch(/"x" is no number of tools\n$/);
    expect(run(['--nope'])).toMatch(/^The server did not start: Unknown option '--nope'.*\n$/);
  });
});

describe('what a surface says of itself', () => {
  const surface = `    - type: mcp
      namespace: desk-tools
      port: 9090`;
  const said = mcpFixture
    .replace('  display: Desk\n', '  display: Desk\n  version: 1.2.3\n')
    .replace(
      surface,
      `${surface}\n      ttlMs: 5000\n      cacheScope: private\n      maxBinarySize: 1.5KiB`,
    );

  test('reaches the capability', () => {
    const { version, surfaces } = capabilityOf(said);
    expect(version).toBe('1.2.3');
    expect(surfaces[0]).toMatchObject({ ttlMs: 5000, cacheScope: 'private', maxBytes: 1536 });
  });

  test('reaches who connects: its version, how long it may be kept, how large files are', async () => {
    const upstream = await startUpstream(() => ({
      headers: { 'content-type': 'image/png' },
      body: new Uint8Array(1537).fill(255),
    }));
    open.push(upstream);
    const { capability, sources } = compileText(said);
    const folder = await writeGenerated(emit(capability!, emitters, sources), { formatted: false });
    const { createFetch } = await load(folder);
    const secrets = { DESK_TOKEN: 'desk-token-1234', MCP_KEY: 'mcp-key-1234' };
    const client = await connect(
      over(await serve(createFetch({ client: { baseURL: `${upstream.url}/v1`, secrets } })), {
        'x-key': secrets.MCP_KEY,
      }),
      'auto',
    );
    expect(client.getServerVersion()).toMatchObject({ name: 'desk-tools', version: '1.2.3' });
    for (const list of [await client.listTools(), await client.listPrompts()])
      expect(list).toMatchObject({ ttlMs: 5000, cacheScope: 'private' });
    expect(await client.callTool({ name: 'get-picture', arguments: { id: '7' } })).toMatchObject({
      isError: true,
      content: [{ text: 'The result is a file of 1537 bytes; at most 1536 are given.' }],
    });
    await expect(client.readResource({ uri: 'desk://notes/7' })).rejects.toThrow(/1537 bytes/);
  });
});

function emitText(yaml: string): readonly OutputFile[] {
  const { capability, sources, diagnostics } = compileText(yaml);
  if (capability === undefined) throw new Error(JSON.stringify(diagnostics));
  return emit(capability, [mcpEmitter], sources);
}

describe('emitted files', () => {
  test('a capability without an MCP surface has none', () => {
    const yaml = mcpFixture.replace(/ {2}exposes:[^]*/, '');
    expect(mcpEmitter.emit(capabilityOf(yaml), { template: () => '', place: () => '' })).toEqual(
      [],
    );
  });

  test('two surfaces have their tools in modules of their own', () => {
    const [first, rest = ''] = mcpFixture.split('  exposes:\n');
    const second = rest.replace('desk-tools\n', 'other-tools\n').replace('9090', '9091');
    const files = emitText(
      `${first}  exposes:\n${rest}${second.replaceAll('desk-tools.', 'other-tools.')}`,
    );
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('mcp/tools/desk-tools.ts');
    expect(paths).toContain('mcp/tools/other-tools.ts');
    expect(paths).not.toContain('mcp/tools.ts');
  });

  test.each([
    ['an API key', mcpFixture],
    [
      'digest',
      mcpFixture.replace(
        /\{ type: apikey.*\}/,
        "{ type: digest, username: desk, password: '{{MCP_KEY}}' }",
      ),
    ],
  ])('the runtime is complete: every import leads to a file (%s)', (_, yaml) => {
    const files = new Map(emitText(yaml).map(({ path, content }) => [path, content]));
    expect(files.has('mcp/runtime/server/auth-digest.ts')).toBe(yaml !== mcpFixture);
    for (const [path, content] of files)
      for (const [, specifier = ''] of content.matchAll(/from "(\.[^"]+)"/g)) {
        const target = posix.join(posix.dirname(path), specifier);
        if (!target.startsWith('client/')) expect([...files.keys()], path).toContain(target);
      }
    expect(files.get('mcp/index.ts')).toMatch(/npm install .*@modelcontextprotocol\/server@/);
  });

  const cut = `It lists. It [goes](https://x.test/y) on ${'and on '.repeat(40)}`.slice(0, 239);
  test.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    [' ', undefined],
    ['It lists.\r\nAll.', 'It lists.\nAll.'],
    [`${cut}x`, 'It lists.'],
    [`${cut}.`, `${cut.replace('[goes](https://x.test/y)', 'goes')}.`],
    ['x'.repeat(240), 'x'.repeat(240)],
    ['[a](https://x.test/) and [b](#c)', 'a and [b](#c)'],
    ['a\u200bb\u202ec\u0007\u{e0041}d', 'abcd'],
  ])('models read %j as %j', (text, read) => {
    expect(modelText(text)).toBe(read);
  });

  const samples = [
    'capabilities/posthog-persons.yaml',
    'capabilities/shipyard.yaml',
    'capabilities/field-notes.yaml',
  ];
  test.each([
    ...samples,
    ...(hasShared ? ['../shared/corpus/wild/regenerate/cloudflare/cloudflare-accounts.yaml'] : []),
  ])(
    '%s: no long lines, no long files, runtime files clean for prettier',
    async (file) => {
      for (const { path, content } of emitFile(file, [mcpEmitter]).files) {
        const text = path.endsWith('.ts')
          ? await format(content, { parser: 'typescript' })
          : content;
        if (path.startsWith('mcp/runtime/mcp/')) expect(content, path).toBe(text);
        if (path === 'capability.json') continue;
        const lines = text.split('\n');
        expect(lines.length, path).toBeLessThanOrEqual(2_500);
        expect(Math.max(...lines.map((line) => line.length)), path).toBeLessThanOrEqual(160);
      }
    },
    120_000,
  );
});

describe.runIf(hasShared)('740 tools', () => {
  let client: Client;
  let upstream: Upstream;
  beforeAll(async () => {
    upstream = await startUpstream(() => ({ body: '{"ok":true}' }));
    const file = '../shared/corpus/wild/regenerate/cloudflare/cloudflare-accounts.yaml';
    const { files } = emitFile(file, emitters);
    const generated = await load(await writeGenerated(files, { formatted: false }));
    const [here, there] = InMemoryTransport.createLinkedPair();
    const server = generated.createServer({
      client: { baseURL: upstream.url, env: { CLOUDFLARE_API_KEY: 'token-12345' } },
    });
    client = new Client({ name: 'test', version: '1' });
    await Promise.all([server.connect(there), client.connect(here)]);
  }, 120_000);
  afterAll(() => upstream.close());

  // No tokenizer needs a token for fewer than three letters of English in JSON: this is 1,200 of them at most.
  test('take up 3,600 bytes of what a model reads at its start', async () => {
    const { tools } = await client.listTools();
    const text = JSON.stringify(tools) + (client.getInstructions() ?? '');
    expect(text.length).toBeLessThanOrEqual(3_600);
  });

  const search = async (query: string): Promise<string> => {
    const result = await client.callTool({ name: 'search-tools', arguments: { query, limit: 3 } });
    return JSON.stringify(result.content).replaceAll('cloudflare-', '');
  };
  test.each([
    ['write a key value pair', 'write-key-value-pair'],
    ['show the access applications', 'list-access-applications'],
    ['removing members', 'remove-member'],
    ['create tunnel', 'create-tunnel'],
    ['delete R2 bucket', 'delete-bucket'],
    ['SQL against a D1 database', 'query-d1-database'],
    ['/accounts/{account_id}/rulesets/{ruleset_id}/rules/{rule_id}', 'update-account-ruleset-rule'],
    ['rotate turnstile secret', 'rotate-secret-turnstile-widget'],
    ['audit logs', 'get-account-audit-logs'],
    ['cron trigers', 'get-cron-triggers'],
    ['upload an image', 'upload-image'],
    ['whois', 'get-whois-record'],
  ])('%s is among the first three: %s', async (query, name) => {
    expect(await search(query)).toContain(`- ${name}`);
  });

  test('one of them is found, described and called', async () => {
    const name = 'cloudflare-write-key-value-pair';
    const described = await client.callTool({
      name: 'describe-tools',
      arguments: { names: [name] },
    });
    const [tool] = (described.structuredContent as { tools: { inputSchema: object }[] }).tools;
    const { properties = {} } = tool!.inputSchema as { properties?: Record<string, object> };
    const args = Object.fromEntries(
      Object.entries(properties).map(([key, { type }]: [string, { type?: string }]) => [
        key,
        type === 'string' ? 'a/b' : {},
      ]),
    );
    const called = await client.callTool({
      name: 'call-tool',
      arguments: { name, arguments: args },
    });
    expect(called).toMatchObject({ structuredContent: { ok: true } });
    expect(upstream.requests.at(-1)?.path).toContain('/storage/kv/namespaces/a%2Fb/values/a%2Fb');
  });
});

const persons = [
  'capabilities/posthog-persons.yaml',
  ...(hasShared ? ['../shared/corpus/persons/posthog-persons.yaml'] : []),
];
describe.each(persons)('%s', (file) => {
  let generated: Generated;
  let surface: McpSurface;
  let upstream: Upstream;
  beforeAll(async () => {
    upstream = await startUpstream(() => ({ body: '{"ok":true}' }));
    const {
      capability,
      files,
    }: { capability: { surfaces: readonly object[] }; files: readonly OutputFile[] } = emitFile(
      file,
      emitters,
    );
    surface = capability.surfaces.find(
      (one): one is McpSurface => (one as McpSurface).kind === 'mcp',
    )!;
    generated = await load(await writeGenerated(files));
  });
  afterAll(() => upstream.close());

  test('48 tools in 20 KB, each of which reaches the upstream, by its aliases, too', async () => {
    const secrets = new Proxy(
      {},
      {
        get: () => 'key-12345678',
        getOwnPropertyDescriptor: () => ({
          value: 'key-12345678',
          enumerable: true,
          configurable: true,
        }),
      },
    );
    const client = await connect(
      over(await serve(generated.createFetch({ client: { baseURL: upstream.url, secrets } }))),
      'auto',
    );
    const list = await client.listTools();
    expect(list.tools).toHaveLength(48);
    expect(JSON.stringify(list.tools).length).toBeLessThanOrEqual(20 * 1024);
    const operations = new Set<string>();
    for (const tool of surface.tools) {
      const args = Object.fromEntries(tool.inputs.map(({ name, type }) => [name, sample(type)]));
      upstream.requests.length = 0;
      for (const name of [tool.name, ...tool.declaredNames])
        expect(await client.callTool({ name, arguments: args }), name).toMatchObject({
          structuredContent: { ok: true },
        });
      expect(upstream.requests).toHaveLength(1 + tool.declaredNames.length);
      const [first] = upstream.requests;
      operations.add(`${first?.method} ${first?.path}`);
    }
    expect(operations.size).toBe(48);
  });
});

function sample(type: {
  readonly kind: string;
  readonly scalar?: string;
  readonly values?: unknown;
}): unknown {
  if (type.kind === 'scalar')
    return type.scalar === 'string' ? 'text' : type.scalar === 'boolean' ? true : 7;
  if (type.kind === 'enum') return (type.values as readonly unknown[])[0];
  if (type.kind === 'array') return [];
  return type.kind === 'unknown' ? 'any' : {};
}
