// What each fix makes of a text; all of them leave everything else as it was.
import { describe, expect, it } from 'vitest';
import { fixFile } from '../../src/cli/fix-file.ts';
import { compile } from '../../src/compiler.ts';
import { memoryHost } from '../support/compile.ts';

function fixed(text: string, unsafe: boolean, overlay?: string): string {
  const files = { 'test.yaml': text, ...(overlay && { 'test.overlay.yaml': overlay }) };
  const rules = {
    'yaml-layout': 'warning',
    'html-in-description': 'info',
    'markdown-unsafe': 'error',
    'key-order': 'info',
    'resources-unsorted': 'info',
    'spec-version-unquoted': 'warning',
    'auth-missing-on-consumes': 'warning',
    'path-placeholder-style': 'warning',
    'trailing-slash-drift': 'warning',
    'consumed-operation-unused': 'info',
    'input-unused': 'warning',
    'hint-contradicts-method': 'warning',
    'rest-path-trailing-slash': 'warning',
    'path-double-slash-after-join': 'warning',
    'bind-key-unused': 'warning',
    'with-key-not-a-target-input': 'error',
    'mapping-target-undeclared': 'error',
    'tool-name-from-prose': 'warning',
    'tool-name-numbered': 'warning',
    'duplicate-resource-name': 'warning',
    'path-has-query': 'warning',
    'secret-literal': 'error',
    'duplicate-input-parameter': 'error',
    'description-not-sentence': 'info',
    'line-width': 'info',
    'tag-vocabulary': 'info',
    'name-not-kebab': 'info',
    'tool-schema-empty': 'error',
  } as const;
  const options = { preset: 'recommended', rules, lint: true, overlays: false } as const;
  return fixFile(
    { file: 'test.yaml', text, host: memoryHost(files), options, unsafe, overlays: true },
    compile,
  ).edited.text;
}

const shop = `naftiko: "1.0.0-alpha2"
info:
  label: Shop
  description: Orders of a shop.
binds:
  - namespace: env
    keys:
      SHOP_TOKEN: SHOP_TOKEN
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://api.shop.dev
      description: The shop.
      authentication:
        type: bearer
        token: "{{SHOP_TOKEN}}"
      resources:
        - name: orders
          path: /orders
          operations:
            - name: list-orders
              method: GET
  exposes:
    - type: rest
      namespace: shop-rest
      port: 8080
      resources:
        - path: /orders
          description: Orders.
          operations:
            - name: list-orders
              method: GET
              call: shop.list-orders
`;

const withoutAuth = shop.replace(/ {6}authentication:\n.*\n.*\n/, '');

/** The shop with more in it: consumed operations, inputs of the route, a tool. */
const notes = shop.replace(
  '              method: GET\n  exposes',
  `              method: GET
              inputParameters:
                - name: page
                  in: query
        - name: order
          path: /orders/{{order_id}}
          operations:
            - name: get-order
              method: GET
              inputParameters:
                - name: order_id
                  in: path
  exposes`,
).concat(`    - type: mcp
      namespace: shop-tools
      port: 9090
      tools:
        - name: get-order
          description: Gets an order of the shop by its number.
          hints:
            readOnly: true
          inputParameters:
            - name: order_id
              type: string
              description: Which one.
          call: shop.get-order
          with:
            order_id: shop-tools.order_id
`);
const tool = `        - name: get-order-2
          description: Lists the orders of the shop, page by page.
          hints:
            readOnly: true
          inputParameters:
            - name: page
              type: string
              description: Which page.
              required: false
          call: shop.list-orders
          with:
            page: shop-tools.page
`;

const safe: readonly (readonly [what: string, before: string, after: string])[] = [
  ['yaml-bom', `\ufeff${shop}`, shop],
  ['yaml-layout', shop.replace('Shop\n', 'Shop \t\n').trimEnd(), shop],
  ['yaml-layout, of mixed line ends', shop.replace('\n', '\r\n'), shop],
  [
    'spec-version-unquoted',
    shop.replace('"1.0.0-alpha2"', '1.0.0-alpha2 # old'),
    shop.replace('"1.0.0-alpha2"', '"1.0.0-alpha2" # old'),
  ],
  [
    'yaml-ambiguous-scalar',
    shop.replace('label: Shop', 'label: on'),
    shop.replace('label: Shop', 'label: "on"'),
  ],
  [
    'duplicate-input-parameter',
    notes.replace(
      '                - name: page\n                  in: query\n',
      '                - name: page\n                  in: query\n                - name: page\n                  in: query\n',
    ),
    notes,
  ],
];

