// The choke points of generated TypeScript: names, comments, literals, types, signatures.
import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import typescript from 'typescript5';
import { describe, expect, test } from 'vitest';
import { docComment, docCommentText } from '../../src/emit/typescript/doc-comment.ts';
import { literal, type LiteralValue, Source } from '../../src/emit/typescript/literal.ts';
import {
  identifier,
  literalKey,
  propertyAccess,
  propertyKey,
  quote,
  Scope,
  typeIdentifier,
} from '../../src/emit/typescript/names.ts';
import { clientNames } from '../../src/emit/typescript/operation-names.ts';
import { fieldNamed, signature } from '../../src/emit/typescript/signature.ts';
import { type Direction, typeText, usedNames } from '../../src/emit/typescript/type-text.ts';
import { Imports } from '../../src/emit/typescript/imports.ts';
import { printModules } from '../../src/emit/typescript/typescript-file.ts';
import { stringType, type Type, unknownType } from '../../src/ir/type.ts';
import { input, operation, pathInput, secret } from './fixture-capability.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      '*',
      '/',
      '\\',
      '@',
      '{',
      '\n',
      '`',
      '$',
      ' ',
      '\ud800',
      '\u2028',
      '\u202e',
      '<',
      '!',
      '-',
      'a',
    ),
  }),
);

function syntaxErrors(text: string): readonly string[] {
  const { diagnostics = [] } = typescript.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: typescript.ScriptTarget.ES2022 },
  });
  return diagnostics.map((diagnostic) =>
    typescript.flattenDiagnosticMessageText(diagnostic.messageText, ' '),
  );
}

describe('names', () => {
  test.each([
    ['list persons', 'listPersons', 'ListPersons'],
    ['delete', 'delete_', 'Delete'],
    ['constructor', 'constructor_', 'Constructor'],
    ['2fa', '_2fa', '_2fa'],
    ['', '_', '_'],
    ['***', '_', '_'],
    ['HTTPServer', 'httpServer', 'HTTPServer'],
    ['ID', 'id', 'ID'],
    ['v1-Invoice Items', 'v1InvoiceItems', 'V1InvoiceItems'],
    ['filter[cvss.base]', 'filterCvssBase', 'FilterCvssBase'],
    ['名前', '名前', '名前'],
    ['__proto__', 'proto', 'Proto'],
    ['$ref', '$ref', '$ref'],
    ['any', 'any_', 'Any'],
  ])('%j', (text, name, type) => {
    expect([identifier(text), typeIdentifier(text)]).toEqual([name, type]);
  });

  test('are always legal', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = identifier(text);
        expect(
          syntaxErrors(
            `"use strict"; export const ${name} = 1; export type ${typeIdentifier(text)} = 1;`,
          ),
        ).toEqual([]);
        expect(identifier([text])).toBe(name);
      }),
    );
  });

  test.each([
    ['plain', 'plain', 'plain', '.plain'],
    ['a-b', '"a-b"', '"a-b"', '["a-b"]'],
    ['1', '"1"', '"1"', '["1"]'],
    ['default', 'default', 'default', '.default'],
    ['__proto__', '__proto__', '["__proto__"]', '.__proto__'],
  ])('property %s', (name, key, inLiteral, access) => {
    expect([propertyKey(name), literalKey(name), propertyAccess(name)]).toEqual([
      key,
      inLiteral,
      access,
    ]);
  });

  test('a scope gives each name once, whatever its case', () => {
    const scope = new Scope(['a']);
    expect(['a', 'A', 'b', 'B'].map((name) => scope.claim(name))).toEqual(['a2', 'A3', 'b', 'B2']);
    expect([scope.claimAll(['c', 'a']), scope.claimAll(['c', 'd']), scope.claimAll(['D'])]).toEqual(
      [false, true, false],
    );
  });

  test('of operations are unique and do not depend on the order', () => {
    const sketch = { path: ['/'] };
    const clashing = [
      ['a', 'bC'],
      ['aB', 'c'],
      ['execute'],
      ['x'],
      ['xOperation'],
      ['X'],
      ['methods'],
      ['delete'],
    ].map((client) => operation(client, sketch));
    const { operations, groups } = clientNames(clashing);
    const all = [...operations.values()].flatMap((names) => [
      names.function,
      names.args,
      names.output,
    ]);
    const values = [...all, ...[...groups.values()].map(({ value }) => value)].map((name) =>
      name.toLowerCase(),
    );
    expect(new Set(values).size).toBe(values.length);
    expect(operations.get('main.delete')?.function).toBe('delete_');
    expect(new Map([...clientNames([...clashing].reverse()).operations].sort())).toEqual(
      new Map([...operations].sort()),
    );
  });
});

