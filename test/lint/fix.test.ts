// Fixing texts: persons, the published files, and what a step that makes anything worse comes to.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixFile } from '../../src/cli/fix-file.ts';
import { compile, type Compilation, type CompileOptions } from '../../src/compiler.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Assessment } from '../../src/lint/fix-counts.ts';
import { fixText, type FixResult } from '../../src/lint/fix.ts';
import { rules } from '../../src/lint/rules.ts';
import { applyEdits, unedited } from '../../src/source/text-edits.ts';
import { memoryHost } from '../support/compile.ts';
import { verdicts } from '../document/oracle.ts';
import { hasShared, projectRoot, sharedFiles } from '../support/shared.ts';

const recommended: Partial<CompileOptions> = { preset: 'recommended', rules: {} };

/** Whatever any rule could say, those about style included. */
const everything: Partial<CompileOptions> = {
  preset: 'strict',
  rules: Object.fromEntries(rules.map(({ code, severity }) => [code, severity])),
};

function fixed(
  text: string,
  unsafe = false,
  asked: Partial<CompileOptions> = recommended,
): FixResult<Compilation> {
  const host = memoryHost({ 'test.yaml': text });
  const options: CompileOptions = {
    preset: 'recommended',
    rules: {},
    ...asked,
    lint: true,
    overlays: false,
  };
  return fixFile({ file: 'test.yaml', text, host, options, unsafe, overlays: true }, compile);
}

function counts({ diagnostics }: Assessment): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { code, sites } of diagnostics)
    found.set(code, (found.get(code) ?? 0) + (sites?.length ?? 1));
  return found;
}

/** Comments and every line that was not edited are there, in their order. */
function isKept({ edited }: FixResult<Compilation>): boolean {
  let rest = edited.text;
  let length = 0;
  for (const piece of edited.pieces) {
    const text = piece.kind === 'new' ? piece.text : edited.original.slice(piece.start, piece.end);
    if (!rest.startsWith(text)) return false;
    rest = rest.slice(text.length);
    if (piece.kind === 'original') {
      if (piece.start < length) return false;
      length = piece.end;
    }
  }
  return rest === '';
}

const notes = `# Notes of others.
naftiko: 1.0.0-alpha2
info: {label: Notes, description: "Notes."}  # words
capability:
  consumes:
  - type: http
    namespace: notes
    baseUri: 'https://notes.example.com/'
    resources:
    - name: note
      path: /notes/{note_id}
      operations:
      - name: get-note   # the one
        method: GET
        outputParameters: [{name: all, type: object, value: $.}]
      - name: get-note
        method: GET
        outputParameters: [{name: all, type: object, value: $.}]
  exposes:
  - type: rest
    namespace: notes-rest
    port: 8080
    resources:
    - path: /v1/notes/{note-id}
      operations:
      - method: GET
        name: one
        call: notes.get-note
`;

describe('a text', () => {
  const result = fixed(notes);

  it('is put right, with its comments, quotes and order kept', () => {
    expect(result.edited.text).toBe(`# Notes of others.
naftiko: 1.0.0-alpha2
info: {label: Notes, description: "Notes."}  # words
capability:
  consumes:
  - type: http
    namespace: notes
    baseUri: 'https://notes.example.com'
    resources:
    - name: note
      path: /notes/{note_id}
      operations:
      - name: get-note   # the one
        method: GET
        inputParameters:
        - name: note_id
          in: path
        outputParameters: [{name: all, type: object, value: $}]
  exposes:
  - type: rest
    namespace: notes-rest
    port: 8080
    resources:
    - path: /v1/notes/{note-id}
      operations:
      - method: GET
        name: one
        inputParameters:
        - name: note-id
          in: path
          type: string
          description: Note id.
        call: notes.get-note
        with:
          note_id: notes-rest.note-id
`);
    expect(isKept(result)).toBe(true);
  });

  it('is not touched a second time', () => {
    expect(fixed(result.edited.text).edited.text).toBe(result.edited.text);
    expect(fixed(result.edited.text).applied).toEqual([]);
  });

  it('keeps its line ends', () => {
    const text = fixed(notes.replaceAll('\n', '\r\n')).edited.text;
    expect(text).toBe(result.edited.text.replaceAll('\n', '\r\n'));
  });

  it('a copy with a comment in it is left to its author', () => {
    const commented = notes.replace(
      '      - name: get-note\n',
      '      - name: get-note # why twice?\n',
    );
    expect(fixed(commented).edited.text).toContain('# why twice?');
  });

  it('what cannot be parsed stays as it is', () => {
    for (const text of ['naftiko: [', 'a: 1', '', '- x\n'])
      expect(fixed(text).edited.text).toBe(text);
  });
});

