// JSON that is printed is what prettier would print.
import fc from 'fast-check';
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { jsonFile } from '../../src/emit/json-text.ts';

const text = fc.oneof(
  fc.stringMatching(/^[a-z <>"'\\/{}[\],:éß–…]{0,40}$/),
  fc.constantFrom('', 'GET', '文字', '©', 'e\u0301', '\u2028', '\ud800'),
);
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.constantFrom(true, null, 0, -1.5, 123456789, 1e21),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(text, tie('value'), { maxKeys: 5 }),
  ),
})).value;

test('is what prettier makes of it, where it is sure of that', async () => {
  let sure = 0;
  await fc.assert(
    fc.asyncProperty(fc.dictionary(text, value, { maxKeys: 5 }), async (object) => {
      const { content, verbatim } = jsonFile('a.json', object);
      expect(JSON.parse(content)).toEqual(JSON.parse(JSON.stringify(object)));
      if (verbatim !== true) return;
      sure++;
      expect(content).toBe(await format(JSON.stringify(object, null, 2), { parser: 'json' }));
    }),
    { numRuns: Number(process.env['RUNS'] ?? 300) },
  );
  expect(sure).toBeGreaterThan(0);
});

test('leaves out what is undefined', () => {
  expect(jsonFile('a.json', { a: undefined, b: [1] }).content).toBe('{\n  "b": [1]\n}\n');
});

test('is not sure of lists whose width prettier alone knows', () => {
  expect(jsonFile('a.json', { a: ['文字'] }).verbatim).toBeUndefined();
  expect(jsonFile('a.json', { a: '文字' }).verbatim).toBe(true);
});
