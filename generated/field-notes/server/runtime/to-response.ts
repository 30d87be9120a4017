// From what an action gave to what goes out.
import type { ActionResult } from "./action.ts";
import { ownHeaders, problemResponse } from "./problem.ts";
import { contentOf } from "./read-bytes.ts";

/** What a caller may see of an upstream's headers; cookies and challenges are between us and the upstream. */
const passedOn: ReadonlySet<string> = new Set([
  "accept-ranges",
  "cache-control",
  "content-disposition",
  "content-language",
  "content-range",
  "content-type",
  "etag",
  "expires",
  "last-modified",
  "link",
  "location",
  "retry-after",
]);

export function toResponse(result: ActionResult, requestId: string): Response {
  switch (result.kind) {
    case "problem":
      return problemResponse(result.problem, requestId);
    case "value": {
      if (result.value === undefined)
        return new Response(null, {
          status: 204,
          headers: ownHeaders(requestId),
        });
      const status = hasBody(result.status) ? result.status : 200;
      return new Response(JSON.stringify(result.value), {
        status,
        headers: {
          "content-type": "application/json",
          ...ownHeaders(requestId),
        },
      });
    }
    case "response": {
      const { response } = result;
      const { status, headers: from } = response;
      if (status > 599) throw new RangeError(`status ${status}`);
      // A plain record: servers have a short way for it.
      const headers: Record<string, string> = { ...ownHeaders(requestId) };
      from.forEach((value, name) => {
        if (passedOn.has(name)) headers[name] = value;
      });
      const body = hasBody(status)
        ? (contentOf(response) ?? response.body)
        : null;
      return new Response(body, { status, headers });
    }
  }
}

/** An answer that was made elsewhere, as ours are: with the request id, and no guessing of types. */
export function marked(response: Response, requestId: string): Response {
  const own = Object.entries(ownHeaders(requestId));
  try {
    // In place: a copy would cost servers their short way for small bodies.
    for (const [name, value] of own) response.headers.set(name, value);
    return response;
  } catch {
    // Headers that came from elsewhere cannot be changed.
    const headers = new Headers(response.headers);
    for (const [name, value] of own) headers.set(name, value);
    const { status, statusText } = response;
    return new Response(response.body, { status, statusText, headers });
  }
}

/** The answer to HEAD. */
export function withoutBody(response: Response): Response {
  void response.body?.cancel().catch(() => {});
  const { status, statusText, headers } = response;
  return new Response(null, { status, statusText, headers });
}

function hasBody(status: number): boolean {
  return status !== 204 && status !== 205 && status !== 304;
}
