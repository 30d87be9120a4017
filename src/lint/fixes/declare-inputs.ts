// Inputs that are read but not declared are declared: as the list or the mapping that the document has for them.
import { foldName } from '../../util/fold-name.ts';
import type { Parameter } from '../../document/document.ts';
import type { CallTarget } from '../../document/program.ts';
import { ownOperations } from '../../document/walk.ts';
import { addItem, addMember } from '../../source/edit.ts';
import { child, type Location } from '../../source/location.ts';
import type { Plain } from '../../source/yaml-text.ts';
import { pathVariables } from '../paths.ts';
import { allUnits, calledBy, inputsOf, inputsReadBy, pathOf, type LintUnit } from '../units.ts';
import {
  placeFor,
  pointersOf,
  safeFix,
  valueAt,
  type Edits,
  type FixContext,
  type Fixer,
} from './fixer.ts';

type Declared = readonly [name: string, fields: { readonly [key: string]: Plain }];

/** `in: path` parameters of consumed operations. */
export const declarePathVariables: Fixer = (sites, context) =>
  safeFix('declare the path variables', pathVariableEdits(sites, context));

function* pathVariableEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const wanted = pointersOf(sites, context);
  for (const target of ownOperations(context.program)) {
    const { operation, resource, api } = target;
    if (!wanted.has(operation.at.pointer) && !wanted.has(`${operation.at.pointer}/name`)) continue;
    const known = new Set(
      [...api.inputs, ...resource.inputs, ...operation.inputs]
        .filter((input) => input.in === 'path' || input.in === undefined)
        .map(({ name }) => foldName(name)),
    );
    // What a query takes is no part of the path.
    const [path = ''] = pathOf(target).split('?');
    const missing = pathVariables(path).filter((name) => !known.has(foldName(name)));
    yield* declare(
      operation.at,
      missing.map((name): Declared => [name, { in: 'path' }]),
      context,
    );
  }
}

/** Inputs that `with` of a route or tool reads. */
export const declareReadInputs: Fixer = (sites, context) =>
  safeFix('declare the inputs', readInputEdits(sites, context));

function* readInputEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const wanted = pointersOf(sites, context);
  for (const entry of allUnits(context.program)) {
    if (entry.kind !== 'route' && entry.kind !== 'tool') continue;
    const missing = undeclared(entry, wanted);
    yield* declare(
      entry.unit.at,
      missing.flatMap((name) => exposed(name, entry, context)),
      context,
    );
  }
}

/** Inputs that a tool only takes over from the operation it calls. */
export const declareToolInputs: Fixer = (sites, context) =>
  safeFix('declare the inputs', toolInputEdits(sites, context));

function* toolInputEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const wanted = pointersOf(sites, context);
  for (const entry of allUnits(context.program)) {
    const target = entry.kind === 'tool' ? calledBy(context.program, entry) : undefined;
    if (target === undefined || !wanted.has(entry.unit.at.pointer)) continue;
    const set = new Set(entry.unit.with.map(({ name }) => foldName(name)));
    const open = inputsOf(target).filter(
      (input) => input.value === undefined && input.in !== 'environment',
    );
    const names = [...open.map(({ name }) => name), ...pathVariables(pathOf(target))];
    const missing = [...new Map(names.map((name) => [foldName(name), name])).values()];
    yield* declare(
      entry.unit.at,
      missing.flatMap((name) => (set.has(foldName(name)) ? [] : exposed(name, entry, context))),
      context,
    );
  }
}

/** Variables in the path of a route. */
export const declareRouteVariables: Fixer = (sites, context) =>
  safeFix('declare the path variables', routeVariableEdits(sites, context));

function* routeVariableEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const wanted = pointersOf(sites, context);
  for (const entry of allUnits(context.program))
    if (entry.path !== undefined && wanted.has(entry.unit.at.pointer))
      yield* declareVariables(pathVariables(entry.path), entry, context);
}

function undeclared(entry: LintUnit, wanted: ReadonlySet<string>): readonly string[] {
  const declared = new Set(entry.inputs.map(({ name }) => name));
  const variables = pathVariables(entry.path ?? '');
  const names = entry.unit.with.flatMap(({ value, at }) =>
    wanted.has(at.pointer) ? inputsReadBy(value, entry.namespace) : [],
  );
  return [...new Set(names)].filter((name) => {
    // A name that a variable of the path means in another spelling is no input of its own.
    const variable = variables.find((other) => foldName(other) === foldName(name));
    return !declared.has(name) && (variable === undefined || variable === name);
  });
}

