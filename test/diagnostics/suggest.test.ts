import fc from 'fast-check';
import { expect, test } from 'vitest';
import { didYouMean, editDistance, suggest } from '../../src/diagnostics/suggest.ts';

test.each([
  ['lst', ['list', 'delete', 'last'], ['last', 'list']],
  ['getOrders', ['get-orders', 'get-order'], ['get-orders', 'get-order']],
  ['recieve', ['receive', 'deceit'], ['receive']],
  ['xyz', ['list', 'delete'], []],
  ['list', ['list'], []],
  ['', ['a'], []],
])('%j among %j: %j', (word, candidates, expected) => {
  expect(suggest(word, candidates)).toEqual(expected);
});

test('the end of a message', () => {
  expect(didYouMean('lst', ['list'])).toBe('; did you mean `list`?');
  expect(didYouMean('lst', ['list', 'last'])).toBe('; did you mean `last` or `list`?');
  expect(didYouMean('lst', ['orders'])).toBe('');
});

test('the distance is symmetric, zero for equal words, and stops at the limit', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b, 20);
      expect(editDistance(b, a, 20)).toBe(distance);
      expect(distance === 0).toBe(a === b);
      expect(editDistance(a, b, 2)).toBe(Math.min(distance, 3));
    }),
  );
});
