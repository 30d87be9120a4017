// The wire format of protobuf: numbers, texts and stretches of bytes, one after the other.
import { utf8 } from "./utf8.ts";

/** A field of type `wire`: 0 a number, 1 eight bytes, 2 a stretch, 3 a group begins, 4 it ends, 5 four bytes. */
export type Tag = readonly [number: number, wire: number];

export class ProtobufBytes {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  tag(): Tag {
    const tag = Number(this.#varint());
    const number = Math.floor(tag / 8);
    if (number < 1 || tag >= 2 ** 32) throw new Error("a field has no number");
    return [number, tag % 8];
  }

  /** As many bytes as a number before them says. */
  chunk(): Uint8Array {
    return this.#take(Number(this.#varint()));
  }

  skip(number: number, wire: number, depth: number): void {
    if (depth < 0) throw new Error("groups are nested too deep");
    switch (wire) {
      case 0:
        this.#varint();
        return;
      case 1:
        this.#take(8);
        return;
      case 2:
        this.chunk();
        return;
      case 3:
        for (;;) {
          const [inner, type] = this.tag();
          if (type !== 4) this.skip(inner, type, depth - 1);
          else if (inner === number) return;
          else throw new Error("a group ends that did not begin");
        }
      case 5:
        this.#take(4);
        return;
      default:
        throw new Error("a field is of no known type");
    }
  }

  /** Whole numbers beyond what a number holds exactly, and bytes (in base 64), are text. */
  scalar(type: string): string | number | boolean {
    switch (type) {
      case "string":
        return utf8(this.chunk());
      case "bytes":
        return base64(this.chunk());
      case "bool":
        return BigInt(this.#varint()) !== 0n;
      case "double":
        return this.#view(8).getFloat64(0, true);
      case "float":
        return shortest(this.#view(4).getFloat32(0, true));
      case "fixed32":
        return this.#view(4).getUint32(0, true);
      case "sfixed32":
        return this.#view(4).getInt32(0, true);
      case "fixed64":
        return exact(this.#view(8).getBigUint64(0, true));
      case "sfixed64":
        return exact(this.#view(8).getBigInt64(0, true));
      default:
        return integer(type, this.#varint());
    }
  }

  /** Seven bits at a time, ten times at most; a number while that is quick and exact. */
  #varint(): number | bigint {
    let small = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      small |= (byte & 0x7f) << shift;
      if (byte < 0x80) return small;
    }
    let value = BigInt(small);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new Error("a number is too long");
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Error("it ends too early");
    return byte;
  }

  #take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new Error("it ends too early");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  #view(length: number): DataView {
    const { buffer, byteOffset } = this.#take(length);
    return new DataView(buffer, byteOffset, length);
  }
}

function integer(type: string, read: number | bigint): number | string {
  const isZigzag = type === "sint32" || type === "sint64";
  if (typeof read === "number" && !isZigzag) return read;
  const value = BigInt(read);
  switch (type) {
    case "sint32":
    case "sint64": {
      const sized = BigInt.asUintN(type === "sint32" ? 32 : 64, value);
      return exact((sized >> 1n) ^ -(sized & 1n));
    }
    case "int64":
      return exact(BigInt.asIntN(64, value));
    case "uint32":
      return exact(BigInt.asUintN(32, value));
    case "uint64":
      return exact(value);
    default:
      return exact(BigInt.asIntN(32, value));
  }
}

function exact(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** The number with the fewest digits that means the same four bytes: 0.1, not 0.10000000149011612. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return value;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
