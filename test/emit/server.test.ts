import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'prettier';
import ts from 'typescript5';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler.ts';
import { clientEmitter } from '../../src/emit/client/client-emitter.ts';
import type { EmitContext, OutputFile } from '../../src/emit/emitter.ts';
import { serverEmitter } from '../../src/emit/server/server-emitter.ts';
import type { Capability, PathPart } from '../../src/ir/capability.ts';
import { nodeHost } from '../../src/source/host.ts';
import {
  capabilityOf,
  hostile,
  inputAt,
  operationOf,
  routeOf,
  serverFixture,
  surfaceOf,
} from './fixture-server.ts';

const project = resolve(import.meta.dirname, '../..');
const context: EmitContext = {
  template: (path) => readFileSync(join(project, 'templates', path), 'utf8'),
  place: (at) => `${at.file}:1`,
};
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function emit(capability: Capability): readonly OutputFile[] {
  return [...clientEmitter.emit(capability, context), ...serverEmitter.emit(capability, context)];
}

/** Writes files as they would stand on the disk, formatted, and beside each its JavaScript. */
async function write(files: readonly OutputFile[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'capwright-server-'));
  folders.push(folder);
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const { path, content, verbatim } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    const text = verbatim === true ? content : await format(content, { parser: 'typescript' });
    writeFileSync(file, text);
    const compilerOptions = {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      rewriteRelativeImportExtensions: true,
    };
    writeFileSync(
      file.replace(/\.ts$/, '.js'),
      ts.transpileModule(text, { compilerOptions }).outputText,
    );
  }
  return folder;
}

function typeErrors(folder: string, compiler: string, module: 'nodenext' | 'preserve'): string {
  const compilerOptions = {
    noEmit: true,
    strict: true,
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    module,
    moduleResolution: module === 'preserve' ? 'bundler' : 'nodenext',
    types: ['node'],
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    isolatedDeclarations: true,
    declaration: true,
    erasableSyntaxOnly: true,
    noUnusedLocals: true,
    ...(module === 'nodenext'
      ? { rewriteRelativeImportExtensions: true }
      : { allowImportingTsExtensions: true }),
    skipLibCheck: true,
  };
  const config = join(folder, `tsconfig.${module}.json`);
  writeFileSync(config, JSON.stringify({ compilerOptions, include: ['client', 'server'] }));
  try {
    execFileSync(
      process.execPath,
      [join(project, 'node_modules', compiler, 'bin/tsc'), '-p', config],
      { encoding: 'utf8' },
    );
    return '';
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  }
}

/** What a user may write, and what the compiler has to refuse. */
const typedHandlers = `
import type { Handlers } from "./handler-types.ts";
export const good: Handlers = {
  peopleGet: async ({ "person-id": id }, { next }) => (id > 1 ? { name: String(id.toFixed()) } : next()),
  peopleList: ({ q }) => [q?.toUpperCase()],
  summary: () => new Response("x"),
};
// @ts-expect-error a value of another type
export const wrongOutput: Handlers = { peopleGet: () => ({ name: 1 }) };
// @ts-expect-error no such input
export const wrongInput: Handlers = { peopleGet: ({ id }) => ({ name: id }) };
// @ts-expect-error no such route
export const wrongName: Handlers = { peopleGone: () => 1 };
`;

interface Generated {
  createApp(options?: object): {
    fetch(request: Request): Promise<Response>;
    request(path: string, init?: RequestInit): Promise<Response>;
  };
  createFetch(options?: object): (request: Request) => Promise<Response>;
}

