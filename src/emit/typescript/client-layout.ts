// Which operation goes into which module: by groups of the client object, finer where a group is large.
import type { Operation } from '../../ir/capability.ts';
import type { Type } from '../../ir/type.ts';
import { compareText } from '../../util/compare.ts';
import { groupBy } from '../../util/group-by.ts';
import { hashText } from '../../util/hash.ts';
import { Scope } from './names.ts';

export interface ModulePlan {
  /** Name of the file below `operations/`, without extension. */
  readonly name: string;
  readonly operations: readonly Operation[];
}

/** Estimated lines of a module; its formatted text comes close to that, and never to 2,500. */
const roomyModule = 2200;

/** Each group has a module of its own while there are no more; then small ones share some: packages are counted in files, too. */
const manyModules = 40;
const smallModule = 450;
/** That small ones share. */
const mostModules = 64;

export function planModules(operations: readonly Operation[]): readonly ModulePlan[] {
  const scope = new Scope(['index', 'con', 'prn', 'aux', 'nul']);
  return folded(split([], operations)).map((plan) => ({ ...plan, name: scope.claim(plan.name) }));
}

function folded(plans: readonly ModulePlan[]): readonly ModulePlan[] {
  if (plans.length <= manyModules) return plans;
  const isSmall = (plan: ModulePlan): boolean => total(plan.operations) < smallModule;
  const small = plans.filter(isSmall);
  return [...plans.filter((plan) => !isSmall(plan)), ...share(small)];
}

/** Whole groups by hash of their names, in as many modules as they need. */
function share(plans: readonly ModulePlan[], count = 1): readonly ModulePlan[] {
  const shared = [...groupBy(plans, ({ name }) => bucketOf(name, count))]
    .sort(([a], [b]) => a - b)
    .map(([number, part]) => ({
      name: `others-${number + 1}`,
      operations: part.flatMap(({ operations }) => operations),
    }));
  const hasRoom = shared.every(({ operations }) => total(operations) <= roomyModule);
  return hasRoom || count >= mostModules ? shared : share(plans, 2 * count);
}

function split(path: readonly string[], operations: readonly Operation[]): readonly ModulePlan[] {
  const name = slug(path);
  if (path.length > 0 && total(operations) <= roomyModule) return [{ name, operations }];
  const here = operations.filter((operation) => operation.client.length === path.length + 1);
  const below = groupBy(
    operations.filter((operation) => operation.client.length > path.length + 1),
    (operation) => operation.client[path.length] ?? '',
  );
  return [
    ...chunk(name, here),
    ...[...below]
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([key, group]) => split([...path, key], group)),
  ];
}

/** By hash of the name: a further operation changes one module, not the limits of all that follow. */
function chunk(name: string, operations: readonly Operation[]): readonly ModulePlan[] {
  if (operations.length === 0) return [];
  const size = total(operations);
  if (size <= roomyModule) return [{ name, operations }];
  const count = 2 ** Math.ceil(Math.log2((1.5 * size) / roomyModule));
  return [...groupBy(operations, ({ client }) => bucketOf(client.join('.'), count))]
    .sort(([a], [b]) => a - b)
    .map(([number, part]) => ({ name: `${name}-${number + 1}`, operations: part }));
}

function bucketOf(name: string, count: number): number {
  return parseInt(hashText(name).slice(0, 8), 16) % count;
}

function total(operations: readonly Operation[]): number {
  return operations.reduce((sum, operation) => sum + estimate(operation), 0);
}

function estimate(operation: Operation): number {
  const prose = operation.inputs.reduce(
    (sum, input) => sum + (input.description?.length ?? 0) / 70,
    0,
  );
  const described = (2 * (operation.description?.length ?? 0)) / 70;
  return 34 + operation.inputs.length * 4 + prose + described + 2 * members(operation.output.type);
}

/** Properties of a type, those of its parts included. */
function members(type: Type): number {
  switch (type.kind) {
    case 'object':
      return type.properties.reduce((sum, property) => sum + 1 + members(property.type), 0);
    case 'array':
      return members(type.items);
    case 'union':
      return type.members.reduce((sum, member) => sum + members(member), 0);
    default:
      return 0;
  }
}

function slug(path: readonly string[]): string {
  const words = path
    .join('-')
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, '-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return words === '' ? 'root' : words;
}
