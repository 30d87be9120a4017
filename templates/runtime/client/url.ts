// From a base URL, a declared path and values to the address of a request.
import { ConfigError, ValidationError } from "./errors.ts";
import type { PathPart } from "./operation.ts";
import { toText, unfit } from "./value.ts";

/** `https://host/prefix`, checked. The text of a base URL may hold a credential and is never quoted. */
export function parseBase(base: string, service: string): URL {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new ConfigError(
      `The base URL of ${JSON.stringify(service)} is not an absolute http or https URL`,
    );
  if (url.username || url.password)
    throw new ConfigError(
      `The base URL of ${JSON.stringify(service)} must not hold a user or password`,
    );
  return url;
}

/** `path` behind `base`; queries of both are kept, in that order, and `query` comes last. */
export function joinUrl(base: URL, path: string, query: string): URL {
  const [pathname, ...declared] = path.split("?");
  const search = [base.search.slice(1), declared.join("?"), query]
    .filter((part) => part !== "")
    .join("&");
  const prefix = base.pathname.replace(/\/+$/, "");
  // The slash between them is ours: a path like `@other.host/` must not become part of the authority.
  const tail = pathname?.startsWith("/") ? pathname : `/${pathname}`;
  const url = new URL(base.origin + (pathname ? prefix + tail : base.pathname));
  url.search = search;
  return url;
}

/** The path with its variables filled in. No value leaves the segment it stands in. */
export function fillPath(
  parts: readonly PathPart[],
  read: (variable: string) => unknown,
): string {
  let path = "";
  let segment = "";
  let filled = false;
  const close = (): void => {
    // Only where a value stands: what the author wrote is the author's.
    if (filled && isDotSegment(segment))
      throw new ValidationError("A value makes a path segment `.` or `..`");
  };
  for (const part of parts) {
    if (typeof part !== "string") {
      const text = encodeSegment(read(part.variable), part.variable);
      path += text;
      segment += text;
      filled = true;
      continue;
    }
    const [text = "", ...fragment] = part.split("#");
    const [rest = "", ...next] = text.split(/[/\\?]/);
    path += text;
    segment += rest;
    if (next.length > 0) {
      close();
      segment = next.at(-1) ?? "";
      filled = false;
    }
    if (fragment.length > 0) break;
  }
  close();
  return path;
}

/** `.`, `..` and their encoded spellings: what URL parsers take for a step up. */
export function isDotSegment(segment: string): boolean {
  return /^(\.|%2e){1,2}$/i.test(segment);
}

function encodeSegment(value: unknown, name: string): string {
  if (typeof value === "object" && !(value instanceof Date))
    throw unfit(name, value);
  const text = toText(value, name);
  if (text === "") throw new ValidationError(`\`${name}\` must not be empty`);
  try {
    return encodeURIComponent(text);
  } catch (cause) {
    throw new ValidationError(`\`${name}\` is not well-formed text`, { cause });
  }
}
