// Capabilities by URL: what is fetched and what is not, from a server of this machine that answers as it likes.
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { fetchLimits, fetchText } from '../../src/cli/inputs/fetch-text.ts';
import { compile, emit, mergeCompilations, summary } from '../../src/compiler.ts';
import { joinPath, projectFolder } from '../../src/util/web-path.ts';
import { cli, project, type Outcome } from './memory-session.ts';

const shop = (more = ''): string => `naftiko: 1.0.0-alpha2
info: {label: Shop, description: Orders of a shop.}
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.example.com
      resources:
        - name: orders
          path: /orders
          operations:
            - {name: list-orders, method: GET}
${more}`;

const importing = (location: string): string =>
  shop(`    - {location: "${location}", import: tools}\n`);

const lib = `naftiko: 1.0.0-alpha2
consumes:
  - type: http
    namespace: tools
    baseUri: https://tools.example.com
    resources:
      - name: hammers
        path: /hammers
        operations:
          - {name: list-hammers, method: GET}
`;

const overlay = `overlay: 1.0.0
info: { title: More, version: '1' }
actions:
  - target: $.info
    update: { label: Better }
`;

const seen: IncomingMessage[] = [];
afterEach(() => void seen.splice(0));

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Text by path; anything else is not there. */
async function files(texts: Readonly<Record<string, string>>): Promise<string> {
  return serve((request, response) => {
    const text = texts[new URL(request.url ?? '', 'http://x').pathname];
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/plain' });
    response.end(text ?? 'nothing here');
  });
}

async function run(folder: string, argv: string): Promise<Outcome> {
  return cli(folder, argv, { compiler: { compile, emit, mergeCompilations, summary } });
}

const paths = (): readonly (string | undefined)[] => seen.map(({ url }) => url);

test('lint names places by the URL, and fetches nothing twice', async () => {
  const base = await files({ '/apis/shop.yaml': shop('      nonsense: 1\n') });
  const { code, out } = await run(project({}), `lint ${base}/apis/shop.yaml --format json`);
  expect(code).toBe(0);
  expect(out).toContain(`"file": "${base}/apis/shop.yaml"`);
  expect([...paths()].sort()).toEqual([
    '/apis/shop.overlay.yaml',
    '/apis/shop.overlay.yml',
    '/apis/shop.yaml',
  ]);
  const without = await run(project({}), `lint ${base}/apis/shop.yaml --no-overlay --format sarif`);
  expect(without.out).toContain(`"uri": "${base}/apis/shop.yaml"`);
  expect(paths().slice(3)).toEqual(['/apis/shop.yaml']);
});

test('imports and the overlay are found beside it, and imports of imports', async () => {
  const base = await files({
    '/a/b/shop.yaml': importing('../lib.yaml'),
    '/a/b/shop.overlay.yaml': overlay,
    '/a/lib.yaml':
      'naftiko: 1.0.0-alpha2\nconsumes:\n  - {location: ./x/tools.yaml, import: tools}\n',
    '/a/x/tools.yaml': lib,
  });
  const { code, out, err } = await run(project({}), `inspect ${base}/a/b/shop.yaml`);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('Better');
  expect(out).toContain('/hammers');
});

test('generate writes to a folder named after the last part of the path, and keeps it', async () => {
  const base = await files({ '/apis/My%20Shop.yaml': shop() });
  const folder = project({ 'capabilities/other.yaml': shop() });
  const first = await run(folder, `generate ${base}/apis/My%20Shop.yaml --emit client --no-cache`);
  expect(first).toMatchObject({
    code: 0,
    err: 'generated: 2 created, 0 updated, 0 deleted, 0 unchanged\n',
  });
  const id = 'my-shop';
  expect(existsSync(join(folder, 'generated', id, 'capability.json'))).toBe(true);
  const manifest = readFileSync(join(folder, 'generated/.capwright/manifest.json'), 'utf8');
  expect(manifest).toContain(`${base}/apis/My%20Shop.yaml`);
  expect((await run(folder, 'generate --emit client')).code).toBe(0);
  expect(existsSync(join(folder, 'generated', id))).toBe(true);
  const again = await run(folder, `generate ${base}/apis/My%20Shop.yaml --emit client --check`);
  expect(again.code).toBe(0);
});

