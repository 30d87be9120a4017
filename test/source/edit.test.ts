import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import {
  addItem,
  addMember,
  remove,
  renameKey,
  setValue,
  type Edit,
} from '../../src/source/edit.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { flowText, scalarText, type Plain } from '../../src/source/yaml-text.ts';
import { parseYaml } from '../../src/source/yaml.ts';

function open(text: string): SourceFile {
  return new SourceFile('a.yaml', text, parseYaml(text).nodes);
}

function applied(text: string, edit: Edit | undefined): string | undefined {
  return edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

const at = (pointer: string): { readonly file: string; readonly pointer: string } => ({
  file: 'a.yaml',
  pointer,
});

describe('adding a member', () => {
  it.each<readonly [string, string, string, Plain, string | undefined]>([
    ['to a block', 'a: 1\nb: 2\n', '', 3, 'a: 1\nb: 2\nnew: 3\n'],
    ['without a line break at the end', 'a: 1', '', 3, 'a: 1\nnew: 3'],
    ['with comments', 'a: 1 # one\n# two\n', '', 3, 'a: 1 # one\nnew: 3\n# two\n'],
    [
      'with CRLF',
      'a: 1\r\nb: 2\r\n',
      '',
      { c: [1] },
      'a: 1\r\nb: 2\r\nnew:\r\n  c:\r\n    - 1\r\n',
    ],
    ['inside a list item', '- a: 1\n- b: 2\n', '/0', 3, '- a: 1\n  new: 3\n- b: 2\n'],
    ['deep in a list of lists', '- - a: 1\n', '/0/0', 3, '- - a: 1\n    new: 3\n'],
    ['behind block text', 'a: |\n  text\n\nb: 1\n', '', 3, 'a: |\n  text\n\nb: 1\nnew: 3\n'],
    [
      'behind block text at the end',
      'x:\n  a: |\n    text\ny: 1\n',
      '/x',
      3,
      'x:\n  a: |\n    text\n  new: 3\ny: 1\n',
    ],
    [
      'behind text over several lines',
      'a: one\n  two\nb: 1\n',
      '',
      3,
      'a: one\n  two\nb: 1\nnew: 3\n',
    ],
    ['to a flow mapping', 'x: {a: 1}\n', '/x', [1, 'b'], 'x: {a: 1, new: [1, b]}\n'],
    ['to an empty mapping', 'x: {}\n', '/x', 1, 'x: {new: 1}\n'],
    [
      'to a flow mapping over lines',
      'x: {\n  a: 1, # one\n  }\n',
      '/x',
      3,
      'x: {\n  a: 1, new: 3, # one\n  }\n',
    ],
    [
      'lists as the file has them',
      'a:\n- 1\n',
      '',
      [{ b: 1, c: 2 }],
      'a:\n- 1\nnew:\n- b: 1\n  c: 2\n',
    ],
    ['lists with a step', 'a:\n  - 1\n', '', [{ b: 1 }], 'a:\n  - 1\nnew:\n  - b: 1\n'],
    ['what is there', 'new: 1\n', '', 3, undefined],
    ['below an alias', 'a: &x {b: 1}\nc: *x\n', '/c', 3, undefined],
  ])('%s', (_, text, pointer, value, expected) => {
    expect(applied(text, addMember(open(text), at(pointer), 'new', value))).toBe(expected);
  });

  it('behind another', () => {
    expect(applied('a: 1\nb: 2\n', addMember(open('a: 1\nb: 2\n'), at(''), 'new', 3, 'a'))).toBe(
      'a: 1\nnew: 3\nb: 2\n',
    );
    expect(applied('{a: 1, b: 2}', addMember(open('{a: 1, b: 2}'), at(''), 'new', 3, 'a'))).toBe(
      '{a: 1, new: 3, b: 2}',
    );
  });
});

describe('adding an item', () => {
  it.each<readonly [string, string, Plain, string | undefined]>([
    ['a:\n- 1\nb: 2\n', '/a', { x: 1, z: [2] }, 'a:\n- 1\n- x: 1\n  z:\n  - 2\nb: 2\n'],
    ['a:\n    - b: 1\n', '/a', { x: 1 }, 'a:\n    - b: 1\n    - x: 1\n'],
    ['a: [1, 2]\n', '/a', 'x', 'a: [1, 2, x]\n'],
    ['a: []\n', '/a', 'x', 'a: [x]\n'],
    ['a: 1\n', '/a', 'x', undefined],
  ])('%j', (text, pointer, value, expected) => {
    expect(applied(text, addItem(open(text), at(pointer), value))).toBe(expected);
  });
});

describe('removing', () => {
  it.each<readonly [string, string, string, string | undefined]>([
    ['a member', 'a: 1\nb: 2\nc: 3\n', '/b', 'a: 1\nc: 3\n'],
    ['a member and its comment', 'a: 1\nb: 2 # why\nc: 3\n', '/b', undefined],
    [
      'comments around it are kept',
      'a: 1\n# one\nb: 2\n# two\nc: 3\n',
      '/b',
      'a: 1\n# one\n# two\nc: 3\n',
    ],
    ['an item', '- a: 1\n  b: 2\n- c: 3\n', '/0', '- c: 3\n'],
    ['the last item', '- a: 1\n- c: |\n    x\n', '/1', '- a: 1\n'],
    ['the first member of an item', '- a: 1\n  b: 2\n', '/0/a', '- b: 2\n'],
    ['the only one', 'x:\n- 1\n', '/x/0', undefined],
    ['of a flow list', '[a, b, c]', '/1', '[a, c]'],
    ['the last of a flow list', '[a, b]', '/1', '[a]'],
    ['the only one of a flow list', '[a]', '/0', '[]'],
    ['of a flow mapping', '{a: 1, b: 2}', '/a', '{b: 2}'],
    ['a number sign in a value is no comment', "- a: 'x # y'\n- b: 1\n", '/0', '- b: 1\n'],
    ['an explicit key', '? a\n: 1\n? b\n: 2\n', '/a', undefined],
  ])('%s', (_, text, pointer, expected) => {
    expect(applied(text, remove(open(text), at(pointer)))).toBe(expected);
  });
});

describe('setting', () => {
  it.each<readonly [string, string, Plain, string | undefined]>([
    ['a: 1 # x\n', '/a', 'b', 'a: b # x\n'],
    ["a: 'x'\n", '/a', "it's", "a: 'it''s'\n"],
    ['a: "x"\n', '/a', 'y', 'a: "y"\n'],
    ['a: x\n', '/a', 'true', "a: 'true'\n"],
    ['a: x\n', '/a', 'b: c', "a: 'b: c'\n"],
    ['a: x\n', '/a', 'two\nlines', 'a: "two\\nlines"\n'],
    ['a: |\n  x\n', '/a', 'y', undefined],
    ['a:\n', '/a', 'y', undefined],
    ['a: !!str 1\n', '/a', 'y', undefined],
    ['{a: x, b: y}', '/a', [1], '{a: [1], b: y}'],
  ])('%j', (text, pointer, value, expected) => {
    expect(applied(text, setValue(open(text), at(pointer), value))).toBe(expected);
  });

  it('names', () => {
    expect(applied('a: 1\n', renameKey(open('a: 1\n'), at('/a'), 'b c'))).toBe('b c: 1\n');
    expect(applied("'a': 1\n", renameKey(open("'a': 1\n"), at('/a'), 'b'))).toBe("'b': 1\n");
  });
});

const scalar = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(
    'no',
    '1.10',
    '~',
    '# x',
    '- a',
    'a: b',
    "it's",
    '{x}',
    '0x1f',
    'a #b',
    ' a',
    'a ',
  ),
);
const { tree } = fc.letrec<{ tree: Plain; node: Plain }>((tie) => ({
  tree: fc.oneof(
    fc.dictionary(key(), tie('node'), { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
    fc.array(tie('node'), { minLength: 1, maxLength: 4 }),
  ),
  node: fc.oneof({ maxDepth: 4 }, scalar, tie('tree') as fc.Arbitrary<Plain>),
}));

function key(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom('a', 'b', 'c', 'x y', 'with'),
    fc
      .string({ minLength: 1, maxLength: 5 })
      .filter(
        (text) =>
          !text.includes('/') && !text.includes('~') && text !== '__proto__' && !/^\d+$/.test(text),
      ),
  );
}

function pointers(value: Plain, pointer = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => [
    `${pointer}/${name}`,
    ...pointers(item, `${pointer}/${name}`),
  ]);
}

