// Routes, tools, resources of MCP servers and flows as one list: everything that takes inputs and does something.
import { foldName } from '../util/fold-name.ts';
import type { OutputParameter, Parameter, Unit } from '../document/document.ts';
import type { CallTarget, Program } from '../document/program.ts';
import { ownAdapters } from '../document/walk.ts';
import { locationKey } from '../source/location-key.ts';
import { remember } from '../util/remember.ts';
import { joinedPath, pathVariables } from './paths.ts';

export interface LintUnit {
  readonly kind: 'route' | 'tool' | 'resource' | 'flow';
  /** Of the adapter or aggregate it belongs to. */
  readonly namespace: string;
  readonly unit: Unit;
  /** Of a route: the whole path. */
  readonly path?: string;
  readonly method?: string;
  /** Those of the unit and those around it. */
  readonly inputs: readonly Parameter[];
}

export const allUnits = remember((program: Program): readonly LintUnit[] => {
  const units: LintUnit[] = [];
  for (const adapter of ownAdapters(program)) {
    const { namespace } = adapter;
    if (adapter.kind === 'rest')
      for (const resource of adapter.resources)
        for (const unit of resource.operations)
          units.push({
            kind: 'route',
            namespace,
            unit,
            path: joinedPath(resource.path, unit.path),
            method: unit.method.toUpperCase(),
            inputs: [...adapter.inputs, ...resource.inputs, ...unit.inputs],
          });
    if (adapter.kind === 'mcp') {
      for (const unit of adapter.tools)
        units.push({ kind: 'tool', namespace, unit, inputs: unit.inputs });
      for (const unit of adapter.resources)
        units.push({ kind: 'resource', namespace, unit, inputs: unit.inputs });
    }
  }
  for (const { namespace, aggregate } of program.aggregates)
    if (aggregate.at.file === program.main.file)
      for (const unit of aggregate.flows)
        units.push({ kind: 'flow', namespace, unit, inputs: unit.inputs });
  return units;
});

export function unitName({ unit, method, path }: LintUnit): string {
  return unit.name ?? [method, path].filter((part) => part !== undefined).join(' ');
}

/** Neither what to call nor what to answer. */
export function saysNothing({ call, ref, steps, outputs }: Unit): boolean {
  const isMock = (all: readonly OutputParameter[]): boolean =>
    all.some(
      ({ value, constant, properties }) =>
        value !== undefined || constant !== undefined || isMock(properties),
    );
  return call === undefined && ref === undefined && steps.length === 0 && !isMock(outputs);
}

/** The operation that a unit calls, where it calls just one. */
export function calledBy(program: Program, { unit }: LintUnit): CallTarget | undefined {
  if (unit.ref !== undefined || unit.steps.length > 0) return undefined;
  const known = targetsOf(program);
  let target = known.get(unit);
  if (target === undefined) {
    target = program.calls.get(locationKey((unit.call ?? unit).at));
    if (target !== undefined) known.set(unit, target);
  }
  return target;
}

/** A dozen rules ask for it. */
const targetsOf = remember<Program, Map<Unit, CallTarget>>(() => new Map());

/** What an operation takes, in the order in which a later one of the same name wins. */
export function inputsOf({ api, resource, operation }: CallTarget): readonly Parameter[] {
  if (api.inputs.length === 0 && resource.inputs.length === 0) return operation.inputs;
  return [...api.inputs, ...resource.inputs, ...operation.inputs];
}

export function pathOf({ resource, operation }: CallTarget): string {
  return joinedPath(resource.path, operation.path);
}

/** Names that mean something to an operation: inputs, path variables, and placeholders in values and in the body. */
export const namesTakenBy = remember((target: CallTarget): ReadonlySet<string> => {
  const names = new Set<string>(pathVariables(target.api.baseUri + pathOf(target)));
  for (const input of inputsOf(target)) {
    names.add(input.name);
    addPlaceholders(input.value, names);
  }
  addPlaceholders(target.operation.body?.value, names);
  if (target.api.authentication !== undefined)
    addPlaceholders(target.api.authentication.fields, names);
  return names;
});

/** Whether a name, however it is spelled, means something to an operation. */
export function takes(target: CallTarget, name: string): boolean {
  return namesTakenBy(target).has(name) || foldedNamesTakenBy(target).has(foldName(name));
}

const foldedNamesTakenBy = remember(
  (target: CallTarget) => new Set([...namesTakenBy(target)].map(foldName)),
);

/** Adds what every `{{…}}` in the texts of a value can mean. */
export function addPlaceholders(value: unknown, names: Set<string>): void {
  if (typeof value === 'string') {
    if (value.includes('{{'))
      for (const match of value.matchAll(/\{\{\{?[#^&/]?\s*([^{}\s]+)\s*\}\}/g)) {
        const name = match[1]!;
        const dot = name.indexOf('.');
        // `{{step.field}}` reads a step; `{{tools.name}}` is written for the input `name`.
        names.add(name);
        if (dot !== -1) names.add(name.slice(0, dot)).add(name.slice(dot + 1));
      }
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) addPlaceholders(item, names);
  }
}

/** The inputs a value of `with` reads: `rest.x` and `tools.x` as well as the adapter's own namespace, or placeholders. */
export function inputsReadBy(value: unknown, namespace: string): readonly string[] {
  if (typeof value !== 'string') return [];
  const names = new Set<string>();
  addPlaceholders(value, names);
  if (names.size > 0) return [...names];
  const dot = /[\s{]/.test(value) ? -1 : value.indexOf('.');
  return dot > 0 && ['rest', 'tools', namespace].includes(value.slice(0, dot))
    ? [value.slice(dot + 1)]
    : [];
}

/** Everything a unit reads of its own inputs, wherever it does. */
export function inputsUsedBy({ unit, namespace, path }: LintUnit): Set<string> {
  const names = new Set<string>(path === undefined ? [] : pathVariables(path));
  const look = (value: unknown): void =>
    inputsReadBy(value, namespace).forEach((name) => names.add(name));
  for (const entry of unit.with) look(entry.value);
  for (const step of unit.steps) {
    for (const entry of step.with) look(entry.value);
    look(step.lookupValue);
  }
  addPlaceholders(unit.outputs, names);
  return names;
}
