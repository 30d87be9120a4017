// Results that fit a budget, part by part: whole items of a list where there is one, else pieces of the text.
import { isObject, setOwn } from "../server/own.ts";

/** What is given part by part, as bytes of UTF-8. */
export type Long =
  | { readonly kind: "text"; readonly bytes: Uint8Array }
  | {
      readonly kind: "items";
      /** The JSON of the items, without anything between them. */
      readonly bytes: Uint8Array;
      /** Where each item ends. */
      readonly ends: readonly number[];
      /** The member of the result that the list is. */
      readonly key: string | undefined;
    };

export interface Part {
  readonly text: string;
  /** What was left out before or behind; undefined where it is all there is. */
  readonly note?: string;
  /** Where the next part begins: an item, or a byte. */
  readonly next?: number;
}

export interface Trimmed extends Part {
  /** What later parts are taken from; present with `next`. */
  readonly long?: Long;
}

/** A mark of the byte order is text here, wherever a part begins. */
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

export function trimText(text: string, limit: number): Trimmed {
  const bytes = new TextEncoder().encode(text);
  if (bytes.byteLength <= limit) return { text };
  const long: Long = { kind: "text", bytes };
  return { ...partOf(long, 0, limit), long };
}

export function trimJson(value: unknown, limit: number): Trimmed {
  const text = JSON.stringify(value) ?? "null";
  const size = sizeOf(text);
  if (size <= limit) return { text };
  const list = longestList(value);
  if (list === undefined) return trimText(text, limit);
  const { key, items } = list;
  const pieces = items.map((item) =>
    new TextEncoder().encode(JSON.stringify(item) ?? "null"),
  );
  // Two brackets, and a comma less than there are items.
  const room = limit - (size - list.size);
  const long = itemsOf(pieces, key);
  const count = fitting(long.ends, 0, room);
  const isTooLong = pieces.some(({ byteLength }) => byteLength + 2 > limit);
  if (count === 0 || isTooLong) return trimText(text, limit);
  const shown = items.slice(0, count);
  return {
    text: JSON.stringify(key === undefined ? shown : put(value, key, shown)),
    note: `Only the first ${count} of ${items.length} items${ofKey(key)} are shown: all of it has ${size} bytes, at most ${limit} are given.`,
    next: count,
    long,
  };
}

/** From the item or byte `from` on. */
export function partOf(long: Long, from: number, limit: number): Part {
  const { bytes } = long;
  if (long.kind === "text") {
    const end = boundary(bytes, Math.min(from + limit, bytes.byteLength));
    const isLast = end >= bytes.byteLength || end <= from;
    return {
      text: utf8.decode(bytes.subarray(from, end)),
      note:
        from === 0
          ? `Cut off after ${end} of ${bytes.byteLength} bytes.`
          : `Bytes ${from + 1} to ${end} of ${bytes.byteLength}.`,
      ...(isLast ? {} : { next: end }),
    };
  }
  const { ends, key } = long;
  const end = from + fitting(ends, from, limit);
  const texts = ends
    .slice(from, end)
    .map((stop, index) =>
      utf8.decode(bytes.subarray(ends[from + index - 1] ?? 0, stop)),
    );
  return {
    text: `[${texts.join(",")}]`,
    note: `Items ${from + 1} to ${end} of ${ends.length}${ofKey(key)}.`,
    ...(end >= ends.length || end === from ? {} : { next: end }),
  };
}

/** How many items from `from` on a list of at most `room` bytes holds. */
function fitting(ends: readonly number[], from: number, room: number): number {
  const start = ends[from - 1] ?? 0;
  let count = 0;
  while (from + count < ends.length) {
    const end = ends[from + count] ?? 0;
    // Commas between, brackets around.
    if (end - start + count + 2 > room) break;
    count++;
  }
  return count;
}

function itemsOf(
  pieces: readonly Uint8Array[],
  key: string | undefined,
): Extract<Long, { kind: "items" }> {
  const total = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const bytes = new Uint8Array(total);
  const ends: number[] = [];
  let end = 0;
  for (const piece of pieces) {
    bytes.set(piece, end);
    end += piece.byteLength;
    ends.push(end);
  }
  return { kind: "items", bytes, ends, key };
}

/** Not within a character. */
function boundary(bytes: Uint8Array, end: number): number {
  let at = end;
  while (at > 0 && at < bytes.byteLength && ((bytes[at] ?? 0) & 0xc0) === 0x80)
    at--;
  return at;
}

function ofKey(key: string | undefined): string {
  return key === undefined ? "" : ` of ${JSON.stringify(key)}`;
}

interface List {
  readonly key: string | undefined;
  readonly items: readonly unknown[];
  readonly size: number;
}

/** The value itself, or the member of it that takes most of the room. */
function longestList(value: unknown): List | undefined {
  if (Array.isArray(value))
    return {
      key: undefined,
      items: value,
      size: sizeOf(JSON.stringify(value)),
    };
  let longest: List | undefined;
  for (const [key, items] of isObject(value) ? Object.entries(value) : []) {
    if (!Array.isArray(items)) continue;
    const size = sizeOf(JSON.stringify(items));
    if (size > (longest?.size ?? 0)) longest = { key, items, size };
  }
  return longest;
}

function put(value: unknown, key: string, items: readonly unknown[]): unknown {
  const copy: Record<string, unknown> = isObject(value) ? { ...value } : {};
  setOwn(copy, key, items);
  return copy;
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
