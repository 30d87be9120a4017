// Results that fit a budget: whole items of a list where there is one, else the beginning of the text.
import { isObject, setOwn } from "../server/own.ts";

export interface Trimmed {
  readonly text: string;
  /** What was left out; undefined where nothing was. */
  readonly note?: string;
}

export function trimText(text: string, limit: number): Trimmed {
  const bytes = new TextEncoder().encode(text);
  if (bytes.byteLength <= limit) return { text };
  // A character that the cut goes through is not shown.
  const kept = new TextDecoder()
    .decode(bytes.subarray(0, limit))
    .replace(/\ufffd$/, "");
  return {
    text: kept,
    note: `Cut off after ${limit} of ${bytes.byteLength} bytes.`,
  };
}

export function trimJson(value: unknown, limit: number): Trimmed {
  const text = JSON.stringify(value) ?? "null";
  const size = sizeOf(text);
  if (size <= limit) return { text };
  const list = longestList(value);
  if (list === undefined) return trimText(text, limit);
  // Two brackets, and a comma less than there are items.
  let room = limit - (size - list.size) - 1;
  let count = 0;
  for (const item of list.items) {
    room -= sizeOf(JSON.stringify(item) ?? "null") + 1;
    if (room < 0) break;
    count++;
  }
  if (count === 0) return trimText(text, limit);
  const items = list.items.slice(0, count);
  const where = list.key === undefined ? "" : ` of ${JSON.stringify(list.key)}`;
  return {
    text: JSON.stringify(
      list.key === undefined ? items : put(value, list.key, items),
    ),
    note: `Only the first ${count} of ${list.items.length} items${where} are shown: all of it has ${size} bytes, at most ${limit} are given.`,
  };
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
