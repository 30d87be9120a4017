// Objects inside arguments and outputs have names that say where they stand, and that nothing else changes.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientEmitter } from '../../src/emit/client/client-emitter.ts';
import { nestedTypes } from '../../src/emit/typescript/nested-types.ts';
import { clientNames } from '../../src/emit/typescript/operation-names.ts';
import type { Operation, Pagination } from '../../src/ir/capability.ts';
import type { JsonPath } from '../../src/ir/expression.ts';
import { stringType, type Type } from '../../src/ir/type.ts';
import { readProject } from '../support/shared.ts';
import { capability, input, operation } from './fixture-capability.ts';

const object = (properties: Readonly<Record<string, Type>>): Type => ({
  kind: 'object',
  properties: Object.entries(properties).map(([name, type]) => ({ name, type, required: true })),
});
const array = (items: Type): Type => ({ kind: 'array', items });
const nullable = (type: Type): Type => ({ kind: 'union', members: [type, { kind: 'null' }] });
const large = (more: Readonly<Record<string, Type>> = {}): Type =>
  object({ a: stringType, b: stringType, c: stringType, ...more });
const small = object({ a: stringType, b: stringType });
const way = (...keys: readonly string[]): JsonPath => ({
  source: ['$', ...keys].join('.'),
  segments: keys.map((key) => ({ kind: 'key', key })),
  definite: true,
});
const pages = (...keys: readonly string[]): Pagination => ({
  kind: 'next-url',
  next: way('next'),
  items: way(...keys),
});

function named(of: Operation): Readonly<Record<string, unknown>> {
  const { args, output, item } = nestedTypes(of, 'OrdersList', (wanted) => wanted);
  return { args: [...args.values()], output: [...output.values()], item };
}

const list = (type: Type, pagination?: Pagination): Operation => ({
  ...operation(['orders', 'list'], { path: ['/orders'], output: { type } }),
  ...(pagination && { pagination }),
});

