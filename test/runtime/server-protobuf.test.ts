// The protobuf reader against protobufjs, which writes; and against bytes that nobody should write.
import fc from 'fast-check';
import protobuf from 'protobufjs';
import { describe, expect, it, test } from 'vitest';
import { parseProto } from '../../src/document/proto-file.ts';
import { knownProto } from '../../src/document/proto-known.ts';
import { protoSchema, protoTypes } from '../../src/document/proto-schema.ts';
import { readProtobuf } from '../../templates/runtime/server/format-protobuf.ts';

function schemaOf(text: string, ...known: readonly string[]): string {
  const files = [text, ...known.map((name) => knownProto(`google/protobuf/${name}.proto`)!)];
  const parsed = files.map((file) => parseProto(file, 'a.proto'));
  return protoSchema(parsed[0]!.messages[0]!, protoTypes(parsed));
}

const text = (syntax: string, label: string): string => `syntax = "${syntax}";
package shop;
message Order {
  ${label} double price = 1;
  ${label} float weight = 2;
  ${label} int32 a = 3;
  ${label} int64 b = 4;
  ${label} uint32 c = 5;
  ${label} uint64 d = 6;
  ${label} sint32 e = 7;
  ${label} sint64 f = 8;
  ${label} fixed32 g = 9;
  ${label} fixed64 h = 10;
  ${label} sfixed32 i = 11;
  ${label} sfixed64 j = 12;
  ${label} bool open = 13;
  ${label} string note = 14;
  ${label} bytes raw = 15;
  ${label} State state = 16;
  ${label} Order parent = 17;
  repeated int32 sizes = 18;
  repeated string tags = 19;
  repeated Order lines = 20;
  repeated State states = 21;
  map<string, int64> counts = 22;
  map<int32, Order> orders = 23;
  oneof payment { string card = 2000; Order voucher = 2001; bool cash = 2002; }
  enum State { NEW = 0; DONE = 1; LOST = -2; }
}`;

const long = (min: bigint, max: bigint): fc.Arbitrary<string> =>
  fc.bigInt({ min, max }).map(String);
const int = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const signed = int(-(2 ** 31), 2 ** 31 - 1);
const unsigned = int(0, 2 ** 32 - 1);
const signedLong = long(-(2n ** 63n), 2n ** 63n - 1n);
const unsignedLong = long(0n, 2n ** 64n - 1n);
const word = fc.string({ unit: 'binary' });
const state = fc.constantFrom('NEW', 'DONE', 'LOST');

const order = fc.letrec((tie) => {
  const inner = tie('value');
  const some = { maxLength: 3, depthIdentifier: 'order' };
  return {
    value: fc.oneof(
      { maxDepth: 2, depthIdentifier: 'order' },
      fc.constant({}),
      fc
        .record(
          {
            price: fc.double({ noNaN: true, noDefaultInfinity: true }),
            weight: fc.float({ noNaN: true, noDefaultInfinity: true }),
            a: signed,
            b: signedLong,
            c: unsigned,
            d: unsignedLong,
            e: signed,
            f: signedLong,
            g: unsigned,
            h: unsignedLong,
            i: signed,
            j: signedLong,
            open: fc.boolean(),
            note: word,
            raw: fc
              .uint8Array({ maxLength: 9 })
              .map((bytes) => Buffer.from(bytes).toString('base64')),
            state,
            parent: inner,
            sizes: fc.array(signed, { maxLength: 4 }),
            tags: fc.array(word, { maxLength: 3 }),
            lines: fc.array(inner, some),
            states: fc.array(state, { maxLength: 3 }),
            counts: fc.dictionary(word, signedLong, { maxKeys: 3 }),
            orders: fc.dictionary(signed.map(String), inner, { maxKeys: 2 }),
            payment: fc.oneof(
              fc.record({ card: word }),
              fc.record({ voucher: inner }),
              fc.record({ cash: fc.boolean() }),
              fc.constant({}),
            ),
          },
          { requiredKeys: [] },
        )
        .map(({ payment, ...rest }) => ({ ...rest, ...payment })),
    ),
  };
}).value;

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === 'string' && /^-?\d+$/.test(item) && Number.isSafeInteger(Number(item))
      ? Number(item)
      : item,
  ) as unknown;

