// Answers of an upstream that are made up for a test: whatever a shape or a later step reads of one is there, with a text
// of its own, so that nothing can be taken for anything else.
import type { OutputNode } from '../../ir/capability.ts';
import type { Json, JsonPath } from '../../ir/expression.ts';
import { Untold } from './expected-shape.ts';

/** A part of an answer. */
export class Place {
  #text: string | undefined;
  #item: Place | undefined;
  #members: Map<string, Place> | undefined;
  #hasOther = false;

  get isEmpty(): boolean {
    return this.#text === undefined && this.#item === undefined && this.#members === undefined;
  }

  walk({ segments }: JsonPath): Place {
    return segments.reduce<Place>((at, segment) => {
      switch (segment.kind) {
        case 'key':
          return at.member(segment.key);
        case 'wildcard':
          return at.item();
        case 'index':
          if (segment.index === 0) return at.item();
      }
      throw new Untold();
    }, this);
  }

  /** By plain keys; a number means an item. */
  reach(keys: readonly string[]): Place {
    return keys.reduce<Place>(
      (at, key) => (/^\d+$/.test(key) && at.#members === undefined ? at.item() : at.member(key)),
      this,
    );
  }

  member(name: string): Place {
    if (this.#text !== undefined || this.#item !== undefined) throw new Untold();
    this.#members ??= new Map();
    const place = this.#members.get(name) ?? new Place();
    this.#members.set(name, place);
    return place;
  }

  item(): Place {
    if (this.#text !== undefined || this.#members !== undefined) throw new Untold();
    return (this.#item ??= new Place());
  }

  /** Keeps the text that is there. */
  text(text: string): void {
    if (this.#item !== undefined || this.#members !== undefined) throw new Untold();
    this.#text ??= text;
  }

  /** Another text than before. */
  change(text: string): void {
    this.text(text);
    this.#text = text;
  }

  /** Another item stands before the one that is known. */
  addOther(): void {
    this.item();
    this.#hasOther = true;
  }

  json(): Json {
    if (this.#item !== undefined) {
      const item = this.#item.json();
      return this.#hasOther ? [otherThan(item), item] : [item];
    }
    if (this.#text !== undefined) return this.#text;
    const members = [...(this.#members ?? [])];
    return Object.fromEntries(members.map(([name, place]) => [name, place.json()]));
  }
}

/** `next` gives another text each time. */
export function plant(node: OutputNode, at: Place, next: () => string): void {
  switch (node.kind) {
    case 'whole':
      return at.text(next());
    case 'path':
      return at.walk(node.path).text(next());
    case 'value':
      return;
    case 'object': {
      if (node.from !== undefined && !node.from.definite) throw new Untold();
      const from = node.from === undefined ? at : at.walk(node.from);
      for (const property of node.properties) plant(property.node, from, next);
      return;
    }
    case 'array':
      return plant(node.items, itemOf(node, at), next);
  }
}

/** Where that stands in an answer which is found by these keys in what a shape makes of it; undefined: nowhere. */
export function traced(node: OutputNode, at: Place, keys: readonly string[]): Place | undefined {
  const [key, ...rest] = keys;
  switch (node.kind) {
    case 'whole':
      return at.reach(keys);
    case 'path':
      return node.path.definite ? at.walk(node.path).reach(keys) : undefined;
    case 'value':
      return undefined;
    case 'object': {
      const property = node.properties.find(({ name }) => name === key);
      const from = node.from === undefined ? at : at.walk(node.from);
      return property && traced(property.node, from, rest);
    }
    case 'array':
      return key === '0' ? traced(node.items, itemOf(node, at), rest) : undefined;
  }
}

function itemOf({ from }: Extract<OutputNode, { kind: 'array' }>, at: Place): Place {
  if (from === undefined) return at.item();
  return from.definite ? at.walk(from).item() : at.walk(from);
}

function otherThan(value: Json): Json {
  if (typeof value === 'string') return `other ${value}`;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(otherThan);
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, otherThan(member as Json)]),
  );
}
