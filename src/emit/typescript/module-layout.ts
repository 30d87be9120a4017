// How many units of a surface are spread over modules: by groups of the client object, finer where a group is large.
import type { Action, Operation } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import { groupBy } from '../../util/group-by.ts';
import { slug } from '../../util/slug.ts';

export interface Placed<T> {
  readonly item: T;
  /** From the widest group to the narrowest. */
  readonly path: readonly string[];
  /** Characters, about. */
  readonly size: number;
}

export interface Part<T> {
  readonly path: readonly string[];
  readonly items: readonly T[];
}

/** Characters of a module before it is formatted; some 2,000 lines afterwards at most. */
const roomyModule = 48_000;

/** One part where there is room; else one for each next name in which the paths differ. */
export function splitIntoModules<T>(placed: readonly Placed<T>[]): readonly Part<T>[] {
  return split([], 0, placed);
}

/** Characters; modules below take longer to be found than to be read when a server starts, and make packages of many files. */
const smallModule = 20_000;

/** Small parts together, as many as there is room for. */
export function foldSmall<T>(
  parts: readonly Part<T>[],
  sizeOf: (item: T) => number,
): readonly Part<T>[] {
  const small = parts.filter(
    ({ items }) => items.reduce((sum, item) => sum + sizeOf(item), 0) < smallModule,
  );
  if (small.length < 2) return parts;
  const folded = splitIntoModules(
    small.flatMap(({ items }) => items.map((item) => ({ item, path: [], size: sizeOf(item) }))),
  );
  return [
    ...parts.filter((part) => !small.includes(part)),
    ...folded.map(({ items }) => ({ path: ['others'], items })),
  ];
}

function split<T>(
  name: readonly string[],
  depth: number,
  placed: readonly Placed<T>[],
): readonly Part<T>[] {
  const items = placed.map(({ item }) => item);
  if (placed.reduce((sum, { size }) => sum + size, 0) <= roomyModule)
    return items.length === 0 ? [] : [{ path: name, items }];
  const here = placed.filter(({ path }) => path.length <= depth);
  const groups = groupBy(
    placed.filter(({ path }) => path.length > depth),
    ({ path }) => path[depth] ?? '',
  );
  if (here.length === 0 && groups.size === 1) return split(name, depth + 1, placed);
  return [
    ...chunk(here).map((part) => ({ path: name, items: part.map(({ item }) => item) })),
    ...[...groups]
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([key, group]) => split([...name, key], depth + 1, group)),
  ];
}

function chunk<T>(placed: readonly Placed<T>[]): readonly (readonly Placed<T>[])[] {
  const chunks: Placed<T>[][] = [];
  let room = 0;
  for (const one of placed) {
    if (chunks.length === 0 || one.size > room) {
      chunks.push([]);
      room = roomyModule;
    }
    chunks.at(-1)?.push(one);
    room -= one.size;
  }
  return chunks;
}

/** The group of the client method that an action calls; empty where it is more than a call. */
export function clientGroup(
  action: Action | undefined,
  operations: ReadonlyMap<string, Operation>,
): readonly string[] {
  return action?.kind === 'call'
    ? (operations.get(action.operation)?.client.slice(0, -1) ?? [])
    : [];
}

/** The name of a module's file, without extension. */
export function moduleName(path: readonly string[]): string {
  return path.length === 0
    ? 'all'
    : slug(path.join('-').replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, '-'));
}
