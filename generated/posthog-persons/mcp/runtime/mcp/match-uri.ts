// URIs with variables: a variable is one segment or a part of one, and never empty.
import { setOwn } from "../server/own.ts";
import type { UriPart } from "./model.ts";

/** The values of the variables, decoded; undefined where the URI is another one. */
export function matchUri(
  parts: readonly UriPart[],
  uri: string,
): Readonly<Record<string, string>> | undefined {
  const values: Record<string, string> = {};
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (typeof part === "string") {
      if (!uri.startsWith(part, at)) return undefined;
      at += part.length;
      continue;
    }
    const next = parts[index + 1];
    const end = endOfVariable(uri, at, next);
    const raw = uri.slice(at, end);
    if (end <= at || raw.includes("/")) return undefined;
    try {
      setOwn(values, part.variable, decodeURIComponent(raw));
    } catch {
      return undefined;
    }
    at = end;
  }
  return at === uri.length ? values : undefined;
}

/** As people write it: `notes://{id}/text`. */
export function uriText(parts: readonly UriPart[]): string {
  return parts
    .map((part) => (typeof part === "string" ? part : `{${part.variable}}`))
    .join("");
}

export function hasVariables(parts: readonly UriPart[]): boolean {
  return parts.some((part) => typeof part !== "string");
}

function endOfVariable(
  uri: string,
  at: number,
  next: UriPart | undefined,
): number {
  if (next === undefined) return uri.length;
  return typeof next === "string" ? uri.indexOf(next, at + 1) : at + 1;
}