/** A sentence of `number` words. */
const long = (number: number): string => `Orders ${'of the shop '.repeat(number)}all.`;

const tidied: readonly (readonly [what: string, before: string, after: string])[] = [
  [
    'html-in-description',
    shop.replace('Orders of a shop.', '<p>Orders of a <b>shop</b>.</p>'),
    shop.replace('Orders of a shop.', "'Orders of a **shop**.'"),
  ],
  [
    'markdown-unsafe',
    shop.replace('Orders of a shop.', 'Orders <script>alert(1)</script> of a shop.'),
    shop.replace('Orders of a shop.', "'Orders `<script>alert(1)</script>` of a shop.'"),
  ],
  [
    'html-in-description, in block text',
    shop.replace('Orders of a shop.', '|\n    <p>Orders of a <b>shop</b>.</p><p>All.</p>'),
    shop.replace('Orders of a shop.', '|\n    Orders of a **shop**.\n\n    All.'),
  ],
  [
    'html-in-description, in folded text',
    shop.replace('Orders of a shop.', '>- # as it is\n    <p>Orders of a\n    <b>shop</b>.</p>'),
    shop.replace('Orders of a shop.', '>- # as it is\n    Orders of a **shop**.'),
  ],
  [
    'html-in-description, of several paragraphs',
    shop.replace('Orders of a shop.', '<p>Orders of a shop.</p><p>All.</p>'),
    shop.replace('Orders of a shop.', '|-\n    Orders of a shop.\n\n    All.'),
  ],
  [
    'description-not-sentence',
    shop.replace('Orders of a shop.', 'orders of a shop'),
    shop.replace('Orders of a shop.', 'Orders of a shop.'),
  ],
  [
    'description-not-sentence, of what goes on',
    shop.replace(' a shop.', ' a'),
    shop.replace(' a shop.', ' a'),
  ],
  [
    'line-width',
    shop.replace('Orders of a shop.', `"${long(14)}"`),
    shop.replace(
      'Orders of a shop.',
      `>-\n    Orders ${'of the shop '.repeat(7)}of\n    ${'the shop of '.repeat(6)}the shop all.`,
    ),
  ],
  [
    'tag-vocabulary',
    shop
      .replace('Orders of a shop.\n', 'Orders of a shop.\n  tags: [orders, shops]\n')
      .replace('description: Orders.', 'description: Orders.\n          tags: [order, shops]'),
    shop
      .replace('Orders of a shop.\n', 'Orders of a shop.\n  tags: [orders, shops]\n')
      .replace('description: Orders.', 'description: Orders.\n          tags: [orders, shops]'),
  ],
  [
    'tool-schema-empty',
    notes
      .replace(/ {10}inputParameters:\n {12}- name: order_id\n.*\n.*\n(?= {10}call: shop.get)/, '')
      .replace(/ {10}with:\n {12}order_id: .*\n$/, ''),
    notes
      .replace('description: Which one.', 'description: Order id.')
      .replace(/ {10}with:\n {12}order_id: .*\n$/, ''),
  ],
  ['schema: the word of another format', shop.replace('label: Shop', 'display: Shop'), shop],
  [
    'key-order',
    shop.replace(
      '      baseUri: https://api.shop.dev\n      description: The shop.\n',
      '      # What it is.\n      description: The shop.\n      # Where it is.\n      baseUri: https://api.shop.dev # live\n',
    ),
    shop.replace(
      '      baseUri: https://api.shop.dev\n      description: The shop.\n',
      '      # Where it is.\n      baseUri: https://api.shop.dev # live\n      # What it is.\n      description: The shop.\n',
    ),
  ],
  [
    'key-order, behind a dash',
    shop.replace(
      '- name: list-orders\n              method: GET\n',
      '- inputParameters: []\n              method: GET\n              name: list-orders\n',
    ),
    shop.replace(
      '- name: list-orders\n              method: GET\n',
      '- method: GET\n              name: list-orders\n              inputParameters: []\n',
    ),
  ],
  [
    'resources-unsorted',
    notes
      .replace('          path: /orders\n', '          path: /shops\n')
      .replace('- name: orders\n', '- name: shops # last\n'),
    notes
      .replace(/ {8}- name: orders\n[\s\S]*?(?= {8}- name: order\n)/, '')
      .replace(
        '  exposes',
        '        - name: shops # last\n          path: /shops\n          operations:\n            - name: list-orders\n              method: GET\n              inputParameters:\n                - name: page\n                  in: query\n  exposes',
      ),
  ],
];

