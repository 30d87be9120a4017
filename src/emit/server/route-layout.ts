// Which route goes into which module.
import type { Operation, RestSurface, Route } from '../../ir/capability.ts';
import {
  clientGroup,
  foldSmall,
  moduleName,
  splitIntoModules,
} from '../typescript/module-layout.ts';
import { identifier, Scope } from '../typescript/names.ts';
import { routeShape } from '../typescript/route-inputs.ts';

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
    const shown = surface.routes.filter((route) => {
      const by = first.get(routeShape(route));
      if (by === undefined) first.set(routeShape(route), route);
      else hidden.push({ route, by });
      return by === undefined;
    });
    const placed = shown.map((route) => ({
      item: route,
      path: groupPath(route, operations),
      size: sizeOf(route),
    }));
    const prefix = surfaces.length > 1 ? [surface.id] : [];
    const sizes = new Map(placed.map(({ item, size }) => [item, size]));
    const parts = foldSmall(splitIntoModules(placed), (route) => sizes.get(route) ?? 0);
    return parts.map(({ path, items }) => {
      const name = files.claim(moduleName([...prefix, ...path]));
      return { name, stem: stems.claim(identifier([name])), surface, routes: items };
    });
  });
  return { modules, hidden };
}

/** The group of the client method, then the text of the path: both stay when other routes come and go. */
function groupPath(route: Route, operations: ReadonlyMap<string, Operation>): readonly string[] {
  const segments = route.path.flatMap((part) => (typeof part === 'string' ? part.split('/') : []));
  const named = segments.filter((segment) => segment !== '');
  return [...clientGroup(route.action, operations), ...named];
}
