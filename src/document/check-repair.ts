// What the author meant where one thing stands for another: a key of another format or misspelt, a list for a mapping.
import { editDistance } from '../diagnostics/suggest.ts';
import { isMapping, type Mapping } from './check-type.ts';

/** Keys and values that stand for the same thing in different formats. */
const renamed: readonly (readonly [string, string])[] = [
  ['label', 'display'],
  ['functions', 'flows'],
  ['targetName', 'target'],
  ['location', 'from'],
  ['externalRefs', 'binds'],
  ['api', 'rest'],
];

/** The word for what another format calls `word`, among those that are free. */
export function renamedWord(word: string, free: readonly string[]): string | undefined {
  const pair = renamed.find((words) => words.includes(word));
  return pair?.find((other) => other !== word && free.includes(other));
}

/** The key that `key` is a misspelling of, among those that are free. */
export function misspeltKey(key: string, free: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = 3;
  for (const name of free) {
    // Two changes make any short word of any other.
    const limit =
      Math.min(name.length, key.length) > 5 ? 2 : Math.min(name.length, key.length) > 2 ? 1 : 0;
    const distance = editDistance(key.toLowerCase(), name.toLowerCase(), limit);
    if (distance > limit || distance >= least) continue;
    nearest = name;
    least = distance;
  }
  return nearest;
}

export interface Entry {
  /** Where it stands below its collection. */
  readonly key: string | number;
  readonly value: unknown;
}

/** The items of a list as they would be in a mapping: without `name`. */
export function withoutNames(list: readonly unknown[]): readonly Entry[] {
  return list.map((item, key) => {
    if (!isMapping(item)) return { key, value: item };
    const { name: _, ...value } = item;
    return { key, value };
  });
}

/** The items of a mapping as they would be in a list: with `name`. */
export function withNames(mapping: Mapping): readonly Entry[] {
  return Object.entries(mapping).map(([key, item]) => ({
    key,
    value: isMapping(item) ? { name: key, ...item } : item,
  }));
}
