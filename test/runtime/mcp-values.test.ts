import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchUri, uriText } from '../../templates/runtime/mcp/match-uri.ts';
import { fromBase64, isTextual, mediaType, toBase64 } from '../../templates/runtime/mcp/media.ts';
import type { Tool, ToolInput, UriPart } from '../../templates/runtime/mcp/model.ts';
import { readArguments } from '../../templates/runtime/mcp/read-arguments.ts';
import { createRedact } from '../../templates/runtime/mcp/redact.ts';
import { selectTools } from '../../templates/runtime/mcp/select-tools.ts';
import { partOf, trimJson, trimText, type Part } from '../../templates/runtime/mcp/trim.ts';
import { integer, literal, operation } from './server-fake.ts';

const bytes = (text: string): number => new TextEncoder().encode(text).byteLength;

function tool(name: string, more: Partial<Tool> = {}): Tool {
  return {
    name,
    inputSchema: { type: 'object' },
    inputs: [],
    action: { kind: 'mock', output: { kind: 'value', value: literal(1) } },
    ...more,
  };
}

describe('trim', () => {
  test('the parts of a result are all of it, each within the limit', () => {
    const item = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.integer());
    fc.assert(
      fc.property(
        fc.oneof(fc.array(item), fc.record({ results: fc.array(item), next: item }), item),
        fc.integer({ min: 8, max: 200 }),
        (value, limit) => {
          const first = trimJson(value, limit);
          if (first.long === undefined || first.next === undefined) return;
          const { long } = first;
          const texts = [first.text];
          for (let next: number | undefined = first.next; next !== undefined;) {
            const part: Part = partOf(long, next, limit);
            expect(Buffer.byteLength(part.text)).toBeLessThanOrEqual(limit);
            texts.push(part.text);
            ({ next } = part);
          }
          if (long.kind === 'text') {
            expect(texts.join('')).toBe(JSON.stringify(value));
            return;
          }
          const lists = texts.map((text) => JSON.parse(text) as unknown[] | { results: unknown[] });
          const items = lists.flatMap((list) => (Array.isArray(list) ? list : list.results));
          const whole = value as unknown[] | { results: unknown[] };
          expect(items).toEqual(Array.isArray(whole) ? whole : whole.results);
        },
      ),
    );
  });

  test('text never has more bytes than the limit, and is the beginning', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 0, max: 40 }),
        (text, limit) => {
          const { text: kept, note } = trimText(text, limit);
          expect(bytes(kept)).toBeLessThanOrEqual(limit);
          expect(text.startsWith(kept)).toBe(true);
          expect(note === undefined).toBe(kept === text);
        },
      ),
    );
  });

  test('JSON with a list keeps whole items and stays JSON', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { minLength: 1 }),
        fc.integer({ min: 20, max: 120 }),
        fc.boolean(),
        (items, limit, inside) => {
          const value = inside ? { next: null, results: items } : items;
          const { text, note } = trimJson(value, limit);
          expect(bytes(text)).toBeLessThanOrEqual(limit);
          if (note === undefined) expect(text).toBe(JSON.stringify(value));
          if (note === undefined || !note.startsWith('Only the first')) return;
          const parsed = JSON.parse(text) as { results: unknown[] } | unknown[];
          const kept = Array.isArray(parsed) ? parsed : parsed.results;
          expect(JSON.stringify(kept)).toBe(JSON.stringify(items.slice(0, kept.length)));
        },
      ),
    );
  });

  test.each<[unknown, number, string, string | undefined]>([
    [[1, 2, 3], 7, '[1,2,3]', undefined],
    [
      [1, 2, 3],
      6,
      '[1,2]',
      'Only the first 2 of 3 items are shown: all of it has 7 bytes, at most 6 are given.',
    ],
    [
      { a: [1], list: [10, 20], b: 1 },
      27,
      '{"a":[1],"list":[10],"b":1}',
      'Only the first 1 of 2 items of "list" are shown: all of it has 30 bytes, at most 27 are given.',
    ],
    ['äöü', 4, '"ä', 'Cut off after 3 of 8 bytes.'],
    [undefined, 9, 'null', undefined],
  ])('%j in %i bytes', (value, limit, text, note) => {
    const trimmed = trimJson(value, limit);
    expect([trimmed.text, trimmed.note]).toEqual([text, note]);
    expect([trimmed.long, trimmed.next].every((part) => part === undefined)).toBe(
      note === undefined,
    );
  });
});

