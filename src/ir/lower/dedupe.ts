// Repetition: structurally equal declarations become one, every place kept. Nothing that differs is ever merged.
import { foldName } from '../../util/fold-name.ts';
import { locationKey } from '../../source/location-key.ts';
import type { Location } from '../../source/location.ts';
import { stableJson } from '../../util/stable-json.ts';
import { groupBy } from '../../util/group-by.ts';
import type { Operation } from '../capability.ts';
import type { RawOperation } from './lower-service.ts';
import { pathSegments, pathText } from '../parse/parse-path.ts';

export interface Merged<T> {
  readonly item: T;
  readonly origins: readonly Location[];
}

/**
 * Items with equal content (places aside) as one, in order of first appearance. `label` is something equal items
 * have in common and others mostly do not: contents are only compared where labels are equal.
 */
export function mergeEqual<T extends { readonly at: Location }>(
  items: readonly T[],
  label: (item: T) => string,
): readonly Merged<T>[] {
  const labelled = groupBy(items, label);
  const groups = groupBy(items, (item) => {
    const own = label(item);
    return labelled.get(own)!.length === 1 ? own : `${own} ${stableJson(item, ['at'])}`;
  });
  return [...groups.values()].map((group) => ({
    item: group[0]!,
    origins: group.map((item) => item.at),
  }));
}

export type MergedOperation = Omit<Operation, 'client' | 'shape'>;

/** Merges repeated operations and gives each distinct one its id. */
export function mergeOperations(raw: readonly RawOperation[]): readonly MergedOperation[] {
  const merged = mergeEqual(raw, (item) => `${item.service}.${item.name}`);
  const ids = operationIds(merged.map(({ item }) => item));
  return merged.map(({ item, origins }, index) => ({ ...item, id: ids[index]!, origins }));
}

/** One id for each of several distinct operations. */
export function operationIds(operations: readonly RawOperation[]): readonly string[] {
  const byName = groupBy(operations, (item) => `${item.service}.${item.name}`);
  return operations.map((item) => {
    const name = `${item.service}.${item.name}`;
    const same = byName.get(name)!;
    return same.length === 1 ? name : distinctId(name, item, same);
  });
}

/** Different operations of one name: the id tells them apart by method and path, and by content where those agree. */
function distinctId(name: string, operation: RawOperation, same: readonly RawOperation[]): string {
  const label = (item: RawOperation): string =>
    `${item.method.toLowerCase()}-${pathSegments(item.path)
      .map((segment) => pathText(segment).replace(/[^A-Za-z0-9_.-]/g, ''))
      .join('-')}`;
  const own = label(operation);
  const rivals = same.filter((item) => label(item) === own);
  if (rivals.length === 1) return `${name}.${own}`;
  // Equal method and path with different inputs: order by content, so that the order of declaration plays no part.
  const contents = rivals.map((item) => stableJson(item, ['at'])).sort();
  return `${name}.${own}.${contents.indexOf(stableJson(operation, ['at'])) + 1}`;
}

/** Which operation a place of declaration became. */
export function operationsByPlace(
  operations: readonly Operation[],
): ReadonlyMap<string, Operation> {
  return new Map(
    operations.flatMap((operation) =>
      operation.origins.map((origin) => [locationKey(origin), operation] as const),
    ),
  );
}

/**
 * Mirrors: operations of one service that are equal but for a scope prefix (`/environments/{environment_id}` and
 * `/projects/{project_id}`). They keep their identity and share one shape. The scope is a literal segment followed by
 * a variable one, with at least one literal segment behind it.
 */
export function shapeKeys(operations: readonly MergedOperation[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  const byShape = new Map<string, string>();
  const label = (operation: MergedOperation): string =>
    [
      operation.service,
      operation.method,
      operation.inputs.length,
      operation.path.length,
      operation.description ?? '',
    ].join(' ');
  const labelled = groupBy(operations, label);
  for (const operation of operations) {
    const key = labelled.get(label(operation))!.length === 1 ? operation.id : shapeKey(operation);
    const known = byShape.get(key);
    if (known === undefined) byShape.set(key, operation.id);
    keys.set(operation.id, known ?? operation.id);
  }
  return keys;
}

function shapeKey(operation: MergedOperation): string {
  const segments = pathSegments(operation.path);
  const scope = segments.findIndex((segment, index) => {
    const next = segments[index + 1];
    const literal = segment.length === 1 && typeof segment[0] === 'string';
    const variable = next?.length === 1 && typeof next[0] === 'object';
    return (
      literal &&
      variable &&
      segments.slice(index + 2).some((later) => later.length === 1 && typeof later[0] === 'string')
    );
  });
  const content = (path: unknown, inputs: unknown): string =>
    stableJson(
      {
        service: operation.service,
        method: operation.method,
        body: operation.body,
        output: operation.output,
        description: operation.description,
        title: operation.title,
        path,
        inputs,
      },
      ['at'],
    );
  if (scope === -1) return `${operation.name} ${content(segments, operation.inputs)}`;
  const variable = segments[scope + 1]![0] as { readonly variable: string };
  // The scope's own name may recur in the spelling of its variable only: `environments` and `environment_id`.
  const literal = segments[scope]![0] as string;
  if (!foldName(variable.variable).startsWith(foldName(literal).replace(/s$/, '')))
    return `${operation.name} ${content(segments, operation.inputs)}`;
  const path = segments.map((segment, index) =>
    index === scope ? 'scope' : index === scope + 1 ? 'variable' : segment,
  );
  const inputs = operation.inputs.map((input) =>
    input.in === 'path' && input.name === variable.variable
      ? { ...input, name: 'scope', description: undefined }
      : input,
  );
  return content(path, inputs);
}
