// Changed documents as text: what has not changed is there to the byte, comments are kept, and the text says what it should.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  draftOf,
  memberOf,
  newDraft,
  plainOf,
  withKey,
  withMember,
  withValue,
  without,
  type Draft,
  type MappingDraft,
} from '../../src/source/draft.ts';
import { printDraft } from '../../src/source/print-draft.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { parseYaml } from '../../src/source/yaml.ts';

function change(text: string, edit: (draft: MappingDraft) => Draft): string {
  const source = new SourceFile('test.yaml', text, parseYaml(text).nodes);
  const original = draftOf(source, 'kept');
  const draft = edit(original as MappingDraft);
  const { text: printed, pieces } = printDraft(source, original, draft);
  const joined = pieces.map((piece) =>
    piece.kind === 'new' ? piece.text : text.slice(piece.start, piece.end),
  );
  expect(joined.join('')).toBe(printed);
  expect(parseYaml(printed).value, printed).toEqual(plainOf(draft));
  return printed;
}

/** The list under `a`, as a map by `name`; the map, as a list. */
function turned(draft: MappingDraft): Draft {
  const a = memberOf(draft, 'a')!;
  if (a.kind === 'list') {
    const { items, ...rest } = a;
    const members = items.map(({ value, ...entry }) => ({
      ...entry,
      key: String(plainOf(memberOf(value, 'name')!)),
      value: without(value as MappingDraft, 'name'),
    }));
    return withMember(draft, 'a', { ...rest, kind: 'mapping', members });
  }
  const { members, ...rest } = a as MappingDraft;
  const items = members.map(({ key, value, ...entry }) => ({
    ...entry,
    value: withMember(value as MappingDraft, 'name', newDraft(key), ''),
  }));
  return withMember(draft, 'a', { ...rest, kind: 'list', items });
}

describe('a list becomes a map, and a map a list', () => {
  it.each([
    [
      'block in block',
      'a:\n  # first\n  - name: x # why\n    b: 1\n    # last\n    c: "2"\n\n  - name: w\n    b: |\n      text\n        more\nz: 1\n',
      'a:\n  # first\n  x:\n    # why\n    b: 1\n    # last\n    c: "2"\n\n  w:\n    b: |\n      text\n        more\nz: 1\n',
    ],
    [
      'without indentation',
      'a:\n- name: x\n  b: 1\n- b: 2\n  name: w\nz: 1\n',
      'a:\n  x:\n    b: 1\n  w:\n    b: 2\nz: 1\n',
    ],
    [
      'nothing but a name',
      'a:\n  - name: x\n  - {name: w, b: [1, 2]}\n',
      'a:\n  x: {}\n  w: {b: [1, 2]}\n',
    ],
    ['in brackets', 'a: [{name: x, b: 1}] # c\n', 'a: {x: {b: 1}} # c\n'],
    [
      'with windows line ends, and none at the end',
      'a:\r\n- name: x\r\n  b: 1\r\nz: 1',
      'a:\r\n  x:\r\n    b: 1\r\nz: 1',
    ],
    [
      'a map',
      '# top\na:\n  x: # one\n    b: 1\n  w: {}\n  z:\n    b: >-\n      t\n      u\n',
      '# top\na:\n- name: x\n  # one\n  b: 1\n- name: w\n- name: z\n  b: >-\n    t\n    u\n',
    ],
  ])('%s', (_, before, after) => {
    expect(change(before, turned)).toBe(after);
  });
});

describe('a member in front of all others', () => {
  it.each([
    ['# head\n\n# more\na: 1 # one\nb: 2\n', '# head\n\n# more\nx: new\na: 1 # one\nb: 2\n'],
    ['---\n# head\na: 1\n', '---\n# head\nx: new\na: 1\n'],
    ['\ufeff# head\na: 1\n', '\ufeff# head\nx: new\na: 1\n'],
    ['# head\r\na: 1', '# head\r\nx: new\r\na: 1'],
  ])('comes below what is said of the document, once: %j', (before, after) => {
    expect(change(before, (draft) => withMember(draft, 'x', newDraft('new'), ''))).toBe(after);
  });
});

