// JSONPath over parsed segments.
import type { JsonPath, PathOperand, PathSegment } from "./json-path.ts";
import { isObject, own, setOwn } from "./own.ts";
import { applyFunction } from "./path-function.ts";
import { passes } from "./path-test.ts";

/** Definite paths give their value, or undefined; others give the list of what they match. */
export function selectPath(path: JsonPath, value: unknown): unknown {
  return select(path, value, value);
}

function select(
  path: Pick<JsonPath, "definite" | "segments">,
  value: unknown,
  root: unknown,
): unknown {
  let found: unknown[] = [value];
  for (const segment of path.segments) {
    const next: unknown[] = [];
    if (segment.kind === "function") {
      const given = segment.arguments.map((operand) =>
        evaluate(operand, value, root),
      );
      if (segment.of === "each")
        for (const on of found)
          next.push(applyFunction(segment.name, on, given) ?? null);
      else {
        const on = segment.of === "matches" ? found : found[0];
        push(next, applyFunction(segment.name, on, given));
      }
    } else for (const item of found) step(segment, item, root, next);
    found = next;
  }
  return path.definite ? found[0] : found;
}

/** What an operand of a filter or a function stands for; undefined where there is nothing. */
function evaluate(operand: PathOperand, item: unknown, root: unknown): unknown {
  if (operand.kind === "literal") return operand.value;
  return select(operand, operand.from === "root" ? root : item, root);
}

function step(
  segment: Exclude<PathSegment, { kind: "function" }>,
  value: unknown,
  root: unknown,
  into: unknown[],
): void {
  switch (segment.kind) {
    case "key":
      if (Array.isArray(value) && segment.key === "length")
        into.push(value.length);
      else push(into, own(value, segment.key));
      break;
    case "index":
      if (Array.isArray(value)) push(into, value.at(segment.index));
      break;
    case "wildcard":
      for (const item of children(value)) into.push(item);
      break;
    case "slice":
      if (Array.isArray(value)) {
        for (const item of value.slice(segment.start, segment.end))
          into.push(item);
      }
      break;
    case "keys":
      if (!segment.merged)
        for (const key of segment.keys) push(into, own(value, key));
      else if (isObject(value)) into.push(members(value, segment.keys));
      break;
    case "indexes":
      if (Array.isArray(value))
        for (const index of segment.indexes) push(into, value.at(index));
      break;
    case "filter": {
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      for (const item of items)
        if (passes(segment.test, item, root, evaluate)) into.push(item);
      break;
    }
    case "descend":
      for (const item of everywhere(value)) {
        if (segment.key !== undefined) push(into, own(item, segment.key));
        else for (const child of children(item)) into.push(child);
      }
      break;
    case "everywhere":
      for (const item of everywhere(value)) {
        if (applies(segment.select, item))
          step(segment.select, item, root, into);
      }
      break;
  }
}

/** Items of a list pass a filter by themselves: here each would be met twice. Merged members are those of objects that have all. */
function applies(
  select: PathSegment,
  item: unknown,
): select is Exclude<PathSegment, { kind: "function" }> {
  if (select.kind === "filter") return !Array.isArray(item);
  if (select.kind === "keys" && select.merged)
    return (
      isObject(item) && select.keys.every((key) => Object.hasOwn(item, key))
    );
  return select.kind !== "function";
}

/** The value and all below it. A stack of our own: an upstream may nest deeper than the call stack. */
function* everywhere(value: unknown): Generator<unknown> {
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const item = pending.pop();
    yield item;
    const below = children(item);
    for (let i = below.length - 1; i >= 0; i--) pending.push(below[i]);
  }
}

function members(
  value: Record<string, unknown>,
  keys: readonly string[],
): object {
  const result: Record<string, unknown> = {};
  for (const key of keys)
    if (Object.hasOwn(value, key)) setOwn(result, key, value[key]);
  return result;
}

function children(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function push(into: unknown[], value: unknown): void {
  if (value !== undefined) into.push(value);
}
