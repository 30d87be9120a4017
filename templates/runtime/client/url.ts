// From a base URL, a declared path and values to the address of a request.
import { ValidationError } from "./errors.ts";
import type { PathPart } from "./operation.ts";
import { toText, unfit } from "./value.ts";

/** `path` behind `base`; queries of both are kept, in that order, and `query` comes last. */
export function joinUrl(base: URL, path: string, query: string): string {
  const [plain = "", own] = path.split(/\?(.*)/s);
  // The slash between them is ours: a path like `@other.host/` must not become part of the authority.
  const prefix = plain
    ? base.pathname.replace(/\/*$/, plain.startsWith("/") ? "" : "/")
    : base.pathname;
  const search = [base.search.slice(1), own, query].filter(Boolean).join("&");
  return base.origin + prefix + plain + (search && `?${search}`);
}

/** The path with its variables filled in. No value leaves the segment it stands in. */
export function fillPath(
  parts: readonly PathPart[],
  read: (variable: string) => unknown,
): string {
  // A null says where values stand: dots that the author wrote are the author's.
  const path = pathText(
    parts,
    (variable) => `\0${encodeSegment(read(variable), variable)}`,
  ).replace(/#.*/s, "");
  if (dotSegment.test(path))
    throw new ValidationError("A path segment must not be `.` or `..`");
  return path.replaceAll("\0", "");
}

/** With something in place of each variable. */
export function pathText(
  parts: readonly PathPart[],
  fill: (variable: string) => string,
): string {
  return parts
    .map((part) => (typeof part === "string" ? part : fill(part.variable)))
    .join("");
}

/** A segment that some value stands in and that URL parsers take for a step: `.`, `..`, also encoded. */
const dotSegment = /(^|[/\\?])(?=[^/\\?]*\0)(\0*(\.|%2e)){1,2}\0*([/\\?]|$)/i;

/** Objects are no names of anything, nor is half a surrogate pair. */
function encodeSegment(value: unknown, name: string): string {
  try {
    const isObject = typeof value === "object" && !(value instanceof Date);
    const segment = encodeURIComponent(isObject ? "" : toText(value, name));
    if (segment) return segment;
  } catch {
    // Refused like the empty one.
  }
  throw unfit(name, value);
}
