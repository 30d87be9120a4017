// Operations of several capabilities: one for each endpoint, as far as the declarations agree. The one that says most
// is taken, with the longest of the texts and with every place; what contradicts another stays apart.
import { compareText } from '../../util/compare.ts';
import { groupBy } from '../../util/group-by.ts';
import { stableJson } from '../../util/stable-json.ts';
import type { Capability, Output } from '../capability.ts';
import { operationIds, type MergedOperation } from '../lower/dedupe.ts';
import { families, type Declaration, type Family } from './merge-families.ts';
import { joinInputs } from './merge-inputs.ts';
import { longest, texts } from './merge-text.ts';
import { clientName } from '../names/client-name.ts';
import { pathText } from '../parse/parse-path.ts';
import { unknownType } from '../type.ts';

export interface UnitedOperations {
  readonly merged: readonly MergedOperation[];
  readonly operationId: (part: number, id: string) => string;
}

const provenance = ['at', 'origins', 'id', 'client', 'shape'];

export function uniteOperations(
  parts: readonly Capability[],
  serviceId: (part: number, id: string) => string,
): UnitedOperations {
  const declared = parts.flatMap((capability, part) =>
    capability.operations.map((operation): Declaration<MergedOperation> => {
      const { client: _, shape: __, ...item } = operation;
      return { item: { ...item, service: serviceId(part, item.service) }, part };
    }),
  );
  const contents = new Map(declared.map(({ item }) => [item, stableJson(item, provenance)]));
  const kin = {
    content: (item: MergedOperation) => contents.get(item) ?? stableJson(item, provenance),
    size: (item: MergedOperation) => item.inputs.length,
    join: joinOperations,
    name: (item: MergedOperation) => item.name,
  };
  const endpoints = groupBy(
    declared,
    ({ item }) => `${item.service} ${item.method} ${pathText(item.path)}`,
  );
  const united = [...endpoints.values()].flatMap((group) => families(group, kin).map(finish));
  const ids = operationIds(united.map(({ operation }) => operation));
  const byMember = new Map(
    united.flatMap(({ members }, index) =>
      members.map(({ item, part }) => [`${part} ${item.id}`, ids[index]!]),
    ),
  );
  return {
    merged: united.map(({ operation }, index) => ({ ...operation, id: ids[index]! })),
    operationId: (part, id) => byMember.get(`${part} ${id}`) ?? id,
  };
}

function joinOperations(a: MergedOperation, b: MergedOperation): MergedOperation | undefined {
  const inputs = joinInputs(a.inputs, b.inputs);
  const output = joinOutputs(a.output, b.output);
  const [more, fewer] = a.inputs.length >= b.inputs.length ? [a, b] : [b, a];
  if (inputs === undefined || output === undefined || !bodiesAgree(more, fewer)) return undefined;
  if (
    a.pagination !== undefined &&
    b.pagination !== undefined &&
    stableJson(a.pagination) !== stableJson(b.pagination)
  )
    return undefined;
  const pagination = a.pagination ?? b.pagination;
  return {
    ...more,
    inputs,
    output,
    ...(pagination === undefined ? {} : { pagination }),
    tags: [...new Set([...a.tags, ...b.tags])],
    deprecated: a.deprecated || b.deprecated,
  };
}

/** Without a body of its own an operation says nothing against one that is made of inputs which may be left out. */
function bodiesAgree(more: MergedOperation, fewer: MergedOperation): boolean {
  if (stableJson(more.body ?? null) === stableJson(fewer.body ?? null)) return true;
  return fewer.body === undefined && (more.body?.kind === 'input' || more.body?.kind === 'fields');
}

function joinOutputs(a: Output, b: Output): Output | undefined {
  if (stableJson(a) === stableJson(b)) return a;
  const silent = (output: Output, other: Output): boolean =>
    stableJson(output) === stableJson({ format: other.format, type: unknownType });
  return silent(b, a) ? a : silent(a, b) ? b : undefined;
}

interface Finished {
  readonly operation: MergedOperation;
  readonly members: readonly Declaration<MergedOperation>[];
}

function finish({ item, members }: Family<MergedOperation>): Finished {
  const all = members.map((member) => member.item);
  const origins = all.flatMap((operation) => operation.origins);
  const { title: _, description: __, resource: ___, ...rest } = item;
  const described = {
    ...rest,
    ...texts(
      longest(all.map(({ title }) => title)),
      longest(all.map(({ description }) => description)),
    ),
    origins,
    at: origins[0]!,
  };
  const { name, resource } = bestNamed(all, described);
  return {
    operation: { ...described, name, ...(resource === undefined ? {} : { resource }) },
    members,
  };
}

/** Of several names the one that sorts the method into a group of the client, then the most frequent, then the shorter. */
function bestNamed(all: readonly MergedOperation[], described: MergedOperation): MergedOperation {
  const byName = [...groupBy(all, ({ name }) => name).values()];
  if (byName.length === 1) return all[0]!;
  const ranked = byName.map((group) => {
    const [first] = group;
    return {
      first: first!,
      depth: clientName({ ...described, name: first!.name }).length > 1 ? 0 : 1,
      count: group.length,
    };
  });
  ranked.sort(
    (a, b) =>
      a.depth - b.depth ||
      b.count - a.count ||
      a.first.name.length - b.first.name.length ||
      compareText(a.first.name, b.first.name),
  );
  return ranked[0]!.first;
}
