// Which route goes into which module: by groups of the client object, finer where a group is large.
import type { Operation, RestSurface, Route } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import { groupBy } from '../../util/group-by.ts';
import { slug as slugOf } from '../../util/slug.ts';
import { identifier, Scope } from '../typescript/names.ts';

export interface RouteModule {
  /** Name of the file below `routes/`, without extension. */
  readonly name: string;
  /** What its exports are called after: `persons`. */
  readonly stem: string;
  readonly surface: RestSurface;
  readonly routes: readonly Route[];
}

export interface Layout {
  readonly modules: readonly RouteModule[];
  /** Routes that another one hides, with the one that answers instead. */
  readonly hidden: readonly { readonly route: Route; readonly by: Route }[];
}

interface Placed {
  readonly route: Route;
  readonly path: readonly string[];
  readonly size: number;
}

/** Characters of a module before it is formatted; some 2,000 lines afterwards at most. */
const roomyModule = 48_000;

export function planRoutes(
  surfaces: readonly RestSurface[],
  operations: ReadonlyMap<string, Operation>,
  sizeOf: (route: Route) => number,
): Layout {
  const files = new Scope();
  const stems = new Scope();
  const hidden: { route: Route; by: Route }[] = [];
  const modules = surfaces.flatMap((surface) => {
    const first = new Map<string, Route>();
    const placed: Placed[] = [];
    for (const route of surface.routes) {
      const by = first.get(shapeKey(route));
      if (by !== undefined) {
        hidden.push({ route, by });
        continue;
      }
      first.set(shapeKey(route), route);
      placed.push({ route, path: groupPath(route, operations), size: sizeOf(route) });
    }
    const prefix = surfaces.length > 1 ? [surface.id] : [];
    return split([], 0, placed).map(({ path, routes }) => {
      const name = files.claim(slug([...prefix, ...path]));
      return { name, stem: stems.claim(identifier([name])), surface, routes };
    });
  });
  return { modules, hidden };
}

/** One module where there is room; else by the next part of the path in which routes differ. */
function split(
  name: readonly string[],
  depth: number,
  placed: readonly Placed[],
): readonly { readonly path: readonly string[]; readonly routes: readonly Route[] }[] {
  const routes = placed.map(({ route }) => route);
  if (placed.reduce((sum, { size }) => sum + size, 0) <= roomyModule)
    return routes.length === 0 ? [] : [{ path: name, routes }];
  const here = placed.filter(({ path }) => path.length <= depth);
  const groups = groupBy(
    placed.filter(({ path }) => path.length > depth),
    ({ path }) => path[depth] ?? '',
  );
  if (here.length === 0 && groups.size === 1) return split(name, depth + 1, placed);
  return [
    ...chunk(here).map((part) => ({ path: name, routes: part.map(({ route }) => route) })),
    ...[...groups]
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([key, group]) => split([...name, key], depth + 1, group)),
  ];
}

function chunk(placed: readonly Placed[]): readonly (readonly Placed[])[] {
  const chunks: Placed[][] = [];
  let room = 0;
  for (const one of placed) {
    if (chunks.length === 0 || one.size > room) {
      chunks.push([]);
      room = roomyModule;
    }
    chunks.at(-1)?.push(one);
    room -= one.size;
  }
  return chunks;
}

/** Equal for routes that no request can tell apart. */
function shapeKey(route: Route): string {
  return JSON.stringify([
    route.method,
    route.path.map((part) => (typeof part === 'string' ? part : null)),
  ]);
}

/** The group of the client method, then the text of the path: both stay when other routes come and go. */
function groupPath(route: Route, operations: ReadonlyMap<string, Operation>): readonly string[] {
  const { action } = route;
  const group =
    action.kind === 'call' ? (operations.get(action.operation)?.client.slice(0, -1) ?? []) : [];
  const segments = route.path.flatMap((part) => (typeof part === 'string' ? part.split('/') : []));
  return [...group, ...segments.filter((segment) => segment !== '')];
}

function slug(path: readonly string[]): string {
  return path.length === 0
    ? 'all'
    : slugOf(path.join('-').replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, '-'));
}
