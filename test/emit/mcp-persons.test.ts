// The sample's MCP server as its users have it: every tool is called by the official client, over both transports and
// in both eras of the protocol; and what the project says of listing holds until the server is told otherwise.
import {
  Client,
  StreamableHTTPClientTransport,
  type Tool,
  type Transport,
} from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { emit } from '../../src/compiler.ts';
import { clientEmitter } from '../../src/emit/client/client-emitter.ts';
import type { EmitSettings } from '../../src/emit/emitter.ts';
import { mcpEmitter } from '../../src/emit/mcp/mcp-emitter.ts';
import { start, type Running } from '../../templates/runtime/server/node.ts';
import { capabilityOf } from '../support/compile.ts';
import { writeGenerated } from '../support/generated.ts';
import { readProject } from '../support/shared.ts';
import { startUpstream, type Upstream } from '../support/upstream.ts';

const capability = capabilityOf(readProject('capabilities/posthog-persons.yaml'));

interface Generated {
  createFetch(options: object): (request: Request) => Promise<Response>;
}

async function write(settings: EmitSettings = {}): Promise<string> {
  const files = emit(capability, [clientEmitter, mcpEmitter], new Map(), settings);
  return writeGenerated(files, { formatted: false });
}

async function load(folder: string): Promise<Generated> {
  return (await import(pathToFileURL(join(folder, 'mcp/index.js')).href)) as Generated;
}

/** A value that fits: the checks of arguments are the server's. */
function argumentsOf({ inputSchema }: Tool): Record<string, unknown> {
  const { properties = {}, required = [] } = inputSchema;
  return Object.fromEntries(
    required.map((name) => [name, sample(properties[name] as Schema | undefined)]),
  );
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
}

function sample(schema: Schema = {}): unknown {
  if (schema.enum !== undefined) return schema.enum[0];
  const values: Record<string, unknown> = { object: {}, array: [], boolean: true };
  return values[schema.type ?? ''] ?? (/^(number|integer)$/.test(schema.type ?? '') ? 7 : 'x');
}

let upstream: Upstream;
let folder: string;
let running: Running;
const open: Client[] = [];
beforeAll(async () => {
  upstream = await startUpstream(({ path }) => ({ body: JSON.stringify({ at: path }) }));
  folder = await write();
  const { createFetch } = await load(folder);
  const client = { baseURL: upstream.url, env: { POSTHOG_API_KEY: 'key-of-the-test' } };
  const fetch = createFetch({ client });
  running = await start({ fetch, hostname: '127.0.0.1', port: 0, graceMs: 100 });
});
afterEach(async () => {
  for (const client of open.splice(0)) await client.close();
});
afterAll(async () => {
  await running.stop();
  await upstream.close();
});

async function connect(transport: Transport, mode: 'legacy' | 'auto'): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(transport);
  open.push(client);
  return client;
}

const http = (url = running.url): Transport =>
  new StreamableHTTPClientTransport(new URL(`${url}/mcp`));

const stdio = (): Transport =>
  new StdioClientTransport({
    command: process.execPath,
    args: [join(folder, 'mcp/stdio.js'), '--tools', 'list'],
    env: { POSTHOG_API_KEY: 'key-of-the-test', POSTHOG_PERSONS_BASE_URL: upstream.url },
    stderr: 'inherit',
  });

describe.each(['legacy', 'auto'] as const)('every tool, era %s', (era) => {
  test.each([
    ['HTTP', http],
    ['stdio', stdio],
  ] as const)('over %s', async (_name, transport) => {
    const client = await connect(transport(), era);
    const { tools } = await client.listTools();
    expect(tools.length).toBe(capability.operations.length);
    upstream.requests.length = 0;
    for (const tool of tools) {
      const result = await client.callTool({ name: tool.name, arguments: argumentsOf(tool) });
      expect(result, tool.name).not.toMatchObject({ isError: true });
    }
    const asked = new Set(
      upstream.requests.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`),
    );
    expect(asked.size).toBe(tools.length);
  });
});

test.each([
  [100, 200],
  [101, 400],
])('a batch of %i messages: %i', async (count, status) => {
  const message = (id: number): object => ({ jsonrpc: '2.0', id, method: 'ping' });
  const response = await fetch(`${running.url}/mcp`, {
    method: 'POST',
    body: JSON.stringify(Array.from({ length: count }, (_, id) => message(id))),
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-03-26',
    },
  });
  expect(response.status).toBe(status);
  await response.body?.cancel();
});

describe('what the project says of listing', () => {
  const made = new Map<string, Promise<string>>();
  const count = async (settings: EmitSettings, options: object): Promise<number> => {
    const key = JSON.stringify(settings);
    const written = made.get(key) ?? write(settings);
    made.set(key, written);
    const { createFetch } = await load(await written);
    const fetch = createFetch({ client: { baseURL: upstream.url }, ...options });
    const one = await start({ fetch, hostname: '127.0.0.1', port: 0, graceMs: 100 });
    try {
      const client = await connect(http(one.url), 'auto');
      return (await client.listTools()).tools.length;
    } finally {
      for (const client of open.splice(0)) await client.close();
      await one.stop();
    }
  };
  test.each<[EmitSettings, object, number]>([
    [{ mcp: { tools: 'search' } }, {}, 3],
    [{ mcp: { searchAbove: 10 } }, {}, 3],
    [{ mcp: { tools: 'search' } }, { tools: 'list' }, 48],
    [{ mcp: { searchAbove: 10 } }, { searchAbove: 100 }, 48],
  ])('%j, options %j: %i tools', async (settings, options, expected) => {
    expect(await count(settings, options)).toBe(expected);
  });
});
