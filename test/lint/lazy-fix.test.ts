import { expect, test } from 'vitest';
import type { TextEdit } from '../../src/diagnostics/diagnostic.ts';
import { safeFix, unsafeFix } from '../../src/lint/fixes/fixer.ts';

const edit = (start: number): TextEdit => ({ file: 'a.yaml', start, end: start, text: 'x' });

function counted(edits: readonly (TextEdit | undefined)[]): {
  readonly asked: () => number;
  readonly edits: Iterable<TextEdit | undefined>;
} {
  let asked = 0;
  function* each(): Generator<TextEdit | undefined> {
    for (const item of edits) {
      asked += 1;
      yield item;
    }
  }
  return { asked: () => asked, edits: each() };
}

test('a fix looks for one edit, and for the others when it is asked for them', () => {
  const { asked, edits } = counted([undefined, edit(1), edit(2), undefined, edit(3)]);
  const fix = safeFix('do it', edits);
  expect([fix?.title, fix?.safe, asked()]).toEqual(['do it', true, 2]);
  expect(fix?.edits).toEqual([edit(1), edit(2), edit(3)]);
});

test('nobody pays for edits that nobody asks for', () => {
  const { asked, edits } = counted([undefined, edit(1), edit(2), edit(3)]);
  const fix = unsafeFix('do it', edits);
  expect(fix?.safe).toBe(false);
  expect(asked()).toBe(2);
  expect(fix?.edits).toHaveLength(3);
  expect(fix?.edits).toBe(fix?.edits);
  expect(asked()).toBe(4);
});

test('no fix without an edit', () => {
  expect(safeFix('do it', [])).toBeUndefined();
  expect(safeFix('do it', [undefined, undefined])).toBeUndefined();
});
