// A request that is passed on: method, what is left of the path, query, body, and only the headers that are trusted.
import type { ForwardRequest } from "./client-port.ts";
import type { Route } from "./model.ts";
import { problem, type Problem } from "./problem.ts";
import { readBytes, TooLargeError } from "./read-bytes.ts";

export type Forwarding =
  | { readonly kind: "forward"; readonly forward: ForwardRequest }
  | { readonly kind: "problem"; readonly problem: Problem };

/** Needed to understand the body, trusted or not. */
const ofTheBody = ["content-type"];

/** They belong to one connection, or are set by whoever sends. */
const neverForwarded = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** `ownKey`: the query parameter that holds the credential of this server; it goes no further. */
export async function forwardRequest(
  request: Request,
  url: URL,
  route: Route,
  variables: ReadonlyMap<string, string>,
  ownKey: string | undefined,
  bodyBytes: number,
): Promise<Forwarding> {
  const trusted = route.action.kind === "forward" ? route.action.headers : [];
  const path = variables.get("path") ?? "";
  if (climbs(path)) return refuse(400, "The path leaves the service");
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await readBytes(request, bodyBytes);
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    return refuse(413, `The request body may have ${bodyBytes} bytes at most`);
  }
  const headers = new Headers();
  for (const name of [...ofTheBody, ...trusted]) {
    const lower = name.toLowerCase();
    if (neverForwarded.has(lower) || !/^[\w!#$%&'*+.^`|~-]+$/.test(lower))
      continue;
    const value = request.headers.get(lower);
    if (value !== null) headers.set(lower, value);
  }
  return {
    kind: "forward",
    forward: {
      method: request.method,
      path,
      search: ownKey === undefined ? url.search : without(url.search, ownKey),
      headers,
      body: bytes.byteLength === 0 ? undefined : bytes,
      signal: request.signal,
    },
  };
}

/** Dot segments, also encoded ones: an upstream may decode twice. */
function climbs(path: string): boolean {
  let text = path;
  for (let i = 0; i < 3; i++) {
    if (text.split(/[/\\]/).some((segment) => /^\.\.?$/.test(segment)))
      return true;
    try {
      text = decodeURIComponent(text);
    } catch {
      return i === 0;
    }
  }
  return false;
}

/** Leaves the spelling of the other parameters as it is. */
function without(search: string, name: string): string {
  const kept = search
    .slice(1)
    .split("&")
    .filter((pair) => !new URLSearchParams(pair).has(name));
  return kept.join("&") === "" ? "" : `?${kept.join("&")}`;
}

function refuse(status: number, detail: string): Forwarding {
  return { kind: "problem", problem: problem(status, detail) };
}
