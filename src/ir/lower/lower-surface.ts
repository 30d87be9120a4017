// Exposed adapters → surfaces: routes, tools, resources, prompts, skills. Repeated routes and tools become one.
import type {
  Adapter,
  ExposedOperation,
  ExposedResource,
  RestAdapter,
} from '../../document/document.ts';
import { child, type Location } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import type {
  Input,
  McpSurface,
  Method,
  PathPart,
  RestSurface,
  Route,
  Surface,
} from '../capability.ts';
import { byteSize } from '../byte-size.ts';
import { mergeEqual } from './dedupe.ts';
import { lowerSurfaceAuth } from './lower-auth.ts';
import { lowerControl } from './lower-control.ts';
import { lowerMethod, operationPath } from './lower-service.ts';
import { describe, inherited, type SurfaceContext } from './lower-flow.ts';
import { lowerMcp } from './lower-mcp.ts';
import { lowerSkills } from './lower-skill.ts';
import { lowerUnit } from './lower-unit.ts';
import { parsePath, pathText, pathVariables } from '../parse/parse-path.ts';
import { stringType } from '../type.ts';

export interface LoweredSurface {
  readonly surface: Surface;
  readonly routes: number;
  readonly tools: number;
}

export function lowerSurface(
  adapter: Adapter,
  id: string,
  context: SurfaceContext,
): LoweredSurface {
  const auth = lowerSurfaceAuth(adapter.authentication, context.secrets, context.report);
  const maxBytes = byteSize(adapter.maxBinarySize);
  const base = {
    id,
    ...(adapter.description === undefined ? {} : { description: adapter.description }),
    ...(adapter.address === undefined ? {} : { address: adapter.address }),
    ...(adapter.port === undefined ? {} : { port: adapter.port }),
    ...(auth === undefined ? {} : { auth }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
    at: adapter.at,
  };
  switch (adapter.kind) {
    case 'rest': {
      const routes = adapter.resources.flatMap((resource) =>
        resourceRoutes(adapter, resource, context),
      );
      const surface: RestSurface = { ...base, kind: 'rest', routes: mergeRoutes(routes) };
      return { surface, routes: routes.length, tools: 0 };
    }
    case 'mcp': {
      const surface: McpSurface = { ...base, kind: 'mcp', ...lowerMcp(adapter, context) };
      return { surface, routes: 0, tools: adapter.tools.length };
    }
    case 'skill':
      return {
        surface: { ...base, ...lowerSkills(adapter, context.program.adapters, context.report) },
        routes: 0,
        tools: 0,
      };
    case 'control':
      return {
        surface: { ...base, ...lowerControl(adapter, context.report) },
        routes: 0,
        tools: 0,
      };
  }
}

type RawRoute = Omit<Route, 'id' | 'origins'>;

function resourceRoutes(
  adapter: RestAdapter,
  resource: ExposedResource,
  context: SurfaceContext,
): readonly RawRoute[] {
  const routes = resource.operations.map((operation) =>
    lowerRoute(adapter, resource, operation, context),
  );
  if (resource.forward === undefined) return routes;
  const { parts } = parsePath(resource.path);
  const forward: RawRoute = {
    ...(resource.name === undefined ? {} : { name: resource.name }),
    ...(resource.display === undefined ? {} : { title: resource.display }),
    ...(resource.description === undefined ? {} : { description: resource.description }),
    tags: resource.tags,
    method: 'ALL',
    path: parts,
    inputs: pathInputs(parts, resource.at),
    action: context.program.apis.some((api) => api.namespace === resource.forward?.namespace)
      ? { kind: 'forward', service: resource.forward.namespace, headers: resource.forward.headers }
      : {
          kind: 'unimplemented',
          reason: `nothing consumed has the namespace \`${resource.forward.namespace}\``,
        },
    at: resource.at,
  };
  return [...routes, forward];
}

function lowerRoute(
  adapter: RestAdapter,
  resource: ExposedResource,
  operation: ExposedOperation,
  context: SurfaceContext,
): RawRoute {
  const method = lowerMethod(operation.method, operation.at, context.report);
  const { parts } = parsePath(operationPath(resource.path, operation.path));
  const unit = {
    ...operation,
    inputs: [...adapter.inputs, ...resource.inputs, ...operation.inputs],
  };
  const { inputs, action } = lowerUnit(
    {
      unit,
      prefixes: [adapter.namespace],
      given: pathInputs(parts, child(resource.at, 'path')),
      place: (like) => routePlace(like, method),
    },
    context,
  );
  return {
    ...(operation.name === undefined ? {} : { name: operation.name }),
    ...(operation.display === undefined ? {} : { title: operation.display }),
    ...describe(operation.description ?? inherited(operation.ref?.at, context)?.description),
    tags: [...resource.tags, ...operation.tags],
    method,
    path: parts,
    inputs,
    action,
    ...binaryAnswer(operation),
    ...(operation.deprecated || resource.deprecated ? { deprecated: true } : {}),
    at: operation.at,
  };
}

function binaryAnswer({ binary }: ExposedOperation): Pick<Route, 'binary'> {
  const { status = 200, mediaType } = binary ?? {};
  // Others have no body, or are none of a success.
  const hasBody = status > 200 && status < 300 && status !== 204 && status !== 205;
  return mediaType === undefined && !hasBody
    ? {}
    : {
        binary: {
          ...(mediaType === undefined ? {} : { mediaType }),
          ...(hasBody ? { status } : {}),
        },
      };
}

/** Inputs nobody declared stand where the operation they feed has them; variables of the path it calls, in the query. */
function routePlace(like: Input | undefined, method: Method): Input['in'] {
  if (like?.in === 'query' || like?.in === 'header' || like?.in === 'cookie' || like?.in === 'body')
    return like.in;
  if (like?.in === 'path') return 'query';
  return method === 'GET' || method === 'DELETE' || method === 'HEAD' || method === 'OPTIONS'
    ? 'query'
    : 'body';
}

function pathInputs(parts: readonly PathPart[], at: Location): readonly Input[] {
  return pathVariables(parts).map((name) => ({
    name,
    in: 'path',
    type: stringType,
    required: true,
    inferred: true,
    at,
  }));
}

function mergeRoutes(routes: readonly RawRoute[]): readonly Route[] {
  const id = (route: RawRoute): string => `${route.method} ${pathText(route.path)}`;
  const merged = mergeEqual(routes, id);
  const groups = groupBy(merged, ({ item }) => id(item));
  return merged.map(({ item, origins }) => {
    const same = groups.get(id(item))!;
    const index = same.findIndex((other) => other.item === item);
    return { ...item, id: index === 0 ? id(item) : `${id(item)} #${index + 1}`, origins };
  });
}
