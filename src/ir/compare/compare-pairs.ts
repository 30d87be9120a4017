// Which things of two capabilities are the same thing: what has a name in common first, then what has content in common.

export interface Pairs<T> {
  readonly both: readonly (readonly [before: T, after: T])[];
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/** The keys of an item on its side; items that alone on their side share a key are one. */
export type Keys<T> = (item: T, side: 'before' | 'after') => readonly string[];

/** Tries one way of recognising after the other, the surest first. */
export function pair<T>(
  before: readonly T[],
  after: readonly T[],
  ways: readonly Keys<T>[],
): Pairs<T> {
  const left = new Set(before);
  const free = new Set(after);
  const both: (readonly [T, T])[] = [];
  for (const keysOf of ways) {
    const olds = index(left, (item) => keysOf(item, 'before'));
    const news = index(free, (item) => keysOf(item, 'after'));
    for (const [key, old] of olds) {
      const now = news.get(key);
      if (old === undefined || now === undefined || !left.has(old) || !free.has(now)) continue;
      left.delete(old);
      free.delete(now);
      both.push([old, now]);
    }
  }
  return { both, removed: [...left], added: [...free] };
}

/** Undefined for a key that several items have. */
function index<T>(
  items: Iterable<T>,
  keysOf: (item: T) => readonly string[],
): ReadonlyMap<string, T | undefined> {
  const found = new Map<string, T | undefined>();
  for (const item of items)
    for (const key of keysOf(item))
      found.set(key, found.has(key) && found.get(key) !== item ? undefined : item);
  return found;
}
