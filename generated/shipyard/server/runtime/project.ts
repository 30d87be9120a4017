// What a step keeps of an answer for the steps after it.
import type { ClientPort, Scope } from "./client-port.ts";
import type { OutputNode } from "./model.ts";
import { isObject, setOwn } from "./own.ts";
import { shape } from "./shape.ts";

/**
 * The declared members. Where the answer is a list, and none of them is found in the list itself, they are those of
 * its items, which keep everything else as well.
 */
export function project(
  node: OutputNode,
  answer: unknown,
  scope: Scope,
  evaluate: ClientPort["evaluate"],
): unknown {
  const shaped = (one: OutputNode, value: unknown): unknown =>
    shape(one, value, scope, evaluate);
  if (!Array.isArray(answer) || node.kind !== "object")
    return shaped(node, answer);
  const isFound = node.properties.some(
    ({ node: child }) =>
      child.kind !== "value" && shaped(child, answer) !== null,
  );
  if (isFound || node.from !== undefined) return shaped(node, answer);
  return answer.map((item: unknown) => {
    if (!isObject(item)) return item;
    const kept: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(item)) setOwn(kept, name, value);
    for (const { name, node: child } of node.properties) {
      const value = shaped(child, item);
      if (value !== null) setOwn(kept, name, value);
    }
    return kept;
  });
}