describe('the generated server', () => {
  let folder: string;
  let server: Generated;
  beforeAll(async () => {
    folder = await write([
      ...emit(serverFixture),
      { path: 'server/typed.ts', content: typedHandlers },
    ]);
    server = (await import(pathToFileURL(join(folder, 'server/index.js')).href)) as Generated;
  }, 60_000);

  test.each([
    ['typescript5', 'nodenext'],
    ['typescript', 'preserve'],
  ] as const)(
    'has no type errors under %s, %s',
    (compiler, module) => {
      expect(typeErrors(folder, compiler, module)).toBe('');
    },
    60_000,
  );

  const upstream: { url: string; method: string; headers: Headers; body: string }[] = [];
  const answers: Record<string, () => Response> = {
    'GET /v1/people': () => Response.json([{ id: 7, name: 'Ada' }]),
    'GET /v1/people/7': () => Response.json({ person: { name: 'Ada' }, more: 1 }),
    'POST /v1/people': () => Response.json({ id: 8 }, { status: 201 }),
    'PUT /v1/files/a': () => new Response(null, { status: 204 }),
  };
  const fetchFake: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    upstream.push({
      url: request.url,
      method: request.method,
      headers: request.headers,
      body: await request.text(),
    });
    return (
      answers[`${request.method} ${url.pathname}`]?.() ??
      new Response('from upstream', { status: 418 })
    );
  };
  const client = { fetch: fetchFake, secrets: { SERVER_TOKEN: 't' }, maxRetries: 0 };
  async function call(path: string, init: RequestInit = {}, options: object = {}) {
    upstream.length = 0;
    const app = server.createApp({ client, ...options });
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', 'Bearer t');
    const response = await app.request(path, { ...init, headers });
    const text = await response.text();
    return {
      status: response.status,
      body:
        text === ''
          ? undefined
          : ((/json/.test(response.headers.get('content-type') ?? '')
              ? JSON.parse(text)
              : text) as unknown),
    };
  }

  const json = (body: unknown): RequestInit => ({
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

  test.each<[string, string, RequestInit, number, unknown]>([
    ['call, as it is', '/people?q=a', {}, 200, [{ id: 7, name: 'Ada' }]],
    ['call, shaped', '/people/7', {}, 200, { name: 'Ada' }],
    ['call with a body', '/people', json({ name: 'Bob' }), 201, { id: 8 }],
    [
      'call with bytes',
      '/files/a.bin',
      { method: 'PUT', body: 'bytes', headers: { 'content-type': 'application/octet-stream' } },
      204,
      undefined,
    ],
    ['an upstream error', '/people/9', {}, 418, 'from upstream'],
    ['steps', '/people/7/summary', {}, 200, { summary: { name: 'Ada' } }],
    ['a flow', '/greet/Ada', {}, 200, 'hello Ada, glad'],
    [
      'fields of a body',
      '/fields',
      json({ n: 1, [hostile]: 'x' }),
      200,
      JSON.parse('{"__proto__":"x","n":1}'),
    ],
    ['a hostile variable', `/a/${encodeURIComponent(hostile)}/*`, {}, 200, hostile],
    [
      'forward',
      '/proxy/any/thing?x=1',
      { method: 'PATCH', body: 'b', headers: { 'x-trace': '1', cookie: 'c' } },
      418,
      'from upstream',
    ],
    [
      'unimplemented',
      '/nothing',
      {},
      501,
      { title: 'Not Implemented', detail: `This is not implemented: ${hostile}` },
    ],
    [
      'an operation that is not there',
      '/lost',
      {},
      501,
      { detail: 'This is not implemented: there is no operation api.gone' },
    ],
    [
      'a violation',
      '/people/x',
      {},
      400,
      { errors: [{ in: 'path', name: 'person-id', message: 'must be an integer' }] },
    ],
    [
      'no credentials',
      '/people',
      { headers: { authorization: 'Bearer x' } },
      401,
      { title: 'Unauthorized' },
    ],
    ['nothing there', '/nowhere', {}, 404, { title: 'Not Found' }],
    ['another method', '/people', { method: 'DELETE' }, 405, { title: 'Method Not Allowed' }],
  ])('%s', async (_, path, init, status, body) => {
    const answer = await call(path, init);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    if (body === undefined || typeof body === 'string') expect(answer.body).toBe(body);
    else expect(answer.body).toMatchObject(body as object);
  });

  test('what goes upstream', async () => {
    await call('/people?q=a&other=1');
    expect(upstream[0]?.url).toBe('https://api.test/v1/people?q=a');
    await call('/people', json({ name: 'Bob' }));
    expect(upstream[0]).toMatchObject({ method: 'POST', body: '{"name":"Bob"}' });
    await call('/proxy/a/b?x=1', {
      method: 'PATCH',
      body: 'b',
      headers: { 'x-trace': '1', cookie: 'c' },
    });
    expect(upstream[0]).toMatchObject({
      url: 'https://api.test/v1/a/b?x=1',
      method: 'PATCH',
      body: 'b',
    });
    expect(upstream[0]?.headers.get('x-trace')).toBe('1');
    expect(upstream[0]?.headers.get('cookie')).toBeNull();
    expect(upstream[0]?.headers.get('authorization')).toBeNull();
    await call('/people/..%2F..%2Fadmin');
    expect(upstream).toEqual([]);
  });

  test('an upstream that cannot be reached', async () => {
    const offline = {
      ...client,
      fetch: () => Promise.reject(new TypeError('fetch failed: secret host')),
    };
    const { status, body } = await call('/people', {}, { client: offline });
    expect(status).toBe(502);
    expect(JSON.stringify(body)).not.toContain('secret host');
    expect((await call('/people/7/summary', {}, { client: offline })).body).toMatchObject({
      status: 502,
      step: 'all',
    });
  });

  test('a handler, by the name of the client method', async () => {
    const handlers = {
      peopleGet: (inputs: Record<string, unknown>) => ({
        name: `own ${String(inputs['person-id'])}`,
      }),
    };
    expect((await call('/people/3', {}, { handlers })).body).toEqual({ name: 'own 3' });
    expect(() => server.createApp({ client, handlers: { peopleGone: () => 1 } })).toThrow(
      'No route is called peopleGone',
    );
  });

  test('a missing credential of its own stops the start', () => {
    expect(() => server.createApp({ client: { env: {} } })).toThrow(
      'No bearer token to check against',
    );
  });

  test('a scheme nobody checks lets nobody in', async () => {
    const surface = 'closed "surface"';
    expect((await call('/x', {}, { surface })).status).toBe(501);
    expect(await call('/x', {}, { surface, authenticate: () => undefined })).toEqual({
      status: 200,
      body: 1,
    });
    expect(readFileSync(join(folder, 'server/app.ts'), 'utf8')).toContain('declares oauth2');
  });

  test('middleware runs before', async () => {
    const middleware = [
      async (context: { header(name: string, value: string): void }, next: () => Promise<void>) => {
        await next();
        context.header('x-own', '1');
      },
    ];
    const app = server.createApp({ client, middleware });
    expect((await app.request('/nowhere')).headers.get('x-own')).toBe('1');
  });

  test('a route nobody can reach is left out, and said so', () => {
    const text = readFileSync(join(folder, 'server/routes.ts'), 'utf8');
    expect(text).toContain('Left out: `GET /people`');
    expect(readFileSync(join(folder, 'server/handler-types.ts'), 'utf8')).not.toContain('shadow');
  });

  test('starts as a program', async () => {
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, [join(folder, 'server/node.js')], {
      env: { ...process.env, SERVER_TOKEN: 't', API_BASE_URL: 'http://127.0.0.1:9', PORT: '0' },
    });
    const said = await new Promise<string>((resolve) => {
      let text = '';
      child.stdout.on('data', (data: Buffer) => {
        text += String(data);
        if (text.includes('rest listens')) resolve(text);
      });
      child.on('exit', () => resolve(text));
    });
    const url = /rest listens on (\S+)/.exec(said)?.[1] ?? '';
    expect(new URL(url).hostname).toBe('127.0.0.1');
    const response = await fetch(`${url}/greet/Ada`, { headers: { authorization: 'Bearer t' } });
    expect(await response.json()).toBe('hello Ada, glad');
    const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  }, 20_000);

  test('says in one line why it does not start', () => {
    let stderr = '';
    try {
      execFileSync(process.execPath, [join(folder, 'server/node.js')], {
        env: { PATH: process.env['PATH'], PORT: '0' },
        timeout: 10_000,
        stdio: 'pipe',
      });
    } catch (error) {
      stderr = String((error as { stderr?: unknown }).stderr);
    }
    expect(stderr).toContain('rest did not start: No bearer token to check against');
    expect(stderr).not.toContain(' at ');
  }, 20_000);
});

