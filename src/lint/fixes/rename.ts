// Names of their own for what shares one with others; what refers to them follows. Made on request: callers know the old ones.
import { ownAdapters, ownOperations, ownTools } from '../../document/walk.ts';
import type { Reference } from '../../document/document.ts';
import type { CallTarget, Program } from '../../document/program.ts';
import { renameKey, setValue, type Edit } from '../../source/edit.ts';
import { child, type Location } from '../../source/location.ts';
import { locationKey } from '../../source/location-key.ts';
import { foldName } from '../../util/fold-name.ts';
import { groupBy } from '../../util/group-by.ts';
import { operationContent } from '../content.ts';
import { pathVariables } from '../paths.ts';
import { allUnits, pathOf, takes } from '../units.ts';
import {
  claimedFix,
  pointersOf,
  textAt,
  unsafeFix,
  type Edits,
  type FixContext,
  type Fixer,
} from './fixer.ts';

/** Published names are made of the operation; as formats have it, with hyphens: `orders_list` → `orders-list`. */
export const nameTools: Fixer = (sites, context) =>
  context.toolNames === undefined
    ? undefined
    : claimedFix('name the tools for what they do', toolEdits(sites, context));

function* toolEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const wanted = new Set([...pointersOf(sites, context)].map((at) => at.replace(/\/name$/, '')));
  const published = context.toolNames?.() ?? new Map<string, string>();
  const taken = new Set(ownTools(context.program).map(({ adapter, tool }) => key(adapter, tool)));
  for (const { adapter, tool } of ownTools(context.program)) {
    const name = wanted.has(tool.at.pointer)
      ? published.get(tool.at.pointer)?.replaceAll('_', '-')
      : undefined;
    // One that is told apart by a number itself is no better.
    if (name === undefined || /-\d+$/.test(name) || taken.has(key(adapter, { name }))) continue;
    const edit = renamed(tool.at, name, context);
    if (edit === undefined) continue;
    taken.add(key(adapter, { name }));
    yield edit;
    for (const at of skillSources(adapter.namespace, tool.name, context))
      yield setValue(context.source, child(at, 'action'), name);
  }
}

function key(adapter: { readonly at: Location }, { name }: { readonly name?: string }): string {
  return `${adapter.at.pointer} ${name}`;
}

/** Where skills take a tool from. */
function skillSources(
  namespace: string,
  name: string | undefined,
  { program }: FixContext,
): readonly Location[] {
  return ownAdapters(program).flatMap((adapter) =>
    adapter.kind === 'skill'
      ? adapter.skills.flatMap(({ tools }) =>
          tools.flatMap(({ from }) =>
            from?.namespace === namespace && from.action === name ? [from.at] : [],
          ),
        )
      : [],
  );
}

/** Different operations of one name: the first keeps it, and so do calls that could mean either. */
export const nameOperations: Fixer = (sites, context) =>
  unsafeFix('give each operation a name of its own', operationEdits(sites, context));

function* operationEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const { program, source } = context;
  const wanted = pointersOf(sites, context);
  const meant = new Set(
    [...wanted].flatMap((pointer) => (pointer.endsWith('/call') ? textAt(source, pointer) : [])),
  );
  const names = new Map<CallTarget['operation'], string>();
  for (const [namespace, all] of groupBy(ownOperations(program), (target) => target.namespace)) {
    const taken = new Set(all.map(({ operation }) => operation.name));
    for (const [name, group] of groupBy(all, ({ operation }) => operation.name)) {
      const isMeant = group.some(({ operation }) => wanted.has(operation.at.pointer));
      if (group.length < 2 || (!isMeant && !meant.has(`${namespace}.${name}`))) continue;
      const [, ...others] = groupBy(group, operationContent).values();
      for (const same of others) {
        const own = ownName(name, same[0]!, taken);
        for (const { operation } of same) {
          const edit = renamed(operation.at, own, context);
          if (edit === undefined) continue;
          yield edit;
          names.set(operation, own);
        }
        taken.add(own);
      }
    }
  }
  for (const { call, passes } of callsOf(program)) {
    const target = program.calls.get(locationKey(call.at));
    if (target === undefined || call.at.file !== source.path) continue;
    const { namespace, operation } = wanted.has(call.at.pointer)
      ? likeliest(target, passes, ownOperations(program))
      : target;
    const own = names.get(operation);
    if (own !== undefined) yield setValue(source, call.at, `${namespace}.${own}`);
  }
}

interface Call {
  readonly call: Reference;
  /** Names of the inputs that are set, and of those that the caller gives. */
  readonly passes: readonly string[];
}

function callsOf(program: Program): readonly Call[] {
  return allUnits(program).flatMap(({ unit, inputs, path }) => {
    const given = [...inputs.map(({ name }) => name), ...pathVariables(path ?? '')];
    return [unit, ...unit.steps].flatMap((part) =>
      part.call === undefined
        ? []
        : [{ call: part.call, passes: [...part.with.map(({ name }) => name), ...given] }],
    );
  });
}

/** Of the operations that a call may mean the one whose path needs just what is given; the first where that is not plain. */
function likeliest(
  first: CallTarget,
  passes: readonly string[],
  all: readonly CallTarget[],
): CallTarget {
  const given = new Set(passes.map(foldName));
  const fitting = all.filter((target) => {
    if (target.namespace !== first.namespace || target.operation.name !== first.operation.name)
      return false;
    const isCalled = pathVariables(pathOf(target)).every((name) => given.has(foldName(name)));
    return isCalled && passes.every((name) => takes(target, name));
  });
  return fitting.length === 1 ? fitting[0]! : first;
}

/** `list` of `customers` → `list-customers`; else the method and the path behind it. */
function ownName(name: string, target: CallTarget, taken: ReadonlySet<string>): string {
  const { resource, operation } = target;
  const path = hyphened(pathOf(target));
  const candidates = [
    hyphened(resource.name ?? ''),
    operation.method.toLowerCase(),
    path,
    `${operation.method.toLowerCase()}-${path}`,
  ]
    .filter((word) => word !== '' && word !== name)
    .map((word) => `${name}-${word}`);
  return unused(candidates, taken);
}

/** Resources that share a name are told apart by their paths. */
export const nameResources: Fixer = (sites, context) =>
  unsafeFix('give each resource a name of its own', resourceEdits(sites, context));

function* resourceEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const wanted = pointersOf(sites, context);
  for (const api of context.program.main.consumes) {
    if (api.kind !== 'http') continue;
    const taken = new Set(api.resources.flatMap(({ name }) => name ?? []));
    for (const { name, path, at } of api.resources) {
      if (name === undefined || !wanted.has(child(at, 'name').pointer)) continue;
      const words = hyphened(path);
      const own = unused(words === '' ? [name] : [words, `${name}-${words}`], taken);
      const edit = renamed(at, own, context);
      if (edit !== undefined) taken.add(own);
      yield edit;
    }
  }
}

/** `/orders/{{order_id}}/items` → `orders-order-id-items` */
function hyphened(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

function unused(candidates: readonly string[], taken: ReadonlySet<string>): string {
  const free = candidates.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  const last = candidates.at(-1) ?? 'other';
  for (let number = 2; ; number++) if (!taken.has(`${last}-${number}`)) return `${last}-${number}`;
}

/** The name of an item of a list, or the key of a member of a mapping. */
function renamed(at: Location, name: string, { source }: FixContext): Edit | undefined {
  return textAt(source, child(at, 'name').pointer) === undefined
    ? renameKey(source, at, name)
    : setValue(source, child(at, 'name'), name);
}
