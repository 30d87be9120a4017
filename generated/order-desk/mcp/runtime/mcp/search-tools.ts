// Many tools behind three: one that finds, one that explains, one that calls. What a model reads at its start stays short.
import type {
  CallToolResult,
  Tool as ListedTool,
} from "@modelcontextprotocol/server";
import type { ValueType } from "../server/model.ts";
import { listTools } from "./list-tools.ts";
import type { Annotations, Tool, ToolInput } from "./model.ts";
import { readArguments } from "./read-arguments.ts";
import { isReadOnly } from "./select-tools.ts";
import { failure } from "./to-result.ts";
import type { Caller, ToolCalls } from "./tool-calls.ts";
import { createToolIndex, topicsOf, type ToolIndex } from "./tool-index.ts";

export interface SearchTools {
  list(): ListedTool[];
  /** Undefined: the name is none of the three. */
  call(
    name: string,
    given: unknown,
    caller: Caller,
  ): Promise<CallToolResult> | CallToolResult | undefined;
}

const integer: ValueType = { kind: "scalar", scalar: "integer" };
const boolean: ValueType = { kind: "scalar", scalar: "boolean" };
const object: ValueType = { kind: "record", values: { kind: "unknown" } };
const strings: ValueType = {
  kind: "array",
  items: { kind: "scalar", scalar: "string" },
};

const mostFound = 50;
const mostDescribed = 10;

export function createSearchTools(
  tools: readonly Tool[],
  calls: ToolCalls,
): SearchTools {
  const names = freeNames(calls);
  // Both take a while where there are many tools: what nobody asks for is not made.
  let list: ListedTool[] | undefined;
  let made: ToolIndex | undefined;
  const index = (): ToolIndex => (made ??= createToolIndex(tools));
  const { continueWith } = calls;

  function search(inputs: Readonly<Record<string, unknown>>): CallToolResult {
    const query = typeof inputs["query"] === "string" ? inputs["query"] : "";
    const count = within(inputs["limit"], 10, 1, mostFound);
    const from = within(inputs["offset"], 0, 0, tools.length);
    const found = index()
      .search(query)
      .filter((tool) => inputs["readOnly"] !== true || isReadOnly(tool));
    const shown = found.slice(from, from + count);
    if (shown.length === 0)
      return text(
        found.length === 0
          ? "No tool fits. Use other or fewer words; without a query, all tools are listed by name."
          : `There are only ${found.length}.`,
      );
    const end = from + shown.length;
    const head =
      end === found.length && from === 0
        ? `${found.length} found:`
        : `${from + 1} to ${end} of ${found.length}${end === found.length ? "" : ` (the next from offset ${end})`}:`;
    return text([head, ...shown.map(inOneLine)].join("\n"));
  }

  function describe(inputs: Readonly<Record<string, unknown>>): CallToolResult {
    const asked = inputs["names"] as readonly string[];
    const found = asked.slice(0, mostDescribed).map((name) => ({
      name,
      tool: calls.find(name),
    }));
    const unknown = found.filter(({ tool }) => tool === undefined);
    if (found.length === 0 || unknown.length > 0)
      return failure(
        unknown.map(({ name }) => noTool(name)).join("\n") ||
          'Give "names" at least one name.',
      );
    // Each by itself: none is like another one that is not there to be read.
    const described = found.flatMap(({ tool }) =>
      tool === undefined ? [] : listTools([tool]),
    );
    const rest =
      asked.length > mostDescribed
        ? `Only the first ${mostDescribed} are described.`
        : undefined;
    return {
      ...text(JSON.stringify({ tools: described }), rest),
      structuredContent: { tools: described },
    };
  }

  function callOne(
    inputs: Readonly<Record<string, unknown>>,
    caller: Caller,
  ): Promise<CallToolResult> | CallToolResult {
    const name = String(inputs["name"]);
    const tool = calls.find(name);
    if (tool === undefined) return failure(noTool(name));
    const handle = inputs[continueWith];
    return calls.call(
      tool,
      inputs["arguments"],
      caller,
      typeof handle === "string" ? handle : undefined,
    );
  }

  function noTool(name: string): string {
    const near = index()
      .similar(name)
      .map((one) => JSON.stringify(one));
    const hint =
      near.length === 0 ? "" : ` Perhaps ${near.join(" or ")} is meant.`;
    return `There is no tool ${JSON.stringify(name.slice(0, 100))}; ${names.search} finds them.${hint}`;
  }

  const inputs = {
    search: [
      { name: "query" },
      { name: "readOnly", type: boolean },
      { name: "limit", type: integer },
      { name: "offset", type: integer },
    ],
    describe: [{ name: "names", type: strings, required: true }],
    call: [
      { name: "name", required: true },
      { name: "arguments", type: object },
      { name: continueWith },
    ],
  } satisfies Record<string, readonly ToolInput[]>;
  const run = { search, describe, call: callOne };

  return {
    list: () => (list ??= listed(tools, names, continueWith)),
    call(name, given, caller) {
      const kind = kinds.find((one) => names[one] === name);
      if (kind === undefined) return undefined;
      const read = readArguments({ name, inputs: inputs[kind] }, given);
      return read.kind === "refused"
        ? failure(read.text)
        : run[kind](read.inputs, caller);
    },
  };
}

