// The client of the fixture: emitted, type-checked by both compilers, and run against a fetch that records.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { check, format } from 'prettier';
import typescript from 'typescript5';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientEmitter } from '../../src/emit/client/client-emitter.ts';
import type { OutputFile } from '../../src/emit/emitter.ts';
import type { Capability, Operation } from '../../src/ir/capability.ts';
import { capabilityOf } from '../support/compile.ts';
import { capability, hostile, input, operation, operations } from './fixture-capability.ts';

const project = join(import.meta.dirname, '../..');
const context = {
  template: (path: string): string => readFileSync(join(project, 'templates', path), 'utf8'),
  place: ({ file, pointer }: { file: string; pointer: string }): string => `${file}${pointer}`,
};
const emit = (source: Capability): readonly OutputFile[] => clientEmitter.emit(source, context);

const strict = {
  noEmit: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  isolatedDeclarations: true,
  declaration: true,
  erasableSyntaxOnly: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  target: 'es2023',
  skipLibCheck: false,
};
const nodenext = { module: 'nodenext', rewriteRelativeImportExtensions: true };
const bundler = {
  module: 'preserve',
  moduleResolution: 'bundler',
  allowImportingTsExtensions: true,
};
const dom = { lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'], types: [] };
const node = { lib: ['es2023'], types: ['node'], skipLibCheck: true };

const usage = `
import { createClient, createCore, personsList, type PersonsListOutput, type ClientOptions } from "./client/index.ts";
const client = createClient({ baseURL: { main: "https://x.example.com" } });
export const page: Promise<PersonsListOutput> = client.persons.list({ project_id: "1", search: undefined });
export const same: Promise<PersonsListOutput> = client.environments.persons.list({ environment_id: "1", limit: 2 });
export const alone: Promise<PersonsListOutput> = personsList(client.core, { project_id: "2" });
export const noArgs: Promise<unknown>[] = [client["2fa"].class["list-all"](), client.keyed.query({}, { timeout: 1 })];
export const ids: Promise<number> = page.then((person) => person.id);
export const options: ClientOptions = { baseURL: { main: "https://x" }, secrets: { TOKEN: undefined } };
// @ts-expect-error: the path variable is required
void client.persons.list({});
// @ts-expect-error: the base URL of main is required
createCore();
// @ts-expect-error: a string would name several services at once
createClient({ baseURL: "https://x" });
// @ts-expect-error: the mirror has its own scope
void client.environments.persons.list({ project_id: "1" });
// Authorization is optional beside bearer.
void client.headers.read({ "If-Match": "1" });
`;

let folder: string;
let files: readonly OutputFile[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'capwright-client-'));
  files = await Promise.all(
    emit(capability).map(async (file) =>
      file.verbatim
        ? file
        : { ...file, content: await format(file.content, { parser: 'typescript' }) },
    ),
  );
  write('package.json', '{ "type": "module" }');
  for (const file of files) write(file.path, file.content);
  write('usage.ts', usage);
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  const options = { module: typescript.ModuleKind.ESNext, target: typescript.ScriptTarget.ES2022 };
  for (const file of files) {
    const text = file.content.replaceAll(/(from ".*)\.ts"/g, '$1.js"');
    write(join('run', file.path.replace(/\.ts$/, '.js')), typescript.transpile(text, options));
  }
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

describe('the output', () => {
  test.each(
    [
      ['typescript5', join(project, 'node_modules/typescript5/bin/tsc')],
      ['typescript', join(project, 'node_modules/typescript/bin/tsc')],
    ].flatMap(([name, compiler]) =>
      [
        ['nodenext', { ...strict, ...nodenext, ...dom }],
        ['bundler', { ...strict, ...bundler, ...dom }],
        ['nodenext with the types of Node', { ...strict, ...nodenext, ...node }],
      ].map(([kind, compilerOptions]) => [name, kind, compiler, compilerOptions] as const),
    ),
  )(
    'compiles: %s, %s',
    (name, kind, compiler, compilerOptions) => {
      const config = `tsconfig.${name}.${String(kind).replaceAll(' ', '-')}.json`;
      write(config, JSON.stringify({ compilerOptions, include: ['client', 'usage.ts'] }));
      let output = '';
      try {
        execFileSync(process.execPath, [String(compiler), '-p', join(folder, config)], {
          encoding: 'utf8',
          cwd: folder,
        });
      } catch (error) {
        output = (error as { stdout: string }).stdout;
      }
      expect(output).toBe('');
    },
    60_000,
  );

  test('is what prettier would make of it, in lines and files of bearable length', async () => {
    for (const { path, content } of files) {
      expect(await check(content, { parser: 'typescript' }), path).toBe(true);
      const lines = content.split('\n');
      expect(lines.length, path).toBeLessThan(2500);
      for (const line of lines) expect(line.length, `${path}: ${line}`).toBeLessThanOrEqual(160);
    }
  });

  test('does not depend on the order of declaration', () => {
    const reversed = emit({ ...capability, operations: [...operations].reverse() });
    const names = (all: readonly OutputFile[]): unknown =>
      all
        .flatMap(({ content }) =>
          [...content.matchAll(/^export \w+ (\w+)/gm)].map((match) => match[1]),
        )
        .sort();
    expect(names(reversed)).toEqual(names(emit(capability)));
    expect(emit(capability)).toEqual(emit(capability));
  });

  test('keeps hostile text inside comments and strings', () => {
    for (const { path, content, verbatim } of files) {
      if (verbatim) continue;
      expect(content, path).not.toContain('</script');
      expect(content, path).not.toMatch(/[\u202a-\u202e]/);
      const source = typescript.createSourceFile(
        path,
        content,
        typescript.ScriptTarget.ES2023,
        true,
      );
      const tags: string[] = [];
      const visit = (at: import('typescript5').Node): void => {
        for (const tag of typescript.getJSDocTags(at)) tags.push(tag.tagName.text);
        typescript.forEachChild(at, visit);
      };
      visit(source);
      expect(new Set(tags), path).toEqual(new Set(tags.filter((tag) => tag === 'deprecated')));
    }
  });

  test('carries digest and OAuth 2 only where a service needs them', () => {
    const paths = (source: Capability): readonly string[] => emit(source).map(({ path }) => path);
    expect(paths(capability)).toContain('client/runtime/oauth2.ts');
    const plain = paths({
      ...capability,
      services: capability.services.slice(0, 3),
      operations: operations.slice(0, 3),
    });
    expect(plain.filter((path) => /digest|oauth2|md5/.test(path))).toEqual([]);
  });

  test('splits a large capability into modules of at most 2,500 lines', async () => {
    const many: Operation[] = Array.from({ length: 400 }, (_, index) =>
      operation(
        [
          index % 2 === 0 ? 'big' : 'nested',
          ...(index % 2 === 0 ? [] : [`part${index % 3}`]),
          `call${index}`,
        ],
        {
          path: [`/x/${index}`],
          inputs: ['a', 'b', 'c'].map((name) => input(name, 'query', { description: hostile })),
          description: hostile,
        },
      ),
    );
    const big = emit({ ...capability, operations: many });
    for (const { path, content, verbatim } of big) {
      if (verbatim) continue;
      const lines = (await format(content, { parser: 'typescript' })).split('\n').length;
      expect(lines, path).toBeLessThanOrEqual(2500);
    }
    expect(big.map(({ path }) => path)).toContain('client/operations/big-2.ts');
  }, 60_000);

  test('compiles without services and operations', () => {
    const empty = emit({ ...capability, services: [], operations: [], secrets: [] });
    expect(empty.find(({ path }) => path === 'client/operations/index.ts')?.content).toContain(
      'export {};',
    );
  });
});

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
}