describe('members', () => {
  const text = "'a': 1 # one\n# two\nb: 'x'\nc:\n  # deep\n  d: 1\n";
  it.each([
    [
      'renamed',
      (draft: MappingDraft) => withKey(draft, 'a', 'z'),
      "'z': 1 # one\n# two\nb: 'x'\nc:\n  # deep\n  d: 1\n",
    ],
    [
      'removed',
      (draft: MappingDraft) => without(draft, 'b'),
      "'a': 1 # one\n# two\nc:\n  # deep\n  d: 1\n",
    ],
    [
      'removed with comments inside',
      (draft: MappingDraft) => without(draft, 'a', 'c'),
      "# one\n# two\nb: 'x'\n# deep\n",
    ],
    [
      'given another value',
      (draft: MappingDraft) => withMember(draft, 'b', withValue(memberOf(draft, 'b')!, "y'")),
      "'a': 1 # one\n# two\nb: 'y'''\nc:\n  # deep\n  d: 1\n",
    ],
    [
      'emptied',
      (draft: MappingDraft) =>
        withMember(draft, 'c', without(memberOf(draft, 'c') as MappingDraft, 'd')),
      "'a': 1 # one\n# two\nb: 'x'\nc: {}\n# deep\n",
    ],
    [
      'added',
      (draft: MappingDraft) => withMember(draft, 'e', newDraft({ f: [1, { g: 2 }] }), 'a'),
      "'a': 1 # one\ne:\n  f:\n  - 1\n  - g: 2\n# two\nb: 'x'\nc:\n  # deep\n  d: 1\n",
    ],
    [
      'moved into another',
      (draft: MappingDraft) =>
        withMember(without(draft, 'c'), 'e', {
          kind: 'mapping',
          members: [{ key: 'f', value: memberOf(draft, 'c')! }],
        }),
      "'a': 1 # one\n# two\nb: 'x'\ne:\n  f:\n    # deep\n    d: 1\n",
    ],
  ])('%s', (_, edit, after) => {
    expect(change(text, edit)).toBe(after);
  });

  it('an alias of what has changed is spelt out on request', () => {
    const text = 'a: &x\n  b: 1\nc: *x\n';
    const source = new SourceFile('test.yaml', text, parseYaml(text).nodes);
    const original = draftOf(source, 'spelt') as MappingDraft;
    const a = withKey(memberOf(original, 'a') as MappingDraft, 'b', 'z');
    const draft = withMember(original, 'a', a);
    expect(printDraft(source, original, draft).text).toBe('a: &x\n  z: 1\nc:\n  b: 1\n');
  });
});

describe('whatever is changed', () => {
  const key = fc.constantFrom('a', 'b', 'name', 'long key');
  const scalar = fc.constantFrom(
    '1',
    '"q#"',
    "'s'",
    'text # c',
    '|\n§ block\n§  more',
    '>-\n§ folded',
    '',
    '[1, {x: y}] # f',
  );
  /** YAML text of a mapping; `§` is its indentation. */
  const { mapping } = fc.letrec<{ node: string; mapping: string; list: string }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      scalar,
      tie('mapping'),
      tie('list'),
    ),
    mapping: fc
      .uniqueArray(fc.tuple(key, tie('node'), fc.boolean()), {
        minLength: 1,
        maxLength: 3,
        selector: ([name]) => name,
      })
      .map((entries) =>
        entries
          .map(
            ([name, value, comment]) =>
              `\n§${comment ? `# of ${name}\n§` : ''}${name}:${value.startsWith('\n') ? '' : ' '}${value.replaceAll('§', '§  ')}`,
          )
          .join(''),
      ),
    list: fc
      .array(tie('node'), { minLength: 1, maxLength: 3 })
      .map((items) =>
        items
          .map((value) => `\n§- ${value.replace(/^\n§(?!#)/, '').replaceAll('§', '§  ')}`)
          .join(''),
      ),
  }));

  /** Keys renamed, members removed, lists and maps turned into each other, as the seed has it. */
  function mangled(draft: Draft, next: () => number): Draft {
    if (draft.kind === 'scalar') return next() % 4 === 0 ? withValue(draft, 'new: value') : draft;
    if (draft.kind === 'list') {
      const { items, ...rest } = draft;
      const inner = items.map((item) => ({ ...item, value: mangled(item.value, next) }));
      if (next() % 3 !== 0) return { ...draft, items: inner };
      return {
        ...rest,
        kind: 'mapping',
        members: inner.map((item, index) => ({ ...item, key: `k${index}` })),
      };
    }
    const { members, ...rest } = draft;
    const inner = members
      .filter(() => next() % 5 !== 0)
      .map((member) => ({
        ...member,
        key: next() % 4 === 0 ? `${member.key}!` : member.key,
        value: mangled(member.value, next),
      }));
    if (next() % 3 !== 0) return { ...draft, members: inner };
    return {
      ...rest,
      kind: 'list',
      items: inner.map(({ value, written }) => ({ value, ...(written && { written }) })),
    };
  }

  it('the text says it, with every comment once', () => {
    fc.assert(
      fc.property(mapping, fc.array(fc.nat(100), { minLength: 1, maxLength: 20 }), (made, seed) => {
        const text = `${made.replaceAll('§', '').trimStart()}\n`;
        fc.pre(parseYaml(text).problems.length === 0);
        let index = 0;
        const printed = change(text, (draft) => mangled(draft, () => seed[index++ % seed.length]!));
        const comments = (of: string): readonly string[] =>
          (of.match(/# (?:of \w+|long key|c|f)/g) ?? []).sort();
        expect(comments(printed), `${text}\n---\n${printed}`).toEqual(comments(text));
      }),
      { numRuns: 1000 },
    );
  });
});