/** An input of a route or tool as the operation it feeds describes it; none where nothing says what type it has. */
function exposed(name: string, entry: LintUnit, context: FixContext): readonly Declared[] {
  const target = calledBy(context.program, entry);
  const like = fedBy(name, entry, target);
  const isPath = pathVariables(entry.path ?? '').includes(name);
  const isVariable =
    isPath ||
    (target !== undefined &&
      pathVariables(pathOf(target)).some((variable) => foldName(variable) === foldName(name)));
  if (target !== undefined && isAmbiguous(name, target)) return [];
  // `page[size]` is no name that any format allows for an input.
  if (!/^[a-zA-Z0-9-_*]+$/.test(name)) return [];
  const type = like?.type ?? (isVariable ? 'string' : undefined);
  if (type === undefined) return [];
  const written = like === undefined ? undefined : valueAt(context.source, like.at);
  const kept = ['items', 'enum', 'properties', 'pattern'].flatMap((key) =>
    written?.[key] === undefined ? [] : [[key, written[key] as Plain] as const],
  );
  return [
    [
      name,
      {
        ...(entry.kind === 'route'
          ? { in: isPath ? 'path' : place(like, entry.method ?? 'GET') }
          : {}),
        type,
        description: like?.description ?? words(name),
        ...(entry.kind === 'tool' && like?.required !== true && like?.in !== 'path' && !isVariable
          ? { required: false }
          : {}),
        ...Object.fromEntries(kept),
      },
    ],
  ];
}

/** Whether an operation has two inputs that differ in their spelling only: which one is meant cannot be told. */
export function isAmbiguous(name: string, target: CallTarget): boolean {
  const names = [...inputsOf(target).map((input) => input.name), ...pathVariables(pathOf(target))];
  return new Set(names.filter((other) => foldName(other) === foldName(name))).size > 1;
}

/** The declarations for variables of a route's path that `with` is about to read. */
export function declareVariables(
  variables: readonly string[],
  entry: LintUnit,
  context: FixContext,
): Edits {
  const known = new Set(entry.inputs.map(({ name }) => foldName(name)));
  const missing = variables.filter((name) => !known.has(foldName(name)));
  return declare(
    entry.unit.at,
    missing.flatMap((name) => exposed(name, entry, context)),
    context,
  );
}

function fedBy(
  name: string,
  entry: LintUnit,
  target: CallTarget | undefined,
): Parameter | undefined {
  const fed = entry.unit.with.find(({ value }) =>
    inputsReadBy(value, entry.namespace).some((read) => foldName(read) === foldName(name)),
  );
  const inputs = target === undefined ? [] : inputsOf(target);
  return (
    inputs.findLast((input) => input.name === fed?.name) ??
    inputs.findLast((input) => foldName(input.name) === foldName(fed?.name ?? name))
  );
}

/** Where the called operation has it; variables of the path it calls stand in the query. */
function place(like: Parameter | undefined, method: string): string {
  if (like?.in !== undefined && ['query', 'header', 'cookie', 'body'].includes(like.in))
    return like.in;
  if (like?.in === 'path') return 'query';
  return ['GET', 'DELETE', 'HEAD', 'OPTIONS'].includes(method) ? 'query' : 'body';
}

/** `environment_id` → `Environment id.`: the format wants a description, and there is none to copy. */
export function words(name: string): string {
  const text = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
  return text === '' ? 'A value.' : `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function declare(
  owner: Location,
  inputs: readonly Declared[],
  { program, source }: FixContext,
): Edits {
  if (inputs.length === 0) return [];
  const at = child(owner, 'inputParameters');
  const present = valueAt(source, at);
  const item = ([name, fields]: Declared): Plain => ({ name, ...fields });
  if (present === undefined) {
    const isMap = program.main.format.startsWith('ikanos-');
    const value: Plain = isMap ? Object.fromEntries(inputs) : inputs.map(item);
    const after = placeFor(source, owner, 'inputParameters', 'operations');
    return [addMember(source, owner, 'inputParameters', value, after)];
  }
  return inputs.map((input) =>
    Array.isArray(present)
      ? addItem(source, at, item(input))
      : addMember(source, at, input[0], input[1]),
  );
}