type Callable = (args?: object, options?: object) => Promise<unknown>;
// The emitted modules are only known at run time.
type Loaded = Record<string, never> & { createClient(options: object): Record<string, never> };

async function run(
  path: string,
  args: object,
  {
    options = {},
    answer = () => new Response('{"ok":true}'),
  }: { options?: object; answer?: (sent: Sent) => Response } = {},
): Promise<{ sent: readonly Sent[]; result: unknown }> {
  const sent: Sent[] = [];
  const fetch = async (url: URL, init: RequestInit): Promise<Response> => {
    const body = init.body instanceof URLSearchParams ? String(init.body) : init.body;
    const request = {
      method: init.method ?? '',
      url: String(url),
      headers: new Headers(init.headers),
      body,
    };
    sent.push(request);
    return answer(request);
  };
  const { createClient } = (await import(
    pathToFileURL(join(folder, 'run/client/index.js')).href
  )) as Loaded;
  const client = createClient({
    baseURL: { main: 'https://main.example.com/base/' },
    secrets: {
      TOKEN: 't0ken',
      REGION: 'eu',
      KEY: 'k3y',
      USER: 'user',
      PASS: 'pass',
      UNBOUND: 'u b',
    },
    env: {},
    fetch,
    ...options,
  });
  const call = path
    .split('.')
    .reduce<object>((at, key) => Reflect.get(at, key) as object, client) as unknown as Callable;
  return { result: await call(args), sent };
}

