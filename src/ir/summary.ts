// The capability as other programs read it: the shape that `inspect --json` and `capability.json` promise.
import type { Action, Capability, Operation } from './capability.ts';
import { pathText } from './parse/parse-path.ts';
import type { Type } from './type.ts';
import type { Location } from '../source/location.ts';

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export function summarise(capability: Capability, place: (at: Location) => Place): object {
  const reach = reachability(capability);
  return {
    id: capability.id,
    format: capability.format,
    title: capability.title,
    ...(capability.description === undefined ? {} : { description: capability.description }),
    stats: ownStats(capability, place),
    services: capability.services.map((service) => ({
      id: service.id,
      baseUrl: service.baseUrl.kind === 'fixed' ? service.baseUrl.url : null,
      auth: service.auth?.kind ?? null,
    })),
    secrets: capability.secrets.map(({ name, variable }) => ({ name, variable })),
    operations: capability.operations.map((operation) => ({
      id: operation.id,
      method: operation.method,
      path: pathText(operation.path),
      ...(operation.description === undefined ? {} : { description: operation.description }),
      inputs: operation.inputs
        .filter((input) => input.value === undefined)
        .map((input) => ({
          name: input.name,
          in: input.in,
          type: typeName(input.type),
          required: input.required,
          inferred: input.inferred,
        })),
      origins: operation.origins.map(place),
      shape: operation.shape,
      client: operation.client.join('.'),
      routes: reach.routes.get(operation.id) ?? [],
      tools: reach.tools.get(operation.id) ?? [],
    })),
  };
}

/**
 * The figures are those of the capability's own files: what an overlay adds to them is counted apart, as `added`, so that
 * they can be held against the file that was published.
 */
function ownStats(capability: Capability, place: (at: Location) => Place): object {
  const isAdded = (operation: Operation): boolean =>
    operation.origins.every((origin) => /\.overlay\.ya?ml$/.test(place(origin).file));
  const added = capability.operations.filter(isAdded);
  if (added.length === 0) return capability.stats;
  const { declared } = capability.stats.operations;
  const own = capability.operations.filter((operation) => !isAdded(operation));
  return {
    ...capability.stats,
    operations: {
      declared: declared - added.reduce((sum, { origins }) => sum + origins.length, 0),
      unique: own.length,
      shapes: new Set(own.map(({ shape }) => shape)).size,
      added: added.length,
    },
  };
}

interface Reach {
  readonly routes: ReadonlyMap<
    string,
    readonly { readonly method: string; readonly path: string }[]
  >;
  readonly tools: ReadonlyMap<string, readonly string[]>;
}

/** Which routes and tools end in an operation, through flows and steps too. */
function reachability(capability: Capability): Reach {
  const routes = new Map<string, { readonly method: string; readonly path: string }[]>();
  const tools = new Map<string, string[]>();
  const add = <T>(map: Map<string, T[]>, action: Action, item: T): void => {
    for (const operation of operationsOfAction(action, capability))
      map.set(operation, [...(map.get(operation) ?? []), item]);
  };
  for (const surface of capability.surfaces) {
    if (surface.kind === 'rest')
      for (const route of surface.routes)
        add(routes, route.action, { method: route.method, path: pathText(route.path) });
    if (surface.kind === 'mcp')
      for (const tool of surface.tools) add(tools, tool.action, tool.name);
  }
  return { routes, tools };
}

export function operationsOfAction(
  action: Action,
  capability: Pick<Capability, 'flows'>,
): ReadonlySet<Operation['id']> {
  switch (action.kind) {
    case 'call':
      return new Set([action.operation]);
    case 'steps':
      return new Set(
        action.steps.flatMap((step) => (step.kind === 'call' ? [step.operation] : [])),
      );
    case 'flow': {
      const flow = capability.flows.find((candidate) => candidate.id === action.flow);
      return flow === undefined || flow.action.kind === 'flow'
        ? new Set()
        : operationsOfAction(flow.action, capability);
    }
    case 'mock':
    case 'forward':
    case 'unimplemented':
      return new Set();
  }
}

/** One word for a type, as the format writes it. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar;
    case 'record':
      return 'object';
    case 'enum':
      return typeof type.values[0] === 'number' ? 'number' : 'string';
    case 'unknown':
    case 'union':
      return 'any';
    default:
      return type.kind;
  }
}
