// Members in another order: the same data, every comment, and every line.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { child } from '../../src/source/location.ts';
import { reorder } from '../../src/source/reorder.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { parseYaml } from '../../src/source/yaml.ts';
import { hasShared, projectRoot, sharedFiles } from '../support/shared.ts';

function sourceOf(text: string): SourceFile {
  const { nodes, value } = parseYaml(text);
  return new SourceFile('a.yaml', text, {
    find: nodes.find.bind(nodes),
    names: nodes.names.bind(nodes),
    value,
    scalarAt: nodes.scalarAt?.bind(nodes) ?? ((): undefined => undefined),
  });
}

function reordered(text: string, pointer: string, order: readonly string[]): string | undefined {
  const edit = reorder(sourceOf(text), { file: 'a.yaml', pointer }, order);
  return edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

const cases: readonly (readonly [
  what: string,
  text: string,
  pointer: string,
  order: string,
  now: string | undefined,
])[] = [
  ['keys', 'a: 1\nb: 2\n', '', 'b a', 'b: 2\na: 1\n'],
  ['without an end', 'a: 1\nb: 2', '', 'b a', 'b: 2\na: 1'],
  ['with comments', 'a: 1 # one\n# two\nb: 2\n', '', 'b a', '# two\nb: 2\na: 1 # one\n'],
  ['blank lines stay', 'a: 1\n\nb: 2\nc: 3\n', '', 'c b a', 'c: 3\n\nb: 2\na: 1\n'],
  ['block text', 'a: |\n  x\n\n  y\nb: 2\n', '', 'b a', 'b: 2\na: |\n  x\n\n  y\n'],
  ['nested', 'x:\n  a:\n    - 1\n  b: 2\ny: 3\n', '/x', 'b a', 'x:\n  b: 2\n  a:\n    - 1\ny: 3\n'],
  ['behind a dash', '- a: 1\n  b: 2\n', '/0', 'b a', '- b: 2\n  a: 1\n'],
  ['a comment behind a dash', '- a: 1\n  # x\n  b: 2\n', '/0', 'b a', undefined],
  ['items', '- a\n- b: 1\n  c: 2\n', '', '1 0', '- b: 1\n  c: 2\n- a\n'],
  ['windows', 'a: 1\r\nb: 2\r\n', '', 'b a', 'b: 2\r\na: 1\r\n'],
  ['nothing', 'a:\nb: 2\n', '', 'b a', 'b: 2\na:\n'],
  ['an anchor', 'a: &x 1\nb: *x\n', '', 'b a', undefined],
  ['kept blank lines', 'a: |+\n  x\n\nb: 2\n', '', 'b a', undefined],
  ['braces', '{a: 1, b: 2}\n', '', 'b a', undefined],
  ['a comment about all', '# all\na: 1\nb: 2\n', '', 'b a', undefined],
  ['in order', 'a: 1\nb: 2\n', '', 'a b', undefined],
];

describe('another order', () => {
  it.each(cases)('%s', (_, text, pointer, order, now) => {
    expect(reordered(text, pointer, order.split(' '))).toBe(now);
  });
});

it.skipIf(!hasShared)(
  'published files say the same, in every order (../shared is absent: skipped)',
  () => {
    let moved = 0;
    for (const file of sharedFiles('corpus/wild').filter((_, index) => index % 25 === 7)) {
      const text = readFileSync(`${projectRoot}/${file}`, 'utf8');
      if (text.length > 40_000) continue;
      const source = sourceOf(text);
      const before = canonical(source.value);
      let tried = 0;
      const visit = (value: unknown, pointer: string): void => {
        if (typeof value !== 'object' || value === null || tried > 40) return;
        const at = { file: 'a.yaml', pointer };
        const names = Object.keys(value);
        const edit = Array.isArray(value) ? undefined : reorder(source, at, names.toReversed());
        if (edit !== undefined) {
          tried++;
          moved++;
          const now = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
          expect(canonical(parseYaml(now).value), `${file} ${pointer}`).toBe(before);
          expect(
            now
              .split('\n')
              .sort()
              .map((line) => line.replace(/^[ -]+/, ''))
              .sort(),
          ).toEqual(
            text
              .split('\n')
              .map((line) => line.replace(/^[ -]+/, ''))
              .sort(),
          );
        }
        for (const name of names)
          visit((value as Readonly<Record<string, unknown>>)[name], child(at, name).pointer);
      };
      visit(source.value, '');
    }
    expect(moved).toBeGreaterThan(50);
  },
);

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
