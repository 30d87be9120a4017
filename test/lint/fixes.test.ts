// What each fix makes of a text; all of them leave everything else as it was.
import { describe, expect, it } from 'vitest';
import { fixFile } from '../../src/cli/fix-file.ts';
import { compile } from '../../src/compiler.ts';
import { memoryHost } from '../support/compile.ts';

function fixed(text: string, unsafe: boolean, overlay?: string): string {
  const files = { 'test.yaml': text, ...(overlay && { 'test.overlay.yaml': overlay }) };
  const rules = {
    'yaml-layout': 'warning',
    'spec-version-unquoted': 'warning',
    'auth-missing-on-consumes': 'warning',
  } as const;
  const options = { preset: 'recommended', rules, lint: true, overlays: false } as const;
  return fixFile({ file: 'test.yaml', text, host: memoryHost(files), options, unsafe }, compile)
    .edited.text;
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
      description: The shop.
      baseUri: https://api.shop.dev
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
  ['auth-missing-on-consumes', withoutAuth, shop.replace('"{{SHOP_TOKEN}}"', "'{{SHOP_TOKEN}}'")],
];

describe('safe', () => {
  it.each(safe)('%s', (_, before, after) => {
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
