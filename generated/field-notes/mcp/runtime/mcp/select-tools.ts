// Which tools a server offers: all, or those that only read, or those on a list.
import { ServerConfigError } from "../server/authenticate.ts";
import type { Action } from "../server/model.ts";
import type { Tool } from "./model.ts";

export interface Selection {
  /** Only tools that change nothing. */
  readonly readOnly?: boolean | undefined;
  /** Names of tools or ids of operations; `*` stands for any text. Undefined: all of them. */
  readonly allow?: readonly string[] | undefined;
  /** Wins over `allow`. */
  readonly deny?: readonly string[] | undefined;
}

/** Throws where a name on a list fits nothing: whoever denies a tool has to be sure that it is gone. */
export function selectTools(
  tools: readonly Tool[],
  { readOnly = false, allow, deny = [] }: Selection,
): readonly Tool[] {
  const allowed = allow?.map((pattern) => matching(tools, pattern));
  const denied = deny.map((pattern) => matching(tools, pattern));
  return tools.filter(
    (tool) =>
      (!readOnly || isReadOnly(tool)) &&
      (allowed?.some((some) => some.has(tool)) ?? true) &&
      !denied.some((some) => some.has(tool)),
  );
}

/** Whether it changes nothing, as far as anybody can tell. */
export function isReadOnly(tool: Tool): boolean {
  return tool.annotations?.readOnlyHint === true && tool.writes !== true;
}

function matching(tools: readonly Tool[], pattern: string): ReadonlySet<Tool> {
  const found = tools.filter((tool) =>
    [tool.name, ...(tool.aliases ?? []), ...operationIds(tool.action)].some(
      (name) => fits(pattern, name),
    ),
  );
  if (found.length > 0) return new Set(found);
  throw new ServerConfigError(`No tool is called ${JSON.stringify(pattern)}`);
}

function operationIds(action: Action): readonly string[] {
  if (action.kind === "call") return [action.operation.id];
  if (action.kind !== "steps") return [];
  return action.steps.flatMap((step) =>
    step.kind === "call" ? [step.operation.id] : [],
  );
}

function fits(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return pattern === name;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
