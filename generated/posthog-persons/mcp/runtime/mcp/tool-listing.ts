// Whether models are shown every tool, or three that lead to them.
import type { Tool as ListedTool } from "@modelcontextprotocol/server";

export const toolModes = ["list", "search", "auto"] as const;

export interface Listing {
  /** `list` shows every tool, `search` three that find, describe and call them; `auto`, the default, goes by their number. */
  readonly tools?: (typeof toolModes)[number] | undefined;
  /** With `auto`: the number of tools above which they are searched for. By default 40, unless their list is short all the same. */
  readonly searchAbove?: number | undefined;
}

const usualTools = 40;

/** Bytes of JSON; about 6,000 tokens. */
const shortList = 24 * 1024;

export function isSearched(
  listed: readonly ListedTool[],
  { tools = "auto", searchAbove }: Listing,
): boolean {
  if (tools !== "auto") return tools === "search";
  if (searchAbove !== undefined) return listed.length > searchAbove;
  return listed.length > usualTools && isLong(listed);
}

function isLong(listed: readonly ListedTool[]): boolean {
  let size = 0;
  for (const tool of listed) {
    size += JSON.stringify(tool).length + 1;
    if (size > shortList) return true;
  }
  return false;
}
