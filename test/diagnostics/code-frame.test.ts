import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeFrame } from '../../src/diagnostics/code-frame.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { displayWidth } from '../../src/util/display-width.ts';

function frame(text: string, marked: string, width = 60): string {
  const source = new SourceFile('a.yaml', text);
  const start = text.indexOf(marked);
  const range = source.range({ file: 'a.yaml', start, end: start + marked.length });
  return codeFrame(source, range, { width });
}

test('the lines around the place, with carets below it', () => {
  expect(frame('a: 1\nbc: true\nd: 2\ne: 3\n', 'true')).toBe(
    ['  1 | a: 1', '> 2 | bc: true', '    |     ^^^^', '  3 | d: 2'].join('\n'),
  );
});

test('tabs and wide characters move the carets', () => {
  expect(frame('a:\t日本: x', 'x')).toBe(['> 1 | a:  日本: x', '    |           ^'].join('\n'));
});

test('control characters and overrides are spelled out', () => {
  const text = 'a: "\u001b[31m\u202eevil" x';
  const shown = frame(text, 'x');
  expect(shown).toBe(
    ['> 1 | a: "\\u{1b}[31m\\u{202e}evil" x', `    | ${' '.repeat(28)}^`].join('\n'),
  );
});

test('a place over several lines is marked to the end of its first', () => {
  expect(frame('a: "one\n  two"\nb: 1\n', '"one\n  two"')).toBe(
    ['> 1 | a: "one', '    |    ^^^^', '  2 |   two"'].join('\n'),
  );
});

test('an empty range still gets a caret', () => {
  expect(frame('a: 1', '')).toBe(['> 1 | a: 1', '    | ^'].join('\n'));
});

test('long lines are cut around the place', () => {
  const [line, carets] = frame(`a: ${'x'.repeat(500_000)}HERE${'y'.repeat(500_000)}`, 'HERE').split(
    '\n',
  );
  expect(line).toMatch(/^> 1 \| …x+HEREy+…$/);
  expect(displayWidth(line ?? '')).toBeLessThanOrEqual(60);
  expect((carets ?? '').indexOf('^')).toBe((line ?? '').indexOf('HERE'));
  expect(carets).toMatch(/^ +\| +\^{4}$/);
});

test('for any text and place: bounded width, nothing raw, carets below the place', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  fc.assert(
    fc.property(text, fc.nat(400), fc.nat(40), (content, at, length) => {
      const start = Math.min(at, content.length);
      const source = new SourceFile('a.yaml', content);
      const range = source.range({
        file: 'a.yaml',
        start,
        end: Math.min(start + length, content.length),
      });
      const lines = codeFrame(source, range, { width: 50 }).split('\n');
      for (const line of lines) {
        expect(displayWidth(line)).toBeLessThanOrEqual(62);
        // oxlint-disable-next-line no-control-regex
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }
      expect(lines.filter((line) => /^ +\| +\^+$/.test(line))).toHaveLength(1);
    }),
  );
});