describe('what is only likely to be meant', () => {
  const text = notes.replace("'https://notes.example.com/'", 'http://notes.example.com');
  const run = (unsafe: boolean): string => fixed(text, unsafe).edited.text;

  it('is put right on request', () => {
    expect(run(false)).toContain('baseUri: http://notes.example.com\n');
    expect(run(true)).toContain('baseUri: https://notes.example.com\n');
  });
});

describe('maps', () => {
  it('are extended as maps', () => {
    const { text } = fixed(
      'ikanos: 1.0.0-beta5\ninfo: {display: N, description: N.}\ncapability:\n  consumes:\n  - type: http\n    namespace: n\n    baseUri: https://n.example.com\n    resources:\n      r:\n        path: /r/{id}\n        operations:\n          get: {method: GET}\n',
    ).edited;
    expect(text).toContain('          get: {method: GET, inputParameters: {id: {in: path}}}\n');
  });
});

describe('a step', () => {
  const step = (
    code: string,
    start: number,
    end: number,
    text: string,
    safe = true,
  ): Diagnostic => ({
    code,
    severity: 'warning',
    message: code,
    at: undefined,
    fix: { title: code, safe, edits: [{ file: 'a', start, end, text }] },
  });
  const run = (
    text: string,
    find: (text: string) => readonly Diagnostic[],
    unsafe = false,
    same = true,
  ): string =>
    fixText({
      file: 'a',
      text,
      unsafe,
      assess: (version) => ({ diagnostics: find(version) }),
      differences: () => (same ? [] : [{}]),
    }).edited.text;

  it('that overlaps another is made in the next pass', () => {
    expect(
      run('ab', (text) =>
        text === 'ab'
          ? [step('one', 0, 2, 'cd'), step('two', 1, 2, 'x')]
          : text === 'cd'
            ? [step('two', 1, 2, 'x')]
            : [],
      ),
    ).toBe('cx');
  });

  it('that brings a finding is not made, and the others are', () => {
    const worse: Diagnostic = { code: 'worse', severity: 'info', message: 'worse', at: undefined };
    const find = (text: string): readonly Diagnostic[] => [
      ...(text.includes('a') ? [step('one', text.indexOf('a'), text.indexOf('a') + 1, 'A')] : []),
      ...(text.includes('b') ? [step('two', text.indexOf('b'), text.indexOf('b') + 1, 'B')] : []),
      ...(text.includes('B') ? [worse] : []),
    ];
    expect(run('a b', find)).toBe('A b');
  });

  it('that changes the meaning is not made unless it is asked for', () => {
    const find = (text: string): readonly Diagnostic[] =>
      text === 'a' ? [step('one', 0, 1, 'b')] : [];
    const guess = (text: string): readonly Diagnostic[] =>
      text === 'a' ? [step('one', 0, 1, 'b', false)] : [];
    expect(run('a', find, false, false)).toBe('a');
    expect(run('a', guess)).toBe('a');
    expect(run('a', guess, true, false)).toBe('b');
  });

  it('never goes on forever', () => {
    expect(run('a', (text) => [step('one', 0, text.length, text === 'a' ? 'b' : 'a')])).toMatch(
      /^[ab]$/,
    );
  });
});

