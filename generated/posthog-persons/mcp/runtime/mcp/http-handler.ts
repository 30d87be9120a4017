// An MCP server as a function of the web platform: one endpoint, guarded against pages of other sites.
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  originValidationResponse,
  type McpRequestContext,
  type Server,
} from "@modelcontextprotocol/server";
import {
  createAuthenticate,
  type Authenticate,
} from "../server/authenticate.ts";
import type { ClientPort } from "../server/client-port.ts";
import { problem, problemResponse, type Problem } from "../server/problem.ts";
import {
  metadataResponse,
  withMetadata,
} from "../server/protected-resource.ts";
import { discard } from "../server/read-bytes.ts";
import type { McpSurface } from "./model.ts";

export interface HttpOptions {
  readonly client: ClientPort;
  /** Host names that requests may be sent to, and pages that send them may come from; those of loopback by default. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** The URL of the endpoint as callers know it, where a proxy stands before the server. */
  readonly publicUrl?: string | undefined;
  /** Instead of the check that the surface declares. */
  readonly authenticate?: Authenticate | undefined;
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Throws where a credential it has to check is missing. */
export function createHttpHandler(
  surface: McpSurface,
  createServer: (request?: McpRequestContext) => Server,
  options: HttpOptions,
): (request: Request) => Promise<Response> {
  const { client, onError, allowedHosts, publicUrl } = options;
  const hosts = [
    ...(allowedHosts ?? localhostAllowedHostnames()),
    ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname]),
  ];
  const authenticate =
    options.authenticate ?? createAuthenticate(surface.auth, client);
  const handler = createMcpHandler(
    createServer,
    onError === undefined ? {} : { onerror: onError },
  );
  const stop = async (request: Request, why: Problem): Promise<Response> => {
    await discard(request);
    return problemResponse(why, crypto.randomUUID());
  };
  const { tokens } = surface;
  return async (request) => {
    const url = new URL(request.url);
    const misdirected = hostHeaderValidationResponse(request, hosts);
    const endpoint = new URL(publicUrl ?? "/mcp", url);
    const answer =
      misdirected ??
      // Any page may read it: it says nothing that is not public.
      (tokens && metadataResponse(tokens, endpoint, request)) ??
      originValidationResponse(request, hosts);
    if (answer !== undefined) {
      await discard(request);
      return answer;
    }
    if (url.pathname !== "/" && url.pathname !== "/mcp")
      return stop(request, problem(404, "The endpoint is /mcp"));
    const denied = await authenticate(request, url);
    if (denied !== undefined)
      return stop(
        request,
        tokens === undefined ? denied : withMetadata(denied, endpoint),
      );
    const response = await handler.fetch(request);
    // Whether a connection stays open is between the caller and the platform.
    response.headers.delete("connection");
    return response;
  };
}
