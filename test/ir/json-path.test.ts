// JSONPath: parsed by the compiler, run by the server. One witness is the reference engine's own library, whose answers
// are recorded; another is json-p3, an implementation of RFC 9535, where the two dialects mean the same.
import fc from 'fast-check';
import { query } from 'json-p3';
import { describe, expect, it } from 'vitest';
import { parseJsonPath } from '../../src/ir/parse/parse-json-path.ts';
import type { JsonPath } from '../../src/ir/expression.ts';
import { selectPath } from '../../templates/runtime/server/select-path.ts';
import { vectorDocument, vectors } from './json-path-vectors.ts';

function parsed(source: string): JsonPath {
  const result = parseJsonPath(source);
  if ('problem' in result) throw new Error(`${source}: ${result.problem}`);
  return result.path;
}

const read = (source: string, value: unknown): unknown => selectPath(parsed(source), value) ?? null;

describe('as the reference engine', () => {
  it.each(vectors)('%s', (path, answer) => {
    expect(read(path, vectorDocument)).toEqual(JSON.parse(answer));
  });
});

describe('on purpose not as the reference engine', () => {
  it.each<[string, unknown, string]>([
    ['$.items[*].price.max()', 20, 'numbers of all matches are summed up; the engine gives null'],
    ['$.items.length', 4, 'the length of a list; the engine gives null'],
    ['$.zzz[*]', [], 'a list of nothing is empty; the engine gives null'],
    ['$.items[1:-1].id', [2, '3'], 'slices count from the end; the engine gives nothing'],
    [
      '$.items[-9:2].id',
      [1, 2],
      'a start before the first item is the first item; the engine repeats items',
    ],
    ['$.a b.c d', 7, 'names with spaces'],
    ['$.items[?@.id == 1].name', ['one'], 'the parentheses may be left out, as in RFC 9535'],
    ["$.items[?(@.tags all ['x'])].id", [1], 'the engine compares nodes of different kinds'],
    ['$.items[?(@.tags[*])].id', [1, 4], 'a path that matches nothing is not there'],
    ['$.max($.n[0], 7)', 7, 'numbers among the arguments count'],
    ['$.concat($.s, "-", $.items[0].name)', 'text-one', 'texts without their quotes'],
    ['$.n.index(-1)', 2, 'the engine gives null'],
    [
      '$..[0]',
      [
        3,
        { id: 1, name: 'one', tags: ['x', 'y'], price: 10.5, sub: { k: 1 } },
        'x',
        'y',
        { id: 9, name: 'nine', price: 1 },
      ],
      'lists without such an item give nothing',
    ],
  ])('%s', (path, answer) => {
    expect(read(path, vectorDocument)).toEqual(answer);
  });
});

describe('what an upstream may send', () => {
  it.each<[string, unknown, unknown]>([
    ['$.items[?(@.__proto__)]', { items: [{}] }, []],
    ["$['__proto__','constructor']", { a: 1 }, {}],
    ['$.constructor.length', {}, null],
    ['$.n.max()', { n: Array.from({ length: 200_000 }, (_, i) => i) }, 199_999],
    ["$.n[?(@ == 'x')]", { n: ['x', null, {}, []] }, ['x']],
  ])('%s', (path, value, answer) => {
    expect(read(path, value)).toEqual(answer);
  });

  it('keeps a member called `__proto__` an own member', () => {
    expect(JSON.stringify(read("$['__proto__','a']", JSON.parse('{"__proto__":1,"a":2}')))).toBe(
      '{"__proto__":1,"a":2}',
    );
  });
});

describe('like RFC 9535 where both mean the same', () => {
  const name = fc.constantFrom('a', 'b', 'c d', 'é');
  const scalar = fc.constantFrom<unknown[]>(0, 1, 2.5, -1, 'x', 'y', '', true, false, null);
  const tree = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  const quoted = name.map((text) => `'${text}'`);
  const literal = fc.constantFrom('0', '1', '2.5', "'x'", "''", 'true', 'null');
  // A missing member differs from everything here, and equals a missing one there: only `==` to literals is asked for.
  const term = fc.oneof(
    fc
      .tuple(quoted, fc.constantFrom('==', '<', '>', '>='), literal)
      .filter(([, operator, value]) => operator === '==' || !/true|null/.test(value))
      .map(([key, operator, value]) => `@[${key}] ${operator} ${value}`),
    quoted.map((key) => `@[${key}]`),
  );
  const test = fc.oneof(
    term,
    fc.tuple(term, fc.constantFrom('&&', '||'), term).map((parts) => parts.join(' ')),
    term.map((one) => `!(${one})`),
  );
  // Filters stand behind `.a`, and are asked of lists only: an object filters itself in one dialect, its members in the other.
  const segment = fc.oneof(
    quoted.map((key) => `[${key}]`),
    fc.integer({ min: -3, max: 3 }).map((index) => `[${index}]`),
    fc.constant('[*]'),
    fc
      .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }))
      .map(([from, to]) => `[${from}:${to}]`),
    fc
      .tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }))
      .map(([a, b]) => `[${a},${b}]`),
    quoted.map((key) => `..[${key}]`),
  );

  const matches = (path: string, value: unknown): unknown[] => {
    const { definite } = parsed(path);
    const found = selectPath(parsed(path), value);
    return definite ? (found === undefined ? [] : [found]) : (found as unknown[]);
  };

  it('for paths', () => {
    fc.assert(
      fc.property(tree, fc.array(segment, { maxLength: 4 }), (value, segments) => {
        const path = `$${segments.join('')}`;
        const wanted = query(path, value as never).values();
        const got = matches(path, value);
        // Which of two branches comes first is not said by either.
        if (path.includes('..'))
          expect(got.map((item) => JSON.stringify(item)).toSorted()).toEqual(
            wanted.map((item) => JSON.stringify(item)).toSorted(),
          );
        else expect(got).toEqual(wanted);
      }),
      { numRuns: 1000 },
    );
  });

  it('for filters of lists', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(name, scalar, { maxKeys: 4 }), { maxLength: 6 }),
        test,
        (list, condition) => {
          expect(matches(`$[?(${condition})]`, list)).toEqual(
            query(`$[?(${condition})]`, list as never).values(),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });
});
