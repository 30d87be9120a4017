// A key in a header of its own name. Platforms take such a header along to wherever a redirect leads: here it stays with
// the origin that it is meant for.
import { credentialHeader, type Credential, discard } from "./auth.ts";
import { ConnectionError } from "./errors.ts";
import type { Auth, HttpRequest, Send } from "./http.ts";

const maxHops = 20;

/** What there is of it where no page is. */
interface Page {
  readonly document?: { readonly location?: { readonly origin: string } };
}

export function apiKeyHeader(name: string, value: Credential): Auth {
  const withKey = credentialHeader(name, value);
  return (request, send, context) =>
    withKey(
      request,
      request.redirect === "manual" ? send : follow(name, send),
      context,
    );
}

function follow(name: string, send: Send): Send {
  return async (first) => {
    // A page's own origin: the browser follows, and gives up where a redirect leaves it.
    const { document } = globalThis as Page;
    if (document?.location?.origin === first.url.origin)
      return send({ ...first, mode: "same-origin" });
    let request: HttpRequest = { ...first, redirect: "manual" };
    for (let hops = 0; hops <= maxHops; hops++) {
      const response = await send(request);
      if (response.type === "opaqueredirect")
        throw new ConnectionError(
          "A redirect cannot be followed: the browser does not tell where it leads, and the key must not go anywhere else",
        );
      const location = response.headers.get("location");
      if (!/^30[12378]$/.test(`${response.status}`) || location === null)
        return response;
      discard(response);
      if (!URL.canParse(location, request.url.href)) break;
      const url = new URL(location, request.url);
      request = redirected(request, response.status, url);
      if (url.origin !== first.url.origin) {
        for (const header of [name, "authorization", "cookie"])
          request.headers.delete(header);
        return send({ ...request, redirect: "follow" });
      }
    }
    throw new ConnectionError("A redirect cannot be followed");
  };
}

/** What the platform would send next. */
function redirected(
  request: HttpRequest,
  status: number,
  url: URL,
): HttpRequest {
  const { method, body } = request;
  const headers = new Headers(request.headers);
  const isNew =
    status === 303
      ? !/^(GET|HEAD)$/.test(method)
      : status < 303 && method === "POST";
  if (!isNew) {
    if (body instanceof ReadableStream)
      throw new ConnectionError("A stream cannot be sent again");
    return { ...request, url, headers };
  }
  const content = [...headers.keys()].filter((one) =>
    one.startsWith("content-"),
  );
  for (const header of content) headers.delete(header);
  return { ...request, url, headers, method: "GET", body: undefined };
}