describe('the files', () => {
  test('no REST surface, no files', () => {
    expect(serverEmitter.emit(capabilityOf({}), context)).toEqual([]);
  });

  test('handlers are written once', () => {
    const once = serverEmitter.emit(serverFixture, context).filter((file) => file.once === true);
    expect(once.map((file) => file.path)).toEqual(['server/handlers.ts']);
  });

  test('the runtime is complete and clean', async () => {
    const files = serverEmitter
      .emit(serverFixture, context)
      .filter((file) => file.path.startsWith('server/runtime/'));
    for (const { content, path } of files) {
      for (const [, target] of content.matchAll(/from "\.\/([^"]+)"/g))
        expect(files.map((file) => file.path)).toContain(`server/runtime/${target}`);
      expect(await format(content, { parser: 'typescript' }), path).toBe(content);
    }
  });

  test('do not depend on the order of declaration', () => {
    const reversed = capabilityOf({
      ...serverFixture,
      operations: [...serverFixture.operations].reverse(),
    });
    expect(serverEmitter.emit(reversed, context)).toEqual(
      serverEmitter.emit(serverFixture, context),
    );
  });

  test('a base URL that is missing has to be given', () => {
    const [service] = serverFixture.services;
    const files = serverEmitter.emit(
      capabilityOf({
        ...serverFixture,
        services: [{ ...service!, baseUrl: { kind: 'missing', template: '' } }],
      }),
      context,
    );
    expect(files.find((file) => file.path === 'server/app.ts')?.content).toContain(
      'readonly client: ClientOptions',
    );
    expect(files.find((file) => file.path === 'server/node.ts')?.content).toContain(
      'required("API_BASE_URL")',
    );
  });

  test('stay small when there is much', async () => {
    const count = 800;
    const inputs = ['account_id', 'zone', 'page', 'per_page', 'order'].map((name) =>
      inputAt(name, name === 'account_id' ? 'path' : 'query', {
        description: 'The words of a document. '.repeat(4),
      }),
    );
    const operations = Array.from({ length: count }, (_, i) =>
      operationOf(`api.op${i}`, 'GET', `/accounts/{account_id}/op${i}`, inputs, {
        client: [`group${i % 3}`, `op${i}`],
      }),
    );
    const routes = operations.map((operation, i) =>
      routeOf(
        'GET',
        `/accounts/{account_id}/op${i}`,
        {
          kind: 'call',
          operation: operation.id,
          arguments: inputs.map(({ name }) => ({ name, value: { kind: 'input', name } })),
          output: { kind: 'whole', type: { kind: 'unknown' } },
        },
        inputs,
      ),
    );
    const files = serverEmitter.emit(
      capabilityOf({ operations, surfaces: [surfaceOf('rest', routes)] }),
      context,
    );
    for (const file of files) {
      const text =
        file.verbatim === true
          ? file.content
          : await format(file.content, { parser: 'typescript' });
      const lines = text.split('\n');
      expect(lines.length, file.path).toBeLessThan(2500);
      expect(Math.max(...lines.map((line) => line.length)), file.path).toBeLessThanOrEqual(160);
    }
  }, 60_000);
});

