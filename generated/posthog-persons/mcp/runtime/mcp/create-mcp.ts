// A surface as an MCP server. What is the same for all connections is worked out once; each connection has its own server.
import {
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type CallToolResult,
  type ServerCapabilities,
} from "@modelcontextprotocol/server";
import { failed, withConstants } from "../server/action.ts";
import { ServerConfigError } from "../server/authenticate.ts";
import type { ClientPort } from "../server/client-port.ts";
import { runAction } from "../server/run-action.ts";
import type { Files } from "./files.ts";
import { listTools } from "./list-tools.ts";
import type { McpDefinition, McpSurface, Tool } from "./model.ts";
import { getPrompt, listPrompts } from "./prompts.ts";
import { readArguments } from "./read-arguments.ts";
import { createRedact } from "./redact.ts";
import {
  listResources,
  listTemplates,
  readResource,
  type ResourceContext,
} from "./resources.ts";
import { selectTools, type Selection } from "./select-tools.ts";
import { failure, toResult, type ResultLimits } from "./to-result.ts";

export interface McpOptions extends Selection {
  readonly client: ClientPort;
  readonly limits?: Partial<ResultLimits> | undefined;
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
): () => Server {
  const { client, files, onError } = options;
  const limits: ResultLimits = {
    textBytes: options.limits?.textBytes ?? 64 * 1024,
    binaryBytes: options.limits?.binaryBytes ?? 10 * 1024 * 1024,
    responseBytes: options.limits?.responseBytes ?? 32 * 1024 * 1024,
  };
  const redact = createRedact(client, definition.credentials);
  const context: ResourceContext = {
    client,
    flows: definition.flows,
    responseBytes: limits.responseBytes,
    redact,
    files,
  };
  const tools = selectTools(surface.tools, options);
  const byName = toolsByName(tools);
  const listed = listTools(tools);
  const { resources, prompts } = surface;

  async function callTool(
    name: string,
    given: unknown,
    signal: AbortSignal,
  ): Promise<CallToolResult> {
    const tool = byName.get(name);
    if (tool === undefined)
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `There is no tool ${JSON.stringify(name)}: tools/list names them`,
      );
    const read = readArguments(tool, given);
    if (read.kind === "refused") return failure(read.text);
    try {
      const result = await run(tool, read.inputs, signal);
      if (result.kind === "problem" && result.cause !== undefined)
        onError?.(result.cause);
      return await toResult(result, { tool, redact, limits });
    } catch (error) {
      onError?.(error);
      return failure("Something went wrong on the server.");
    }
  }

  async function run(
    tool: Tool,
    given: Parameters<typeof runAction>[2],
    signal: AbortSignal,
  ): ReturnType<typeof runAction> {
    try {
      const inputs = withConstants(context, tool.constants ?? [], given);
      return await runAction(context, tool.action, inputs, { signal });
    } catch (error) {
      return failed(error);
    }
  }

  const capabilities: ServerCapabilities = {
    tools: {},
    ...(resources.length === 0 ? {} : { resources: {} }),
    ...(prompts.length === 0 ? {} : { prompts: {} }),
  };
  const { id, title, instructions, auth } = surface;
  // Lists are the same for everyone who may see them, as long as the process runs.
  const hint = {
    ttlMs: 300_000,
    cacheScope: auth === undefined ? ("public" as const) : ("private" as const),
  };

  return () => {
    const server = new Server(
      {
        name: id,
        ...(title === undefined ? {} : { title }),
        version: "unspecified",
      },
      {
        capabilities,
        ...(instructions === undefined ? {} : { instructions }),
        cacheHints: {
          "server/discover": hint,
          "tools/list": hint,
          "prompts/list": hint,
          "resources/templates/list": hint,
        },
      },
    );
    server.setRequestHandler("tools/list", () => ({ tools: listed }));
    server.setRequestHandler("tools/call", ({ params }, { mcpReq }) =>
      callTool(params.name, params.arguments, mcpReq.signal),
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

/** Published names first: an alias never takes the place of a tool. */
function toolsByName(tools: readonly Tool[]): ReadonlyMap<string, Tool> {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  for (const tool of tools)
    for (const alias of tool.aliases ?? [])
      if (!byName.has(alias)) byName.set(alias, tool);
  return byName;
}
