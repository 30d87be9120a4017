// Regular expressions as automata against the engine of JavaScript; which of them that engine may run over any text; and
// those it never ends with, held by the work that is done and not by the time.
import fc from 'fast-check';
import { describe, expect, it, test, vi } from 'vitest';
import { isHarmless } from '../../src/util/pattern-cost.ts';
import { readPattern } from '../../src/util/pattern.ts';
import { patternTest } from '../../templates/runtime/server/pattern.ts';

const piece = fc.constantFrom(
  'a',
  'b',
  'ä',
  '😀',
  '.',
  '[ab]',
  '[^a]',
  '[a-c😀]',
  '\\.',
  '\\d',
  '\\W',
  '[\\w-]',
  '\\n',
  '^',
  '$',
  '\\b',
  '\\B',
  '\\x61',
  '\\u0062',
  '\\u{1F600}',
  '\\p{Lu}',
  '[\\]b]',
  '/',
  ' ',
);
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '+?', '*?');
const { pattern } = fc.letrec<{ pattern: string; atom: string; look: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 2 },
    fc
      .tuple(piece, quantifier)
      .map(([one, times]) => (/^(?:[$^]|\\[bB])$/.test(one) ? one : one + times)),
    fc.tuple(tie('pattern'), quantifier).map(([inner, times]) => `(${inner})${times}`),
    fc.tuple(tie('pattern'), quantifier).map(([inner, times]) => `(?:${inner})${times}`),
    tie('look'),
  ),
  look: fc
    .tuple(fc.constantFrom('?=', '?!', '?<=', '?<!'), tie('pattern'))
    .map(([kind, inner]) => `(${kind}${inner})`),
  pattern: fc
    .array(
      fc.array(tie('atom'), { maxLength: 3 }).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 2 },
    )
    .map((branches) => branches.join('|')),
}));
const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'A', '1', 'ä', '😀', '.', '-', '\n', ' ', ']', '/'), {
    maxLength: 6,
  })
  .map((characters) => characters.join(''));

function automaton(source: string, flags?: string): (text: string) => boolean {
  const read = readPattern(source, flags);
  if (read.kind === 'refused') throw new Error(`${source} ${read.reason}`);
  return patternTest(read.node, read.flags);
}

describe('patterns as automata', () => {
  it('mean what they mean to JavaScript', () => {
    fc.assert(
      fc.property(
        pattern,
        text,
        fc.constantFrom(undefined, '', 'i', 'm', 's', 'ims'),
        (source, given, flags) => {
          const read = readPattern(source, flags);
          fc.pre(read.kind === 'pattern');
          const used = read.kind === 'pattern' ? read.flags : '';
          expect(automaton(source, flags)(given)).toBe(new RegExp(source, used).test(given));
        },
      ),
      { numRuns: 1500 },
    );
  });

  test.each([
    ['^\\d{3}\\-\\d{4}$', '555-1234', true],
    ['^(?=.*\\d)(?=.*[a-z]).{4,}$', 'abc1', true],
    ['^(?=.*\\d)(?=.*[a-z]).{4,}$', 'abcd', false],
    ['(?<!\\$)\\b\\d+', 'cost $5', false],
    ['(?<year>\\d{4})', 'in 2026', true],
    ['a{,2}', 'a{,2}', true],
    ['[^]', '\n', true],
    ['[]', 'a', false],
    ['\\u{1F600}', '😀', true],
    ['', '', true],
  ])('%s and %s: %s', (source, given, expected) => {
    const read = readPattern(source);
    expect(read.kind).toBe('pattern');
    expect(automaton(source)(given)).toBe(expected);
  });

  test.each([
    ['(', 'no regular expression'],
    ['(a|b)\\1', 'refers back'],
    ['(?<q>a)\\k<q>', 'refers back'],
    ['(a{100}){100}', 'repeats too much'],
    ['a{9999999}', 'repeats too much'],
    [`${'('.repeat(150)}a${')'.repeat(150)}`, 'nested'],
  ])('%s is refused', (source, reason) => {
    const read = readPattern(source);
    expect(read.kind === 'refused' ? read.reason : '').toContain(reason);
  });
});

describe('what the engine of JavaScript may run', () => {
  const isSafe = (source: string): boolean => {
    const read = readPattern(source);
    return read.kind === 'pattern' && isHarmless(read);
  };

  test.each([
    '^\\d{4}-\\d{2}-\\d{2}$',
    '^[A-Z]{3}$',
    '^[a-z0-9]+(?:-[a-z0-9]+)*$',
    '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
    '^https://',
    'foo|bar',
    '^[+-]?\\d+(\\.\\d+)?$',
    '^\\w{1,64}$',
    '^[^@]+@[^@]+$',
    '[A-Z]',
  ])('%s', (source) => {
    expect(isSafe(source)).toBe(true);
  });

  it('knows that letters have two cases', () => {
    const folded = (source: string): boolean => {
      const read = readPattern(source, 'i');
      return read.kind === 'pattern' && isHarmless(read);
    };
    expect(folded('^a+b$')).toBe(true);
    expect(folded('^(a|A)*$')).toBe(false);
    expect(folded('^(ä|Ä)*$')).toBe(false);
  });

  test.each([
    '^(a+)+$',
    '^(a*)*$',
    '^(a|a)*$',
    '^(a|ab?)*$',
    '^(\\w+\\s?)*$',
    '^([a-z]+)*[a-z]$',
    '^(.*)*x$',
    '^.*.*.*$',
    '^(a?){50}a{50}$',
    '^(|a|)*$',
    '^(à|[à-ü]|[ä-ö])*$',
    '^([Ā-Ȁ]+[İ-Ɛ])*$',
    '\\d+x',
    'a{1,5000}b',
    '(x+x+)+y',
    '^(?:(?:|)(?:|)){30}$',
    '^(\\p{L}|a)*$',
  ])('%s is not proven', (source) => {
    expect(isSafe(source)).toBe(false);
  });
});

describe('catastrophic patterns', () => {
  const most = 3_000;

  test.each([
    '^(a+)+$',
    '(a*)*b',
    '(a|aa)+$',
    '^(a?){40}a{40}$',
    '(.*)*(.*)*b',
    '(?=(a+)+$)b',
    '^(?!(a+)+$)b',
    '(?<=(a+)+)b',
    '(x+x+)+y',
  ])('%s does work in proportion to the text', (source) => {
    const run = automaton(source);
    const tested = vi.spyOn(RegExp.prototype, 'test');
    try {
      const work = [most / 2, most].map((length) => {
        tested.mockClear();
        run(`${'a'.repeat(length)}!`);
        return tested.mock.calls.length;
      });
      expect(work[1]).toBeLessThan(200 * most);
      expect(work[1]).toBeLessThan(2.1 * work[0]! + 100);
    } finally {
      tested.mockRestore();
    }
  });

  it('take no text that is longer than the work they may do', () => {
    expect(automaton('a{500}')('a'.repeat(1_000))).toBe(true);
    expect(automaton('a{500}')('a'.repeat(1_000_000))).toBe(false);
  });
});