function change(
  value: Plain,
  pointer: string,
  edit: (holder: { [key: string]: Plain } | Plain[], key: string) => void,
): Plain {
  const copy = structuredClone(value) as { [key: string]: Plain };
  const segments = pointer.slice(1).split('/');
  let holder = copy;
  for (const segment of segments.slice(0, -1)) holder = holder[segment] as { [key: string]: Plain };
  edit(holder, segments.at(-1)!);
  return copy;
}

describe('whatever the document', () => {
  const document = fc.record({
    value: tree,
    pick: fc.nat(),
    style: fc.record({
      indentSeq: fc.boolean(),
      collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
      defaultStringType: fc.constantFrom(
        'PLAIN' as const,
        'QUOTE_SINGLE' as const,
        'QUOTE_DOUBLE' as const,
      ),
      indent: fc.constantFrom(2, 4),
    }),
    newline: fc.constantFrom('\n', '\r\n'),
    replacement: fc.oneof(scalar, tree as fc.Arbitrary<Plain>),
  });

  it('the tree changes as it was meant to, and nothing else', () => {
    let done = 0;
    let refused = 0;
    fc.assert(
      fc.property(document, ({ value, pick, style, newline, replacement }) => {
        const text = stringify(value, style).replaceAll('\n', newline);
        const source = open(text);
        // Our own reader and the printer must agree before an edit can be judged.
        fc.pre(JSON.stringify(source.value) === JSON.stringify(value));
        const all = pointers(value);
        const pointer = all[pick % all.length]!;
        const edits: readonly (readonly [Edit | undefined, Plain])[] = [
          [
            setValue(source, at(pointer), replacement),
            change(value, pointer, (holder, name) =>
              Object.assign(holder, { [name]: replacement }),
            ),
          ],
          [
            remove(source, at(pointer)),
            change(value, pointer, (holder, name) =>
              Array.isArray(holder) ? holder.splice(Number(name), 1) : delete holder[name],
            ),
          ],
          [
            addMember(source, at(pointer), 'brand new', replacement),
            change(value, pointer, (holder, name) =>
              Object.assign((holder as { [key: string]: Plain })[name] ?? {}, {
                'brand new': replacement,
              }),
            ),
          ],
          [
            addItem(source, at(pointer), replacement),
            change(
              value,
              pointer,
              (holder, name) =>
                void ((holder as { [key: string]: Plain })[name] as Plain[] | undefined)?.push?.(
                  replacement,
                ),
            ),
          ],
        ];
        for (const [edit, expected] of edits) {
          if (edit === undefined) {
            refused++;
            continue;
          }
          done++;
          const { value: result, problems } = parseYaml(applied(text, edit)!);
          expect(problems).toEqual([]);
          expect(result).toEqual(expected);
        }
      }),
      { numRuns: 400 },
    );
    expect(done).toBeGreaterThan(refused / 2);
  });

  it('text survives being written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('', "'", '"'), (text, quote) => {
        expect(parseYaml(`a: ${scalarText(text, quote as '')}\n`).value).toEqual({ a: text });
        expect(parseYaml(`{a: ${flowText([text])}}\n`).value).toEqual({ a: [text] });
      }),
      { numRuns: 500 },
    );
  });
});
