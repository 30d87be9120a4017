import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import prettier from 'prettier';
import ts from 'typescript5';
import { describe, expect, test, vi } from 'vitest';
import { docsEmitter } from '../../src/emit/docs/docs-emitter.ts';
import { clientSample, json, quickStart } from '../../src/emit/docs/code-sample.ts';
import { operationCurl } from '../../src/emit/docs/request-sample.ts';
import { placeholder } from '../../src/emit/docs/placeholders.ts';
import { shellWord } from '../../src/emit/docs/shell.ts';
import { siteMap } from '../../src/emit/docs/site-map.ts';
import { anchor, fileSlugs } from '../../src/emit/docs/slugs.ts';
import { displayWidth } from '../../src/emit/docs/table.ts';
import type { OutputFile } from '../../src/emit/emitter.ts';
import type { Json } from '../../src/ir/expression.ts';
import type { Capability } from '../../src/ir/capability.ts';
import { context, hostileShop, input, operation, shop } from './fixture-docs.ts';
import { type Node, parse, types, urls, walk } from './markdown-oracle.ts';

vi.setConfig({ testTimeout: 60_000 });

function emit(capability: Capability): ReadonlyMap<string, string> {
  return new Map(docsEmitter.emit(capability, context).map(({ path, content }) => [path, content]));
}

const pages = emit(shop);
const page = (name: string): string => pages.get(`docs/${name}`) ?? '';

/** From an anchor to the next one. */
function section(name: string, id: string): string {
  const text = page(name);
  const from = text.indexOf(`<a id="${id}"></a>`);
  expect(from).toBeGreaterThan(-1);
  const next = text.indexOf('\n<a id=', from);
  return text.slice(from, next === -1 ? undefined : next);
}

describe('pages', () => {
  test('one each for the overview, the groups, the surfaces, the flows', () => {
    expect([...pages.keys()]).toEqual(
      ['README.md', 'orders.md', 'files.md', 'rest.md', 'mcp.md', 'flows.md'].map(
        (name) => `docs/${name}`,
      ),
    );
  });

  test('are final, and equal from run to run', () => {
    const again = docsEmitter.emit(structuredClone(shop), context);
    expect(again.every((file: OutputFile) => file.verbatim)).toBe(true);
    expect(emit(structuredClone(shop))).toEqual(pages);
  });

  test.each([...pages])('%s is what the formatter would make of it', async (_, content) => {
    expect(await prettier.format(content, { parser: 'markdown' })).toBe(content);
    expect(content).not.toMatch(/[ \t]$/m);
  });

  test('every link leads somewhere, every anchor is there once', () => {
    expect(() => expectLinked(pages)).not.toThrow();
  });

  test('a capability of nothing has an overview', () => {
    const none = { declared: 0, unique: 0 };
    const empty = emit({
      ...shop,
      services: [],
      operations: [],
      flows: [],
      surfaces: [],
      secrets: [],
      tags: [],
      stats: { operations: { ...none, shapes: 0 }, routes: none, tools: none },
    });
    expect([...empty.keys()]).toEqual(['docs/README.md']);
    expectLinked(empty);
  });
});

describe('the overview', () => {
  test.each([
    ['what it consumes', '- **Base URL:** [`https://api.shop.example`](https://api.shop.example)'],
    ['how it authenticates', '- **Authentication:** bearer token from `SHOP_API_KEY`'],
    ['what has to be set', '| `SHOP_API_KEY` | environment | A key of the shop. |'],
    ['operations by group', '### [`orders`](orders.md)'],
    ['surfaces', '- **MCP:** [2 tools, 1 resource, 1 prompt](mcp.md)'],
    ['skills', '| `ordering` | Orders things. | `list` (`shop-mcp.list`), `think` |'],
    ['control', '- **Control:** `/health`, `/status`'],
    ['counts', '| Operations | 6        | 5        | 4      |'],
    ['provenance', '- **Format:** `naftiko-1.0.0-alpha2`'],
  ])('tells %s', (_, text) => expect(page('README.md')).toContain(text));
});

