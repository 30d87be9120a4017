// Reading `.proto` files: the same declarations as protobufjs finds, and mistakes told where they are.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, it, test } from 'vitest';
import { parseProto } from '../../src/document/proto-file.ts';
import { ProtoProblem } from '../../src/document/proto-tokens.ts';
import { compileFiles } from '../support/compile.ts';
import { projectRoot } from '../support/shared.ts';

const everything = `// A file with all there is.
syntax = "proto2";
package shop.v1;
import public "other.proto";
import weak 'third.proto';
option java_package = "com.shop" ".v1";
option (my.file).deep = { a: 1 b { c: "}" } };
/* of two
   lines */
message Order {
  option deprecated = true;
  required int64 id = 1 [default = -7, (my.field) = { x: 1 }];
  optional string note = 0x2 [default = "a\\x41\\101\\n", deprecated = true];
  repeated .shop.v1.Order.Line lines = 3;
  map<string, State> states = 4;
  optional group Extra = 5 { optional bytes raw = 1; }
  oneof payment { string card = 6; bool cash = 7; option (x) = 1; }
  message Line { optional double price = 1 [default = 1.5e3]; enum Unit { PIECE = 0; KG = -1; } optional Unit unit = 2; }
  extensions 100 to 199, 1000 to max;
  reserved 8, 9 to 11; reserved "old";
  extend Order { optional int32 more = 100; }
  optional string message = 12; optional string reserved_ = 13; optional Line option_ = 14;
}
enum State { option allow_alias = true; NEW = 0 [(y) = 1]; FRESH = 0; DONE = 1; reserved 5; }
service Shop { rpc Get (Order) returns (stream Order) { option (google.api.http) = { get: "/x" }; } }
extend Order { optional int32 other = 101; }
;
`;

interface Declared {
  readonly fields: Record<string, [id: number, type: string, repeated: boolean, key?: string]>;
}

function ours(text: string): Record<string, Declared> {
  return Object.fromEntries(
    parseProto(text, 'a.proto').messages.map(({ name, fields }) => [
      name,
      {
        fields: Object.fromEntries(
          fields.map((field) => [
            field.name,
            [
              field.number,
              field.type,
              field.isRepeated,
              ...(field.key === undefined ? [] : [field.key]),
            ] as Declared['fields'][string],
          ]),
        ),
      },
    ]),
  );
}

function theirs(text: string): Record<string, Declared> {
  const { root } = protobuf.parse(text, { keepCase: true });
  const found: Record<string, Declared> = {};
  const walk = (space: protobuf.NamespaceBase): void => {
    if (space instanceof protobuf.Type)
      found[space.fullName.slice(1)] = {
        fields: Object.fromEntries(
          space.fieldsArray
            .filter((field) => !field.name.startsWith('.') && field.extend === undefined)
            .map((field) => [
              field.name,
              [
                field.id,
                field.type,
                field.repeated,
                ...(field instanceof protobuf.MapField ? [field.keyType] : []),
              ] as Declared['fields'][string],
            ]),
        ),
      };
    for (const inner of space.nestedArray) if (inner instanceof protobuf.Namespace) walk(inner);
  };
  walk(root);
  return found;
}

const google = join(projectRoot, 'node_modules/protobufjs/google');
const files = readdirSync(google, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.proto') && !name.endsWith('annotations.proto'),
);

describe('declarations', () => {
  test.each<readonly [string, string]>([
    ['everything', everything],
    ...files.map((name) => [name, readFileSync(join(google, name), 'utf8')] as const),
  ])('%s, as protobufjs has them', (_, text) => {
    const found = ours(text);
    expect(Object.keys(found).length).toBeGreaterThan(0);
    expect(found).toEqual(theirs(text));
  });

  it('keeps what a field says about being absent', () => {
    const { messages, enums, imports } = parseProto(everything, 'a.proto');
    const order = messages.find(({ name }) => name === 'shop.v1.Order')!;
    const field = (name: string): object => order.fields.find((one) => one.name === name)!;
    expect(field('id')).toMatchObject({
      hasPresence: true,
      default: { kind: 'number', text: '-7' },
    });
    expect(field('card')).toMatchObject({ oneof: 'payment', hasPresence: true });
    expect(enums.map(({ name }) => name)).toEqual(['shop.v1.Order.Line.Unit', 'shop.v1.State']);
    expect(imports.map(({ path }) => path)).toEqual(['other.proto', 'third.proto']);
    const presence = (head: string, line: string): boolean =>
      parseProto(`${head}; message A { ${line} }`, 'a.proto').messages[0]!.fields[0]!.hasPresence;
    expect(presence('syntax = "proto3"', 'int32 a = 1;')).toBe(false);
    expect(presence('syntax = "proto3"', 'optional int32 a = 1;')).toBe(true);
    expect(presence('edition = "2023"', 'int32 a = 1;')).toBe(true);
    expect(presence('edition = "2023"', 'int32 a = 1 [features.field_presence = IMPLICIT];')).toBe(
      false,
    );
    expect(
      presence('edition = "2023"; option features.field_presence = IMPLICIT', 'int32 a = 1;'),
    ).toBe(false);
  });

  it('ends, whatever the text', () => {
    const piece = fc.constantFrom(
      ...everything.split(/(\b|\s)/),
      '{',
      '}',
      '"',
      '/*',
      '[',
      '(',
      '-',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        try {
          parseProto(pieces.join(''), 'a.proto');
        } catch (error) {
          expect(error).toBeInstanceOf(ProtoProblem);
        }
      }),
      { numRuns: 2000 },
    );
    expect(() => parseProto('message A {'.repeat(100_000), 'a.proto')).toThrow(ProtoProblem);
  });
});

