// Names of the named items on the way to a place: they survive moves and insertions, as pointers do not.
import { pointerSegments } from './location.ts';

/** Members that hold named items, as a list or as a map. */
const collections: ReadonlySet<string> = new Set(
  'consumes exposes aggregates binds resources operations inputParameters outputParameters tools prompts arguments steps flows functions skills'.split(
    ' ',
  ),
);

export function itemNames(document: unknown, pointer: string): readonly string[] {
  let value = document;
  let inCollection = false;
  const names: string[] = [];
  for (const segment of pointerSegments(pointer)) {
    const next = member(value, segment);
    if (inCollection) {
      const label = Array.isArray(value)
        ? (member(next, 'name') ?? member(next, 'namespace'))
        : segment;
      names.push(typeof label === 'string' ? label : segment);
    }
    inCollection = !inCollection && collections.has(segment);
    value = next;
  }
  return names;
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}
