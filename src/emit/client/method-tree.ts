// The methods of the client object as a tree that says each part of a path once. What the keys mean is told where the
// tree is read: `runtime/client.ts`.
import type { Operation } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import { groupBy } from '../../util/group-by.ts';

export type MethodTree = ReadonlyMap<string, MethodTree | string | Operation>;

type Entry = readonly [key: string, node: MethodTree | string | Operation];

/** A method on its way down the tree: what is left of its name and of its path. */
export interface Leaf {
  readonly name: readonly string[];
  /** `GET`, path, inputs; or the operation, where the notation has no words for it. */
  readonly request:
    { readonly verb: string; readonly path: string; readonly lists: string } | Operation;
}

export function methodTree(leaves: readonly Leaf[]): MethodTree {
  const steps = leaves.map((leaf) => ({ leaf, step: stepOf(leaf) }));
  const shared = new Set(
    [...groupBy(steps, ({ step }) => variablesIn(step))]
      .filter(([prefix, { length }]) => prefix !== '' && length > 1)
      .map(([prefix]) => prefix),
  );
  const entries = groupBy(steps, ({ step }) => {
    const prefix = variablesIn(step);
    return shared.has(prefix) ? prefix : step;
  });
  return new Map(
    [...entries]
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([key, group]): readonly Entry[] => {
        const all = group.map(({ leaf }) => leaf);
        if (shared.has(key)) return [[key, methodTree(all.map((leaf) => behind(leaf, key, 0)))]];
        const [named] = all;
        if (named !== undefined && named.name.length > 1)
          return [[key, methodTree(all.map((leaf) => behind(leaf, key, 1)))]];
        return all.map((leaf) => [leaf.name[0] ?? '', methodText(leaf)]);
      }),
  );
}

export function treeSize(tree: MethodTree): number {
  return [...tree.values()].reduce(
    (sum, node) => sum + (node instanceof Map ? treeSize(node) : 1),
    0,
  );
}

/** The name that the runtime gives to a step of a path. */
export function stepName(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/[\W_]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The key of the next group: its step of the path where that says its name, else its name. */
function stepOf({ name, request }: Leaf): string {
  const [first = ''] = name;
  const path = 'verb' in request ? request.path : '';
  if (name.length === 1) return `${path} ${first}`;
  const segments = path.split('/');
  const at = segments.findIndex((segment, index) => index > 0 && stepName(segment) === first);
  return at === -1 ? first : segments.slice(0, at + 1).join('/');
}

/** What a path has in front of its first name: `/projects/{id}` of `/projects/{id}/persons`. */
function variablesIn(step: string): string {
  const [path = ''] = step.split(' ');
  return path.match(/^.*\}(?=\/|$)/)?.[0] ?? '';
}

function behind({ name, request }: Leaf, key: string, names: number): Leaf {
  return {
    name: name.slice(names),
    request:
      'verb' in request && key.startsWith('/')
        ? { ...request, path: request.path.slice(key.length) }
        : request,
  };
}

function methodText({ request }: Leaf): string | Operation {
  if (!('verb' in request)) return request;
  const { verb, path, lists } = request;
  return [verb, path, lists].filter((word) => word !== '').join(' ');
}