test('names and diff read URLs, diff one against a file as well', async () => {
  const base = await files({
    '/shop.yaml': shop(),
    '/v2/shop.yaml': shop().replace('GET', 'POST'),
  });
  const folder = project({ 'shop.yaml': shop() });
  expect((await run(folder, `names ${base}/shop.yaml`)).out).toContain('orders.list');
  expect((await run(folder, `diff shop.yaml ${base}/shop.yaml`)).code).toBe(0);
  const changed = await run(folder, `diff ${base}/shop.yaml ${base}/v2/shop.yaml --format json`);
  expect(changed.code).toBe(1);
  expect(changed.out).toContain(`"file": "${base}/v2/shop.yaml"`);
});

describe('what cannot be', () => {
  const refused: readonly (readonly [what: string, argv: string, words: string])[] = [
    ['fix', 'fix http://127.0.0.1:1/shop.yaml', '`fix` and configurations take files'],
    [
      'lint --fix',
      'lint --fix http://127.0.0.1:1/shop.yaml',
      '`fix` and configurations take files',
    ],
    ['generate --watch', 'generate --watch http://127.0.0.1:1/a.yaml', 'a URL is none'],
    ['a URL that is none', 'lint http://[::', 'this is no URL'],
    ['a host that is none', 'lint https://nowhere.invalid/a.yaml', 'cannot read https://nowhere'],
  ];
  test.each(refused)('%s', async (_, argv, words) => {
    const { code, out, err } = await run(project({}), argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
  });

  const answers: readonly (readonly [what: string, answer: RequestListener, words: string])[] = [
    ['404', (_, response) => response.writeHead(404).end(), 'the server answered 404 Not Found'],
    ['401', (_, response) => response.writeHead(401).end(), 'answered 401 Unauthorized'],
    ['500', (_, response) => response.writeHead(500, 'evil').end(), '500 Internal Server Error'],
    ['204', (_, response) => response.writeHead(204).end(), 'answered 204 No Content'],
    [
      'a page',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      'a web page',
    ],
    [
      'a redirect to itself',
      (request, response) => response.writeHead(302, { location: request.url }).end(),
      'redirects too often',
    ],
    [
      'a redirect to a file',
      (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      'not on the web',
    ],
    ['a redirect to nowhere', (_, response) => response.writeHead(302).end(), 'to nowhere'],
    ['a broken connection', (request) => request.socket.destroy(), 'cannot read http'],
    [
      'an answer that breaks off',
      (request, response) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write('naftiko:', () => request.socket.destroy());
      },
      'cannot read http',
    ],
  ];
  test.each(answers)('%s', async (_, answer, words) => {
    const base = await serve(answer);
    const { code, out, err } = await run(project({}), `lint ${base}/shop.yaml`);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
    expect(err).not.toContain('evil');
  });

  test('a port where nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const { code, err } = await run(project({}), `lint http://127.0.0.1:${port}/shop.yaml`);
    expect(code).toBe(2);
    expect(err).toContain('nothing listens there (ECONNREFUSED)');
  });

  test('more bytes than allowed, also where they were packed, and waiting for ever', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/slow') response.write('a');
      else response.end('a'.repeat(2000));
    });
    const fetched = async (path: string) =>
      fetchText(
        { url: new URL(path, base), authorization: undefined, isGuess: false },
        { ...fetchLimits, bytes: 1000, ms: path === '/slow' ? 50 : 30_000 },
      );
    expect(await fetched('/large')).toEqual({ kind: 'too-large', detail: 'more than 1000 bytes' });
    expect(await fetched('/slow')).toMatchObject({
      detail: 'it did not arrive within 0.05 seconds',
    });
  });

  test('bytes that are no text are told as those of files are', async () => {
    const base = await serve((_, response) => response.end(Buffer.from([0xff, 0xc3, 0x28])));
    const { code, out } = await run(project({}), `lint ${base}/shop.yaml`);
    expect(code).toBe(1);
    expect(out).toContain('file-encoding');
  });
});

