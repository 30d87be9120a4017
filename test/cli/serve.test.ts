// The built command, serving: over real sockets and real pipes, with the file changed under it.
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { startUpstream } from '../support/upstream.ts';
import { project } from './memory-session.ts';

const main = resolve('dist/cli/main.js');

const shop = `ikanos: 1.0.0-beta5
info:
  display: Shop
  description: Orders of a shop.
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: ''
      resources:
        orders:
          path: /orders
          operations:
            list: { method: GET }
  exposes:
    - type: rest
      namespace: shop-api
      port: 8080
      resources:
        orders:
          path: /orders
          operations:
            list: { method: GET, call: shop.list }
    - type: mcp
      namespace: shop-tools
      port: 8080
      tools:
        list-orders: { description: Lists the orders of the shop., call: shop.list }
`;

interface Served {
  readonly child: ChildProcess;
  /** The next line of either stream that holds the text. */
  line(text: string): Promise<string>;
  ended(): Promise<number | null>;
}

const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

function serve(folder: string, args: readonly string[], env: Record<string, string> = {}): Served {
  // A folder for temporary files of its own: nothing may be left there.
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const child = spawn(process.execPath, [main, 'serve', ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', TMPDIR: temporary, ...env },
  });
  children.push(child);
  const lines: string[] = [];
  let wake = (): void => {};
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      lines.push(line);
      wake();
    });
  const exit = new Promise<number | null>((done) => child.once('close', done));
  let isOver = false;
  void exit.then(() => {
    isOver = true;
    wake();
  });
  return {
    child,
    ended: () => exit,
    async line(text) {
      for (;;) {
        const at = lines.findIndex((line) => line.includes(text));
        if (at >= 0) return lines.splice(0, at + 1).at(-1) ?? '';
        if (isOver) throw new Error(`it ended without ${text}:\n${lines.join('\n')}`);
        await new Promise<void>((done) => (wake = done));
      }
    },
  };
}

function urlIn(line: string): string {
  return /http:\S+/.exec(line)?.[0] ?? '';
}

describe.skipIf(!existsSync(main))('serve (skipped without a build)', { timeout: 60_000 }, () => {
  test('all adapters, anew after each change that compiles, nothing left behind', async () => {
    const upstream = await startUpstream(() => ({
      body: '[{"id":1}]',
      headers: { 'content-type': 'application/json' },
    }));
    onTestFinished(() => upstream.close());
    const folder = project({ 'shop.yaml': shop });
    const file = join(folder, 'shop.yaml');
    const served = serve(folder, ['shop.yaml', '--port', '0', '--base-url', upstream.url]);
    const rest = urlIn(await served.line('rest     shop-api'));
    const tools = urlIn(await served.line('mcp      shop-tools'));
    await served.line('watching shop.yaml');
    expect(await (await fetch(`${rest}/orders`)).json()).toEqual([{ id: 1 }]);
    expect(tools).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    expect((await fetch(tools, { method: 'POST', body: '{}' })).status).toBe(415);

    writeFileSync(
      file,
      shop.replace(
        '          path: /orders\n          operations:\n            list: { method: GET, call',
        '          path: /bought\n          operations:\n            list: { method: GET, call',
      ),
    );
    await served.line('compiled again');
    // The same port as before.
    expect(urlIn(await served.line('rest     shop-api'))).toBe(rest);
    expect((await fetch(`${rest}/bought`)).status).toBe(200);
    expect((await fetch(`${rest}/orders`)).status).toBe(404);

    writeFileSync(file, 'ikanos: [');
    await served.line('what was there before is still served');
    expect((await fetch(`${rest}/bought`)).status).toBe(200);

    served.child.kill('SIGTERM');
    expect(await served.ended()).toBe(0);
    await expect(fetch(`${rest}/bought`)).rejects.toThrow(/fetch failed/);
    expect(readdirSync(join(folder, 'tmp')).filter((name) => name.startsWith('capwright'))).toEqual(
      [],
    );
  });

  test('over standard input and output, the tools exchanged under the client', async () => {
    const folder = project({ 'shop.yaml': shop });
    let onChanged = (_tools: readonly { readonly name: string }[]): void => {};
    const changed = new Promise<readonly { readonly name: string }[]>((done) => (onChanged = done));
    const client = new Client(
      { name: 'test', version: '1' },
      {
        listChanged: {
          tools: {
            onChanged: (_error, tools) => onChanged(tools ?? []),
          },
        },
      },
    );
    await client.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [main, 'serve', 'shop.yaml', '--mcp', 'stdio', '--base-url', 'http://127.0.0.1:9'],
        cwd: folder,
        stderr: 'ignore',
      }),
    );
    onTestFinished(() => client.close());
    const names = (list: readonly { readonly name: string }[]): readonly string[] =>
      list.map(({ name }) => name);
    expect(names((await client.listTools()).tools)).toEqual(['list-orders']);
    writeFileSync(join(folder, 'shop.yaml'), shop.replace('list-orders:', 'find-orders:'));
    expect(names(await changed)).toEqual(['find-orders']);
  });

  test.each([
    ['no base URL', [], 2, '--base-url URL'],
    ['no such adapter', ['--surface', 'shop'], 2, 'shop-api, shop-tools'],
    ['no such file', ['gone.yaml'], 2, 'gone.yaml'],
  ])('%s', async (_name, args, code, words) => {
    const folder = project({ 'shop.yaml': shop });
    const served = serve(folder, [...(args[0] === 'gone.yaml' ? [] : ['shop.yaml']), ...args]);
    expect(await served.line(words)).toContain(words);
    expect(await served.ended()).toBe(code);
  });

  test('a file that does not compile', async () => {
    const served = serve(project({ 'shop.yaml': 'ikanos: [' }), ['shop.yaml']);
    await served.line('cannot be served as it is');
    expect(await served.ended()).toBe(1);
  });

  test('a port that somebody else has', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    onTestFinished(() => void other.close());
    const { port } = other.address() as { readonly port: number };
    const args = ['shop.yaml', '--port', String(port), '--base-url', 'http://127.0.0.1:9'];
    const served = serve(project({ 'shop.yaml': shop }), args);
    await served.line(`port ${port} is taken`);
    expect(await served.ended()).toBe(2);
  });

  test('a credential to check against that is missing', async () => {
    const guarded = shop.replace(
      'port: 8080\n      resources',
      'port: 8080\n      authentication: { type: bearer, token: "{{SHOP_KEY}}" }\n      resources',
    );
    const args = [
      'shop.yaml',
      '--port',
      '0',
      '--surface',
      'shop-api',
      '--base-url',
      'http://127.0.0.1:9',
    ];
    const served = serve(project({ 'shop.yaml': guarded }), args);
    expect(await served.line('did not start')).toContain('SHOP_KEY');
    expect(await served.ended()).toBe(1);
  });
});