const persons = resolve(project, '../shared/corpus/persons/posthog-persons.yaml');

describe.skipIf(!existsSync(persons))('the persons capability (skipped without ../shared)', () => {
  test('every route reaches its operation', async () => {
    const options = { preset: 'recommended', rules: {}, lint: false } as const;
    const { capability } = compile(persons, nodeHost(project), options);
    const surface = capability?.surfaces.find((one) => one.kind === 'rest');
    if (capability === undefined || surface === undefined) throw new Error('nothing compiled');
    const folder = await write(emit(capability));
    const { createFetch } = (await import(
      pathToFileURL(join(folder, 'server/index.js')).href
    )) as Generated;
    const sent: string[] = [];
    const handle = createFetch({
      client: {
        baseURL: 'https://up.test',
        secrets: Object.fromEntries(capability.secrets.map(({ name }) => [name, 'k'])),
        fetch: (input: string, init: RequestInit) => {
          const request = new Request(input, init);
          sent.push(`${request.method} ${new URL(request.url).pathname}`);
          return Promise.resolve(Response.json({}));
        },
      },
    });
    const expected = surface.routes.map((route) => {
      const { action } = route;
      const called = capability.operations.find(
        (one) => action.kind === 'call' && one.id === action.operation,
      );
      return `${called?.method} ${filled(called?.path ?? [])}`;
    });
    for (const route of surface.routes) {
      const query = route.inputs
        .filter((input) => input.in === 'query' && input.required)
        .map((input) => `${input.name}=1`);
      const hasBody = route.inputs.some((input) => input.in === 'body');
      const init = hasBody ? { body: '{}', headers: { 'content-type': 'application/json' } } : {};
      const url = `http://localhost${filled(route.path)}?${query.join('&')}`;
      const response = await handle(new Request(url, { method: route.method, ...init }));
      expect([route.id, response.status]).toEqual([route.id, 200]);
    }
    expect(sent).toEqual(expected);
  }, 60_000);
});

function filled(path: readonly PathPart[]): string {
  return path.map((part) => (typeof part === 'string' ? part : '9')).join('');
}