describe.each([
  ['proto3', ''],
  ['proto3', 'optional'],
  ['proto2', 'optional'],
])('%s, %s', (syntax, label) => {
  const source = text(syntax, label);
  const schema = schemaOf(source);
  const type = protobuf.parse(source, { keepCase: true }).root.lookupType('shop.Order');

  it('reads what protobufjs writes, as protobufjs reads it', () => {
    fc.assert(
      fc.property(order, (value) => {
        const bytes = type.encode(type.fromObject(value as object)).finish();
        const wanted = type.toObject(type.decode(bytes), {
          longs: String,
          enums: String,
          bytes: String,
          arrays: true,
          objects: true,
        });
        const fill = (item: Record<string, unknown>): void => {
          for (const field of type.fieldsArray) {
            const known = item[field.name];
            if (typeof known === 'object' && known !== null)
              for (const inner of field.name === 'parent' || field.name === 'voucher'
                ? [known]
                : Object.values(known))
                if (/^(lines|orders|parent|voucher)$/.test(field.name))
                  fill(inner as Record<string, unknown>);
            if (
              known === undefined &&
              label === '' &&
              field.partOf === null &&
              field.name !== 'parent'
            )
              item[field.name] =
                field.type === 'State'
                  ? 'NEW'
                  : field.type === 'bool'
                    ? false
                    : /string|bytes/.test(field.type)
                      ? ''
                      : 0;
          }
          if (typeof item['weight'] === 'number') item['weight'] = Math.fround(item['weight']);
        };
        fill(wanted);
        const read = readProtobuf(bytes, schema);
        const rounded = JSON.parse(JSON.stringify(read), (key, item: unknown) =>
          key === 'weight' ? Math.fround(Number(item)) : item,
        ) as unknown;
        expect(plain(rounded)).toEqual(plain(wanted));
      }),
      { numRuns: 150 },
    );
  });

  it('ends, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          readProtobuf(bytes, schema);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect(error).not.toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what is on the wire', () => {
  const small = schemaOf(
    'syntax = "proto3"; message A { int32 n = 1; A a = 2; repeated int32 list = 3; oneof o { int32 x = 4; A y = 5; } string s = 6; repeated A all = 7; E e = 8; map<string, A> map = 9; double d = 10; float f = 11; } enum E { ZERO = 0; ONE = 1; UNO = 1; option allow_alias = true; }',
  );
  const empty = { n: 0, list: [], s: '', all: [], e: 'ZERO', map: {}, d: 0, f: 0 };
  test.each<[string, number[], object]>([
    ['nothing', [], {}],
    [
      'fields nobody knows, of every kind',
      [
        0xa0, 1, 5, 0xa1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0xa2, 1, 1, 9, 0xa3, 1, 8, 1, 0xa4, 1, 0xa5, 1,
        0, 0, 0, 0, 8, 3,
      ],
      { n: 3 },
    ],
    ['a number twice: the last one', [8, 1, 8, 2], { n: 2 }],
    ['a message twice: both', [18, 2, 8, 1, 18, 2, 24, 7], { a: { ...empty, n: 1, list: [7] } }],
    ['lists, packed and not', [24, 1, 26, 2, 2, 3, 24, 4], { list: [1, 2, 3, 4] }],
    ['a message as a group', [19, 8, 1, 20], { a: { ...empty, n: 1 } }],
    ['of a oneof, the last one', [32, 1, 42, 0], { y: empty }],
    ['another type than the schema has', [10, 1, 65, 53, 1, 0, 0, 0], {}],
    ['an enum without a name, and one with two', [64, 9, 64, 1], { e: 'ONE' }],
    ['an enum without a name', [64, 9], { e: 9 }],
    ['an entry without key and value', [74, 0], { map: { '': empty } }],
    [
      'a name that is none of an object',
      [74, 11, 10, 9, ...Buffer.from('__proto__')],
      { map: JSON.parse(`{"__proto__":${JSON.stringify(empty)}}`) },
    ],
    [
      'a number of too many bits',
      [8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
      { n: -1 },
    ],
    ['a float as people write it', [93, 0xcd, 0xcc, 0xcc, 0x3d], { f: 0.1 }],
  ])('%s', (_, bytes, wanted) => {
    const read = readProtobuf(Uint8Array.from(bytes), small);
    expect(read).toEqual({ ...empty, ...wanted });
    expect(Object.getPrototypeOf((read as { map: object }).map)).toBe(Object.prototype);
  });

  test.each<[string, number[]]>([
    ['what ends within a number', [8]],
    ['what ends within a text', [50, 5, 65]],
    ['what ends within a message', [18, 5, 8]],
    ['a group without an end', [19, 8, 1]],
    ['the end of a group alone', [20]],
    ['the end of another group', [19, 28]],
    ['field 0', [0, 1]],
    ['types that are none', [14, 0]],
    ['a number without an end', [8, ...Array.from({ length: 11 }, () => 0x80)]],
    ['text that is not UTF-8', [50, 1, 0xff]],
    ['a stretch longer than any', [50, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['messages within themselves', Array.from({ length: 1000 }, () => 19)],
    [
      'groups nobody knows within themselves',
      Array.from({ length: 50_000 }, () => [0xa3, 1]).flat(),
    ],
    ['more than there is room for', Array.from({ length: 300_000 }, () => [58, 0]).flat()],
  ])('refuses %s', (_, bytes) => {
    expect(() => readProtobuf(Uint8Array.from(bytes), small)).toThrow(/^(?!Maximum)/);
  });
});

it('shows values of Google as what they stand for', () => {
  const known = ['timestamp', 'duration', 'struct', 'wrappers', 'field_mask', 'any', 'empty'];
  const source = `syntax = "proto3";
${known.map((name) => `import "google/protobuf/${name}.proto";`).join('\n')}
message A {
  google.protobuf.Timestamp at = 1;
  google.protobuf.Duration took = 2;
  google.protobuf.Struct any = 3;
  google.protobuf.Int64Value big = 4;
  google.protobuf.BoolValue yes = 5;
  google.protobuf.FieldMask mask = 6;
  google.protobuf.Empty empty = 7;
  google.protobuf.StringValue none = 8;
  google.protobuf.Timestamp past = 9;
  google.protobuf.Duration back = 10;
  google.protobuf.Timestamp never = 11;
}`;
  const { root } = protobuf.parse(source, { keepCase: true });
  for (const name of known) {
    const parsed = protobuf.common.get(`google/protobuf/${name}.proto`);
    if (parsed?.nested !== undefined) root.addJSON(parsed.nested);
  }
  const type = root.lookupType('A');
  const text = (value: string): object => ({ stringValue: value });
  const bytes = type
    .encode(
      type.fromObject({
        at: { seconds: 1_700_000_000, nanos: 120_000_000 },
        took: { seconds: 90, nanos: 5_000 },
        any: {
          fields: {
            a: text('x'),
            b: { numberValue: 1.5 },
            c: { nullValue: 0 },
            d: {
              listValue: {
                values: [{ boolValue: true }, { structValue: { fields: { e: text('y') } } }],
              },
            },
          },
        },
        big: { value: '9223372036854775807' },
        yes: { value: false },
        mask: { paths: ['a', 'b.c'] },
        empty: {},
        past: { seconds: -1, nanos: 1 },
        back: { seconds: -3, nanos: -500_000_000 },
        never: { seconds: '9000000000000' },
      }),
    )
    .finish();
  expect(readProtobuf(bytes, schemaOf(source, ...known))).toEqual({
    at: '2023-11-14T22:13:20.120Z',
    took: '90.000005s',
    any: { a: 'x', b: 1.5, c: null, d: [true, { e: 'y' }] },
    big: '9223372036854775807',
    yes: false,
    mask: 'a,b.c',
    empty: {},
    past: '1969-12-31T23:59:59.000000001Z',
    back: '-3.500s',
    never: { seconds: 9_000_000_000_000, nanos: 0 },
  });
});
