// Protobuf as values: one message, read by the types that its schema leads to. Fields go by their names in the schema.
// No text is made into code. What ends too early, or goes on too long, is refused; fields nobody knows are left out.
import { setOwn } from "./own.ts";
import { ProtobufBytes } from "./protobuf-bytes.ts";
import { wellKnown } from "./protobuf-known.ts";

/** The schema, as the compiler writes it. */
interface Schema {
  readonly root: string;
  readonly types: { readonly [name: string]: MessageType | EnumType };
}

interface MessageType {
  readonly fields: { readonly [number: string]: Field };
}

interface EnumType {
  readonly values: { readonly [number: string]: string };
}

interface Field {
  readonly name: string;
  readonly type: string;
  readonly repeated?: true;
  readonly key?: string;
  readonly oneof?: string;
  readonly default?: string | number | boolean;
}

type Types = ReadonlyMap<string, Message | EnumType>;

interface Message {
  readonly name: string;
  readonly fields: ReadonlyMap<number, Field>;
}

/** What was read of a message, by number: a message that comes twice is one, made of both. */
type Raw = Map<number, unknown>;

const deepest = 100;
/** With those that are absent and have a value all the same. */
const mostFields = 2_000_000;
const schemas = new Map<string, readonly [root: Message, types: Types]>();

export function readProtobuf(
  bytes: Uint8Array,
  schema: string | undefined,
): unknown {
  if (schema === undefined) throw new Error("there is no schema");
  const [root, types] = schemas.get(schema) ?? load(schema);
  schemas.set(schema, [root, types]);
  const raw: Raw = new Map();
  const from = new ProtobufBytes(bytes);
  readMessage(from, { type: root, types, depth: 0 }, raw);
  return plain(raw, { type: root, types, left: { fields: mostFields } });
}

function load(text: string): readonly [Message, Types] {
  const schema = JSON.parse(text) as Schema;
  const types = new Map<string, Message | EnumType>();
  for (const [name, type] of Object.entries(schema.types)) {
    if ("values" in type) types.set(name, type);
    else {
      const fields = Object.entries(type.fields).map(
        ([number, field]) => [Number(number), field] as const,
      );
      types.set(name, { name, fields: new Map(fields) });
    }
  }
  const root = types.get(schema.root);
  if (root === undefined || "values" in root)
    throw new Error(`${schema.root} is no message`);
  return [root, types];
}

interface Reading {
  readonly type: Message;
  readonly types: Types;
  readonly depth: number;
}

/** `group`: the number of the group that the message is the body of; it ends where the group does. */
function readMessage(
  from: ProtobufBytes,
  reading: Reading,
  into: Raw,
  group?: number,
): void {
  if (reading.depth > deepest) throw new Error("messages are nested too deep");
  for (;;) {
    if (group === undefined && from.atEnd) return;
    const [number, wire] = from.tag();
    if (wire === 4) {
      if (number !== group) throw new Error("a group ends that did not begin");
      return;
    }
    const field = reading.type.fields.get(number);
    if (
      field === undefined ||
      !readField(from, wire, number, field, reading, into)
    )
      from.skip(number, wire, deepest);
  }
}

/** False where the bytes are not of the field's type: then they are like those of a field nobody knows. */
function readField(
  from: ProtobufBytes,
  wire: number,
  number: number,
  field: Field,
  reading: Reading,
  into: Raw,
): boolean {
  const { types, depth } = reading;
  const type = field.key === undefined ? types.get(field.type) : entry(field);
  if (type !== undefined && !("values" in type)) {
    if (wire !== 2 && wire !== 3) return false;
    const known = into.get(number);
    const isList = field.repeated === true || field.key !== undefined;
    const raw: Raw = !isList && known instanceof Map ? known : new Map();
    const inside = { type, types, depth: depth + 1 };
    if (wire === 3) readMessage(from, inside, raw, number);
    else readMessage(new ProtobufBytes(from.chunk()), inside, raw);
    if (isList) append(into, number, raw);
    else set(into, number, raw, field, reading.type);
    return true;
  }
  const scalar = type === undefined ? field.type : "int32";
  const own = wireOf(scalar);
  const read = (bytes: ProtobufBytes): unknown => {
    const value = bytes.scalar(scalar);
    return type === undefined ? value : nameOf(type, value);
  };
  if (wire === own) {
    const value = read(from);
    if (field.repeated === true) append(into, number, value);
    else set(into, number, value, field, reading.type);
    return true;
  }
  if (wire !== 2 || field.repeated !== true) return false;
  // Numbers one after the other.
  const packed = new ProtobufBytes(from.chunk());
  while (!packed.atEnd) append(into, number, read(packed));
  return true;
}