describe('redact', () => {
  const client = {
    secret(name: string): string {
      if (name === 'GONE') throw new Error('missing');
      return name === 'SHORT' ? 'abc' : 'top-secret-1';
    },
  };

  test('credentials go, wherever they stand; short values and missing ones do no harm', () => {
    const { text, value } = createRedact(client, ['TOKEN', 'SHORT', 'GONE']);
    expect(text('a top-secret-1 abc')).toBe('a *** abc');
    expect(value({ 'top-secret-1': [{ deep: 'x top-secret-1 y' }, 1, null] })).toEqual({
      '***': [{ deep: 'x *** y' }, 1, null],
    });
    const untouched = { a: 'abc' };
    expect(createRedact(client, ['SHORT']).value(untouched)).toBe(untouched);
  });
});

describe('readArguments', () => {
  const inputs: readonly ToolInput[] = [
    { name: 'id', required: true },
    { name: 'limit', type: integer },
    { name: 'file', type: { kind: 'binary' } },
    { name: 'any', type: { kind: 'unknown' } },
    { name: 'where', type: { kind: 'record', values: integer } },
  ];
  const subject = tool('find', { inputs });

  test.each<[unknown, object]>([
    [
      { id: 'a', limit: 3 },
      { id: 'a', limit: 3 },
    ],
    [
      { id: '', any: null, limit: null },
      { id: '', any: null },
    ],
    [
      { id: 'a', file: 'aGk=' },
      { id: 'a', file: new Uint8Array([104, 105]) },
    ],
    [
      { id: 'a', where: { x: 1 } },
      { id: 'a', where: { x: 1 } },
    ],
  ])('%j', (given, read) => {
    expect(readArguments(subject, given)).toEqual({ kind: 'inputs', inputs: read });
  });

  test.each<[unknown, readonly string[]]>([
    [undefined, ['- "id" is required']],
    [{ id: null }, ['- "id" must be a string']],
    [{ id: 1, limit: '3' }, ['- "id" must be a string', '- "limit" must be an integer']],
    [{ id: 'a', file: '%' }, ['- "file" must be text in base64']],
    [{ id: 'a', where: { 'a/b': 'x' } }, ['- "where" at /a~1b must be an integer']],
    [{ id: 'a', ids: 1 }, ['- "ids" is no argument of this tool']],
  ])('%j is refused', (given, lines) => {
    const read = readArguments(subject, given);
    expect(read.kind === 'refused' && read.text.split('\n')).toEqual([
      'The arguments do not fit the tool find:',
      ...lines,
      'It takes "id" (string, required), "limit" (integer), "file" (binary), "any", "where" (object).',
    ]);
  });

  test('an answer is not larger than what it answers', () => {
    const names = Array.from({ length: 100_000 }, (_, index) => [`${'x'.repeat(200)}${index}`, 1]);
    const read = readArguments(subject, { id: 'a', ...Object.fromEntries(names) });
    const text = read.kind === 'refused' ? read.text : '';
    expect(text).toContain('- nor are 99980 more');
    expect(text.length).toBeLessThan(5000);
  });

  test('what reaches a prototype is refused', () => {
    for (const text of [
      '{"__proto__":{"a":1},"id":"a"}',
      '{"id":"a","any":{"__proto__":1}}',
      '[]',
      '"x"',
    ])
      expect(readArguments(subject, JSON.parse(text))).toMatchObject({ kind: 'refused' });
  });
});