describe('as the schema of an operation', () => {
  const yaml = (schema: string): string => `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      resources:
        things: { path: /things, operations: { get: { method: GET, outputRawFormat: protobuf, outputSchema: "${schema}" } } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources: { things: { path: /things, operations: { get: { method: GET, call: up.get } } } }
`;
  const compiled = (
    files: Record<string, string>,
    schema = 'schemas/a.proto',
  ): readonly string[] => {
    const texts = new Map(Object.entries(files));
    return compileFiles({ 'test.yaml': yaml(schema), ...files }).diagnostics.map(
      ({ code, message, at }) =>
        `${code}: ${message}${at !== undefined && 'start' in at ? ` at ${at.file}:${texts.get(at.file)!.slice(at.start, at.end)}` : ''}`,
    );
  };

  test.each<[string, Record<string, string>, string[]]>([
    ['a message', { 'schemas/a.proto': 'message A {}' }, []],
    [
      'no file',
      {},
      ['schema-file-missing: `schemas/a.proto` cannot be read: there is no such file'],
    ],
    [
      'a mistake',
      { 'schemas/a.proto': 'message A { int32 a = x; }' },
      [
        'schema-file-invalid: `schemas/a.proto` is no schema to read by: there is `x` where a whole number from 1 to 536870911 is expected at schemas/a.proto:x',
      ],
    ],
    [
      'a type that is misspelt',
      { 'schemas/a.proto': 'message A { Lines a = 1; message Line {} }' },
      [
        'schema-file-invalid: `schemas/a.proto` is no schema to read by: `Lines` is no type that is declared or imported; did you mean `Line`? at schemas/a.proto:a',
      ],
    ],
    [
      'a type of a file that is not there',
      { 'schemas/a.proto': 'import "x/b.proto"; message A { B b = 1; }' },
      [
        'schema-file-invalid: `schemas/a.proto` is no schema to read by: `B` is no type that is declared or imported; these files that are imported are not there: `x/b.proto` at schemas/a.proto:b',
      ],
    ],
    [
      'a number twice',
      { 'schemas/a.proto': 'message A { int32 a = 1; int32 b = 1; }' },
      [
        'schema-file-invalid: `schemas/a.proto` is no schema to read by: `A` has `1` twice among its fields at schemas/a.proto:b',
      ],
    ],
    [
      'no message',
      { 'schemas/a.proto': 'enum E { X = 0; }' },
      ['schema-message-unknown: `schemas/a.proto` declares no message'],
    ],
    [
      'several messages',
      { 'schemas/a.proto': 'message A {} message B { C c = 1; } message C {}' },
      [
        'schema-message-unclear: `schemas/a.proto` declares several messages: answers are read as the first one, `A`; `schemas/a.proto#B` means another',
      ],
    ],
    [
      'parts of the first message',
      { 'schemas/a.proto': 'message A { B b = 1; } message B { A a = 1; }' },
      [],
    ],
    [
      'imports: from the folder of the file, from further up, of Google, and of options only',
      {
        'schemas/a.proto':
          'import "b.proto"; import "schemas/sub/c.proto"; import "google/protobuf/timestamp.proto"; import "google/api/annotations.proto"; message A { B b = 1; sub.C c = 2; google.protobuf.Timestamp at = 3; }',
        'schemas/b.proto': 'import "sub/c.proto"; message B { sub.C c = 1; }',
        'schemas/sub/c.proto': 'package sub; import "b.proto"; message C { B b = 1; }',
      },
      [],
    ],
    [
      'imports that leave the project are not looked at',
      { 'schemas/a.proto': 'import "../../b.proto"; message A {}', '../b.proto': 'message' },
      ['schema-file-path-escape: `../b.proto` in `file:///./` leads out of the project'],
    ],
  ])('%s', (_, files, wanted) => {
    expect(compiled(files)).toEqual(wanted);
  });

  it('takes the message that is named behind a #', () => {
    const files = { 'schemas/a.proto': 'package p; message A {} message B { message C {} }' };
    for (const name of ['B', 'p.B', 'B.C', 'C', 'p.B.C'])
      expect(compiled(files, `schemas/a.proto#${name}`)).toEqual([]);
    expect(compiled(files, 'schemas/a.proto#Bb')).toEqual([
      'schema-message-unknown: `schemas/a.proto` declares no message `Bb`; did you mean `B`?',
    ]);
  });

  it('is read once, and complained of once', () => {
    const twice = yaml('a.proto').replace(
      /get: (\{ method: GET, output.*? \}) \}/,
      'get: $1, again: $1 }',
    );
    expect(compileFiles({ 'test.yaml': twice, 'a.proto': 'message' }).diagnostics).toHaveLength(1);
  });
});
