import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBlockYaml } from '../../src/source/block-yaml.ts';
import { escapePointer } from '../../src/source/location.ts';
import { parseAnyYaml, parseYaml, type YamlResult } from '../../src/source/yaml.ts';
import { readProject, sharedFiles } from '../support/shared.ts';

/** Every node with its value, its place and that of its key. */
function nodesOf({ value, nodes }: YamlResult): readonly unknown[] {
  const found: unknown[] = [];
  const walk = (item: unknown, pointer: string): void => {
    const isCollection = typeof item === 'object' && item !== null;
    found.push([
      pointer,
      isCollection ? Array.isArray(item) : item,
      nodes.find(pointer, 'value'),
      nodes.find(pointer, 'key'),
    ]);
    if (isCollection)
      for (const [key, part] of Object.entries(item))
        walk(part, `${pointer}/${escapePointer(key)}`);
  };
  walk(value, '');
  return found;
}

const isRead = (text: string): boolean => readBlockYaml(text, (scalar) => scalar) !== undefined;

/** Both ways come to the same, whichever of them reads the text. */
function expectAgreement(text: string): void {
  const quick = parseYaml(text);
  const whole = parseAnyYaml(text);
  expect(quick.problems, text).toEqual(whole.problems);
  expect(nodesOf(quick), text).toEqual(nodesOf(whole));
}

describe('what is written plainly', () => {
  it.each([
    'a: 1\nb: [x, "y", { z: 2.5 }]\nc: []\nd: {}\n',
    'a:\n- x\n- b: 1\n  c:\n  d: 2 # hi\n-\n  e: 3\n# end\n',
    '- a\n- \n- b',
    '- - a\n  - b\n- c: d\n',
    "a: one\n  two\n\n  three # c\nb: \"x\n  y\"\nc:   \nd: 'it''s\n  z'\n",
    'a: |\n  one\n    two\n\n  three\n\nb: >-\n  x\n  y\n\n  z\nc: 1\n',
    'a:\n  b: |\n    one\n\n\n  # c\nd: 1',
    'a: "x \\"y\\" \\u00e9\\n\n  z"\n',
    '"a b": 1\n\'c\': "d" # e\n404: x\na~b: c\n',
    '---\na: ~\nb: null\nc: True\nd: 1e3\ne: 0x1f\nf: .inf\ng: -1\nh: +x\n',
    'a: b#c\nd: e:f\ng: http://x/y?z=[1]#w\n',
    'a:\n\n  # c\n  b\n',
    'a: "\n\n  b\n  "\n',
  ])('%j is read at once', (text) => {
    expect(isRead(text)).toBe(true);
    expectAgreement(text);
  });

  it.each([
    'a: &x 1\nb: *x\n',
    'a: !!str 1\n',
    '? a\n: b\n',
    'a:\tb\n',
    'a: 1\r\n',
    'a: [1,\n  2]\n',
    'a: b: c\n',
    'a: 1\na: 2\n',
    'a: |2\n   x\n',
    'a: >\n  x\n    y\n',
    'a: "\\x41"\n',
    '__proto__: 1\n',
    'a: 1\n---\nb: 2\n',
    'a: 1\n  b: 2\n',
    'a:\n    b: 1\n  c: 2\n',
    'a: {{x}}\n',
    'plain',
    '',
  ])('%j is left to the parser', (text) => {
    expect(isRead(text)).toBe(false);
  });

  it('on our samples', () => {
    for (const name of ['field-notes', 'order-desk', 'posthog-persons', 'shipyard'])
      expectAgreement(readProject(`capabilities/${name}.yaml`));
  });

  it('on published files, nearly all of which are read at once (skipped without ../shared)', () => {
    const files = sharedFiles('corpus/wild')
      .filter((_, index) => index % 5 === 0)
      .map(readProject);
    files.forEach(expectAgreement);
    expect(files.filter((text) => !isRead(text)).length).toBeLessThanOrEqual(files.length / 10);
  });
});

describe('any text', () => {
  const words = fc.constantFrom(
    'a',
    'b',
    'key',
    '1',
    '0x1f',
    '~',
    'x y',
    "it's",
    '"q"',
    "'s'",
    "'it''s'",
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    ': ',
    '- ',
    '-',
    '#',
    ' # c',
    '|',
    '>-',
    '|\n',
    '\n',
    '\n\n',
    '\n  ',
    '\n    ',
    '\n- ',
    '?',
    '&a',
    '*a',
    '!t',
    '"x\n  y"',
    '"\\u00e9"',
    '---\n',
    '\t',
    '%',
    '@',
    '=',
    'é',
    '\u{1f600}',
    '\\',
  );

  it('put together at random', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 14 }), (parts) => expectAgreement(parts.join(''))),
      { numRuns: 4_000 },
    );
  });

  it('a sample with a few characters changed', () => {
    const sample = readProject('capabilities/field-notes.yaml').split('\n');
    const change = fc.record({
      line: fc.nat(sample.length - 1),
      at: fc.nat(40),
      cut: fc.nat(4),
      put: words,
    });
    fc.assert(
      fc.property(
        fc.nat(sample.length - 1),
        fc.array(change, { maxLength: 3 }),
        (from, changes) => {
          const lines = sample.slice(from, from + 30);
          for (const { line, at, cut, put } of changes) {
            const old = lines[line % lines.length]!;
            lines[line % lines.length] = old.slice(0, at) + put + old.slice(at + cut);
          }
          expectAgreement(lines.join('\n'));
        },
      ),
      { numRuns: 1_500 },
    );
  });
});
