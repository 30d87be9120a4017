// A surface as an MCP server. What is the same for all connections is worked out once; each connection has its own server.
import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type CallToolResult,
  type McpRequestContext,
  type ServerCapabilities,
} from "@modelcontextprotocol/server";
import { ServerConfigError } from "../server/authenticate.ts";
import type { ClientPort } from "../server/client-port.ts";
import { callerOf } from "./caller.ts";
import type { Files } from "./files.ts";
import { listTools } from "./list-tools.ts";
import type { McpDefinition, McpSurface } from "./model.ts";
import { getPrompt, listPrompts } from "./prompts.ts";
import { createRedact } from "./redact.ts";
import {
  listResources,
  listTemplates,
  readResource,
  type ResourceContext,
} from "./resources.ts";
import { createSearchTools } from "./search-tools.ts";
import { selectTools, type Selection } from "./select-tools.ts";
import { createToolCalls, type Caller, type CallLimits } from "./tool-calls.ts";
import { isSearched, type Listing } from "./tool-listing.ts";

export interface McpOptions extends Selection, Listing {
  readonly client: ClientPort;
  readonly limits?: Partial<CallLimits> | undefined;
  /** Where resources and prompts find their files; without it they have none. */
  readonly files?: Files | undefined;
  /** Told of what goes wrong inside; callers are told less. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** `surfaceId` names one; the first one where it is undefined. */
export function findSurface(
  { surfaces }: McpDefinition,
  surfaceId: string | undefined,
): McpSurface {
  const surface = surfaces.find(({ id }) => id === (surfaceId ?? id));
  if (surface !== undefined) return surface;
  throw new ServerConfigError(`There is no surface ${surfaceId ?? ""}`);
}

/** Gives a new server at each call. Throws where the server cannot work as it is configured. */
export function createMcp(
  definition: McpDefinition,
  surface: McpSurface,
  options: McpOptions,
): (request?: McpRequestContext) => Server {
  const { client, files, onError } = options;
  const limits = limitsOf(surface, options.limits);
  const redact = createRedact(client, definition.credentials);
  const context: ResourceContext = {
    client,
    flows: definition.flows,
    responseBytes: limits.responseBytes,
    binaryBytes: limits.binaryBytes,
    redact,
    files,
  };
  const tools = selectTools(surface.tools, options);
  const calls = createToolCalls(tools, { ...context, limits, onError });
  const everyTool = listTools(tools);
  const search = isSearched(everyTool, {
    tools: options.tools ?? surface.listing?.tools,
    searchAbove: options.searchAbove ?? surface.listing?.searchAbove,
  })
    ? createSearchTools(tools, calls)
    : undefined;
  const { resources, prompts } = surface;

  async function callTool(
    name: string,
    given: unknown,
    caller: Caller,
  ): Promise<CallToolResult> {
    const found = search?.call(name, given, caller);
    if (found !== undefined) return await found;
    const tool = calls.find(name);
    if (tool === undefined)
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `There is no tool ${JSON.stringify(name)}: tools/list names them`,
      );
    const [handle, rest] = calls.split(given);
    return await calls.call(tool, rest, caller, handle);
  }

  const capabilities: ServerCapabilities = {
    tools: {},
    ...(resources.length === 0 ? {} : { resources: {} }),
    ...(prompts.length === 0 ? {} : { prompts: {} }),
  };
  const { id, title, instructions, auth } = surface;
  // Lists are the same for everyone who may see them, as long as the process runs.
  const hint = {
    ttlMs: surface.ttlMs ?? 300_000,
    cacheScope:
      surface.cacheScope ?? (auth === undefined ? "public" : "private"),
  };
  // What resources hold changes; only who declares it knows for how long it stays.
  const declared = {
    ttlMs: surface.ttlMs ?? 0,
    cacheScope: surface.cacheScope ?? "private",
  };

  return (request) => {
    const callerId = callerOf(request?.requestInfo, auth);
    const server = new Server(
      {
        name: id,
        ...(title === undefined ? {} : { title }),
        version: definition.version ?? "unspecified",
      },
      {
        capabilities,
        ...(instructions === undefined ? {} : { instructions }),
        cacheHints: {
          "server/discover": hint,
          "tools/list": hint,
          "prompts/list": hint,
          "resources/templates/list": hint,
          "resources/list": declared,
          "resources/read": declared,
        },
      },
    );
    server.setRequestHandler("tools/list", () => ({
      tools: search?.list() ?? everyTool,
    }));
    server.setRequestHandler(
      "tools/call",
      async ({ params }, { mcpReq: { signal } }) =>
        callTool(params.name, params.arguments, { id: await callerId, signal }),
    );
    if (resources.length > 0) {
      server.setRequestHandler("resources/list", async () => ({
        resources: await listResources(resources, files),
      }));
      server.setRequestHandler("resources/templates/list", () => ({
        resourceTemplates: listTemplates(resources),
      }));
      server.setRequestHandler("resources/read", ({ params }, { mcpReq }) =>
        readResource(resources, params.uri, context, mcpReq.signal),
      );
    }
    if (prompts.length > 0) {
      server.setRequestHandler("prompts/list", () => ({
        prompts: listPrompts(prompts),
      }));
      server.setRequestHandler("prompts/get", ({ params }) =>
        getPrompt(prompts, params.name, params.arguments ?? {}, files),
      );
    }
    return server;
  };
}

function limitsOf(
  { maxBytes }: McpSurface,
  given: Partial<CallLimits> | undefined,
): CallLimits {
  return {
    textBytes: given?.textBytes ?? 64 * 1024,
    binaryBytes: given?.binaryBytes ?? maxBytes ?? 10 * 1024 * 1024,
    responseBytes: given?.responseBytes ?? 32 * 1024 * 1024,
    callMs: given?.callMs ?? 2 * 60 * 1000,
    keptBytes: given?.keptBytes ?? 64 * 1024 * 1024,
    keptMs: given?.keptMs ?? 10 * 60 * 1000,
  };
}
