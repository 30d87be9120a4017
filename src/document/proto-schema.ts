// What generated code needs to read a message: the types it leads to, each by its full name, as JSON text.
// `templates/runtime/server/format-protobuf.ts` reads by it.
import { didYouMean } from '../diagnostics/suggest.ts';
import type { ProtoEnum, ProtoField, ProtoFile, ProtoMessage } from './proto-file.ts';
import { ProtoProblem, protoBytes } from './proto-tokens.ts';

const integers = 'int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64';
const scalars: ReadonlySet<string> = new Set(
  `double float bool string bytes ${integers}`.split(' '),
);
const keyTypes: ReadonlySet<string> = new Set(`bool string ${integers}`.split(' '));

interface FieldSchema {
  readonly name: string;
  /** A scalar, or the full name of a message or an enum. */
  readonly type: string;
  readonly repeated?: true;
  /** Of a map: the type of its keys. */
  readonly key?: string;
  readonly oneof?: string;
  /** What the field holds where it is absent. */
  readonly default?: string | number | boolean;
}

type TypeSchema =
  | { readonly fields: { readonly [number: string]: FieldSchema } }
  | { readonly values: { readonly [number: string]: string } };

export interface ProtoTypes {
  readonly messages: ReadonlyMap<string, ProtoMessage>;
  readonly enums: ReadonlyMap<string, ProtoEnum>;
}

export function protoTypes(files: readonly ProtoFile[]): ProtoTypes {
  return {
    messages: new Map(files.flatMap(({ messages }) => messages.map((one) => [one.name, one]))),
    enums: new Map(files.flatMap(({ enums }) => enums.map((one) => [one.name, one]))),
  };
}

/** The text of the schema; throws a `ProtoProblem` that concerns a field of `message` or of what it leads to. */
export function protoSchema(message: ProtoMessage, types: ProtoTypes): string {
  const found = new Map<string, TypeSchema>();
  const pending = [message.name];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    const declared = types.messages.get(name);
    if (declared === undefined) {
      const { values } = types.enums.get(name)!;
      // Several names for one number: the first one is meant.
      const names = values.map((value) => [value.number, value.name] as const).reverse();
      found.set(name, { values: Object.fromEntries(names) });
      continue;
    }
    const fields = declared.fields.map((field) => {
      const schema = fieldSchema(field, declared, types);
      if (!scalars.has(schema.type)) pending.push(schema.type);
      return [field.number, schema] as const;
    });
    checkUnique(declared);
    found.set(name, { fields: Object.fromEntries(fields) });
  }
  return JSON.stringify({ root: message.name, types: Object.fromEntries(found) });
}

function checkUnique({ name, fields }: ProtoMessage): void {
  const seen = new Set<string | number>();
  for (const field of fields)
    for (const one of [field.name, field.number]) {
      if (seen.has(one))
        throw new ProtoProblem(`\`${name}\` has \`${one}\` twice among its fields`, field);
      seen.add(one);
    }
}

function fieldSchema(field: ProtoField, message: ProtoMessage, types: ProtoTypes): FieldSchema {
  const type = resolve(field, message.name, types);
  if (field.key !== undefined && !keyTypes.has(field.key))
    throw new ProtoProblem(`\`${field.key}\` cannot be the key of a map`, field);
  const isList = field.isRepeated || field.key !== undefined;
  const fallback = isList ? undefined : absent(field, type, types);
  return {
    name: field.name,
    type,
    ...(field.isRepeated ? { repeated: true as const } : {}),
    ...(field.key === undefined ? {} : { key: field.key }),
    ...(field.oneof === undefined ? {} : { oneof: field.oneof }),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

/** The type a name means inside a message: the one declared nearest, from the inside out. */
function resolve(field: ProtoField, inside: string, types: ProtoTypes): string {
  const { type } = field;
  if (scalars.has(type)) return type;
  const isType = (name: string): boolean => types.messages.has(name) || types.enums.has(name);
  if (type.startsWith('.') && isType(type.slice(1))) return type.slice(1);
  for (let scope = inside; !type.startsWith('.');) {
    const name = scope === '' ? type : `${scope}.${type}`;
    if (isType(name)) return name;
    if (scope === '') break;
    scope = scope.slice(0, Math.max(0, scope.lastIndexOf('.')));
  }
  const names = [...types.messages.keys(), ...types.enums.keys()];
  const near = didYouMean(type, [...scalars, ...names.map((name) => last(name))]);
  throw new ProtoProblem(`\`${type}\` is no type that is declared or imported${near}`, field);
}

/** What it says itself; else, where nobody can tell absent from empty, the empty value. */
function absent(
  field: ProtoField,
  type: string,
  { enums }: ProtoTypes,
): string | number | boolean | undefined {
  const declared = field.default;
  const values = enums.get(type)?.values;
  if (declared === undefined && field.hasPresence) return undefined;
  if (values !== undefined) return declared?.text ?? values[0]?.name;
  if (!scalars.has(type)) return undefined;
  if (type === 'string' || type === 'bytes') {
    if (declared === undefined) return '';
    if (declared.kind !== 'text') throw new ProtoProblem(`the default is no text`, field);
    const bytes = Buffer.from(protoBytes(declared));
    return type === 'bytes' ? bytes.toString('base64') : bytes.toString('utf8');
  }
  if (type === 'bool') return declared?.text === 'true';
  const value = Number(declared?.text.replace(/^([+-]?[\d.]+.*)f$/i, '$1') ?? 0);
  // Whole numbers that no number holds exactly are text, like those that are read.
  const isExact = type === 'double' || type === 'float' || Number.isSafeInteger(value);
  return isExact ? value : declared?.text;
}

function last(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
