// Markdown as `{ frontMatter, tables, sections: [{ heading, level, content }] }`. A heading narrows to its own section
// and those below it.
import { lexer, type Token, type Tokens } from "marked";
import { parseYaml } from "./format-yaml.ts";
import { setOwn } from "./own.ts";
import { utf8 } from "./utf8.ts";

interface Section {
  readonly heading: string;
  readonly level: number;
  content: string;
}

export function readMarkdown(
  bytes: Uint8Array,
  heading: string | undefined,
): unknown {
  const text = utf8(bytes);
  const front = /^---[ \t]*\r?\n([^]*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m.exec(
    text,
  );
  const isFront = front !== null && front.index === 0;
  const frontMatter = isFront ? (parseYaml(front[1] ?? "") ?? {}) : {};
  const tokens = under(
    lexer(isFront ? text.slice(front[0].length) : text),
    heading,
  );
  const sections: Section[] = [];
  for (const token of tokens) {
    if (isHeading(token))
      sections.push({
        heading: plain(token),
        level: token.depth,
        content: "",
      });
    else {
      const section = sections.at(-1);
      if (section !== undefined) section.content += token.raw;
    }
  }
  for (const section of sections) section.content = section.content.trim();
  return {
    frontMatter,
    tables: tokens.filter(isTable).map(rows),
    sections,
  };
}

function under(
  tokens: readonly Token[],
  heading: string | undefined,
): readonly Token[] {
  if (heading === undefined) return tokens;
  const wanted = heading
    .replace(/^#+\s*/, "")
    .trim()
    .toLowerCase();
  const start = tokens.findIndex(
    (token) => isHeading(token) && plain(token).toLowerCase() === wanted,
  );
  const first = tokens[start];
  if (first === undefined || !isHeading(first)) return [];
  const end = tokens.findIndex(
    (token, i) => i > start && isHeading(token) && token.depth <= first.depth,
  );
  return tokens.slice(start, end === -1 ? undefined : end);
}

function rows({ header, rows: body }: Tokens.Table): readonly object[] {
  return body.map((cells) => {
    const row: Record<string, unknown> = {};
    header.forEach((cell, i) => {
      const value = cells[i];
      setOwn(row, plain(cell), value === undefined ? null : plain(value));
    });
    return row;
  });
}

/** The text without its markup. */
function plain({
  text,
  tokens,
}: {
  readonly text?: string;
  readonly tokens?: readonly Token[];
}): string {
  if (tokens === undefined) return text ?? "";
  return tokens.map((token) => plain(token as Tokens.Generic)).join("");
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === "heading";
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === "table";
}
