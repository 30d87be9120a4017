// From the bytes of a response to a value: JSON, tables with a separator, and whatever a call brings a reader for.
import type { Call, Format } from "./model.ts";
import { setOwn } from "./own.ts";
import { utf8 } from "./utf8.ts";

export type Decoded =
  | { readonly kind: "value"; readonly value: unknown }
  /** `cause` is for the log. */
  | { readonly kind: "malformed"; readonly cause: unknown }
  | { readonly kind: "unsupported" };

/** How the answer of a call is read. */
export type Reading = Pick<
  Call,
  "format" | "read" | "schema" | "mediaType" | "maxBytes"
>;

const separators: Partial<Record<Format, string>> = {
  csv: ",",
  tsv: "\t",
  psv: "|",
};

/** An empty body is null; a message of protobuf without fields has no bytes, and is read like any other. */
export async function decode(
  bytes: Uint8Array,
  { format = "json", read, schema }: Reading,
): Promise<Decoded> {
  const separator = separators[format];
  const known = format === "json" || separator !== undefined;
  if (!known && read === undefined) return { kind: "unsupported" };
  if (bytes.byteLength === 0 && format !== "protobuf")
    return { kind: "value", value: null };
  try {
    if (read !== undefined)
      return { kind: "value", value: await read(bytes, schema) };
    const text = utf8(bytes);
    if (text.trim() === "") return { kind: "value", value: null };
    return {
      kind: "value",
      value:
        separator === undefined ? JSON.parse(text) : table(text, separator),
    };
  } catch (cause) {
    return { kind: "malformed", cause };
  }
}

/** Rows as objects named by the header row; every cell is text. */
function table(text: string, separator: string): Record<string, unknown>[] {
  const [header, ...rows] = cells(text, separator);
  if (header === undefined) return [];
  return rows.map((row) => {
    const result: Record<string, unknown> = {};
    header.forEach((name, i) => setOwn(result, name, row[i] ?? null));
    return result;
  });
}

/** RFC 4180: cells may be quoted, quotes are doubled, quoted cells hold line breaks. Blank lines are left out. */
function cells(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endRow = (): void => {
    row.push(cell);
    if (row.length > 1 || cell !== "") rows.push(row);
    row = [];
    cell = "";
  };
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text.charAt(i + 1) === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (c === '"' && cell === "") quoted = true;
    else if (c === separator) {
      row.push(cell);
      cell = "";
    } else if (c === "\n") endRow();
    else if (c !== "\r" || text.charAt(i + 1) !== "\n") cell += c;
  }
  endRow();
  return rows;
}
