/** The items that share their key with another one, in their order: for looking closer at those alone. */
export function withEqual<K, T>(items: readonly T[], keyOf: (item: T) => K): readonly T[] {
  const keys = items.map(keyOf);
  const counts = new Map<K, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts.size === items.length
    ? []
    : items.filter((_, index) => counts.get(keys[index]!)! > 1);
}

/** Items by key, groups and items in order of first appearance. */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
