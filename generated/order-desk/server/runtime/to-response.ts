// From what an action gave to what goes out.
import type { ActionResult } from "./action.ts";
import { problemResponse } from "./problem.ts";

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
      const { status, body, headers: from } = result.response;
      const headers = new Headers();
      for (const name of passedOn) {
        const value = from.get(name);
        if (value !== null) headers.set(name, value);
      }
      return new Response(hasBody(status) ? body : null, { status, headers });
    }
  }
}

/** Every answer leaves through here: request id, no guessing of types, no body for HEAD. */
export function finished(
  response: Response,
  requestId: string,
  isHead: boolean,
): Response {
  const headers = new Headers(response.headers);
  headers.set("x-request-id", requestId);
  headers.set("x-content-type-options", "nosniff");
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
