// Tools as they are listed: every model reads all of it at each start, so nothing is said twice.
import type { Tool as ListedTool } from "@modelcontextprotocol/server";
import type { Json } from "../server/model.ts";
import { isObject, own, setOwn } from "../server/own.ts";
import type { InputSchema, Tool } from "./model.ts";

export function listTools(tools: readonly Tool[]): ListedTool[] {
  // A tool names the one it is like only where that one is listed, too.
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  return tools.map((tool) => {
    const { name, title, annotations } = tool;
    const model = tool.like === undefined ? undefined : byName.get(tool.like);
    const description =
      model === undefined ? tool.description : `Like ${model.name}.`;
    const inputSchema = schemaOf(tool, model);
    return {
      name,
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      inputSchema: inputSchema as ListedTool["inputSchema"],
      ...(annotations === undefined ? {} : { annotations }),
    };
  });
}

function schemaOf(tool: Tool, model: Tool | undefined): InputSchema {
  const { inputSchema } = tool;
  if (model === undefined || inputSchema.properties === undefined)
    return inputSchema;
  const properties: Record<string, Json> = {};
  for (const [name, schema] of Object.entries(inputSchema.properties))
    setOwn(
      properties,
      name,
      withoutRepeated(schema, own(model.inputSchema.properties, name)),
    );
  return { ...inputSchema, properties };
}

function withoutRepeated(schema: Json, same: unknown): Json {
  if (!isObject(schema) || own(same, "description") !== schema["description"])
    return schema;
  const { description: _, ...rest } = schema as { [key: string]: Json };
  return rest;
}