describe('an operation', () => {
  const list = section('orders.md', 'shop.list');
  test.each([
    ['its callable', '## `client.orders.list`'],
    ['its request', '`GET /orders`'],
    ['parameters', '| `status`  | query | `"open" \\| "paid"` | no       | Only these \\| those |'],
    ['what is sent without asking', '- **Sent as well:** header `Shop-Version` = `"2030-01-31"`'],
    ['fields of the response', '| `results[].id` | `integer`                  | The `id`.   |'],
    ['routes that reach it, through flows too', '[`POST /v1/ship`](rest.md#'],
    ['tools that reach it', '[`list`](mcp.md#shop-mcp.list)'],
    ['all its places', '- **Declared in:** `shop.yaml:2`, `shop.yaml:4`'],
    ['a call of the client', 'await client.orders.list({ ids: ["123"] });'],
    ['a call by curl', '--header "Authorization: Bearer $SHOP_API_KEY"'],
    ['a call by MCP', '"name": "list"'],
  ])('tells %s', (_, text) => expect(list).toContain(text));

  test('never repeats a credential that the document holds', () => {
    for (const content of pages.values()) expect(content).not.toContain('hunter2');
  });

  test('and its mirror are one section with two anchors', () => {
    const both = page('orders.md');
    expect(both).toContain('<a id="shop.delete"></a><a id="shop.old-delete"></a>');
    expect(both).toContain(
      '- `client.stores.orders.delete`: `DELETE /stores/{shop_id}/orders/{order_id}`; deprecated; declared in `shop.yaml:2`',
    );
    expect([...pages.keys()]).not.toContain('docs/stores.md');
  });

  test('that is in use is documented before its deprecated mirror', () => {
    const first = siteMap({ ...shop, operations: [...shop.operations].reverse() })
      .pages.flatMap((item) => item.entries)
      .find(({ mirrors }) => mirrors.length > 0);
    expect(first?.operation.id).toBe('shop.delete');
  });
});

test.each([
  ['rest.md', '- **Calls** [`client.orders.delete`](orders.md#shop.delete) with `shop_id` = `1`'],
  ['rest.md', '- **Forwards** every request to `shop`'],
  ['rest.md', '- **Not implemented:** nothing is declared'],
  ['rest.md', "curl 'http://localhost:8080/v1/list?ids=123'"],
  ['mcp.md', '- **Also known as:** `List all the orders`'],
  ['mcp.md', '- **Hints:** destructive, idempotent'],
  ['mcp.md', '| `greet` | `who`, `how` (optional) | A greeting. |'],
  ['flows.md', '  2. `one` finds in `all` the item whose `id` is `order_id`'],
  ['flows.md', '- **Result:** `order.id` = `steps.one.id`'],
])('%s tells %s', (name, text) => expect(page(name)).toContain(text));

describe('a large group', () => {
  const many = Array.from({ length: 70 }, (_, i) =>
    operation(`o${i}`, { client: ['shop', i % 2 === 0 ? 'users' : 'carts', `o${i}`] }),
  );

  test('is split along the names of its operations', () => {
    expect(siteMap({ ...shop, operations: many }).pages.map(({ file }) => file)).toEqual([
      'shop-users.md',
      'shop-carts.md',
    ]);
  });

  test('is one page when it fits', () => {
    expect(
      siteMap({ ...shop, operations: many.slice(0, 40) }).pages.map(({ file }) => file),
    ).toEqual(['shop.md']);
  });
});

describe('names of files and anchors', () => {
  test.each([
    [
      ['orders', 'userLists'],
      ['orders', 'user-lists'],
    ],
    [
      ['rest', 'con', 'README', 'lpt1'],
      ['rest-operations', 'con-operations', 'readme-operations', 'lpt1-operations'],
    ],
    [
      ['../../etc/passwd', '語', ''],
      [
        'etc-passwd',
        expect.stringMatching(/^group-[0-9a-f]{8}$/),
        expect.stringMatching(/^group-[0-9a-f]{8}$/),
      ],
    ],
  ])('%j', (names, expected) => expect(fileSlugs(names)).toEqual(expected));

  test('collisions do not depend on the order', () => {
    expect(fileSlugs(['Users', 'users', 'a'])).toEqual(
      [...fileSlugs(['a', 'users', 'Users'])].reverse(),
    );
  });

  test('are unique and harmless whatever the names', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 20 }),
        (names) => {
          const slugs = fileSlugs(names);
          expect(new Set(slugs).size).toBe(names.length);
          for (const slug of slugs) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
          expect(new Set(names.map(anchor)).size).toBe(names.length);
          for (const name of names) expect(anchor(name)).toMatch(/^[a-z0-9][a-z0-9._-]*$/);
        },
      ),
    );
  });
});

