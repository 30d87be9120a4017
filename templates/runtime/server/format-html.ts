// HTML as its tables: `{ tables: [[{ header: cell }]] }`. A CSS selector narrows to tables, or to what holds them.
import { parse, type HTMLElement } from "node-html-parser";
import { setOwn } from "./own.ts";
import { utf8 } from "./utf8.ts";

export function readHtml(
  bytes: Uint8Array,
  selector: string | undefined,
): unknown {
  const root = parse(utf8(bytes));
  const chosen =
    selector === undefined ? [root] : root.querySelectorAll(selector);
  const tables = new Set(
    chosen.flatMap((element) =>
      element.rawTagName?.toLowerCase() === "table"
        ? [element]
        : element.querySelectorAll("table"),
    ),
  );
  return { tables: [...tables].map(rows) };
}

/** The first row names the cells of the others. */
function rows(table: HTMLElement): readonly object[] {
  const own = (element: HTMLElement): boolean =>
    element.closest("table") === table;
  const [header = [], ...body] = table
    .querySelectorAll("tr")
    .filter(own)
    .map((row) => row.querySelectorAll("th, td").filter(own).map(textOf));
  return body.map((cells) => {
    const row: Record<string, unknown> = {};
    header.forEach((name, i) => setOwn(row, name, cells[i] ?? null));
    return row;
  });
}

/** As it reads on a page: entities resolved, white space of the source collapsed. */
function textOf(element: HTMLElement): string {
  return element.text.replace(/\s+/g, " ").trim();
}