describe('what a document may ask for', () => {
  test.each([
    ['/etc/passwd', 'import-path-escape'],
    ['file:///etc/passwd', 'import-path-escape'],
    ['https://evil.example.com/lib.yaml', 'import-remote'],
    ['//evil.example.com/lib.yaml', 'import-path-escape'],
    ['../../../evil.example.com/lib.yaml', 'import-path-escape'],
    ['../../../../package.json', 'import-path-escape'],
    ['./gone.yaml', 'import-target-missing'],
  ])('%s', async (location, code) => {
    const base = await files({ '/a/shop.yaml': importing(location) });
    const { out } = await run(project({ 'package.json': lib }), `lint ${base}/a/shop.yaml`);
    expect(out).toContain(code);
    expect(new Set(seen.map(({ headers }) => headers.host))).toEqual(new Set([new URL(base).host]));
  });

  test('an import that the server refuses is told with what it answered', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/shop.yaml') response.end(importing('./lib.yaml'));
      else response.writeHead(403).end();
    });
    const { code, out } = await run(project({}), `lint ${base}/shop.yaml`);
    expect(code).toBe(1);
    expect(out).toContain('the server answered 403 Forbidden');
  });

  test('a capability of this disk fetches nothing', async () => {
    const base = await files({ '/lib.yaml': lib });
    const folder = project({ 'shop.yaml': importing(`${base}/lib.yaml`) });
    expect((await run(folder, 'lint shop.yaml')).out).toContain('import-remote');
    expect(seen).toEqual([]);
  });
});

test('credentials go to the server they are for, and are shown nowhere', async () => {
  const other = await files({ '/shop.yaml': importing('./lib.yaml') });
  const base = await serve((request, response) => {
    if (request.url?.startsWith('/moved'))
      response.writeHead(302, { location: `${other}/shop.yaml` });
    else if (request.url?.startsWith('/lib')) response.write(lib);
    else response.writeHead(404);
    response.end();
  });
  const secret = base.replace('//', '//me:s%20cret@');
  const { out, err } = await run(project({}), `inspect ${secret}/moved.yaml?token=hidden`);
  expect(err).toBe('');
  expect(out).toContain('/hammers');
  expect(`${out}${err}`).not.toMatch(/cret|hidden/);
  const sent = seen.map(({ url, headers }) => [url, headers.authorization]);
  const basic = `Basic ${Buffer.from('me:s cret').toString('base64')}`;
  expect(sent).toContainEqual(['/moved.yaml?token=hidden', basic]);
  expect(sent).toContainEqual(['/shop.yaml', undefined]);
  expect(sent).toContainEqual(['/lib.yaml', basic]);
  const failed = await run(project({}), `lint ${secret}/gone.yaml?token=hidden#hidden`);
  expect(failed.err).toBe(
    `error: cannot read ${base}/gone.yaml: the server answered 404 Not Found\n`,
  );
});

test('two URLs that would be shown alike are not confused', async () => {
  const { code, err } = await run(
    project({}),
    'lint http://a.invalid/x?v=1 http://a.invalid/x?v=2',
  );
  expect(code).toBe(2);
  expect(err).toContain('two URLs differ only in what is not shown of them');
});

test.each([
  [['https://h/a', './b.yaml'], 'https://h/a/b.yaml'],
  [['https://h/a/b', '../c.yaml'], 'https://h/a/c.yaml'],
  [['a/b', '../c.yaml'], 'a/c.yaml'],
])('paths are joined as files are: %j', (parts, joined) => {
  expect(joinPath(...parts)).toBe(joined);
});

test.each([
  ['https://h:1/a/b.yaml', 'https://h:1'],
  ['../x/a.yaml', '../x'],
  ['/x/a.yaml', '/x'],
  ['x/a.yaml', '.'],
])('%s belongs to %s', (file, folder) => {
  expect(projectFolder(file)).toBe(folder);
});
