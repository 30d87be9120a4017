// What a shape makes of a value, worked out for the generated tests. Shares no code with the runtime, so that one can
// prove the other, and knows the plain paths only.
import type { OutputNode } from '../../ir/capability.ts';
import type { Expression, JsonPath } from '../../ir/expression.ts';
import type { Value } from './expected-value.ts';
import { Bytes, type Sample } from './sample-value.ts';

/** More than a test can tell beforehand. */
export class Untold extends Error {}

/** `value` undefined: there is none (mocks), and every list has one item. What is missing is null. */
export function expectedShape(
  node: OutputNode,
  value: Value,
  evaluate: (expression: Expression) => Value,
): Sample {
  const part = (from: JsonPath | undefined): Value => {
    if (from === undefined || value === undefined) return value;
    const matches = select(from, value);
    return from.definite ? (matches[0] ?? null) : matches;
  };
  switch (node.kind) {
    case 'whole':
      return value ?? null;
    case 'path':
      return value === undefined ? null : (part(node.path) ?? null);
    case 'value': {
      const result = evaluate(node.value);
      if (result instanceof Bytes) throw new Untold();
      return result ?? null;
    }
    case 'object': {
      const from = part(node.from);
      if (from === null && node.from !== undefined) return null;
      return Object.fromEntries(
        node.properties.map(({ name, node: child }) => [
          name,
          expectedShape(child, from, evaluate),
        ]),
      );
    }
    case 'array': {
      const from = part(node.from);
      if (from === undefined) return [expectedShape(node.items, undefined, evaluate)];
      return isList(from) ? from.map((item) => expectedShape(node.items, item, evaluate)) : null;
    }
  }
}

function select({ segments }: JsonPath, value: Sample): readonly Sample[] {
  return segments.reduce<readonly Sample[]>(
    (found, segment) => {
      switch (segment.kind) {
        case 'key':
          return found.flatMap((item) => wrapped(memberOf(item, segment.key)));
        case 'wildcard':
          return found.flatMap((item) => (isList(item) ? item : Object.values(membersOf(item))));
        case 'index':
          return found.flatMap((item) =>
            wrapped(isList(item) ? item.at(segment.index) : undefined),
          );
      }
      throw new Untold();
    },
    [value],
  );
}

/** By its own name only; of a list by number. */
export function memberOf(value: Value, key: string): Value {
  if (isList(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined;
  const members = membersOf(value);
  return Object.hasOwn(members, key) ? members[key] : undefined;
}

function membersOf(value: Value): { readonly [key: string]: Sample } {
  if (typeof value !== 'object' || value === null || isList(value) || value instanceof Bytes)
    return {};
  return value as { readonly [key: string]: Sample };
}

export function isList(value: Value): value is readonly Sample[] {
  return Array.isArray(value);
}

function wrapped(value: Value): readonly Sample[] {
  return value === undefined ? [] : [value];
}
