// Output shaping: from what an upstream answered to what is promised.
import type { ClientPort, Scope } from "./client-port.ts";
import type { OutputNode } from "./model.ts";
import { setOwn } from "./own.ts";
import { selectPath } from "./select-path.ts";

/**
 * `value` undefined means that there is no upstream value (mocks): lists then have one item.
 * What is missing becomes null.
 */
export function shape(
  node: OutputNode,
  value: unknown,
  scope: Scope,
  evaluate: ClientPort["evaluate"],
): unknown {
  switch (node.kind) {
    case "whole":
      return value ?? null;
    case "path":
      return selectPath(node.path, value) ?? null;
    case "value":
      return evaluate(node.value, scope) ?? null;
    case "object": {
      const from = node.from === undefined ? value : part(node.from, value);
      if (from === null) return null;
      const result: Record<string, unknown> = {};
      for (const { name, node: child } of node.properties)
        setOwn(result, name, shape(child, from, scope, evaluate));
      return result;
    }
    case "array": {
      const from = node.from === undefined ? value : part(node.from, value);
      if (from === undefined)
        return [shape(node.items, undefined, scope, evaluate)];
      if (!Array.isArray(from)) return null;
      return from.map((item: unknown) =>
        shape(node.items, item, scope, evaluate),
      );
    }
  }
}

function part(path: Parameters<typeof selectPath>[0], value: unknown): unknown {
  return value === undefined ? undefined : (selectPath(path, value) ?? null);
}
