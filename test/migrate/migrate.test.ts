// Files put into another format: valid by its official schema, the same in meaning, and what is lost is told.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatById, formats, type Format } from '../../src/document/formats.ts';
import { compare } from '../../src/ir/compare/compare.ts';
import { migrate, type Migrated } from '../../src/migrate/migrate.ts';
import { nodeHost } from '../../src/source/host.ts';
import { stableJson } from '../../src/util/stable-json.ts';
import { dialectOf, familyDocument } from '../document/family.ts';
import { verdicts } from '../document/oracle.ts';
import { capabilityOf, compileFiles, compileText, memoryHost } from '../support/compile.ts';
import { hasShared, projectRoot, sharedFiles } from '../support/shared.ts';

const host = nodeHost(projectRoot);

function to(target: string | Format, text: string, unsafe = false): Migrated {
  const format = typeof target === 'string' ? formatById(target)! : target;
  const files = memoryHost({ 'test.yaml': text });
  const result = migrate({ file: 'test.yaml', text, host: files, target: format, unsafe });
  if (result.kind === 'impossible') throw new Error(result.problem.message);
  return result;
}

const meaning = (text: string): string =>
  stableJson({ ...capabilityOf(text), format: undefined }, ['at', 'origins']);
const said = ({ notes }: Migrated): readonly string[] =>
  notes.map(({ code, message }) => `${code}: ${message}`);

describe('from every format to every other', () => {
  const pairs = formats.flatMap((from) => formats.map((target) => [from, target] as const));
  it.each(pairs)('$id to $id', (from, target) => {
    const late = dialectOf(from).late && dialectOf(target).late;
    const text = familyDocument(from, late);
    const result = to(target, text);
    expect(result.left).toEqual([]);
    expect(meaning(result.edited.text)).toBe(meaning(text));
    expect(to(target, result.edited.text).edited.text).toBe(result.edited.text);
    if (from === target) expect(result.edited.text).toBe(text);
  });
});

const shop = (operation: string): string => `naftiko: 1.0.0-alpha2
info:
  label: Shop
  description: Orders.
binds:
  - namespace: env
    keys:
      TOKEN: SHOP_TOKEN # ours
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.example.com
      resources:
        # All of them.
        - name: orders
          path: /orders
          operations:
            - name: list-orders
              method: GET
${operation.replaceAll(/^(?=.)/gm, '              ')}`;

describe('what a format has no word for', () => {
  const cases: readonly (readonly [name: string, operation: string, now: string, told: string])[] =
    [
      [
        'the type of a consumed input is left out',
        'inputParameters:\n  - name: page\n    in: query\n    type: integer # many\n',
        '              inputParameters:\n                - name: page\n                  in: query\n# many\n',
        'migration-dropped: `type` of a consumed input has no word in naftiko 1.0.0-alpha2 and is left out',
      ],
      [
        'a path of its own is that of a resource of its own',
        'path: /orders/all\n',
        '        - name: orders\n          path: /orders/all\n          operations:\n            - name: list-orders\n              method: GET\n',
        'migration-moved: an operation with a path of its own becomes a resource',
      ],
      [
        'a body without data is an input',
        'body: { type: json }\n',
        '              inputParameters:\n                - name: body\n                  in: body\n',
        'migration-moved: a `body` without `data` is an input of the operation: what the caller gives',
      ],
    ];
  it.each(cases)('%s', (_, operation, now, told) => {
    const result = to('naftiko-1.0.0-alpha2', shop(operation));
    expect(result.edited.text).toContain(now);
    expect(result.edited.text).toContain('        # All of them.\n');
    expect(result.left).toEqual([]);
    expect(said(result)).toContain(told);
  });

  it('what would change what the capability does stays, and is told', () => {
    const { left, edited } = to('naftiko-1.0.0-alpha2', shop('').replace('GET', 'HEAD'));
    expect(left.map(({ code }) => code)).toEqual(['migration-left']);
    expect(edited.text).toContain('method: HEAD');
  });

  it('a host nobody names is bound, on request only', () => {
    const text = shop('').replace('https://shop.example.com', "''");
    expect(to('naftiko-1.0.0-alpha2', text).left[0]!.message).toContain('`--unsafe`');
    const { edited, left } = to('naftiko-1.0.0-alpha2', text, true);
    expect(left).toEqual([]);
    expect(edited.text).toContain("baseUri: 'https://{{SHOP_HOST}}'\n");
    expect(edited.text).toContain('      TOKEN: SHOP_TOKEN # ours\n      SHOP_HOST: SHOP_HOST\n');
  });

  it('names are rewritten together with what refers to them', () => {
    const exposed =
      '  exposes:\n    - type: mcp\n      namespace: tools\n      port: 9090\n      tools:\n        - { name: list_orders, description: Lists., call: shop.list_orders }\n';
    const text = shop('').replace('list-orders', 'list_orders') + exposed;
    const result = to('naftiko-1.0.0-alpha2', text).edited.text;
    expect(result).toContain('            - name: list-orders\n');
    expect(result).toContain(
      '{ name: list-orders, description: Lists., call: shop.list-orders }'.replaceAll(
        /(?<=\{) | (?=\})/g,
        '',
      ),
    );
  });

  it('of two items with one name the copy goes, and another gets a number, where names are keys', () => {
    const twice = shop('').replace(
      /( {12}- name: list-orders\n {14}method: )GET\n/,
      '$1GET\n$1GET\n$1POST\n',
    );
    const { edited, left } = to('ikanos-1.0.0-beta5', twice);
    expect(left).toEqual([]);
    expect(edited.text).toContain(
      '            list-orders:\n              method: GET\n            list-orders-2:\n              method: POST\n',
    );
  });
});