describe('shell words', () => {
  test.each([
    [['plain/x'], 'plain/x'],
    [['a b'], "'a b'"],
    [["it's"], "'it'\\''s'"],
    [['$(id)`id`'], "'$(id)`id`'"],
    [['Bearer ', { variable: 'KEY' }], '"Bearer $KEY"'],
    [[{ variable: 'KEY' }, 'x'], '"${KEY}x"'],
    [['$', { variable: 'KEY' }, '!'], `'$'"$KEY"'!'`],
    [[''], "''"],
    [['a\u202eb\u0000'], 'ab'],
  ])('%j', (parts, expected) => expect(shellWord(parts)).toBe(expected));
});

test.skipIf(process.platform === 'win32')('a shell reads back what was quoted', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "'",
      '"',
      '\\',
      '$',
      '`',
      '!',
      '$(id)',
      '${x}',
      '~',
      '#',
      ';',
      '&',
      '|',
      '*',
      ' ',
      '\n',
      '-',
      'a',
      '!  !',
    ),
    fc.string({ maxLength: 6 }),
  );
  const parts = fc.array(fc.oneof(piece, fc.constant({ variable: 'CAPWRIGHT_KEY' })), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.array(parts, { minLength: 1, maxLength: 200 }), (list) => {
      const command = `printf '%s\\0' ${list.map(shellWord).join(' ')}`;
      const { stdout } = spawnSync('/bin/sh', ['-c', command], {
        encoding: 'utf8',
        env: { CAPWRIGHT_KEY: 'k$`"\'e y' },
      });
      const texts = list.map((item) =>
        item.map((part) => (typeof part === 'string' ? part : 'k$`"\'e y')).join(''),
      );
      expect(stdout).toBe(texts.map((text) => `${text}\0`).join(''));
    }),
    { numRuns: 30 },
  );
});

