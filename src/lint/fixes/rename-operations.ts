// Operations by other names, with the calls that mean them. Made on request: clients have methods of the old names.
import type { Reference } from '../../document/document.ts';
import type { CallTarget, Program } from '../../document/program.ts';
import { ownOperations, ownTools } from '../../document/walk.ts';
import { setValue } from '../../source/edit.ts';
import { locationKey } from '../../source/location-key.ts';
import { foldName } from '../../util/fold-name.ts';
import { groupBy } from '../../util/group-by.ts';
import { stableJson } from '../../util/stable-json.ts';
import { operationContent } from '../content.ts';
import { pathVariables } from '../paths.ts';
import { allUnits, pathOf, takes } from '../units.ts';
import { hyphened, kebab, renamed, renameTools, unused } from './rename.ts';
import {
  pointersOf,
  removeAll,
  textAt,
  unsafeFix,
  type Edits,
  type FixContext,
  type Fixer,
} from './fixer.ts';

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
  yield* callEdits(names, context, wanted);
}

/** Calls of operations that have other names, and of those meant by the calls at the places. */
function* callEdits(
  names: ReadonlyMap<CallTarget['operation'], string>,
  { program, source }: FixContext,
  wanted: ReadonlySet<string> = new Set(),
): Edits {
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

/** Names that are one as identifiers: the later operation is told apart by its resource or its method, a tool by what it calls. */
export const nameApart: Fixer = (sites, context) =>
  unsafeFix('give it a name of its own', apartEdits(pointersOf(sites, context), context));

function* apartEdits(wanted: ReadonlySet<string>, context: FixContext): Edits {
  const all = ownOperations(context.program);
  const taken = new Set(all.map(({ operation }) => foldName(operation.name)));
  yield* renameOperations(wanted, context, (target) => {
    const own = ownName(kebab(target.operation.name), target, taken, foldName);
    taken.add(foldName(own));
    return own;
  });
  const published = context.toolNames?.() ?? new Map<string, string>();
  const names = new Set(ownTools(context.program).map(({ tool }) => foldName(tool.name ?? '')));
  yield* renameTools(wanted, context, ({ at }) =>
    [published.get(at.pointer)?.replaceAll('_', '-') ?? ''].filter(
      (name) => !names.has(foldName(name)),
    ),
  );
}

/** `listNotes` → `list-notes`, but for namespaces, which whoever runs it may have set up by their names. */
export const writeKebab: Fixer = (sites, context) =>
  unsafeFix('write it in lower case with dashes', kebabEdits(pointersOf(sites, context), context));

function* kebabEdits(wanted: ReadonlySet<string>, context: FixContext): Edits {
  const taken = new Set(ownOperations(context.program).map(({ operation }) => operation.name));
  yield* renameOperations(wanted, context, ({ operation }) => {
    const name = kebab(operation.name);
    if (name === '' || taken.has(name)) return undefined;
    taken.add(name);
    return name;
  });
  yield* renameTools(wanted, context, ({ name = '' }) => [kebab(name)]);
}

function* renameOperations(
  wanted: ReadonlySet<string>,
  context: FixContext,
  nameOf: (target: CallTarget) => string | undefined,
): Edits {
  const names = new Map<CallTarget['operation'], string>();
  for (const target of ownOperations(context.program)) {
    const { operation } = target;
    const name = wanted.has(operation.at.pointer) ? nameOf(target) : undefined;
    const edit = name === undefined ? undefined : renamed(operation.at, name, context);
    if (name === undefined || edit === undefined) continue;
    yield edit;
    names.set(operation, name);
  }
  yield* callEdits(names, context);
}

/** Operations that say the same as an earlier one but for name and words go; what calls them calls that. */
export const removeSameRequests: Fixer = (sites, context) =>
  unsafeFix('call one of the operations', sameRequestEdits(pointersOf(sites, context), context));

function* sameRequestEdits(wanted: ReadonlySet<string>, context: FixContext): Edits {
  const { program, source } = context;
  const names = new Map<CallTarget['operation'], string>();
  const all = ownOperations(program);
  const alone = groupBy(all, ({ namespace, operation }) => `${namespace} ${operation.name}`);
  const content = (target: CallTarget): string =>
    `${target.api.at.pointer} ${pathOf(target)} ${stableJson(
      [target.resource.inputs, { ...target.operation, name: '', display: '', description: '' }],
      ['at'],
    )}`;
  for (const [first, ...copies] of groupBy(all, content).values())
    for (const { namespace, operation } of copies)
      // A name that two operations have does not say which of them goes.
      if (
        wanted.has(operation.at.pointer) &&
        alone.get(`${namespace} ${operation.name}`)!.length === 1
      )
        names.set(operation, first!.operation.name);
  yield* removeAll(
    [...names.keys()].map(({ at }) => at),
    source,
  );
  yield* callEdits(names, context);
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
function ownName(
  name: string,
  target: CallTarget,
  taken: ReadonlySet<string>,
  fold = (word: string): string => word,
): string {
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
  return unused(candidates, taken, fold);
}
