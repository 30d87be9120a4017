// What a run promises before it writes, against what it then does: random edits of a capability, of its output and of its lock.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Built } from '../../src/cli/session.ts';
import {
  compile,
  emit,
  emitterNames,
  loadEmitters,
  mergeCompilations,
} from '../../src/compiler.ts';
import { cli, project } from './memory-session.ts';

interface Operation {
  readonly name: string;
  readonly path: string;
  readonly method: string;
}

const words = [
  'list',
  'list-orders',
  'orders',
  'get',
  'get-order',
  'Orders.list',
  'con',
  '__proto__',
];
const paths = ['/orders', '/orders/{{id}}', '/Orders', '/orders/list', '/.', '/con'];

const operation: fc.Arbitrary<Operation> = fc.record({
  name: fc.constantFrom(...words),
  path: fc.constantFrom(...paths),
  method: fc.constantFrom('GET', 'POST', 'DELETE'),
});

type Edit =
  | { readonly kind: 'operations'; readonly operations: readonly Operation[] }
  | { readonly kind: 'add'; readonly operation: Operation }
  | { readonly kind: 'remove' | 'rename' | 'touch' | 'lose' | 'foreign'; readonly index: number }
  | { readonly kind: 'nothing' | 'forget' };

const index = fc.nat({ max: 30 });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('add' as const), operation }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('remove', 'rename', 'touch', 'lose', 'foreign'),
      index,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('nothing', 'forget') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('operations' as const),
      operations: fc.array(operation, { maxLength: 5 }),
    }),
  },
);

function shop(operations: readonly Operation[]): string {
  const resources = operations.map(
    ({ name, path, method }, place) => `        - name: ${JSON.stringify(`r${place}`)}
          path: ${JSON.stringify(path)}
          operations:
            - name: ${JSON.stringify(name)}
              method: ${method}
`,
  );
  const tools = operations.map(
    ({ name }) => `        - name: ${JSON.stringify(name.toLowerCase())}
          description: ${JSON.stringify(name)}
          call: ${JSON.stringify(`shop.${name}`)}
`,
  );
  return `naftiko: 1.0.0-alpha2
info:
  label: Shop
  description: Orders of a shop.
capability:
  exposes:
    - type: mcp
      namespace: shop-tools
      description: Tools of a shop.
      tools:${operations.length === 0 ? ' []' : `\n${tools.join('')}`}
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.example.com
      resources:${operations.length === 0 ? ' []' : `\n${resources.join('')}`}`;
}

/** Without what is kept between runs. */
function snapshot(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !name.startsWith('.capwright'));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Its files that we own. */
function owned(folder: string): readonly string[] {
  const path = join(folder, '.capwright/manifest.json');
  if (!existsSync(path)) return [];
  const { capabilities } = JSON.parse(readFileSync(path, 'utf8')) as {
    capabilities: Record<string, { files: object }>;
  };
  return Object.entries(capabilities).flatMap(([id, { files }]) =>
    Object.keys(files).map((name) => `${id}/${name}`),
  );
}

const built: Built = {
  id: '0123456789abcdef',
  lintElsewhere: async () => {},
  compileElsewhere: async () => {},
};

interface Lists {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly deleted: readonly string[];
  readonly refused: readonly string[];
}

async function generate(
  folder: string,
  argv: string,
): Promise<{ readonly code: number; readonly lists: Lists }> {
  const compiler = { compile, emit, emitterNames, loadEmitters, mergeCompilations };
  const flags = `generate --json --jobs 1 --emit client,mcp ${argv}`;
  const { code, out } = await cli(folder, flags, { compiler, built });
  return { code, lists: JSON.parse(out) as Lists };
}

function editProject(
  folder: string,
  operations: readonly Operation[],
  what: Edit,
): readonly Operation[] {
  const output = join(folder, 'generated');
  const file = (place: number): string | undefined => {
    const names = owned(output);
    return names.length === 0 ? undefined : join(output, names[place % names.length]!);
  };
  switch (what.kind) {
    case 'operations':
      return what.operations;
    case 'add':
      return [...operations, what.operation];
    case 'remove':
      return operations.filter((_, place) => place !== what.index % operations.length);
    case 'rename':
      return operations.map((each, place) =>
        place === what.index % operations.length
          ? { ...each, name: words[what.index % words.length]! }
          : each,
      );
    case 'touch': {
      const path = file(what.index);
      if (path !== undefined && existsSync(path)) writeFileSync(path, '// Mine.\n');
      return operations;
    }
    case 'lose': {
      const path = file(what.index);
      if (path !== undefined) rmSync(path, { force: true });
      return operations;
    }
    case 'foreign':
      mkdirSync(join(output, 'shop/client'), { recursive: true });
      writeFileSync(join(output, `shop/client/own-${what.index}.ts`), '// Mine.\n');
      return operations;
    case 'forget':
      rmSync(join(output, 'capwright.lock'), { force: true });
      return operations;
    case 'nothing':
      return operations;
  }
}

test(
  'a plan is what the run then does, and what is there then is what a first run would make',
  { timeout: 120_000 },
  async () => {
    const property = fc.asyncProperty(
      fc.array(operation, { maxLength: 4 }),
      fc.array(edit, { maxLength: 5 }),
      async (first, edits) => {
        const folder = project({});
        const output = join(folder, 'generated');
        mkdirSync(join(folder, 'capabilities'));
        let operations: readonly Operation[] = first;
        for (const what of [{ kind: 'nothing' } as const, ...edits]) {
          operations = editProject(folder, operations, what);
          writeFileSync(join(folder, 'capabilities/shop.yaml'), shop(operations));
          const before = snapshot(output);
          const dry = await generate(folder, '--dry-run');
          const check = await generate(folder, '--check');
          expect(snapshot(output)).toEqual(before);
          const real = await generate(folder, '');
          const after = snapshot(output);
          expect(dry).toEqual(real);
          expect(check.lists).toEqual(real.lists);
          const { created, updated, deleted, refused } = real.lists;
          expect(check.code).toBe(
            real.code !== 0 || created.length + updated.length + deleted.length > 0 ? 1 : 0,
          );
          const changed = (kind: (name: string) => boolean): readonly string[] =>
            [...new Set([...before.keys(), ...after.keys()])]
              .filter(kind)
              .map((name) => `generated/${name}`)
              .sort();
          expect(created).toEqual(changed((name) => !before.has(name)));
          expect(deleted).toEqual(changed((name) => !after.has(name)));
          expect(updated).toEqual(
            changed(
              (name) => before.has(name) && after.has(name) && before.get(name) !== after.get(name),
            ),
          );
          // Said in every run, and nothing else is left to do.
          const again = await generate(folder, '');
          expect(again.lists).toMatchObject({ created: [], updated: [], deleted: [], refused });
          if (real.code !== 0) continue;
          const fresh = project({ 'capabilities/shop.yaml': shop(operations) });
          mkdirSync(join(fresh, 'generated'));
          const lock = join(output, 'capwright.lock');
          if (existsSync(lock)) cpSync(lock, join(fresh, 'generated/capwright.lock'));
          await generate(fresh, '');
          const scratch = snapshot(join(fresh, 'generated'));
          expect(owned(output)).toEqual(owned(join(fresh, 'generated')));
          for (const name of [...owned(output), 'capwright.lock'])
            expect(after.get(name), name).toBe(scratch.get(name));
        }
      },
    );
    await fc.assert(property, { numRuns: 8 });
  },
);
