import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile, emit, summary } from '../../src/compiler.ts';
import { cli, project } from './memory-session.ts';

const compiler = { compile, emit, summary, loadEmitters: async () => [] };

const shop = `ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://api.shop.dev
      resources:
        orders:
          path: /orders
          operations:
            list-orders:
              method: GET
`;
const overlay = `overlay: 1.0.0
info: { title: Shop, version: 1.0.0 }
actions:
  - target: $.capability.consumes[0].resources.orders.operations
    update:
      delete-orders: { method: DELETE, odd: true }
`;
const files = { 'capabilities/shop.yaml': shop, 'capabilities/shop.overlay.yaml': overlay };

interface Summary {
  readonly operations: readonly { readonly client: string; readonly origins: readonly object[] }[];
}

test('the overlay beside a capability is applied, and is one of its inputs', async () => {
  const folder = project(files);
  expect(await cli(folder, 'generate', { compiler })).toMatchObject({ code: 0 });
  const read = (path: string): unknown =>
    JSON.parse(readFileSync(join(folder, 'generated', path), 'utf8'));
  const { operations } = read('shop/capability.json') as Summary;
  expect(operations.map(({ client, origins }) => [client, origins])).toEqual([
    ['orders.list', [{ file: 'shop.yaml', line: 12, column: 15 }]],
    ['orders.delete', [{ file: 'shop.overlay.yaml', line: 6, column: 22 }]],
  ]);
  expect(read('.capwright/manifest.json')).toMatchObject({
    capabilities: {
      shop: {
        inputs: [{ path: 'capabilities/shop.yaml' }, { path: 'capabilities/shop.overlay.yaml' }],
      },
    },
  });
  expect(await cli(folder, 'generate --check', { compiler })).toMatchObject({ code: 0 });
  const without = await cli(folder, 'generate --check --no-overlay', { compiler });
  expect(without).toMatchObject({ code: 1, out: 'update  generated/shop/capability.json\n' });
});

test('inspect and lint know it, and leave it out on request', async () => {
  const folder = project(files);
  const inspect = async (flags: string): Promise<readonly string[]> => {
    const { out } = await cli(folder, `inspect capabilities/shop.yaml --json ${flags}`, {
      compiler,
    });
    return (JSON.parse(out) as Summary).operations.map(({ client }) => client);
  };
  expect(await inspect('')).toEqual(['orders.list', 'orders.delete']);
  expect(await inspect('--no-overlay')).toEqual(['orders.list']);
  const lint = async (flags: string): Promise<string> =>
    (await cli(folder, `lint capabilities --format compact ${flags}`, { compiler })).out;
  expect(await lint('')).toContain('capabilities/shop.overlay.yaml:6:40: warning: `odd`');
  expect(await lint('--no-overlay')).not.toContain('overlay');
});

test('naming an overlay means its capability, as hooks and `*.yaml` of a shell do', async () => {
  const folder = project(files);
  const named = await cli(folder, 'lint capabilities/shop.overlay.yaml capabilities/shop.yaml', {
    compiler,
  });
  expect(named).toEqual(await cli(folder, 'lint capabilities/shop.yaml', { compiler }));
  expect(named.out).not.toContain('not-a-capability');
  const alone = project({ 'shop.overlay.yaml': overlay });
  expect((await cli(alone, 'lint shop.overlay.yaml', { compiler })).code).toBe(1);
});
