// Avro as values: one datum as the schema of the capability has it, or a container file, which brings its own schema.
// Reads by walking the schema; no text is made into code. What ends too early, or goes on too long, is refused.
import { isObject, own, setOwn } from "./own.ts";
import { readBytes } from "./read-bytes.ts";
import { utf8 } from "./utf8.ts";

type Read = (from: Cursor) => unknown;
type Names = Map<string, Read>;

const deepest = 200;
const mostItems = 1_000_000;
/** Of all blocks of a file together, when they are inflated. */
const mostBytes = 64 * 1024 * 1024;
const readers = new Map<string, Read>();

export function readAvro(
  bytes: Uint8Array,
  schema: string | undefined,
): unknown {
  if (schema === undefined) throw new Error("there is no schema");
  const read = readers.get(schema) ?? reader(JSON.parse(schema), "", new Map());
  readers.set(schema, read);
  const cursor = new Cursor(bytes);
  if (utf8OrNothing(bytes.subarray(0, 3)) === "Obj" && bytes[3] === 1)
    return readContainer(cursor);
  const value = read(cursor);
  if (!cursor.atEnd) throw new Error("there is more than one datum");
  return value;
}

/** Blocks of data behind a header, plain or deflated. */
async function readContainer(cursor: Cursor): Promise<readonly unknown[]> {
  cursor.take(4);
  const header = map(cursor, (from) => from.take(from.length()));
  const text = (name: string): string => {
    const value = own(header, name);
    return value instanceof Uint8Array ? utf8(value) : "";
  };
  const codec = text("avro.codec");
  if (!["", "null", "deflate"].includes(codec))
    throw new Error(`what is compressed with ${codec} is not read`);
  const read = reader(JSON.parse(text("avro.schema")), "", new Map());
  const marker = hex(cursor.take(16));
  const values: unknown[] = [];
  let room = mostBytes;
  while (!cursor.atEnd) {
    const count = cursor.length();
    const written = cursor.take(cursor.length());
    const bytes = codec === "deflate" ? await inflate(written, room) : written;
    room -= bytes.byteLength;
    const block = new Cursor(bytes);
    for (let i = 0; i < count; i++) {
      if (values.length >= mostItems) throw new Error("there is too much");
      values.push(read(block));
    }
    if (!block.atEnd || hex(cursor.take(16)) !== marker)
      throw new Error("a block is broken");
  }
  return values;
}

/** A few bytes can stand for any number of them: no more than `limit` are taken. */
async function inflate(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  // A copy: what is read may share its memory.
  const plain = new Blob([bytes.slice()])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  return readBytes(new Response(plain), limit);
}

/** A function for a schema; records may hold themselves, so names are looked up when they are read. */
function reader(schema: unknown, space: string, names: Names): Read {
  if (Array.isArray(schema)) {
    const branches = schema.map((one) => reader(one, space, names));
    return (from) => pick(branches, from.count())(from);
  }
  if (typeof schema === "string") return named(schema, space, names);
  if (!isObject(schema)) throw new Error("the schema is malformed");
  const type = schema["type"];
  switch (type) {
    case "array": {
      const item = reader(schema["items"], space, names);
      return (from) => from.nested(() => array(from, item));
    }
    case "map": {
      const value = reader(schema["values"], space, names);
      return (from) => from.nested(() => map(from, value));
    }
    case "record":
    case "error":
    case "enum":
    case "fixed":
      return declared(type, schema, space, names);
    default:
      return reader(type, space, names);
  }
}

function declared(
  type: string,
  schema: Record<string, unknown>,
  outer: string,
  names: Names,
): Read {
  const name = String(schema["name"] ?? "");
  const space = name.includes(".")
    ? name.slice(0, name.lastIndexOf("."))
    : String(schema["namespace"] ?? outer);
  const full = name.includes(".") || space === "" ? name : `${space}.${name}`;
  const keep = (read: Read): Read => {
    names.set(full, read);
    return read;
  };
  if (type === "enum") {
    const symbols = listOf(schema["symbols"]);
    return keep((from) => pick(symbols, from.count()));
  }
  if (type === "fixed") {
    const size = Number(schema["size"]);
    return keep((from) => base64(from.take(size)));
  }
  const fields: { readonly name: string; readonly read: Read }[] = [];
  const read = keep((from) =>
    from.nested(() => {
      const record: Record<string, unknown> = {};
      for (const field of fields) setOwn(record, field.name, field.read(from));
      return record;
    }),
  );
  for (const field of listOf(schema["fields"]))
    fields.push({
      name: String(own(field, "name")),
      read: reader(own(field, "type"), space, names),
    });
  return read;
}

function named(name: string, space: string, names: Names): Read {
  switch (name) {
    case "null":
      return () => null;
    case "boolean":
      return (from) => from.take(1)[0] === 1;
    case "int":
    case "long":
      return (from) => exact(from.long());
    case "float":
      return (from) => from.view(4).getFloat32(0, true);
    case "double":
      return (from) => from.view(8).getFloat64(0, true);
    case "bytes":
      return (from) => base64(from.take(from.length()));
    case "string":
      return (from) => utf8(from.take(from.length()));
    default: {
      const find = (): Read | undefined =>
        (name.includes(".") ? undefined : names.get(`${space}.${name}`)) ??
        names.get(name);
      if (find() === undefined) throw new Error(`${name} is no type`);
      return (from) => pick([find()], 0)?.(from);
    }
  }
}

function array(from: Cursor, item: Read): unknown[] {
  const items: unknown[] = [];
  blocks(from, () => items.push(item(from)));
  return items;
}

function map(from: Cursor, value: Read): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  blocks(from, () =>
    setOwn(members, utf8(from.take(from.length())), value(from)),
  );
  return members;
}

/** A negative count is followed by the size of the block in bytes. */
function blocks(from: Cursor, each: () => void): void {
  let total = 0;
  for (;;) {
    const count = from.count();
    if (count === 0) return;
    if (count < 0) from.length();
    total += Math.abs(count);
    if (total > mostItems) throw new Error("there is too much");
    for (let i = 0; i < Math.abs(count); i++) each();
  }
}

class Cursor {
  readonly #bytes: Uint8Array;
  #at = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  take(length: number): Uint8Array {
    const end = this.#at + length;
    if (!(length >= 0 && end <= this.#bytes.length))
      throw new Error("it ends too early");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  view(length: number): DataView {
    const { buffer, byteOffset } = this.take(length);
    return new DataView(buffer, byteOffset, length);
  }

  /** Zigzag, seven bits at a time. */
  long(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const [byte = 0] = this.take(1);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (value >> 1n) ^ -(value & 1n);
    }
    throw new Error("a number is too long");
  }

  count(): number {
    return Number(this.long());
  }

  length(): number {
    const length = this.count();
    if (length < 0) throw new Error("a length is negative");
    return length;
  }

  nested<T>(read: () => T): T {
    if (++this.#depth > deepest) throw new Error("it is nested too deeply");
    const value = read();
    this.#depth--;
    return value;
  }
}

/** What no number holds exactly is text. */
function exact(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function pick<T>(from: readonly T[], index: number): T {
  const item = from[index];
  if (item === undefined) throw new Error("there is no such branch");
  return item;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What JSON can hold of bytes. */
function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16)).join(" ");
}

function utf8OrNothing(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