describe('selectTools', () => {
  const tools = [
    tool('list', { annotations: { readOnlyHint: true } }),
    tool('get', {
      aliases: ['fetch-it'],
      annotations: { readOnlyHint: true },
      action: { kind: 'call', operation: operation('notes.get'), output: { kind: 'whole' } },
    }),
    tool('wipe', { annotations: { readOnlyHint: true }, writes: true }),
    tool('add'),
  ];
  const names = (selection: Parameters<typeof selectTools>[1]): readonly string[] =>
    selectTools(tools, selection).map(({ name }) => name);

  test.each<[Parameters<typeof selectTools>[1], readonly string[]]>([
    [{}, ['list', 'get', 'wipe', 'add']],
    [{ readOnly: true }, ['list', 'get']],
    [{ allow: ['fetch-it', 'add'] }, ['get', 'add']],
    [{ allow: ['notes.*'] }, ['get']],
    [{ allow: [] }, []],
    [{ deny: ['*t', 'w*'] }, ['add']],
    [{ allow: ['*'], deny: ['add'], readOnly: true }, ['list', 'get']],
  ])('%j', (selection, left) => {
    expect(names(selection)).toEqual(left);
  });

  test('a name that fits nothing is an error', () => {
    expect(() => names({ allow: ['lists'] })).toThrow('No tool is called "lists"');
    expect(() => names({ deny: ['l*x'] })).toThrow('"l*x"');
  });

  test('patterns fit as their regular expressions do', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 });
    const word = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 });
    fc.assert(
      fc.property(letters, word, (pattern, name) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name);
        const run = (): unknown => selectTools([tool(name)], { allow: [pattern] });
        if (expected) expect(run()).toHaveLength(1);
        else expect(run).toThrow('No tool is called');
      }),
      { numRuns: 500 },
    );
  });
});

describe('matchUri', () => {
  const id: UriPart = { variable: 'id' };
  const part: UriPart = { variable: 'part' };
  test.each<[readonly UriPart[], string, object | undefined]>([
    [['notes://all'], 'notes://all', {}],
    [['notes://all'], 'notes://all/', undefined],
    [['notes://', id], 'notes://a%2Fb', { id: 'a/b' }],
    [['notes://', id], 'notes://', undefined],
    [['notes://', id], 'notes://a/b', undefined],
    [['notes://', id], 'notes://%zz', undefined],
    [['notes://', id, '/', part], 'notes://a/b', { id: 'a', part: 'b' }],
    [['notes://', id, '.txt'], 'notes://a.txt', { id: 'a' }],
    [['notes://', id, '.txt'], 'notes://.txt', undefined],
    [
      ['notes://', { variable: '__proto__' }],
      'notes://x',
      JSON.parse('{"__proto__":"x"}') as object,
    ],
  ])('%j of %s', (parts, uri, values) => {
    expect(matchUri(parts, uri)).toEqual(values);
  });

  test('is quick whatever it is asked', () => {
    const parts = Array.from({ length: 40 }, (): UriPart[] => [id, 'a']).flat();
    const started = performance.now();
    matchUri(parts, `${'a'.repeat(100_000)}b`);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(uriText(parts.slice(0, 2))).toBe('{id}a');
  });
});

describe('media', () => {
  test.each<[string | null, string, boolean]>([
    [null, '', false],
    ['Text/Plain; charset=utf-8', 'text/plain', true],
    ['application/problem+json', 'application/problem+json', true],
    ['image/svg+xml', 'image/svg+xml', true],
    ['image/png', 'image/png', false],
    ['application/octet-stream', 'application/octet-stream', false],
  ])('%s', (header, media, isText) => {
    expect(mediaType(header)).toBe(media);
    expect(isTextual(media)).toBe(isText);
  });

  test('base64 there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000 }), (data) => {
        expect(toBase64(data)).toBe(Buffer.from(data).toString('base64'));
        expect(fromBase64(toBase64(data))).toEqual(new Uint8Array(data));
      }),
      { numRuns: 30 },
    );
  });
});
