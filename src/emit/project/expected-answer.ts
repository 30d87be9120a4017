// What an upstream answers in a test and what a route has to make of it, where its shape names one place for each value.
import type { OutputNode } from '../../ir/capability.ts';
import type { Expression, Json, JsonPath } from '../../ir/expression.ts';
import type { Value } from './expected-value.ts';
import { Bytes } from './sample-value.ts';

export interface ExpectedAnswer {
  readonly upstream: Json;
  readonly gives: Json;
}

/** `isMocked`: there is no upstream, and nothing but worked-out values. Undefined: more than a test can tell. */
export function expectedAnswer(
  node: OutputNode,
  evaluate: (expression: Expression) => Value,
  isMocked: boolean,
): ExpectedAnswer | undefined {
  const root = new Place();
  let count = 0;
  const leaf = (place: Place): Json => (isMocked ? null : place.text(`answer ${++count} é"`));
  const shape = (of: OutputNode, at: Place): Json => {
    switch (of.kind) {
      case 'whole':
        return leaf(at);
      case 'path': {
        const value = leaf(at.walk(of.path));
        if (of.path.definite) return value;
        return isMocked ? null : [value];
      }
      case 'value': {
        const value = evaluate(of.value);
        if (value instanceof Bytes) throw new Untold();
        return (value ?? null) as Json;
      }
      case 'object': {
        if (of.from !== undefined && !of.from.definite) throw new Untold();
        const from = of.from === undefined ? at : at.walk(of.from);
        return Object.fromEntries(
          of.properties.map(({ name, node: child }) => [name, shape(child, from)]),
        );
      }
      case 'array': {
        const from = of.from === undefined ? at : at.walk(of.from);
        return [shape(of.items, of.from?.definite === false ? from : from.item())];
      }
    }
  };
  try {
    const gives = shape(node, root);
    return { gives, upstream: root.json() };
  } catch (error) {
    if (error instanceof Untold) return undefined;
    throw error;
  }
}

/** Two values would have to stand in one place, or a path says more than where. */
class Untold extends Error {}

/** A part of an answer that is being made up. */
class Place {
  #text: string | undefined;
  #item: Place | undefined;
  #members: Map<string, Place> | undefined;

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

  text(text: string): string {
    if (this.#item !== undefined || this.#members !== undefined) throw new Untold();
    return (this.#text ??= text);
  }

  json(): Json {
    if (this.#item !== undefined) return [this.#item.json()];
    if (this.#text !== undefined) return this.#text;
    const members = [...(this.#members ?? [])];
    return Object.fromEntries(members.map(([name, place]) => [name, place.json()]));
  }
}
