import { describe, expect, test } from 'vitest';
import {
  checkValue,
  fromText,
  hasForbiddenKey,
} from '../../templates/runtime/server/check-value.ts';
import type { ValueType } from '../../templates/runtime/server/model.ts';

const scalar = (
  kind: 'string' | 'number' | 'integer' | 'boolean',
  pattern?: string,
): ValueType => ({
  kind: 'scalar',
  scalar: kind,
  ...(pattern === undefined ? {} : { pattern }),
});
const list = (items: ValueType): ValueType => ({ kind: 'array', items });

describe('fromText', () => {
  test.each<[string, ValueType, string[], unknown]>([
    ['text stays', scalar('string'), ['007'], '007'],
    ['integer', scalar('integer'), ['-42'], -42],
    ['a fraction is a number', scalar('number'), ['1.5e3'], 1500],
    ['hexadecimal is not', scalar('number'), ['0x10'], '0x10'],
    ['empty is no number', scalar('integer'), [''], ''],
    ['boolean', scalar('boolean'), ['false'], false],
    ['yes is no boolean', scalar('boolean'), ['yes'], 'yes'],
    ['null', { kind: 'null' }, ['null'], null],
    ['enum of numbers', { kind: 'enum', values: [1, 'b'] }, ['1'], 1],
    ['list', list(scalar('integer')), ['1', '2'], [1, 2]],
    ['list of one', list(scalar('string')), ['a'], ['a']],
    ['several where one is wanted', scalar('string'), ['a', 'b'], ['a', 'b']],
    ['object', { kind: 'record', values: { kind: 'unknown' } }, ['{"a":1}'], { a: 1 }],
    ['not an object', { kind: 'record', values: { kind: 'unknown' } }, ['{'], '{'],
    [
      'poisoned',
      { kind: 'record', values: { kind: 'unknown' } },
      ['{"__proto__":1}'],
      '{"__proto__":1}',
    ],
    [
      'first member that fits',
      { kind: 'union', members: [scalar('integer'), scalar('string')] },
      ['x'],
      'x',
    ],
    [
      'union with a number',
      { kind: 'union', members: [scalar('integer'), scalar('string')] },
      ['5'],
      5,
    ],
    ['unknown', { kind: 'unknown' }, ['5'], '5'],
  ])('%s', (_, type, texts, expected) => {
    expect(fromText(type, texts)).toEqual(expected);
  });
});

describe('checkValue', () => {
  const person: ValueType = {
    kind: 'object',
    properties: [
      { name: 'id', type: scalar('integer'), required: true },
      { name: 'tags', type: list(scalar('string')), required: false },
      { name: 'a/b', type: scalar('boolean'), required: false },
    ],
  };
  test.each<[string, ValueType, unknown, string[]]>([
    ['fits', person, { id: 1, tags: [], more: 1 }, []],
    [
      'every flaw is named',
      person,
      { tags: ['a', 1, 2], 'a/b': 'x' },
      ['/id', '/tags/1', '/tags/2', '/a~1b'],
    ],
    ['a list is no object', person, [], ['']],
    ['null is no object', person, null, ['']],
    [
      'inherited members do not count',
      {
        kind: 'object',
        properties: [{ name: 'toString', type: scalar('string'), required: true }],
      },
      {},
      ['/toString'],
    ],
    ['fraction as integer', scalar('integer'), 1.5, ['']],
    ['unsafe integer', scalar('integer'), 2 ** 53, ['']],
    ['infinite', scalar('number'), Infinity, ['']],
    ['text as number', scalar('number'), '1', ['']],
    ['pattern', scalar('string', '^a+$'), 'b', ['']],
    ['pattern that fits', scalar('string', '^\\p{L}+$'), 'ä', []],
    ['pattern that is none under u', scalar('string', '^a\\-b$'), 'a-b', []],
    ['enum', { kind: 'enum', values: ['a', 1] }, 'b', ['']],
    ['record', { kind: 'record', values: scalar('string') }, { a: 1, b: 'x' }, ['/a']],
    ['record of a list', { kind: 'record', values: scalar('string') }, [], ['']],
    ['list', list(scalar('string')), 'a', ['']],
    ['union', { kind: 'union', members: [scalar('string'), { kind: 'null' }] }, null, []],
    [
      'union without a fit',
      { kind: 'union', members: [scalar('string'), { kind: 'null' }] },
      1,
      [''],
    ],
    ['bytes', { kind: 'binary' }, new Uint8Array(1), []],
    ['number as bytes', { kind: 'binary' }, 1, ['']],
    ['anything', { kind: 'unknown' }, Symbol.iterator, []],
  ])('%s', (_, type, value, expected) => {
    expect(checkValue(type, value).map((flaw) => flaw.pointer)).toEqual(expected);
  });

  test('stops at a hundred', () => {
    expect(checkValue(list(scalar('string')), Array(5000).fill(1))).toHaveLength(100);
  });
});

test.each<[string, boolean]>([
  ['{"a":[{"__proto__":{"x":1}}]}', true],
  ['{"\\u005f_proto__":1}', true],
  ['{"constructor":{"prototype":{"x":1}}}', true],
  ['{"constructor":"Lego"}', false],
  ['{"prototype":1,"a":null}', false],
  [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, false],
])('hasForbiddenKey %#', (json, expected) => {
  expect(hasForbiddenKey(JSON.parse(json))).toBe(expected);
});