describe('what was left out', () => {
  const pairs = formats.flatMap((from, index) =>
    [formats[0]!, formats[(index + 5) % formats.length]!, formats.at(-1)!].map(
      (target) => [from, target] as const,
    ),
  );
  it.each(pairs)(
    'is said by an overlay, and the two together mean what the document meant: $id to $id',
    (from, target) => {
      const text = familyDocument(from, dialectOf(from).late && dialectOf(target).late);
      const { edited, overlay } = to(target, text);
      const now = compileFiles({
        'test.yaml': edited.text,
        ...(overlay && { 'test.overlay.yaml': overlay.text }),
      }).capability!;
      expect(compare(capabilityOf(text), now).changes).toEqual([]);
    },
  );

  it('is told of parts by their names, or by their number where these are not their own', () => {
    const text = shop('inputParameters:\n  - { name: "it\'s", in: query, type: integer }\n').concat(
      shop(
        'description: More.\ninputParameters:\n  - { name: page, in: query, type: integer }\n',
      ).split('      resources:\n')[1]!,
    );
    const { overlay } = to('naftiko-1.0.0-alpha2', text);
    expect([...overlay!.text.matchAll(/target: (.*)/g)].map((match) => match[1])).toEqual([
      String.raw`'$.capability.consumes[?@.namespace == ''shop''].resources[0].operations[?@.name == ''list-orders''].inputParameters[?@.name == ''it\''s'']'`,
      String.raw`'$.capability.consumes[?@.namespace == ''shop''].resources[1].operations[?@.name == ''list-orders''].inputParameters[?@.name == ''page'']'`,
    ]);
  });
});

/** What migrations do on purpose: facts without a word go, and what is unsafe was asked for. */
const expected: ReadonlySet<string> = new Set([
  'input-description-changed',
  'input-made-optional',
  'input-type-changed',
  'input-type-widened',
  'result-type-widened',
  'result-description-changed',
  'surface-description-changed',
  'skill-tool-target-changed',
  'surface-port-changed',
  'secret-added',
  'base-url-changed',
  'base-url-provided',
  'surface-renamed',
  'service-renamed',
  'route-renamed',
]);

/** What else changes in single files, by their names: told as dropped or renamed where it is, and why it cannot stay. */
const lost: Readonly<Record<string, readonly string[]>> = {
  // A route that passes nothing to an input which the operation requires is given that input; where the target has no
  // word for `required`, nobody knows of it any more.
  'okta-capability.yaml': ['input-removed'],
  // Two flows of one name: wrong on purpose, and which is which cannot be told.
  'aggregate-duplicate-function-name.yaml': ['flow-added', 'flow-removed'],
  // Lists knew no bytes.
  'capability-binary-content.yml': [
    'answer-media-type-changed',
    'output-limit-raised',
    'output-media-type-changed',
    'resource-media-type-changed',
    'surface-limit-raised',
  ],
  // Names of secrets in lower case, which later formats do not allow.
  'cir.yml': ['secret-renamed'],
  'step4b-structure.yml': ['secret-renamed'],
  'step5b-auth-apikey.yml': ['secret-renamed'],
};

const step = process.env['CAPWRIGHT_CORPUS'] === undefined ? 25 : 1;

describe.skipIf(!hasShared)('published files (../shared is absent: skipped)', () => {
  const documents = hasShared ? verdicts().map(({ path }) => `../shared/oracle/${path}`) : [];
  const files = [...sharedFiles('corpus/wild'), ...documents].filter(
    (_, index) => index % step === 3 % step,
  );

  it.each(['naftiko-1.0.0-alpha2', 'ikanos-1.0.0-beta5'])(
    'mean the same in %s',
    (id) => {
      const target = formatById(id)!;
      let valid = 0;
      let number = 0;
      const changed: Record<string, readonly string[]> = {};
      for (const file of files) {
        const text = readFileSync(`${projectRoot}/${file}`, 'utf8');
        if (text.length > 100_000 && step > 1) continue;
        const result = migrate({ file, text, host, target, unsafe: true });
        if (result.kind === 'impossible') continue;
        number++;
        if (result.left.length === 0) valid++;
        const now = result.edited.text;
        expect(comments(now), file).toEqual(comments(text));
        const again = migrate({ file, text: now, host, target, unsafe: true });
        expect(again.kind === 'migrated' && again.edited.text === now, file).toBe(true);
        const [before, after] = [text, now].map((version) => compileText(version).capability);
        if (before === undefined) continue;
        expect(after, file).toBeDefined();
        const known = lost[basename(file)] ?? [];
        const changes = compare(before, after!).changes.filter(
          ({ code }) => !expected.has(code) && !known.includes(code),
        );
        const messages = changes.map(({ message, code }) => `${code}: ${message}`);
        if (messages.length > 0) changed[file] = messages;
      }
      expect(changed).toEqual({});
      expect(valid / number).toBeGreaterThan(id.startsWith('ikanos') ? 0.92 : 0.85);
    },
    600_000,
  );
});

function comments(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|[ \t])(#[^\r\n]*)/gm)].map((match) => match[1]!).sort();
}
