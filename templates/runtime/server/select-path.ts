// JSONPath over parsed segments.
import type { JsonPath, PathSegment } from "./model.ts";
import { isObject, own } from "./own.ts";

/** Definite paths give their value, or undefined; others give the list of what they match. */
export function selectPath(path: JsonPath, value: unknown): unknown {
  let found: unknown[] = [value];
  for (const segment of path.segments) {
    const next: unknown[] = [];
    for (const item of found) step(segment, item, next);
    found = next;
  }
  return path.definite ? found[0] : found;
}

function step(segment: PathSegment, value: unknown, into: unknown[]): void {
  switch (segment.kind) {
    case "key":
      push(into, own(value, segment.key));
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
    case "descend":
      descend(segment.key, value, into);
      break;
  }
}

// A stack of our own: an upstream may nest deeper than the call stack.
function descend(
  key: string | undefined,
  value: unknown,
  into: unknown[],
): void {
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const item = pending.pop();
    const below = children(item);
    if (key === undefined) for (const child of below) into.push(child);
    else push(into, own(item, key));
    for (let i = below.length - 1; i >= 0; i--) pending.push(below[i]);
  }
}

function children(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

function push(into: unknown[], value: unknown): void {
  if (value !== undefined) into.push(value);
}