describe('comments', () => {
  test.each([
    ['a */ b', 'a *\\/ b'],
    ['*\u202e/', '*\\/'],
    ['@me and x@y.z', '\\@me and x@y.z'],
    ['{@link x}', '{\\@link x}'],
    ['a\r\nb\u2028c', 'a\nb\nc'],
    ['</script>', '<\\/script>'],
    ['\ud800', '\ufffd'],
    ['  \n ', undefined],
  ])('%j', (text, safe) => {
    expect(docComment({ text })).toBe(safe);
  });

  test('a link that was cut off with the description leaves its words', () => {
    expect(docComment({ text: 'We use the [capture API](https://posthog.com/do' })).toBe(
      'We use the capture API…',
    );
    expect(docComment({ text: 'See [a](http://b.c) and (d' })).toBe('See [a](http://b.c) and (d');
  });

  test('description, notes and place', () => {
    expect(docComment({ text: 'T', source: 'a.yaml:1' })).toBe('T\nSource: a.yaml:1');
    expect(docComment({ text: 'T', notes: ['N'], source: 'a.yaml:1', deprecated: true })).toBe(
      'T\n\nN\nSource: a.yaml:1\n@deprecated',
    );
    expect(docComment({})).toBe(undefined);
    expect(docCommentText({})).toBe('');
  });

  test('a path stays in one piece up to a hundred characters, and is cut behind a slash beyond', () => {
    const path = (count: number): string => '/segment-of-12'.repeat(count);
    expect(docComment({ notes: [`\`GET ${path(6)}\``] })).toBe(`\`GET\n${path(6)}\``);
    expect(docComment({ text: path(9) })).toBe(`${path(7)}/\n${path(2).slice(1)}`);
    expect(docComment({ text: `${'a'.repeat(30)}/é/${'b'.repeat(20)}` })).not.toContain('\n');
  });

  test('never end early, never bring tags, never get long', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, times) => {
        const comment = docCommentText({ text: text.repeat(times) });
        const source = typescript.createSourceFile(
          'x.ts',
          `${comment}export const x = 1;`,
          typescript.ScriptTarget.ES2023,
          true,
        );
        expect(source.statements).toHaveLength(1);
        const [statement] = source.statements;
        expect(
          statement ? typescript.getJSDocTags(statement).map((tag) => tag.getText()) : ['none'],
        ).toEqual([]);
        expect(source.text.slice(0, statement?.getStart()).trim()).toBe(comment.trim());
        for (const line of comment.split('\n')) expect(line.length).toBeLessThanOrEqual(160);
      }),
    );
  });
});

describe('literals', () => {
  test('read back as what they were', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ stringUnit: 'binary', maxDepth: 3 }),
        fc.string({ unit: 'binary', minLength: 200, maxLength: 400 }),
        (value, long) => {
          const data = { value, long, ['__proto__']: value } as unknown as LiteralValue;
          const text = literal(data);
          expect(text).not.toMatch(/<\/|<!--|[\u2028\u2029\u202a-\u202e]/);
          // Printing is what is tested: only running it tells what it means.
          const back: unknown = runInThisContext(`(${text})`);
          expect(JSON.stringify(back)).toBe(JSON.stringify(data));
          expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
        },
      ),
    );
  });

  test('source text among values; members that are undefined are left out', () => {
    expect(literal({ a: new Source('f(1)'), b: undefined, c: [], d: {} })).toBe(
      '{ a: f(1), c: [], d: {} }',
    );
    expect(quote('</script>\u2028')).toBe('"<\\/script>\\u2028"');
  });
});