describe('samples', () => {
  test.each([
    ['user_email', 'someone@example.com'],
    ['apiKey', '<key>'],
    ['created_at', '2030-01-31T12:00:00Z'],
    ['project-id', '123'],
    ['anything', 'example'],
    ['constructor', 'example'],
  ])('text for %s', (name, expected) =>
    expect(placeholder(name, { kind: 'scalar', scalar: 'string' })).toBe(expected),
  );

  test('a literal credential of the document is a variable', () => {
    const service = {
      ...shop.services[0]!,
      auth: { kind: 'bearer' as const, token: { kind: 'literal' as const, value: 'hunter2' } },
    };
    expect(operationCurl(operation('x'), service, shop)).toBe(
      'curl https://api.shop.example/x \\\n  --header "Authorization: Bearer $TOKEN"',
    );
  });

  test('the quick start gives what is missing', () => {
    const [service] = shop.services;
    const missing = { ...service!, baseUrl: { kind: 'missing' as const, template: '' } };
    expect(quickStart({ ...shop, services: [missing] }, undefined)).toContain(
      'createClient({ baseURL: "https://example.com" })',
    );
    expect(
      quickStart({ ...shop, services: [service!, { ...missing, id: 'other-api' }] }, undefined),
    ).toContain('createClient({\n  baseURL: { "other-api": "https://example.com" },\n})');
  });

  test('calls of any length and any names parse and stay as they are', async () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom(
        '__proto__',
        'a',
        'a-b',
        '"',
        "'",
        '`',
        '${x}',
        '*/',
        '</script>',
        'a'.repeat(60),
        'ids'.repeat(30),
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { maxLength: 5 }),
        fc.array(fc.constantFrom('orders', 'a'.repeat(40), 'list'), { minLength: 1, maxLength: 4 }),
        async (names, client) => {
          const sample = clientSample(
            operation('x', {
              client,
              inputs: names.map((item) => input(item, 'query', { required: true })),
            }),
            undefined,
          );
          expect(syntaxErrors(sample)).toEqual([]);
          expect(await prettier.format(sample, { parser: 'typescript' })).toBe(`${sample}\n`);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('JSON is what went in, in the form formatters leave alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
        expect(JSON.parse(json(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
        // Samples show lists by one item.
        const text = json(shortened(value as Json));
        expect(await prettier.format(text, { parser: 'json' })).toBe(`${text}\n`);
      }),
      { numRuns: 300 },
    );
  });
});

test.each(['plain', 'naïve', '語', '😀', 'e\u0301', '–…'])(
  'the width of %s is that of the formatter',
  (text) => {
    expect(displayWidth(text)).toBe(prettier.util.getStringWidth(text));
  },
);

describe('a document of hostile texts', () => {
  const attacks = [
    '<script>alert(1)</script>',
    '\n\n# Heading\n\n```\n',
    '`` ` ``` <img src=x>',
    ' | a | b |\n|---|---|\n',
    '](javascript:alert(1)) [x](javascript:alert(1)) ![x](//evil.example/t.gif)',
    "'; rm -rf / #",
    '"; $(id) `id` ${IFS}',
    '*/ process.exit() /*',
    '{{constructor}} {{#each this}} {{> x}}',
    '\u202eevil\u0000\u2028\ud800',
    '</details><!-- -->&lt;b&gt;',
    'xhttps://a.example<b>',
  ];
  const known = new Set([
    'root',
    'paragraph',
    'text',
    'heading',
    'inlineCode',
    'strong',
    'emphasis',
    'link',
    'list',
    'listItem',
    'code',
    'table',
    'tableRow',
    'tableCell',
    'html',
  ]);

  test.each(attacks)('%j leaves pages whole', async (attack) => {
    const files = emit(hostileShop(attack));
    expect(files.size).toBe(pages.size);
    expectLinked(files);
    for (const [path, content] of files) {
      const tree = parse(content);
      for (const type of types(tree)) expect(known).toContain(type);
      for (const node of walk(tree))
        if (node.type === 'html') expect(node.value).toMatch(/^(<a id="[a-z0-9._-]+">|<\/a>)$/);
      for (const url of urls(tree))
        expect(url).toMatch(/^(https:\/\/|#|[a-z0-9-]+\.md(#|$)|README\.md$)/);
      // The same bones as the page of the harmless shop.
      const twin = parse(pages.get(path) ?? [...pages.values()][[...files.keys()].indexOf(path)]!);
      if (!attack.includes('\n')) expect(bones(tree)).toEqual(bones(twin));
      for (const node of walk(tree)) {
        if (node.type !== 'code' || node.value === undefined) continue;
        const { lang } = node as Node & { lang?: string };
        if (lang === 'ts') expect(syntaxErrors(node.value)).toEqual([]);
        if (lang === 'json') JSON.parse(node.value);
      }
      expect(await prettier.format(content, { parser: 'markdown' })).toBe(content);
    }
  });
});

const persons = fileURLToPath(
  new URL('../../../shared/corpus/persons/posthog-persons.yaml', import.meta.url),
);

test.skipIf(!existsSync(persons))(
  'the persons capability reads well (skipped without ../shared)',
  async () => {
    const { compile, emit: emitAll } = await import('../../src/compiler.ts');
    const { nodeHost } = await import('../../src/source/host.ts');
    const compiled = compile(persons, nodeHost('/'), {
      preset: 'recommended',
      rules: {},
      lint: false,
    });
    const files = new Map(
      emitAll(compiled.capability!, [docsEmitter], compiled.sources)
        .filter(({ path }) => path.startsWith('docs/'))
        .map(({ path, content }) => [path, content]),
    );
    expectLinked(files);
    expect([...files.keys()]).toEqual(
      ['README.md', 'persons.md', 'rest.md', 'mcp.md'].map((name) => `docs/${name}`),
    );
    expect(files.get('docs/README.md')).toContain('| Operations | 96       | 48       | 24     |');
    expect(files.get('docs/persons.md')!.match(/^## `client\.persons\./gm)).toHaveLength(24);
    for (const content of files.values())
      expect(await prettier.format(content, { parser: 'markdown' })).toBe(content);
  },
);

function expectLinked(files: ReadonlyMap<string, string>): void {
  const anchors = new Map(
    [...files].map(([path, content]) => [
      path,
      [...content.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id),
    ]),
  );
  for (const [path, content] of files) {
    expect(new Set(anchors.get(path)).size).toBe(anchors.get(path)!.length);
    for (const url of urls(parse(content))) {
      if (url.startsWith('https://')) continue;
      const [file, id] = url.split('#');
      const target = file === '' ? path : `docs/${file}`;
      expect([...files.keys()]).toContain(target);
      if (id !== undefined) expect(anchors.get(target)).toContain(id);
    }
  }
}

/** Kinds of the blocks of a page with the number of their parts; texts left out. */
function bones(tree: Node): readonly string[] {
  return (tree.children ?? []).map((node) => {
    const rows = node.type === 'table' || node.type === 'list' ? `:${node.children!.length}` : '';
    return node.type + rows;
  });
}

function shortened(value: Json): Json {
  if (Array.isArray(value)) return value.slice(0, 1).map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shortened(item)]));
}

function syntaxErrors(source: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileModule(source, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
