// From what an action gave to what goes out.
import type { ActionResult } from "./action.ts";
import { problemResponse } from "./problem.ts";
import { contentOf } from "./read-bytes.ts";

/** What a caller may see of an upstream's headers; cookies and challenges are between us and the upstream. */
const passedOn: readonly string[] = [
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
];

export function toResponse(result: ActionResult, requestId: string): Response {
  switch (result.kind) {
    case "problem":
      return problemResponse(result.problem, requestId);
    case "value": {
      if (result.value === undefined)
        return new Response(null, { status: 204 });
      const status = hasBody(result.status) ? result.status : 200;
      return new Response(JSON.stringify(result.value), {
        status,
        headers: { "content-type": "application/json" },
      });
    }
    case "response": {
      const { response } = result;
      const { status, headers: from } = response;
      const headers: Record<string, string> = {};
      for (const name of passedOn) {
        const value = from.get(name);
        if (value !== null) headers[name] = value;
      }
      const body = hasBody(status)
        ? (contentOf(response) ?? response.body)
        : null;
      return new Response(body, { status, headers });
    }
  }
}

/** Every answer leaves through here: request id, no guessing of types, no body for HEAD. */
export function finished(
  response: Response,
  requestId: string,
  isHead: boolean,
): Response {
  const own = {
    "x-request-id": requestId,
    "x-content-type-options": "nosniff",
  };
  if (!isHead) {
    try {
      // In place: a copy would cost servers their short way for small bodies.
      for (const [name, value] of Object.entries(own))
        response.headers.set(name, value);
      return response;
    } catch {
      // Headers that came from elsewhere cannot be changed.
    }
  }
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(own)) headers.set(name, value);
  if (isHead) void response.body?.cancel().catch(() => {});
  const { status, statusText } = response;
  return new Response(isHead ? null : response.body, {
    status,
    statusText,
    headers,
  });
}

function hasBody(status: number): boolean {
  return status !== 204 && status !== 205 && status !== 304;
}
