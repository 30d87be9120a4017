// RFC 9728: what a server whose callers need OAuth tokens says about where they come from.
import type { TokenSource } from "./model.ts";
import type { Problem } from "./problem.ts";

export interface ProtectedResource {
  readonly authorizationServers: readonly string[];
  /** What tokens have to hold. */
  readonly scopes: readonly string[];
  /** The URL that tokens are for, where that is not the endpoint itself. */
  readonly resource?: string;
  readonly name?: string;
}

const wellKnown = "/.well-known/oauth-protected-resource";

/** The same, for a surface: only servers that need it have it. */
export function protectedResource(about: ProtectedResource): TokenSource {
  return {
    answer: (request, url, publicUrl = "/") =>
      url.pathname.startsWith(wellKnown)
        ? metadataResponse(about, new URL(publicUrl, url), request)
        : undefined,
    name: (refusal, url, publicUrl = "/") =>
      withMetadata(refusal, new URL(publicUrl, url)),
  };
}

/** The answer to who asks for the metadata of the endpoint; undefined for any other request. */
export function metadataResponse(
  about: ProtectedResource,
  endpoint: URL,
  request: Request,
): Response | undefined {
  const { pathname } = new URL(request.url);
  if (pathname !== wellKnown && pathname !== metadataUrl(endpoint).pathname)
    return undefined;
  // Pages have to read it before they have a token.
  const headers = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET",
    "access-control-allow-headers": "*",
  };
  if (request.method === "OPTIONS")
    return new Response(null, { status: 204, headers });
  if (request.method !== "GET")
    return new Response(null, {
      status: 405,
      headers: { ...headers, allow: "GET, OPTIONS" },
    });
  const { authorizationServers, scopes, resource, name } = about;
  const metadata = {
    resource: resource ?? endpoint.href,
    authorization_servers: authorizationServers,
    ...(scopes.length === 0 ? {} : { scopes_supported: scopes }),
    bearer_methods_supported: ["header"],
    ...(name === undefined ? {} : { resource_name: name }),
  };
  return Response.json(metadata, { headers });
}

/** The same refusal; its challenge names the place of the metadata, where it is one for a bearer token. */
export function withMetadata(refusal: Problem, endpoint: URL): Problem {
  const challenge = refusal.headers?.["www-authenticate"] ?? "";
  if (!/^bearer\b/i.test(challenge)) return refusal;
  const comma = challenge.includes("=") ? "," : "";
  const value = `${challenge}${comma} resource_metadata="${metadataUrl(endpoint).href}"`;
  return {
    ...refusal,
    headers: { ...refusal.headers, "www-authenticate": value },
  };
}

/** Before the path of the endpoint, so that one host can have several. */
function metadataUrl(endpoint: URL): URL {
  const path = endpoint.pathname === "/" ? "" : endpoint.pathname;
  return new URL(`${wellKnown}${path}`, endpoint);
}
