// RFC 9485 against the engine of JavaScript, where both mean the same; and patterns that engine never ends with.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { iRegexp } from '../../src/util/i-regexp.ts';

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
  '\\p{L}',
  '\\P{Lu}',
  '[\\p{Nd}-]',
  '\\n',
  '\\\\',
  '[\\^\\]]',
  ' ',
);
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,}', '{0,2}');
const pattern = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 2 },
    piece,
    tie('pattern').map((inner) => `(${inner})`),
  ),
  pattern: fc
    .array(
      fc.array(
        fc.tuple(tie('atom'), quantifier).map((parts) => parts.join('')),
        { maxLength: 3 },
      ),
      {
        minLength: 1,
        maxLength: 2,
      },
    )
    .map((branches) => branches.map((branch) => branch.join('')).join('|')),
})).pattern;
const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'A', '1', 'ä', '😀', '.', '-', '\n', '\\', ' ', '^', ']'), {
    maxLength: 6,
  })
  .map((characters) => characters.join(''));

/** The same for JavaScript, whose dot takes fewer characters and whose groups capture. */
const native = (from: string): string =>
  from.replaceAll(/(\\.|\[[^\]]*\])|\./gs, (_, kept?: string) => kept ?? '[^\\n\\r]');

describe('patterns of RFC 9485', () => {
  it('mean what they mean to JavaScript', () => {
    fc.assert(
      fc.property(pattern, text, (source, given) => {
        const ours = iRegexp(source);
        expect(ours).toBeDefined();
        const body = native(source);
        expect(ours!.matches(given)).toBe(new RegExp(`^(?:${body})$`, 'u').test(given));
        expect(ours!.finds(given)).toBe(new RegExp(body, 'u').test(given));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    '(',
    ')',
    '(a',
    '*',
    '+a',
    'a**',
    'a{2',
    'a{2,1}',
    'a{,2}',
    'a{x}',
    '[',
    '[]',
    '[a',
    '[b-a]',
    '[a-b-c]',
    '\\',
    '\\d',
    '\\w',
    '\\1',
    '\\b',
    '\\p{Latin}',
    '\\p{L',
    '(?:a)',
    '(?=a)',
    'a]',
    'a}',
    '{',
    `${'('.repeat(60)}a${')'.repeat(60)}`,
    'a{5000}',
    '(a{100}){100}',
    'a{0,999999999}',
  ])('%s is none', (source) => {
    expect(iRegexp(source)).toBeUndefined();
  });

  it('end, whatever they are', () => {
    for (const source of [
      '(a+)+b',
      '(a|a)*b',
      '(a*)*b',
      '((a*)*)*b',
      '(.*)*(.*)*b',
      '(a?){100}a{100}',
    ]) {
      const found = iRegexp(source)!;
      expect(found.matches(`${'a'.repeat(2000)}c`)).toBe(false);
      expect(found.finds(`${'a'.repeat(2000)}c`)).toBe(source.startsWith('(a?)'));
    }
    expect(iRegexp('(a*)*')!.matches('aaa')).toBe(true);
    expect(iRegexp('')!.matches('')).toBe(true);
  });

  it('take any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 5 }), (source, given) => {
        const found = iRegexp(source);
        if (found !== undefined) expect(typeof found.finds(given)).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });
});