describe('types', () => {
  const record: Type = { kind: 'record', values: stringType };
  const union: Type = { kind: 'union', members: [stringType, { kind: 'null' }, stringType] };
  test.each<[Type, string, string]>([
    [unknownType, 'unknown', 'JsonValue'],
    [{ kind: 'null' }, 'null', 'null'],
    [{ kind: 'scalar', scalar: 'integer' }, 'number', 'number'],
    [{ kind: 'array', items: stringType }, 'readonly string[]', 'string[]'],
    [
      { kind: 'array', items: { kind: 'array', items: union } },
      'readonly (readonly (string | null)[])[]',
      '(string | null)[][]',
    ],
    [{ kind: 'enum', values: ['a"', 1, Infinity] }, '"a\\"" | 1 | number', '"a\\"" | 1 | number'],
    [{ kind: 'enum', values: ['x'.repeat(200)] }, 'string', 'string'],
    [{ kind: 'enum', values: [] }, 'never', 'never'],
    [record, '{ readonly [key: string]: string }', '{ [key: string]: string }'],
    [{ kind: 'union', members: [] }, 'never', 'never'],
    [{ kind: 'binary' }, 'BinaryInput', 'Blob'],
    [
      {
        kind: 'object',
        properties: [{ name: 'a-b', type: union, required: false, description: '*/' }],
      },
      '{\n/** *\\/ */\nreadonly "a-b"?: string | null | undefined;\n}',
      '{\n/** *\\/ */\n"a-b"?: string | null | undefined;\n}',
    ],
  ])('%j', (type, asInput, asOutput) => {
    expect([typeText(type, 'input'), typeText(type, 'output')]).toEqual([asInput, asOutput]);
  });

  test('say which names they use', () => {
    const nested: Type = {
      kind: 'object',
      properties: [
        {
          name: 'a',
          required: true,
          type: {
            kind: 'union',
            members: [
              { kind: 'array', items: unknownType },
              { kind: 'record', values: { kind: 'binary' } },
            ],
          },
        },
      ],
    };
    const used = (direction: Direction): readonly string[] => usedNames(nested, direction);
    expect([used('input'), used('output')]).toEqual([['BinaryInput'], ['JsonValue']]);
  });
});

describe('signatures', () => {
  const keys = (
    inputs: Parameters<typeof operation>[1]['inputs'],
    auth?: Parameters<typeof signature>[1],
  ): unknown =>
    signature(operation(['x'], { path: ['/'], inputs: inputs ?? [] }), auth).fields.map(
      ({ key, wire, required }) => [key, wire.in, required],
    );

  test('one name in several places: the path keeps it', () => {
    expect(
      keys([
        input('id', 'header'),
        input('id', 'query'),
        pathInput('id'),
        input('id_query', 'query'),
      ]),
    ).toEqual([
      ['id_header', 'header', false],
      ['id_query', 'query', false],
      ['id', 'path', true],
      ['id_query_query', 'query', false],
    ]);
  });

  test('headers are one whatever their case; what has a value is not asked for', () => {
    expect(
      keys([
        input('If-Match', 'header'),
        input('if-match', 'header', { required: true }),
        input('v', 'query', { value: secret('s') }),
      ]),
    ).toEqual([['If-Match', 'header', true]]);
  });

  test('members that every object has', () => {
    expect(keys([input('__proto__', 'query'), input('toString', 'query')])).toEqual([
      ['__proto___', 'query', false],
      ['toString_', 'query', false],
    ]);
  });

  test('what the credentials supply is not required', () => {
    const header = [input('authorization', 'header', { required: true })];
    const key = { kind: 'apikey', name: 'K', value: secret('s'), placement: 'query' } as const;
    expect(keys(header)).toEqual([['authorization', 'header', true]]);
    expect(keys(header, { kind: 'bearer', token: secret('s') })).toEqual([
      ['authorization', 'header', false],
    ]);
    expect(keys([input('k', 'query', { required: true }), ...header], key)).toEqual([
      ['k', 'query', false],
      ['authorization', 'header', true],
    ]);
  });

  test('fields are found by key, else by wire name', () => {
    const { fields, required } = signature(
      operation(['x'], {
        path: ['/'],
        inputs: [input('id', 'query'), pathInput('id'), input('constructor', 'query')],
      }),
    );
    expect(required).toBe(true);
    expect(
      ['id', 'id_query', 'constructor', 'none'].map((name) => fieldNamed(fields, name)?.key),
    ).toEqual(['id', 'id_query', 'constructor_', undefined]);
  });
});

describe('modules', () => {
  test('are printed with the imports they use, sorted', () => {
    const imports = new Imports();
    imports.type('T', './b.ts');
    imports.value('v', './a.ts');
    imports.type('U', './a.ts');
    imports.type('v', './a.ts');
    const text = printModules([{ path: 'x.ts', imports, statements: ['export {};'] }]).get('x.ts');
    expect(text?.split('\n').slice(1)).toEqual([
      'import { type U, v } from "./a.ts";',
      'import type { T } from "./b.ts";',
      'export {};',
      '',
    ]);
  });
});
