// Calls of tools: which one is meant, with what, and what its result is to who called.
import type { CallToolResult } from "@modelcontextprotocol/server";
import {
  failed,
  withConstants,
  type ActionContext,
  type ActionResult,
  type Inputs,
} from "../server/action.ts";
import { own } from "../server/own.ts";
import { runAction } from "../server/run-action.ts";
import { createKeptResults, type KeepLimits } from "./kept-results.ts";
import type { Tool } from "./model.ts";
import { readArguments } from "./read-arguments.ts";
import type { Redact } from "./redact.ts";
import {
  failure,
  partResult,
  toResult,
  type ResultContext,
  type ResultLimits,
} from "./to-result.ts";

export interface CallLimits extends ResultLimits, KeepLimits {
  /** How long a call may take with all that it leads to, in milliseconds. */
  readonly callMs: number;
}

export interface Caller {
  /** Equal for calls that may go on with each other's results. */
  readonly id: string;
  readonly signal: AbortSignal;
}

export interface ToolCalls {
  /** By its name or one that it had. */
  find(name: string): Tool | undefined;
  /** `handle`: of a result that goes on; the arguments are of no account then. */
  call(
    tool: Tool,
    given: unknown,
    caller: Caller,
    handle?: string,
  ): Promise<CallToolResult>;
  /** The argument that goes on with a result: none of the tools has it for itself. */
  readonly continueWith: string;
  /** The handle among the arguments of a tool, and the other arguments. */
  split(given: unknown): readonly [handle: string | undefined, rest: unknown];
}

export interface CallsContext extends ActionContext {
  readonly redact: Redact;
  readonly limits: CallLimits;
  readonly onError?: ((error: unknown) => void) | undefined;
}

export function createToolCalls(
  tools: readonly Tool[],
  context: CallsContext,
): ToolCalls {
  const { redact, limits, onError } = context;
  const kept = createKeptResults(limits);
  let byName: ReadonlyMap<string, Tool> | undefined;
  const continueWith = freeName(tools);

  async function run(
    tool: Tool,
    given: Inputs,
    signal: AbortSignal,
  ): Promise<ActionResult> {
    try {
      const inputs = withConstants(context, tool.constants ?? [], given);
      return await runAction(context, tool.action, inputs, { signal });
    } catch (error) {
      return failed(error);
    }
  }

  function goOn(tool: Tool, handle: string, caller: Caller): CallToolResult {
    const found = kept.find(handle, caller.id);
    if (found?.tool !== tool.name)
      return failure(
        `There is no result of ${tool.name} behind this handle, or no longer: call it without ${JSON.stringify(continueWith)}.`,
      );
    return partResult(found.long, found.from, {
      tool,
      redact,
      limits,
      continueWith,
      keep: (_, next) => found.handle(next),
    });
  }

  return {
    continueWith,
    find: (name) => (byName ??= toolsByName(tools)).get(name),
    split(given) {
      const handle = own(given, continueWith);
      if (handle !== null && typeof handle !== "string")
        return [undefined, given];
      const { [continueWith]: _, ...rest } = given as Record<string, unknown>;
      return [typeof handle === "string" ? handle : undefined, rest];
    },
    async call(tool, given, caller, handle) {
      if (handle !== undefined) return goOn(tool, handle, caller);
      const read = readArguments(tool, given);
      if (read.kind === "refused") return failure(read.text);
      const resultContext: ResultContext = {
        tool,
        redact,
        limits: { ...limits, binaryBytes: tool.maxBytes ?? limits.binaryBytes },
        continueWith,
        keep: (long, next) =>
          kept.keep({ tool: tool.name, caller: caller.id, long }, next),
      };
      const late = AbortSignal.timeout(limits.callMs);
      try {
        const signal = AbortSignal.any([caller.signal, late]);
        const result = await run(tool, read.inputs, signal);
        if (result.kind === "problem" && late.aborted)
          return failure(
            `${tool.name} was given up after ${limits.callMs / 1000} seconds. It may have taken effect all the same: look before you try again.`,
          );
        if (result.kind === "problem" && result.cause !== undefined)
          onError?.(result.cause);
        return await toResult(result, resultContext);
      } catch (error) {
        onError?.(error);
        return failure("Something went wrong on the server.");
      }
    },
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

function freeName(tools: readonly Tool[]): string {
  const taken = new Set(
    tools.flatMap(({ inputs }) => inputs.map(({ name }) => name)),
  );
  let name = "continue";
  while (taken.has(name)) name = `_${name}`;
  return name;
}
