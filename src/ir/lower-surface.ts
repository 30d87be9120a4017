// Exposed adapters → surfaces: routes, tools, resources, prompts, skills. Repeated routes and tools become one.
import type { Adapter, AggregateFlow, ControlAdapter, ExposedOperation, ExposedResource, McpAdapter, RestAdapter, SkillAdapter } from '../document/document.ts';
import { child, type Location } from '../source/location.ts';
import { groupBy } from '../util/group-by.ts';
import type { ControlSurface, Flow, Hints, Input, McpSurface, Method, PathPart, RestSurface, Route, SkillSurface, Surface, Tool } from './capability.ts';
import { mergeEqual } from './dedupe.ts';
import { lowerSurfaceAuth } from './lower-auth.ts';
import { lowerMethod, operationPath } from './lower-service.ts';
import { lowerUnit, type UnitContext } from './lower-unit.ts';
import { parsePath, pathText, pathVariables } from './parse-path.ts';
import { toolNames, unnumbered } from './tool-names.ts';
import type { Json } from './expression.ts';
import { stringType } from './type.ts';

export interface SurfaceContext extends UnitContext {
  /** Property path of the client method of an operation: tools without a usable name take theirs from it. */
  readonly clientPath: (operation: string) => readonly string[] | undefined;
}

export interface LoweredSurface {
  readonly surface: Surface;
  readonly routes: number;
  readonly tools: number;
}

export function lowerSurface(adapter: Adapter, id: string, context: SurfaceContext): LoweredSurface {
  const auth = lowerSurfaceAuth(adapter.authentication, context.secrets, context.report);
  const base = {
    id,
    ...(adapter.description === undefined ? {} : { description: adapter.description }),
    ...(adapter.address === undefined ? {} : { address: adapter.address }),
    ...(adapter.port === undefined ? {} : { port: adapter.port }),
    ...(auth === undefined ? {} : { auth }),
    at: adapter.at,
  };
  switch (adapter.kind) {
    case 'rest': {
      const routes = adapter.resources.flatMap((resource) => resourceRoutes(adapter, resource, context));
      const surface: RestSurface = { ...base, kind: 'rest', routes: mergeRoutes(routes) };
      return { surface, routes: routes.length, tools: 0 };
    }
    case 'mcp': {
      const surface: McpSurface = { ...base, kind: 'mcp', ...mcpParts(adapter, context) };
      return { surface, routes: 0, tools: adapter.tools.length };
    }
    case 'skill':
      return { surface: { ...base, ...skillParts(adapter) }, routes: 0, tools: 0 };
    case 'control':
      return { surface: { ...base, ...controlParts(adapter) }, routes: 0, tools: 0 };
  }
}

type RawRoute = Omit<Route, 'id' | 'origins'>;

function resourceRoutes(adapter: RestAdapter, resource: ExposedResource, context: SurfaceContext): readonly RawRoute[] {
  const routes = resource.operations.map((operation) => lowerRoute(adapter, resource, operation, context));
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
      : { kind: 'unimplemented', reason: `nothing consumed has the namespace \`${resource.forward.namespace}\`` },
    at: resource.at,
  };
  return [...routes, forward];
}

function lowerRoute(adapter: RestAdapter, resource: ExposedResource, operation: ExposedOperation, context: SurfaceContext): RawRoute {
  const method = lowerMethod(operation.method, operation.at, context.report);
  const { parts } = parsePath(operationPath(resource.path, operation.path));
  const unit = { ...operation, inputs: [...adapter.inputs, ...resource.inputs, ...operation.inputs] };
  const { inputs, action } = lowerUnit(
    { unit, prefixes: [adapter.namespace], given: pathInputs(parts, child(resource.at, 'path')), place: (like) => routePlace(like, method) },
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
    ...(operation.deprecated || resource.deprecated ? { deprecated: true } : {}),
    at: operation.at,
  };
}

/** Inputs nobody declared stand where the operation they feed has them; variables of the path it calls, in the query. */
function routePlace(like: Input | undefined, method: Method): Input['in'] {
  if (like?.in === 'query' || like?.in === 'header' || like?.in === 'cookie' || like?.in === 'body') return like.in;
  if (like?.in === 'path') return 'query';
  return method === 'GET' || method === 'DELETE' || method === 'HEAD' || method === 'OPTIONS' ? 'query' : 'body';
}

