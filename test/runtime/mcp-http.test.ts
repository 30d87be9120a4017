import { describe, expect, test } from 'vitest';
import { createMcp, type McpOptions } from '../../templates/runtime/mcp/create-mcp.ts';
import { createHttpHandler, type HttpOptions } from '../../templates/runtime/mcp/http-handler.ts';
import type { McpDefinition, McpSurface } from '../../templates/runtime/mcp/model.ts';
import { denied } from '../../templates/runtime/server/credentials.ts';
import { problem } from '../../templates/runtime/server/problem.ts';
import { fakePort, operation } from './server-fake.ts';

type Fetch = (request: Request) => Promise<Response>;

const say: McpSurface['tools'][number] = {
  name: 'say',
  inputSchema: { type: 'object' },
  inputs: [{ name: 'word' }],
  action: {
    kind: 'mock',
    output: { kind: 'value', value: { kind: 'input', name: 'word' } },
  },
};

function serve(
  surface: Partial<McpSurface> = {},
  options: Partial<McpOptions & HttpOptions> = {},
): Fetch {
  const whole: McpSurface = { id: 'x', tools: [say], resources: [], prompts: [], ...surface };
  const definition: McpDefinition = { surfaces: [whole], flows: {}, credentials: [] };
  const all = { client: fakePort(), ...options };
  return createHttpHandler(whole, createMcp(definition, whole, all), all);
}

function ask(path: string, headers: Record<string, string> = {}, init: RequestInit = {}): Request {
  return new Request(`http://127.0.0.1:9/${path}`, {
    ...init,
    headers: {
      host: '127.0.0.1:9',
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...headers,
    },
  });
}

interface ToolAnswer {
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
}

async function call(
  fetch: Fetch,
  args: object,
  headers: Record<string, string> = {},
): Promise<ToolAnswer> {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'say', arguments: args },
  });
  const response = await fetch(ask('mcp', headers, { method: 'POST', body }));
  const text = await response.text();
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  return (JSON.parse(data) as { result: ToolAnswer }).result;
}

describe('where tokens come from', () => {
  const tokens = { authorizationServers: ['https://as.test'], scopes: ['read'], name: 'X' };
  const authenticate = (request: Request): ReturnType<typeof problem> | undefined =>
    request.headers.get('authorization') === 'Bearer good'
      ? undefined
      : denied('Bearer realm="api"');
  const place = '.well-known/oauth-protected-resource';

  test.each([place, `${place}/mcp`])('GET /%s', async (path) => {
    const fetch = serve({ tokens }, { authenticate });
    const response = await fetch(ask(path, { origin: 'https://page.test' }));
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(await response.json()).toEqual({
      resource: 'http://127.0.0.1:9/mcp',
      authorization_servers: ['https://as.test'],
      scopes_supported: ['read'],
      bearer_methods_supported: ['header'],
      resource_name: 'X',
    });
  });

  test('what is declared and where a proxy stands count for more than the request', async () => {
    const publicUrl = 'https://tools.test/desk/mcp';
    const declared = { ...tokens, resource: 'https://declared.test' };
    const fetch = serve({ tokens: declared }, { authenticate, publicUrl });
    const path = '.well-known/oauth-protected-resource/desk/mcp';
    const response = await fetch(ask(path, { host: 'tools.test' }));
    expect(await response.json()).toMatchObject({ resource: 'https://declared.test' });
    const refused = await fetch(ask('mcp', {}, { method: 'POST', body: '{}' }));
    expect(refused.headers.get('www-authenticate')).toBe(
      `Bearer realm="api", resource_metadata="https://tools.test/${path}"`,
    );
  });

  test('who is refused is told where', async () => {
    const fetch = serve({ tokens }, { authenticate });
    const response = await fetch(ask('mcp', {}, { method: 'POST', body: '{}' }));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe(
      `Bearer realm="api", resource_metadata="http://127.0.0.1:9/${place}/mcp"`,
    );
    const other = serve({ tokens }, { authenticate: () => problem(503, 'Later') });
    const later = await other(ask('mcp', {}, { method: 'POST', body: '{}' }));
    expect(later.headers.get('www-authenticate')).toBeNull();
  });

  test.each([
    ['GET', 'evil.test', 403],
    ['POST', '127.0.0.1', 405],
    ['OPTIONS', '127.0.0.1', 204],
  ])('%s to %s: %i', async (method, host, status) => {
    const fetch = serve({ tokens }, { authenticate });
    expect((await fetch(ask(place, { host }, { method }))).status).toBe(status);
  });

  test('is not said by a server that asks for no tokens', async () => {
    expect((await serve()(ask(place))).status).toBe(404);
  });
});

test('over HTTP, a handle is for who has the credentials it was given to', async () => {
  const fetch = serve({}, { limits: { textBytes: 20 }, authenticate: () => undefined });
  const mine = { authorization: 'Bearer mine' };
  const long = await call(fetch, { word: 'x'.repeat(50) }, mine);
  const [, handle = ''] = /"continue": "([^"]+)"/.exec(long.content[1]?.text ?? '') ?? [];
  expect(handle).not.toBe('');
  expect((await call(fetch, { continue: handle }, mine)).content[0]?.text).toBe('x'.repeat(20));
  for (const headers of [{}, { authorization: 'Bearer yours' }, { cookie: 'mine' }])
    expect((await call(fetch, { continue: handle }, headers)).isError).toBe(true);
});

test('a call that takes too long is given up, and says so', async () => {
  let aborted = false;
  const client = fakePort({
    slow: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          aborted = true;
          reject(Object.assign(new Error('given up'), { kind: 'abort' }));
        });
      }),
  });
  const action = {
    kind: 'call' as const,
    operation: operation('slow'),
    output: { kind: 'whole' as const },
  };
  const fetch = serve({ tools: [{ ...say, action }] }, { client, limits: { callMs: 20 } });
  const { isError, content } = await call(fetch, {});
  expect([isError, content[0]?.text]).toEqual([
    true,
    'say was given up after 0.02 seconds. It may have taken effect all the same: look before you try again.',
  ]);
  expect(aborted).toBe(true);
});