const unsafe: readonly (readonly [what: string, before: string, after: string])[] = [
  [
    'path-no-leading-slash',
    shop.replace('          path: /orders', '          path: orders'),
    shop,
  ],
  ['call-unresolved', shop.replace('call: shop.list-orders', 'call: shop.lst-orders'), shop],
  [
    'base-uri-empty',
    shop.replace('https://api.shop.dev', '""'),
    shop
      .replace('https://api.shop.dev', '"https://{{SHOP_HOST}}"')
      .replace('SHOP_TOKEN\n', 'SHOP_TOKEN\n      SHOP_HOST: SHOP_HOST\n'),
  ],
  ['nothing to do', notes, notes],
  [
    'base-uri-templated',
    shop.replace('api.shop.dev', '{region}.shop.dev'),
    shop
      .replace('https://api.shop.dev', 'https://{{SHOP_REGION}}.shop.dev')
      .replace('SHOP_TOKEN\n', 'SHOP_TOKEN\n      SHOP_REGION: SHOP_REGION\n'),
  ],
  [
    'path-has-query',
    notes.replace('{{order_id}}\n', '{{order_id}}?state=open\n'),
    notes.replace(
      '{{order_id}}\n',
      '{{order_id}}\n          inputParameters:\n            - name: state\n              in: query\n              value: open\n',
    ),
  ],
  ['path-placeholder-style', notes.replace('{{order_id}}', '{order_id}'), notes],
  ['trailing-slash-drift', notes.replace('{{order_id}}', '{{order_id}}/'), notes],
  ['rest-path-trailing-slash', notes.replace('- path: /orders', '- path: /orders/'), notes],
  ['path-double-slash-after-join', notes.replace('/orders/{{', '/orders//{{'), notes],
  ['hint-contradicts-method', notes.replace('readOnly: true', 'readOnly: false'), notes],
  [
    'with-key-not-a-target-input',
    notes.replace('order_id: shop-tools', 'order_idd: shop-tools'),
    notes,
  ],
  ['with-key-not-a-target-input, of none', notes.concat('            colour: red\n'), notes],
  [
    'secret-literal',
    notes.replace('"{{SHOP_TOKEN}}"', '"f3Kd92mQz7LpX4vRt8Wb"').replace(/binds:\n.*\n.*\n.*\n/, ''),
    notes.replace(
      /binds:\n.*\n/,
      'binds:\n  - namespace: env\n    description: Where the APIs are and what they are asked with.\n',
    ),
  ],
  ['bind-key-unused', notes.replace('SHOP_TOKEN\n', 'SHOP_TOKEN\n      OLD_KEY: OLD_KEY\n'), notes],
  [
    'input-unused',
    notes.replace(
      '              call: shop.list',
      `              inputParameters:
                - name: colour
                  in: query
                  type: string
                  description: Which colour.
              call: shop.list`,
    ),
    notes,
  ],
  [
    'consumed-operation-unused',
    notes.replace(
      '  exposes',
      '        - name: gone\n          path: /zone\n          operations:\n            - name: clear\n              method: DELETE\n  exposes',
    ),
    notes,
  ],
  [
    'duplicate-resource-name',
    notes.replace('- name: order\n', '- name: orders\n'),
    notes.replace('- name: order\n', '- name: orders-order-id\n'),
  ],
  [
    'duplicate-operation-name and call-ambiguous',
    notes
      .replaceAll('get-order', 'list-orders')
      .replace('- name: list-orders\n          desc', '- name: get-order\n          desc'),
    notes
      .replaceAll('get-order', 'list-orders-order')
      .replace('- name: list-orders-order\n          desc', '- name: get-order\n          desc'),
  ],
  [
    'tool-name-numbered',
    `${notes}${tool}`,
    `${notes}${tool.replace('get-order-2', 'orders-list')}`,
  ],
  [
    'tool-name-from-prose',
    `${notes}${tool.replace('get-order-2', 'lists-all-of-the-orders')}`,
    `${notes}${tool.replace('get-order-2', 'orders-list')}`,
  ],
  [
    'schema: nearly the word',
    notes.replace('  description: Orders of', '  descripton: Orders of'),
    notes,
  ],
  [
    'tool-name-charset',
    `${notes}${tool.replace('get-order-2', "'orders: page'")}`,
    `${notes}${tool.replace('get-order-2', "'orders-page'")}`,
  ],
  [
    'tool-name-length',
    `${notes}${tool.replace('get-order-2', `page-${'of-orders-'.repeat(7)}now`)}`,
    `${notes}${tool.replace('get-order-2', 'orders-list')}`,
  ],
  [
    'identifier-collides-after-casing',
    notes.replaceAll('get-order', 'listOrders').replace(/listOrders(?=\n {10}desc)/, 'get-order'),
    notes
      .replaceAll('get-order', 'list-orders-order')
      .replace(/list-orders-order(?=\n {10}desc)/, 'get-order'),
  ],
  ['name-not-kebab', notes.replaceAll('get-order', 'getOrder'), notes],
  [
    'duplicate-method-path, of one content',
    notes
      .replace(
        '                  in: path\n',
        '                  in: path\n            - name: find-order\n              method: GET\n              description: The same.\n              inputParameters:\n                - name: order_id\n                  in: path\n',
      )
      .replace('call: shop.get-order', 'call: shop.find-order'),
    notes,
  ],
  [
    'rest-path-has-query',
    notes.replace('- path: /orders\n', '- path: /orders?state=open\n'),
    notes.replace(
      '- path: /orders\n          description: Orders.\n',
      '- path: /orders\n          description: Orders.\n          inputParameters:\n            - name: state\n              in: query\n              type: string\n              description: State.\n',
    ),
  ],
  [
    'path-has-query, of a variable',
    notes.replace('{{order_id}}\n', '{{order_id}}?state={{state}}\n'),
    notes.replace(
      '{{order_id}}\n',
      '{{order_id}}\n          inputParameters:\n            - name: state\n              in: query\n',
    ),
  ],
  ['auth-missing-on-consumes', withoutAuth, shop.replace('"{{SHOP_TOKEN}}"', "'{{SHOP_TOKEN}}'")],
];

describe('safe', () => {
  it.each([...safe, ...tidied])('%s', (_, before, after) => {
    expect(fixed(before, false)).toBe(after);
    expect(fixed(after, false)).toBe(after);
  });
});

describe('on request', () => {
  it.each(unsafe)('%s', (_, before, after) => {
    expect(fixed(before, false)).toBe(before);
    expect(fixed(before, true)).toBe(after);
    expect(fixed(after, true)).toBe(after);
  });
});

describe('beside an overlay', () => {
  const overlay = (update: string): string =>
    `overlay: 1.0.0\ninfo: { title: Known, version: 1.0.0 }\nactions:\n  - target: $.capability.consumes[0]\n    update: { ${update} }\n`;
  const slash = shop.replace('api.shop.dev', 'api.shop.dev/');

  it('what it puts right is left to it', () => {
    expect(fixed(slash, false, overlay('baseUri: https://eu.shop.dev'))).toBe(slash);
  });

  it('the rest is put right, and nothing of it comes into the file', () => {
    expect(fixed(slash, false, overlay('description: Another.'))).toBe(shop);
  });
});