function pathInputs(parts: readonly PathPart[], at: Location): readonly Input[] {
  return pathVariables(parts).map((name) => ({ name, in: 'path', type: stringType, required: true, inferred: true, at }));
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

function mcpParts(adapter: McpAdapter, context: SurfaceContext): Pick<McpSurface, 'transport' | 'tools' | 'resources' | 'prompts'> {
  return {
    transport: adapter.transport === 'stdio' ? 'stdio' : 'http',
    tools: lowerTools(adapter, context),
    resources: adapter.resources.map((resource) => {
      const variables = pathVariables(parsePath(resource.uri).parts);
      const given = variables.map((name): Input => ({ name, in: 'path', type: stringType, required: true, inferred: true, at: child(resource.at, 'uri') }));
      const isStatic = resource.location !== undefined && resource.call === undefined && resource.steps.length === 0;
      const { action } = isStatic ? {} : lowerUnit({ unit: resource, prefixes: [adapter.namespace], given, place: () => 'variable' }, context);
      return {
        name: resource.name ?? '',
        ...(resource.display === undefined ? {} : { title: resource.display }),
        ...describe(resource.description),
        uri: resource.uri,
        ...(resource.mimeType === undefined ? {} : { mimeType: resource.mimeType }),
        binary: resource.binary,
        ...(action === undefined ? {} : { action }),
        ...(resource.location === undefined ? {} : { location: resource.location }),
        at: resource.at,
      };
    }),
    prompts: adapter.prompts.map((prompt) => ({
      name: prompt.name,
      ...(prompt.display === undefined ? {} : { title: prompt.display }),
      ...describe(prompt.description),
      arguments: prompt.arguments.map((argument) => ({
        name: argument.name,
        ...describe(argument.description),
        required: argument.required ?? true,
      })),
      messages: prompt.messages.map((message) => ({ role: message.role === 'assistant' ? 'assistant' : 'user', content: message.content })),
      ...(prompt.location === undefined ? {} : { location: prompt.location }),
      at: prompt.at,
    })),
  };
}

type RawTool = Omit<Tool, 'id' | 'name' | 'declaredNames' | 'origins'> & { readonly declared: string };

function lowerTools(adapter: McpAdapter, context: SurfaceContext): readonly Tool[] {
  const raw = adapter.tools.map((tool): RawTool => {
    const flow = inherited(tool.ref?.at, context);
    const { inputs, action } = lowerUnit({ unit: tool, prefixes: [adapter.namespace], given: [], place: () => 'variable' }, context);
    return {
      declared: tool.name ?? flow?.name ?? '',
      ...(tool.display === undefined ? {} : { title: tool.display }),
      ...describe(tool.description ?? flow?.description),
      tags: tool.tags,
      hints: { ...(flow === undefined ? {} : semanticHints(flow.semantics)), ...tool.hints },
      // The protocol sends arguments as one object: where they came from upstream is nobody's business here.
      inputs,
      action,
      ...(tool.deprecated ? { deprecated: true } : {}),
      at: tool.at,
    };
  });
  // Repeated tools differ in the number behind their name only; the names are kept as aliases.
  const groups = mergeEqual(raw.map(({ declared, ...tool }) => ({ ...tool, base: unnumbered(declared) })), (tool) => tool.base);
  const declaredAt = new Map(raw.map((tool) => [tool.at, tool.declared]));
  const tools = groups.map(({ item: { base, ...tool }, origins }) => ({
    tool,
    base,
    origins,
    declared: [...new Set(origins.map((origin) => declaredAt.get(origin) ?? ''))].filter((name) => name !== ''),
    client: tool.action.kind === 'call' ? context.clientPath(tool.action.operation) : undefined,
  }));
  const names = toolNames(tools.map(({ declared, tool, client, base }) => ({ declared, base, description: tool.description, client })));
  return tools.map(({ tool, origins, declared }, index) => {
    const name = names[index]!;
    return { ...tool, id: `${adapter.namespace}.${name}`, name, declaredNames: declared.filter((other) => other !== name), origins };
  });
}

/** The flow that a `ref` names: it lends its name and description. */
function inherited(ref: Location | undefined, context: SurfaceContext): AggregateFlow | undefined {
  return ref && context.program.refs.get(`${ref.file}#${ref.pointer}`)?.flow;
}

export function semanticHints(semantics: AggregateFlow['semantics']): Hints {
  return {
    ...(semantics.safe === undefined ? {} : semantics.safe ? { readOnly: true, destructive: false } : { readOnly: false }),
    ...(semantics.idempotent === undefined ? {} : { idempotent: semantics.idempotent }),
  };
}

export function lowerFlow(namespace: string, flow: AggregateFlow, context: UnitContext): Flow {
  const { inputs, action } = lowerUnit({ unit: flow, prefixes: [namespace], given: [], place: () => 'variable' }, context);
  return {
    id: `${namespace}.${flow.name ?? ''}`,
    name: flow.name ?? '',
    ...describe(flow.description),
    hints: semanticHints(flow.semantics),
    inputs,
    action,
    origins: [flow.at],
    at: flow.at,
  };
}

function skillParts(adapter: SkillAdapter): Pick<SkillSurface, 'kind' | 'skills'> {
  return {
    kind: 'skill',
    skills: adapter.skills.map((skill) => ({
      name: skill.name,
      ...describe(skill.description),
      ...(skill.license === undefined ? {} : { license: skill.license }),
      ...(skill.location === undefined ? {} : { location: skill.location }),
      ...(Object.keys(skill.details).length === 0 ? {} : { details: skill.details as { readonly [name: string]: Json } }),
      tools: skill.tools.map((tool) => ({
        name: tool.name,
        ...describe(tool.description),
        ...(tool.from === undefined ? {} : { from: { surface: tool.from.namespace, action: tool.from.action } }),
        ...(tool.instruction === undefined ? {} : { instruction: tool.instruction }),
      })),
      at: skill.at,
    })),
  };
}

function controlParts(adapter: ControlAdapter): Pick<ControlSurface, 'kind' | 'health' | 'info' | 'metrics'> {
  return { kind: 'control', health: adapter.health, info: adapter.info, metrics: adapter.metrics };
}

function describe(description: string | undefined): { readonly description?: string } {
  return description === undefined || description === '' ? {} : { description };
}
