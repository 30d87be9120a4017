// Where everything of a capability stands in the docs, and what reaches what: operation, mirror, route, tool, flow.
import type {
  Action,
  Capability,
  Flow,
  McpSurface,
  Operation,
  RestSurface,
  Route,
  Tool,
} from '../../ir/capability.ts';
import { anchor, fileSlugs } from './slugs.ts';

export interface Place {
  readonly file: string;
  readonly anchor: string;
}

/** One documented operation and those that are the same at another path. */
export interface Entry {
  readonly operation: Operation;
  readonly mirrors: readonly Operation[];
}

export interface GroupPage {
  /** Segments of the client path the operations share; empty for operations directly on the client. */
  readonly group: readonly string[];
  readonly file: string;
  readonly entries: readonly Entry[];
}

export interface SiteMap {
  readonly capability: Capability;
  readonly pages: readonly GroupPage[];
  readonly rest: readonly RestSurface[];
  readonly mcp: readonly McpSurface[];
  readonly operations: ReadonlyMap<string, Operation>;
  readonly flows: ReadonlyMap<string, Flow>;
  /** By operation id; a mirror's place is that of the operation that is documented for it. */
  readonly places: ReadonlyMap<string, Place>;
  /** By operation id or flow id: what calls it, directly or through a flow. */
  readonly routes: ReadonlyMap<string, readonly Reach<Route>[]>;
  readonly tools: ReadonlyMap<string, readonly Reach<Tool>[]>;
}

export interface Reach<Unit> {
  readonly surface: string;
  readonly unit: Unit;
}

/** A page with more operations is split along the next segment of their client paths, where they have one. */
const pageLimit = 60;

export function siteMap(capability: Capability): SiteMap {
  const entries = mirrorEntries(capability.operations);
  const groups = split(entries, 0);
  const files = fileSlugs(groups.map(({ group }) => group.join('.') || 'client'));
  const pages = groups.map((group, i) => ({ ...group, file: `${files[i]}.md` }));
  const rest = capability.surfaces.filter((surface) => surface.kind === 'rest');
  const mcp = capability.surfaces.filter((surface) => surface.kind === 'mcp');
  const flows = new Map(capability.flows.map((flow) => [flow.id, flow]));
  const places = new Map<string, Place>();
  for (const { file, entries } of pages)
    for (const { operation, mirrors } of entries)
      for (const { id } of [operation, ...mirrors]) places.set(id, { file, anchor: anchor(id) });
  return {
    capability,
    pages,
    rest,
    mcp,
    operations: new Map(capability.operations.map((operation) => [operation.id, operation])),
    flows,
    places,
    routes: reaches(
      rest.flatMap(({ id, routes }) => routes.map((unit) => ({ surface: id, unit }))),
      flows,
    ),
    tools: reaches(
      mcp.flatMap(({ id, tools }) => tools.map((unit) => ({ surface: id, unit }))),
      flows,
    ),
  };
}

export function routePlace(surface: string, route: Route): Place {
  return { file: 'rest.md', anchor: anchor(`${surface}.${route.id}`) };
}

export function toolPlace(surface: string, tool: Tool): Place {
  return { file: 'mcp.md', anchor: anchor(`${surface}.${tool.name}`) };
}

export function flowPlace(flow: string): Place {
  return { file: 'flows.md', anchor: anchor(flow) };
}

/** Equal shapes are documented once: for the one in use rather than deprecated, then the one with the shortest name. */
function mirrorEntries(operations: readonly Operation[]): readonly Entry[] {
  const shapes = new Map<string, Operation[]>();
  for (const operation of operations) {
    const same = shapes.get(operation.shape);
    if (same === undefined) shapes.set(operation.shape, [operation]);
    else same.push(operation);
  }
  return [...shapes.values()].map((same) => {
    const [operation, ...mirrors] = same.toSorted(
      (a, b) =>
        Number(a.deprecated) - Number(b.deprecated) ||
        a.client.length - b.client.length ||
        a.client.join('.').length - b.client.join('.').length,
    );
    return { operation: operation!, mirrors };
  });
}

function split(
  entries: readonly Entry[],
  depth: number,
): readonly { readonly group: readonly string[]; readonly entries: readonly Entry[] }[] {
  const groups = new Map<
    string,
    { readonly group: readonly string[]; readonly entries: Entry[] }
  >();
  for (const entry of entries) {
    const group = entry.operation.client.slice(0, -1).slice(0, depth + 1);
    const key = JSON.stringify(group);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, { group, entries: [entry] });
    else found.entries.push(entry);
  }
  return [...groups.values()].flatMap((group) => {
    const deeper = group.entries.some(({ operation }) => operation.client.length - 1 > depth + 1);
    return group.entries.length > pageLimit && deeper ? split(group.entries, depth + 1) : [group];
  });
}

function reaches<Unit extends { readonly action: Action }>(
  units: readonly Reach<Unit>[],
  flows: ReadonlyMap<string, Flow>,
): ReadonlyMap<string, readonly Reach<Unit>[]> {
  const out = new Map<string, Reach<Unit>[]>();
  for (const reach of units) {
    for (const id of called(reach.unit.action, flows, new Set())) {
      const list = out.get(id);
      if (list === undefined) out.set(id, [reach]);
      else list.push(reach);
    }
  }
  return out;
}

/** Ids of the operations and flows an action calls; those of its flows too. */
function called(
  action: Action,
  flows: ReadonlyMap<string, Flow>,
  seen: Set<string>,
): ReadonlySet<string> {
  if (action.kind === 'call') seen.add(action.operation);
  if (action.kind === 'steps')
    for (const step of action.steps) if (step.kind === 'call') seen.add(step.operation);
  if (action.kind === 'flow' && !seen.has(action.flow)) {
    seen.add(action.flow);
    const flow = flows.get(action.flow);
    if (flow !== undefined) called(flow.action, flows, seen);
  }
  return seen;
}
