import { describe, expect, test } from 'vitest';
import { scopeOf } from '../../templates/runtime/server/client-port.ts';
import { decode } from '../../templates/runtime/server/decode.ts';
import type {
  Format,
  JsonPath,
  OutputNode,
  PathSegment,
} from '../../templates/runtime/server/model.ts';
import { selectPath } from '../../templates/runtime/server/select-path.ts';
import { shape } from '../../templates/runtime/server/shape.ts';
import { fakePort, input, literal } from './server-fake.ts';

const key = (name: string): PathSegment => ({ kind: 'key', key: name });
const index = (at: number): PathSegment => ({ kind: 'index', index: at });
const wildcard: PathSegment = { kind: 'wildcard' };
const one = (...segments: PathSegment[]): JsonPath => ({ source: '$', definite: true, segments });
const many = (...segments: PathSegment[]): JsonPath => ({ source: '$', definite: false, segments });

describe('selectPath', () => {
  const value = { a: { b: [1, 2, 3, { c: 4 }] }, 'x y': null, list: [{ n: 1 }, { n: 2 }, 'text'] };
  test.each<[string, JsonPath, unknown]>([
    ['the root', one(), value],
    ['a key', one(key('a'), key('b'), index(0)), 1],
    ['from the end', one(key('a'), key('b'), index(-1), key('c')), 4],
    ['null is a value', one(key('x y')), null],
    ['a missing key', one(key('a'), key('z')), undefined],
    ['a key of text', one(key('list'), index(2), key('length')), undefined],
    ['inherited names', one(key('constructor')), undefined],
    ['inherited names of lists', one(key('list'), key('map')), undefined],
    ['an index of an object', one(key('a'), index(0)), undefined],
    ['an index out of range', one(key('list'), index(9)), undefined],
    ['wildcard of a list', many(key('list'), wildcard, key('n')), [1, 2]],
    ['wildcard of an object', many(key('a'), wildcard), [[1, 2, 3, { c: 4 }]]],
    ['wildcard of nothing', many(key('nope'), wildcard), []],
    ['slice', many(key('a'), key('b'), { kind: 'slice', start: 1, end: 3 }), [2, 3]],
    ['slice from the end', many(key('a'), key('b'), { kind: 'slice', start: -2, end: -1 }), [3]],
    ['slice of an object', many(key('a'), { kind: 'slice' }), []],
    ['descend', many({ kind: 'descend', key: 'n' }), [1, 2]],
    [
      'descend to anything',
      many(key('a'), { kind: 'descend' }),
      [[1, 2, 3, { c: 4 }], 1, 2, 3, { c: 4 }, 4],
    ],
  ])('%s', (_, path, expected) => {
    expect(selectPath(path, value)).toEqual(expected);
  });

  test('descends into what nests deeper than the call stack', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}{"n":1}${']'.repeat(100_000)}`);
    expect(selectPath(many({ kind: 'descend', key: 'n' }), deep)).toEqual([1]);
  });
});

describe('shape', () => {
  const { evaluate } = fakePort();
  const shaped = (node: OutputNode, value: unknown, inputs = {}): unknown =>
    shape(node, value, scopeOf(inputs), evaluate);

  test('an object, with nulls for what is missing', () => {
    const node: OutputNode = {
      kind: 'object',
      properties: [
        { name: 'id', node: { kind: 'path', path: one(key('person'), key('id')) } },
        { name: 'gone', node: { kind: 'path', path: one(key('gone')) } },
        { name: '__proto__', node: { kind: 'value', value: literal('text') } },
      ],
    };
    expect(JSON.stringify(shaped(node, { person: { id: 7 } }))).toBe(
      '{"id":7,"gone":null,"__proto__":"text"}',
    );
  });

  test('a list of objects, narrowed', () => {
    const node: OutputNode = {
      kind: 'array',
      from: one(key('results')),
      items: {
        kind: 'object',
        from: one(key('inner')),
        properties: [{ name: 'n', node: { kind: 'path', path: one(key('n')) } }],
      },
    };
    expect(shaped(node, { results: [{ inner: { n: 1 } }, {}] })).toEqual([{ n: 1 }, null]);
    expect(shaped(node, { results: 'no list' })).toBeNull();
    expect(shaped(node, {})).toBeNull();
  });

  test('a list from an indefinite path', () => {
    const node: OutputNode = {
      kind: 'array',
      from: many(key('r'), wildcard, key('n')),
      items: { kind: 'whole' },
    };
    expect(shaped(node, { r: [{ n: 1 }, {}, { n: 2 }] })).toEqual([1, 2]);
    expect(shaped(node, {})).toEqual([]);
  });

  test('without a value (mocks): values from inputs, lists of one', () => {
    const item: OutputNode = {
      kind: 'object',
      properties: [{ name: 'id', node: { kind: 'value', value: input('id') } }],
    };
    expect(shaped({ kind: 'array', items: item }, undefined, { id: 3 })).toEqual([{ id: 3 }]);
    expect(shaped({ kind: 'array', from: one(key('a')), items: item }, undefined)).toEqual([
      { id: null },
    ]);
    expect(shaped({ kind: 'path', path: one(key('a')) }, undefined)).toBeNull();
    expect(shaped({ kind: 'whole' }, undefined)).toBeNull();
  });
});

describe('decode', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  test.each<[string, Format, string, Awaited<ReturnType<typeof decode>>]>([
    ['JSON', 'json', '{"a":1}', { kind: 'value', value: { a: 1 } }],
    ['nothing', 'json', ' \n', { kind: 'value', value: null }],
    ['broken JSON', 'json', '{', { kind: 'malformed', cause: expect.anything() }],
    ['a format without a reader', 'xml', '<a/>', { kind: 'unsupported' }],
    [
      'csv',
      'csv',
      'a,b\n1,"x ""y"", z"\r\n\n2\n',
      {
        kind: 'value',
        value: [
          { a: '1', b: 'x "y", z' },
          { a: '2', b: null },
        ],
      },
    ],
    ['line breaks in a cell', 'csv', 'a\n"1\n2"', { kind: 'value', value: [{ a: '1\n2' }] }],
    ['tsv', 'tsv', 'a\tb\n1\t2', { kind: 'value', value: [{ a: '1', b: '2' }] }],
    ['psv', 'psv', 'a|b\n1|2', { kind: 'value', value: [{ a: '1', b: '2' }] }],
  ])('%s', async (_, format, text, expected) => {
    expect(await decode(bytes(text), { format })).toEqual(expected);
  });

  test('what is not UTF-8', async () => {
    expect(await decode(new Uint8Array([0xff, 0xfe]), {})).toMatchObject({ kind: 'malformed' });
  });
});