describe('a request', () => {
  test('path, query and credentials', async () => {
    const args = {
      project_id: 'a/b',
      search: 'x y&z',
      limit: 5,
      ids: ['1', '2'],
      filter: { a: 1 },
    };
    const { sent, result } = await run('persons.list', args);
    expect(result).toEqual({ ok: true });
    expect(sent[0]).toMatchObject({
      method: 'GET',
      url: 'https://main.example.com/base/api/projects/a%2Fb/persons/?search=x+y%26z&limit=5&ids=1&ids=2&filter=%7B%22a%22%3A1%7D',
    });
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer t0ken');
  });

  test('one name in two places, a fragment in the path', async () => {
    const args = { id: '7', id_query: '8', Id: '9', 'filter[asset.name]': 'n' };
    const { sent } = await run('persons.delete', args, {
      answer: () => new Response(null, { status: 204 }),
    });
    expect(sent[0]).toMatchObject({
      method: 'DELETE',
      url: 'https://main.example.com/base/api/persons/7?id=8&Id=9&filter%5Basset.name%5D=n',
    });
  });

  test('a query in the path, names from other alphabets', async () => {
    const { sent } = await run('default', { name: 'n&m', '3rd': '3', 名前: '山', 'a`b${c}': 'q' });
    expect(sent[0]?.url).toBe(
      `https://main.example.com/base/default?fixed=1&name=n%26m&3rd=3&${encodeURIComponent('名前')}=${encodeURIComponent('山')}&a%60b%24%7Bc%7D=q`,
    );
  });

  test('names of Object.prototype', async () => {
    const { sent } = await run('constructor.__proto__', { __proto___: '1', constructor_: '2' });
    expect(sent[0]?.url).toBe('https://main.example.com/base/proto?__proto__=1&constructor=2');
    expect((await run('constructor.__proto__', {})).sent[0]?.url).toBe(
      'https://main.example.com/base/proto',
    );
  });

  test('headers and cookies; what the caller says wins over the credentials', async () => {
    const args = {
      'If-Match': 'e',
      'session id': 'a;b',
      theme: 'dark',
      version: 2,
      Authorization: 'mine',
    };
    const { sent } = await run('headers.read', args, { options: { secrets: {} } });
    expect(Object.fromEntries(sent[0]?.headers ?? [])).toMatchObject({
      'if-match': 'e',
      cookie: 'session%20id=a%3Bb; theme=dark',
      'x-fixed': 'v2',
      authorization: 'mine',
    });
    await expect(
      run('headers.read', { 'If-Match': 'e\r\nx: y', version: 1 }),
    ).rejects.toMatchObject({
      kind: 'validation',
      attempts: 0,
    });
    await expect(run('headers.read', { 'If-Match': 'e' })).rejects.toThrow('`version` is needed');
  });

  test.each([
    ['bodies.whole', { data: 'text' }, '"text"', 'application/json'],
    ['bodies.whole', { data: null }, 'null', 'application/json'],
    ['bodies.fields', { name: 'n', tags: [1] }, '{"name":"n","tags":[1]}', 'application/json'],
    [
      'bodies.structured',
      { who: 'say "hi"' },
      '{"text":"Hello \\"say \\"hi\\"\\"","</script>":{"__proto__\u2028":["\\ud800",1.5,null]},"list":["say \\"hi\\""]}'.replace(
        '\\"say \\"hi\\"\\""',
        '\\"say \\"hi\\"\\""',
      ),
      'application/json',
    ],
    ['bodies.text', { query: '*' }, 'SELECT *', 'application/sparql-query'],
    ['bodies.form', { a: 'x&y', list: ['1', '2'] }, 'a+b=x%26y&list=1&list=2', null],
  ])('body of %s %j', async (path, args, body, type) => {
    const { sent } = await run(path, args);
    expect(sent[0]?.body).toBe(body);
    expect(sent[0]?.headers.get('content-type')).toBe(type);
  });

  test('bytes and files', async () => {
    const bytes = new Uint8Array([1, 2]);
    expect((await run('bodies.raw', { data: bytes })).sent[0]?.body).toBe(bytes);
    const args = { file: new Blob(['hi']), note: 'n' };
    const { sent, result } = await run('bodies.multipart', args, {
      answer: () => new Response('ten bytes!'),
    });
    const form = sent[0]?.body as FormData;
    expect(form.get('note')).toBe('n');
    expect(form.get('file')).toMatchObject({ name: 'x.txt', type: 'text/plain' });
    expect(await (result as Blob).text()).toBe('ten bytes!');
    const long = run('bodies.multipart', args, { answer: () => new Response('eleven byte') });
    await expect(long).rejects.toMatchObject({ kind: 'parse', status: 200 });
  });

  test('a key in a header, in a query, in a base URL', async () => {
    const { sent } = await run('2fa.class.list-all', {});
    expect(sent[0]?.url).toBe('https://eu.example.com/v2/');
    expect(sent[0]?.headers.get('x-key')).toBe('k3y');
    expect((await run('keyed.query', {})).sent[0]?.url).toBe(
      'https://keyed.example.com/q?api+key=u+b',
    );
    expect((await run('basic.get', {})).sent[0]?.headers.get('authorization')).toBe(
      `Basic ${btoa('user:pass')}`,
    );
  });

  test('what is missing is named before anything is sent', async () => {
    const env = { FIXTURE_TOKEN: '' };
    await expect(
      run('persons.list', { project_id: '1' }, { options: { secrets: {}, env } }),
    ).rejects.toMatchObject({
      kind: 'config',
      attempts: 0,
      message: expect.stringMatching(/secrets\["TOKEN"\].*FIXTURE_TOKEN/) as string,
    });
    const late = run(
      'persons.list',
      { project_id: '1' },
      { options: { secrets: {}, env: { FIXTURE_TOKEN: 'e' } } },
    );
    expect((await late).sent[0]?.headers.get('authorization')).toBe('Bearer e');
    await expect(
      run('persons.list', { project_id: '1' }, { options: { baseURL: {} } }),
    ).rejects.toThrow('baseURL');
    await expect(run('persons.list', {})).rejects.toThrow('`project_id` is missing');
  });
});

test('a client of what exposes nothing has every file that its files import', () => {
  const bare = capabilityOf(`ikanos: 1.0.0-beta5
info: { display: Shop, description: Orders. }
capability:
  consumes:
    - namespace: shop
      type: http
      baseUri: https://shop.example.com
      resources:
        orders:
          path: /orders/{{id}}
          operations:
            get: { method: GET, inputParameters: { id: { in: path }, session: { in: cookie } } }
`);
  const files = emit(bare);
  const paths = new Set(files.map(({ path }) => path));
  const missing = files.flatMap(({ path, content }) =>
    [...content.matchAll(/\bfrom "(\.[^"]+)";/g)]
      .map(([, specifier = '']) => posix.join(posix.dirname(path), specifier))
      .filter((target) => !paths.has(target)),
  );
  expect(missing).toEqual([]);
});
