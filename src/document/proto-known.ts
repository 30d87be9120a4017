// The files of Google that every compiler of `.proto` files brings along, as far as values are made of them.

const wrappers = [
  'Double',
  'Float',
  'Int64',
  'UInt64',
  'Int32',
  'UInt32',
  'Bool',
  'String',
  'Bytes',
];

const bodies: Readonly<Record<string, string>> = {
  any: 'message Any { string type_url = 1; bytes value = 2; }',
  duration: 'message Duration { int64 seconds = 1; int32 nanos = 2; }',
  empty: 'message Empty {}',
  field_mask: 'message FieldMask { repeated string paths = 1; }',
  struct: `message Struct { map<string, Value> fields = 1; }
message Value { oneof kind {
  NullValue null_value = 1; double number_value = 2; string string_value = 3;
  bool bool_value = 4; Struct struct_value = 5; ListValue list_value = 6;
} }
enum NullValue { NULL_VALUE = 0; }
message ListValue { repeated Value values = 1; }`,
  timestamp: 'message Timestamp { int64 seconds = 1; int32 nanos = 2; }',
  wrappers: wrappers
    .map((name) => `message ${name}Value { ${name.toLowerCase()} value = 1; }`)
    .join('\n'),
};

/** The text behind `import "google/protobuf/timestamp.proto"`; undefined for files that are nobody's but the project's. */
export function knownProto(path: string): string | undefined {
  const name = /^google\/protobuf\/(\w+)\.proto$/.exec(path)?.[1] ?? '';
  return Object.hasOwn(bodies, name)
    ? `syntax = "proto3"; package google.protobuf; ${bodies[name] ?? ''}`
    : undefined;
}