describe('edits', () => {
  it('leave what they do not name, and say what is left', () => {
    const edits = fc.array(
      fc.record({ at: fc.nat(20), length: fc.nat(3), text: fc.string({ maxLength: 4 }) }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(
        fc.string({ minLength: 25, maxLength: 25 }),
        edits,
        edits,
        (original, ...rounds) => {
          let edited = unedited(original);
          for (const round of rounds) {
            let end = 0;
            const list = [...round]
              .sort((a, b) => a.at - b.at)
              .flatMap(({ at, length, text }) => {
                if (at < end || at + length > edited.text.length) return [];
                end = at + length + 1;
                return [{ file: 'a', start: at, end: at + length, text }];
              });
            let expected = edited.text;
            for (const edit of [...list].reverse())
              expected = expected.slice(0, edit.start) + edit.text + expected.slice(edit.end);
            edited = applyEdits(edited, list);
            expect(edited.text).toBe(expected);
          }
          expect(
            edited.pieces
              .map((piece) =>
                piece.kind === 'new' ? piece.text : original.slice(piece.start, piece.end),
              )
              .join(''),
          ).toBe(edited.text);
        },
      ),
    );
  });
});

describe.skipIf(!hasShared)('published files (../shared is absent: skipped)', () => {
  it('persons comes to 48 operations, routes and tools, and one error: the empty base URI', () => {
    const { after, edited, before } = fixed(
      readFileSync(`${projectRoot}/../shared/corpus/persons/posthog-persons.yaml`, 'utf8'),
    );
    expect(before.capability?.stats.operations).toEqual({ declared: 96, unique: 48, shapes: 24 });
    expect(after.capability?.stats).toEqual({
      operations: { declared: 48, unique: 48, shapes: 24 },
      routes: { declared: 48, unique: 48 },
      tools: { declared: 48, unique: 48 },
    });
    expect(
      after.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
    ).toEqual(['base-uri-empty']);
    const codes = after.diagnostics.map(({ code }) => code);
    for (const code of [
      'path-variable-undeclared',
      'with-source-undeclared',
      'with-source-unknown-prefix',
      'rest-path-variable-unreachable',
      'jsonpath-suspicious-root',
    ])
      expect(codes).not.toContain(code);
    expect(fixed(edited.text).edited.text).toBe(edited.text);
  }, 30_000);

  const step = process.env['CAPWRIGHT_CORPUS'] === undefined ? 16 : 1;
  const documents = hasShared ? verdicts().map(({ path }) => `../shared/oracle/${path}`) : [];

  it.each([
    ['recommended, safe', recommended, false, 16, 3],
    ['every rule, on request', everything, true, 48, 11],
    ['every rule, safe', everything, false, 64, 29],
  ] as const)(
    'are fixed once, without a new finding, with every comment and every untouched byte: %s',
    (_, asked, unsafe, sample, offset) => {
      const every = step === 1 ? 1 : sample;
      const files = [...sharedFiles('corpus/wild'), ...documents].filter(
        (_file, index) => index % every === offset % every,
      );
      for (const file of files) {
        const text = readFileSync(`${projectRoot}/${file}`, 'utf8');
        if (text.length > 100_000 && step > 1) continue;
        const result = fixed(text, unsafe, asked);
        expect(isKept(result), file).toBe(true);
        expect(comments(result.edited.text), file).toEqual(comments(text));
        const before = counts(result.before);
        for (const [code, number] of counts(result.after))
          expect(number, `${file} ${code}`).toBeLessThanOrEqual(before.get(code) ?? 0);
        expect(result.after.document === undefined, file).toBe(
          result.before.document === undefined,
        );
        expect(fixed(result.edited.text, unsafe, asked).edited.text, file).toBe(result.edited.text);
      }
    },
    1_800_000,
  );
});

function comments(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|[ \t])(#[^\r\n]*)/gm)].map((match) => match[1]!.trimEnd()).sort();
}