function append(into: Raw, number: number, value: unknown): void {
  const list = into.get(number);
  if (Array.isArray(list)) list.push(value);
  else into.set(number, [value]);
}

/** Of those in a oneof only the last one holds. */
function set(
  into: Raw,
  number: number,
  value: unknown,
  { oneof }: Field,
  { fields }: Message,
): void {
  if (oneof !== undefined)
    for (const other of into.keys())
      if (other !== number && fields.get(other)?.oneof === oneof)
        into.delete(other);
  into.set(number, value);
}

const entries = new WeakMap<Field, Message>();

/** A map comes as a list of messages with a key and a value. */
function entry(field: Field): Message {
  const known = entries.get(field);
  if (known !== undefined) return known;
  const { key = "string", type } = field;
  const fields: readonly (readonly [number, Field])[] = [
    [1, { name: "key", type: key }],
    [2, { name: "value", type }],
  ];
  const made: Message = { name: "", fields: new Map(fields) };
  entries.set(field, made);
  return made;
}

function wireOf(scalar: string): number {
  switch (scalar) {
    case "double":
    case "fixed64":
    case "sfixed64":
      return 1;
    case "string":
    case "bytes":
      return 2;
    case "float":
    case "fixed32":
    case "sfixed32":
      return 5;
    default:
      return 0;
  }
}

/** A number that has no name stays one. */
function nameOf({ values }: EnumType, value: unknown): unknown {
  const key = String(value);
  return Object.hasOwn(values, key) ? values[key] : value;
}

interface Showing {
  readonly type: Message;
  readonly types: Types;
  readonly left: { fields: number };
}

/** By name, in the order of the schema; with the values of what is absent, where it has one. */
function plain(raw: Raw, { type, types, left }: Showing): unknown {
  const result: Record<string, unknown> = {};
  for (const [number, field] of type.fields) {
    const value = raw.get(number);
    const show = (one: unknown, as: Field): unknown => {
      if (--left.fields < 0) throw new Error("there is too much");
      const inner = types.get(as.type);
      if (one instanceof Map && inner !== undefined && !("values" in inner))
        return plain(one as Raw, { type: inner, types, left });
      return one;
    };
    if (field.key !== undefined) {
      const members: Record<string, unknown> = {};
      for (const item of listOf(value) as readonly Raw[])
        setOwn(
          members,
          String(item.get(1) ?? emptyOf(field.key, types)),
          show(item.get(2) ?? emptyOf(field.type, types), field),
        );
      setOwn(result, field.name, show(members, field));
    } else if (field.repeated === true) {
      const items = listOf(value).map((item) => show(item, field));
      setOwn(result, field.name, show(items, field));
    } else if (value !== undefined)
      setOwn(result, field.name, show(value, field));
    else if (field.default !== undefined)
      setOwn(result, field.name, show(field.default, field));
  }
  return wellKnown(type.name, result);
}

/** What is left out of the entry of a map. */
function emptyOf(type: string, types: Types): unknown {
  const known = types.get(type);
  if (known !== undefined)
    return "values" in known ? nameOf(known, 0) : new Map();
  if (type === "string" || type === "bytes") return "";
  return type === "bool" ? false : 0;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