const kinds = ["search", "describe", "call"] as const;
type Names = Readonly<Record<(typeof kinds)[number], string>>;

/** No tool's name is taken from it. */
function freeNames({ find }: ToolCalls): Names {
  const named = (prefix: string): Names => ({
    search: `${prefix}search-tools`,
    describe: `${prefix}describe-tools`,
    call: `${prefix}call-tool`,
  });
  let prefix = "";
  while (Object.values(named(prefix)).some((name) => find(name) !== undefined))
    prefix += "all-";
  return named(prefix);
}

function listed(
  tools: readonly Tool[],
  names: Names,
  continueWith: string,
): ListedTool[] {
  const topics = topicsOf(tools, 16).map(
    ([word, count]) => `${word} (${count})`,
  );
  const about = topics.length === 0 ? "" : `, for ${topics.join(", ")} …`;
  return [
    {
      name: names.search,
      title: "Search tools",
      description: `Finds tools by what they do, best first. There are ${tools.length}${about}. Read arguments with ${names.describe}, then use ${names.call}.`,
      inputSchema: {
        type: "object",
        properties: {
          query: {
            type: "string",
            description: "Words for what to do, or a name. Empty: all by name.",
          },
          readOnly: {
            type: "boolean",
            description: "Only tools that change nothing.",
          },
          limit: {
            type: "integer",
            minimum: 1,
            maximum: mostFound,
            default: 10,
          },
          offset: { type: "integer", minimum: 0, default: 0 },
        },
      },
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    {
      name: names.describe,
      title: "Describe tools",
      description: "Description, arguments (JSON Schema) and hints of tools.",
      inputSchema: {
        type: "object",
        properties: {
          names: {
            type: "array",
            items: { type: "string" },
            minItems: 1,
            maxItems: mostDescribed,
          },
        },
        required: ["names"],
      },
      annotations: { readOnlyHint: true, openWorldHint: false },
    },
    {
      name: names.call,
      title: "Call a tool",
      description: `Calls a tool that ${names.search} found. ${scopeOfCalls(tools)}`,
      inputSchema: {
        type: "object",
        properties: {
          name: { type: "string" },
          arguments: {
            type: "object",
            description: "As its input schema says.",
          },
          [continueWith]: {
            type: "string",
            description: "A handle from a long result: gives its next part.",
          },
        },
        required: ["name"],
      },
      annotations: hintsOf(tools),
    },
  ];
}

function scopeOfCalls(tools: readonly Tool[]): string {
  const reading = tools.filter(isReadOnly).length;
  return reading === tools.length
    ? "All of them only read."
    : `Of all tools ${reading} only read; the others may change or delete.`;
}

/** What holds for every tool holds for calling any of them. */
function hintsOf(tools: readonly Tool[]): Annotations {
  const every = (holds: (tool: Tool) => boolean): boolean => tools.every(holds);
  const isClosed = every(
    ({ annotations }) => annotations?.openWorldHint === false,
  );
  if (every(isReadOnly))
    return {
      readOnlyHint: true,
      ...(isClosed ? { openWorldHint: false } : {}),
    };
  const isHarmless = every(
    (tool) => isReadOnly(tool) || tool.annotations?.destructiveHint === false,
  );
  const repeats = every(
    (tool) => isReadOnly(tool) || tool.annotations?.idempotentHint === true,
  );
  return {
    readOnlyHint: false,
    destructiveHint: !isHarmless,
    ...(repeats ? { idempotentHint: true } : {}),
    ...(isClosed ? { openWorldHint: false } : {}),
  };
}

/** A title or the first sentence; what only reads says so. */
function inOneLine(tool: Tool): string {
  const { name, title, description = "" } = tool;
  const sentence = /^[^]*?[.!?](?=\s|$)|^[^]*/.exec(description)?.[0] ?? "";
  const words = (title ?? sentence).replace(/\s+/g, " ").trim();
  const short = words.length <= 120 ? words : `${words.slice(0, 119)}…`;
  return `- ${name}${isReadOnly(tool) ? " (reads)" : ""}${short === "" ? "" : `: ${short}`}`;
}

function text(...texts: readonly (string | undefined)[]): CallToolResult {
  return {
    content: texts.flatMap((one) =>
      one === undefined ? [] : [{ type: "text" as const, text: one }],
    ),
  };
}

function within(
  value: unknown,
  usual: number,
  least: number,
  most: number,
): number {
  return typeof value === "number"
    ? Math.min(Math.max(value, least), most)
    : usual;
}
