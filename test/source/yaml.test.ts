import fc from 'fast-check';
import { isMap, isScalar, isSeq, parseDocument, stringify, type Node } from 'yaml';
import { describe, expect, it } from 'vitest';
import { escapePointer } from '../../src/source/location.ts';
import { parseYaml } from '../../src/source/yaml.ts';
import { hasShared, readProject, sharedFiles } from '../support/shared.ts';

describe('values', () => {
  it.each([
    ['a: 1\nb: [x, "y", 2.5]\n', { a: 1, b: ['x', 'y', 2.5] }],
    ['a: null\nb: ~\nc:\nd: true\ne: False\n', { a: null, b: null, c: null, d: true, e: false }],
    ['a: yes\nb: on\nc: 1.10\nd: 0x1f\ne: 1e3\n', { a: 'yes', b: 'on', c: 1.1, d: 31, e: 1000 }],
    ['a: |\n  x\n  y\nb: >\n  x\n  y\n', { a: 'x\ny\n', b: 'x y\n' }],
    ['a: \'{{x}}\'\nb: "\\u00e9"\n', { a: '{{x}}', b: 'é' }],
    ['- 1\n- a: 2\n', [1, { a: 2 }]],
    ['"a"', 'a'],
    ['404: x\ntrue: y\n', { 404: 'x', true: 'y' }],
    ['a: !!str 5\nb: !!int "6"\n', { a: '5', b: 6 }],
    ['a: &x {b: 1}\nc: *x\n', { a: { b: 1 }, c: { b: 1 } }],
    ['\uFEFFa: 1\n', { a: 1 }],
    ['a: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
  ])('%j', (text, value) => {
    const result = parseYaml(text);
    expect(result.problems).toEqual([]);
    expect(result.value).toEqual(value);
  });

  it('keeps `__proto__` and `constructor` as plain members', () => {
    const value = parseYaml('__proto__: {polluted: true}\nconstructor: 1\n').value as Record<
      string,
      unknown
    >;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('problems', () => {
  it.each([
    ['a: [1, 2\nb: 3\n', 'syntax'],
    ['a: "x\n', 'syntax'],
    ['a: 1\na: 2\n', 'duplicate-key'],
    ['a: 1\n---\nb: 2\n', 'multiple-documents'],
    ['a: *nothing\n', 'alias'],
    ['a: &a [*a]\n', 'alias'],
    ['a: !secret x\n', 'tag'],
    ['? [a, b]\n: 1\n', 'key'],
    [`${'- '.repeat(500)}x`, 'syntax'],
  ])('%j', (text, kind) => {
    expect(parseYaml(text).problems.map((problem) => problem.kind)).toContain(kind);
  });

  it('points at both places of a repeated key and keeps the first value', () => {
    const text = 'a: 1\nb: 2\na: 3\n';
    const { problems, value } = parseYaml(text);
    expect(value).toEqual({ a: 1, b: 2 });
    expect(problems).toMatchObject([{ start: 10, end: 11, first: { start: 0, end: 1 } }]);
  });

  it('gives up on texts that grow exponentially', () => {
    const levels = Array.from(
      { length: 40 },
      (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]`,
    );
    const { problems } = parseYaml(`a0: &a0 x\n${levels.join('\n')}\n`);
    expect(problems.map((problem) => problem.kind)).toEqual(expect.arrayContaining(['alias']));
    expect(problems.length).toBeLessThan(400);
  });

  it('counts offsets from the start of the file, byte order mark included', () => {
    expect(parseYaml('\uFEFFa: 1\na: 2\n').problems[0]).toMatchObject({ start: 6, end: 7 });
  });
});

describe('places', () => {
  it('finds keys and values', () => {
    const text = 'info:\n  label: "x y"\nlist:\n- a: 1\n- [b,  c]\nempty:\n';
    const { nodes } = parseYaml(text);
    const at = (pointer: string, on: 'key' | 'value' = 'value'): string | undefined => {
      const span = nodes.find(pointer, on);
      return span && text.slice(span.start, span.end);
    };
    expect(at('/info', 'key')).toBe('info');
    expect(at('/info/label')).toBe('"x y"');
    expect(at('/list/0/a', 'key')).toBe('a');
    expect(at('/list/1')).toBe('[b,  c]');
    expect(at('/list/1/1')).toBe('c');
    expect(at('/empty')).toBe('');
    expect(at('/nothing')).toBeUndefined();
  });
});

it('names the items around a place, in either shape', () => {
  const lists = parseYaml(
    'capability:\n  consumes:\n  - namespace: a\n    resources:\n    - name: r\n      operations:\n      - name: o\n',
  ).nodes;
  expect(lists.names('/capability/consumes/0/resources/0/operations/0')).toEqual(['a', 'r', 'o']);
  const maps = parseYaml(
    'capability:\n  consumes:\n  - namespace: a\n    resources:\n      r:\n        operations:\n          tools: {method: GET}\n',
  ).nodes;
  expect(maps.names('/capability/consumes/0/resources/r/operations/tools/method')).toEqual([
    'a',
    'r',
    'tools',
  ]);
});

/** Offsets of every scalar by pointer, as the other parser sees them. */
function scalarOffsets(
  node: unknown,
  pointer: string,
  found: Map<string, number>,
): Map<string, number> {
  if (isMap(node))
    for (const pair of node.items)
      scalarOffsets(
        pair.value,
        `${pointer}/${escapePointer(String((pair.key as { value: unknown }).value))}`,
        found,
      );
  else if (isSeq(node))
    node.items.forEach((item, index) => scalarOffsets(item, `${pointer}/${index}`, found));
  else if (isScalar(node) && node.range && node.source !== '') found.set(pointer, node.range[0]);
  return found;
}

function compareWithYaml(text: string): void {
  const document = parseDocument(text);
  const { value, nodes, problems } = parseYaml(text);
  expect(problems).toEqual([]);
  expect(value).toEqual(document.toJS());
  for (const [pointer, start] of scalarOffsets(document.contents as Node, '', new Map())) {
    // Block scalars: the other parser counts the `|`, we the text.
    if (/[|>]/.test(text[start] ?? '')) continue;
    expect(nodes.find(pointer, 'value')?.start, pointer).toBe(start);
  }
}

describe('the same as the yaml package', () => {
  it.each(['posthog-persons', 'shipyard', 'order-desk', 'field-notes'])(
    'on capabilities/%s.yaml',
    (name) => {
      compareWithYaml(readProject(`capabilities/${name}.yaml`));
    },
  );

  it.skipIf(!hasShared)(
    'on the reference documents and a share of the published files',
    () => {
      const files = [
        ...sharedFiles('oracle/docs'),
        ...sharedFiles('corpus/wild').filter((_, index) => index % 5 === 0),
      ];
      let compared = 0;
      for (const file of files) {
        const text = readProject(file);
        if (text.length > 150_000) continue;
        compareWithYaml(text);
        compared++;
      }
      expect(compared).toBeGreaterThan(300);
    },
    120_000,
  );

  it('on any JSON value, written in its own way', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        // JSON knows no -0, YAML does.
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(parseYaml(stringify(plain)).value).toEqual(plain);
      }),
      { numRuns: 400 },
    );
  });
});

it('never throws, whatever the text', () => {
  const pieces = fc.constantFrom(
    'a',
    ':',
    ' ',
    '\n',
    '- ',
    '? ',
    '[',
    ']',
    '{',
    '}',
    '&x ',
    '*x',
    '!t ',
    '"',
    "'",
    '|',
    '>',
    '#',
    '%',
    '---\n',
    '\t',
    '\uFEFF',
    '\u2028',
    '\ud800',
    '0x',
    '.nan',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const { nodes } = parseYaml(parts.join(''));
      nodes.find('/a/0', 'key');
    }),
    { numRuns: 3000 },
  );
});