describe('names of nested objects', () => {
  test.each<[string, Operation, readonly string[], string | undefined]>([
    [
      'rows of pages',
      list(object({ results: array(small) }), pages('results')),
      ['OrdersListItem'],
      'OrdersListItem',
    ],
    ['rows of a list', list(array(small)), ['OrdersListItem'], 'OrdersListItem'],
    [
      'rows of a list that may be null',
      list(nullable(array(small))),
      ['OrdersListItem'],
      'OrdersListItem',
    ],
    ['rows that may be null', list(array(nullable(large()))), [], undefined],
    ['no rows of text', list(array(stringType)), [], undefined],
    [
      'what is inside rows',
      list(array(object({ address: large() }))),
      ['OrdersListItem', 'OrdersListItemAddress'],
      'OrdersListItem',
    ],
    [
      'one of many',
      list(
        object({
          line_items: array(large()),
          seriesOfLines: array(large()),
          series: array(large()),
        }),
      ),
      ['OrdersListOutputLineItem', 'OrdersListOutputSeries', 'OrdersListOutputSeriesOfLine'],
      undefined,
    ],
    [
      'a way',
      list(object({ a: object({ b: nullable(large()) }) })),
      ['OrdersListOutputAB'],
      undefined,
    ],
    [
      'values of a record',
      list({ kind: 'record', values: large() }),
      ['OrdersListOutputValue'],
      undefined,
    ],
    ['no small object', list(object({ a: small })), [], undefined],
    ['no whole output', list(large()), [], undefined],
    [
      'neither of two in one place',
      list(object({ a: { kind: 'union', members: [large(), large({ d: stringType })] } })),
      [],
      undefined,
    ],
    ['no name that is too long', list(object({ ['x'.repeat(80)]: large() })), [], undefined],
  ])('%s', (_, of, output, item) => expect(named(of)).toEqual({ args: [], output, item }));

  test('arguments', () => {
    const inputs = [input('addresses', 'body', { type: array(large({ geo: large() })) })];
    expect(named(operation(['orders', 'list'], { path: ['/orders'], inputs }))).toEqual({
      args: ['OrdersListArgsAddress', 'OrdersListArgsAddressGeo'],
      output: [],
      item: undefined,
    });
  });

  const key = fc.constantFrom('a', 'A', 'b_c', 'b', 'c', 'item', 'items', 'output', '', '🙂', 'é');
  const { type } = fc.letrec<{ type: Type }>((tie) => ({
    type: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant(stringType),
      tie('type').map(array),
      tie('type').map(nullable),
      fc
        .dictionary(key, tie('type'), { minKeys: 3, maxKeys: 5, noNullPrototype: true })
        .map(object),
    ),
  }));
  const client = fc.constantFrom(
    ['list'],
    ['orders', 'list'],
    ['orders', 'listItem'],
    ['orders', 'output', 'list'],
    ['ordersList', 'output'],
  );
  const operations = fc.uniqueArray(
    fc
      .tuple(client, type)
      .map(([path, output]) => operation(path, { path: ['/'], output: { type: output } })),
    { selector: ({ id }) => id, minLength: 1 },
  );

  test('are unique in a capability, whatever the order of operations', () => {
    fc.assert(
      fc.property(operations, (all) => {
        const names = clientNames(all).operations;
        const texts = [...names.values()].flatMap(({ args, output, nested }) => [
          args,
          output,
          ...nested.output.values(),
        ]);
        expect(new Set(texts).size).toBe(texts.length);
        expect(new Map(clientNames(all.toReversed()).operations)).toEqual(names);
        for (const text of texts) expect(text).toMatch(/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u);
      }),
      { numRuns: 50 },
    );
  });

  test('stay when the order of properties changes', () => {
    const turned = (of: Type): Type =>
      of.kind === 'array'
        ? array(turned(of.items))
        : of.kind === 'union'
          ? { ...of, members: of.members.map(turned) }
          : of.kind === 'object'
            ? {
                kind: 'object',
                properties: of.properties
                  .map((each) => ({ ...each, type: turned(each.type) }))
                  .toReversed(),
              }
            : of;
    fc.assert(
      fc.property(type, (of) => {
        const names = (output: Type): unknown => named(list(output));
        expect(names(turned(of))).toEqual(names(of));
      }),
      { numRuns: 50 },
    );
  });
});

test('every name is printed once, behind what refers to it', () => {
  const address = large({ geo: large() });
  const orders = list(
    object({ orders: array(object({ address })), totals: large() }),
    pages('orders'),
  );
  const mirror: Operation = {
    ...operation(['shops', 'orders', 'list'], { path: ['/shops/orders'], output: orders.output }),
    pagination: pages('orders'),
    shape: orders.shape,
  };
  const create = operation(['orders', 'create'], {
    path: ['/orders'],
    inputs: [input('address', 'body', { type: address })],
  });
  const files = clientEmitter.emit(
    { ...capability, operations: [orders, mirror, create], flows: [], surfaces: [] },
    {
      template: (path) => readProject(join('templates', path)),
      place: () => '',
    },
  );
  const text = files
    .filter(({ path }) => path.startsWith('client/operations/'))
    .map(({ content }) => content)
    .join('\n');
  const declared = [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name);
  expect(new Set(declared).size).toBe(declared.length);
  expect(declared).toEqual(
    expect.arrayContaining([
      'OrdersListItem',
      'OrdersListItemAddress',
      'OrdersListItemAddressGeo',
      'OrdersListOutputTotals',
      'OrdersCreateArgsAddress',
      'OrdersCreateArgsAddressGeo',
      'ShopsOrdersListItem',
    ]),
  );
  expect(text).toContain('export type ShopsOrdersListItem = OrdersListItem;');
  expect(text).toMatch(
    /PagedMethod<\s*OrdersListArgs \| void,\s*OrdersListOutput,\s*OrdersListItem\s*>/,
  );
});
