// MCP adapters → tools, resources and prompts. Repeated tools become one.
import { didYouMean } from '../../diagnostics/suggest.ts';
import type { McpAdapter, McpPrompt as WrittenPrompt } from '../../document/document.ts';
import { child } from '../../source/location.ts';
import type {
  Action,
  Input,
  McpPrompt,
  McpSurface,
  Operation,
  SurfaceBase,
  Tool,
} from '../capability.ts';
import { mergeEqual } from './dedupe.ts';
import { describe, inherited, semanticHints, type SurfaceContext } from './lower-flow.ts';
import { lowerUnit } from './lower-unit.ts';
import { parsePath, pathVariables } from '../parse/parse-path.ts';
import { toolNames, unnumbered } from '../names/tool-names.ts';
import type { JsonPath } from '../expression.ts';
import { stringType, unknownType } from '../type.ts';

export function lowerMcp(
  adapter: McpAdapter,
  context: SurfaceContext,
): Omit<McpSurface, keyof SurfaceBase | 'kind'> {
  const { ttlMs, cacheScope } = adapter;
  if (ttlMs !== undefined && ttlMs < 0)
    context.report({
      code: 'shape',
      severity: 'warning',
      message: '`ttlMs` is a time in milliseconds, from 0: a negative one is left out',
      at: child(adapter.at, 'ttlMs'),
    });
  return {
    transport: adapter.transport === 'stdio' ? 'stdio' : 'http',
    ...(ttlMs === undefined || ttlMs < 0 ? {} : { ttlMs }),
    ...(cacheScope === 'public' || cacheScope === 'private' ? { cacheScope } : {}),
    tools: lowerTools(adapter, context),
    resources: adapter.resources.map((resource) => {
      const variables = pathVariables(parsePath(resource.uri).parts);
      const given = variables.map((name): Input => ({
        name,
        in: 'path',
        type: stringType,
        required: true,
        inferred: true,
        at: child(resource.at, 'uri'),
      }));
      const isStatic =
        resource.location !== undefined &&
        resource.call === undefined &&
        resource.steps.length === 0;
      const { action } = isStatic
        ? {}
        : lowerUnit(
            { unit: resource, prefixes: [adapter.namespace], given, place: () => 'variable' },
            context,
          );
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
    prompts: adapter.prompts.map((prompt) => lowerPrompt(prompt, context)),
  };
}

function lowerPrompt(prompt: WrittenPrompt, { report }: SurfaceContext): McpPrompt {
  const names = new Set(prompt.arguments.map(({ name }) => name));
  for (const { content, at } of prompt.messages)
    for (const [hole, name = ''] of content.matchAll(/\{\{\s*([^{}\s]+)\s*\}\}/g))
      if (!names.has(name))
        report({
          code: 'template-name-undeclared',
          severity: 'warning',
          message: `\`${hole}\` names no argument of the prompt, and stays as it is written${didYouMean(name, names)}`,
          at: child(at, 'content'),
        });
  return {
    name: prompt.name,
    ...(prompt.display === undefined ? {} : { title: prompt.display }),
    ...describe(prompt.description),
    arguments: prompt.arguments.map((argument) => ({
      name: argument.name,
      ...describe(argument.description),
      required: argument.required ?? true,
    })),
    messages: prompt.messages.map((message) => ({
      role: message.role === 'assistant' ? 'assistant' : 'user',
      content: message.content,
    })),
    ...(prompt.location === undefined ? {} : { location: prompt.location }),
    at: prompt.at,
  };
}

/** A model reads text: bytes that can be read by a schema are, also where nothing is taken out of them. */
function asText(action: Action, context: SurfaceContext): Action {
  if (!('output' in action) || action.output.kind !== 'whole') return action;
  const { format, schema } = answering(action, context)?.output ?? {};
  if (schema === undefined || (format !== 'avro' && format !== 'protobuf')) return action;
  return { ...action, output: { kind: 'path', path: wholeValue, type: unknownType } };
}

/** The operation whose answer is passed on as it is. */
function answering(
  action: Action,
  context: SurfaceContext,
  seen: readonly string[] = [],
): Operation | undefined {
  if (!('output' in action) || action.output.kind !== 'whole') return undefined;
  switch (action.kind) {
    case 'call':
      return context.operation(action.operation);
    case 'steps': {
      const last = action.steps.findLast((step) => step.kind === 'call');
      return last && action.mappings.length === 0 ? context.operation(last.operation) : undefined;
    }
    case 'flow': {
      const inner = seen.includes(action.flow) ? undefined : context.flows.get(action.flow);
      return inner && answering(inner.action, context, [...seen, action.flow]);
    }
    case 'mock':
      return undefined;
  }
}

const wholeValue: JsonPath = { source: '$', definite: true, segments: [] };

type RawTool = Omit<Tool, 'id' | 'name' | 'declaredNames' | 'origins'> & {
  readonly declared: string;
};

function lowerTools(adapter: McpAdapter, context: SurfaceContext): readonly Tool[] {
  const raw = adapter.tools.map((tool): RawTool => {
    const flow = inherited(tool.ref?.at, context);
    const { inputs, action } = lowerUnit(
      { unit: tool, prefixes: [adapter.namespace], given: [], place: () => 'variable' },
      context,
    );
    return {
      declared: tool.name ?? flow?.name ?? '',
      ...(tool.display === undefined ? {} : { title: tool.display }),
      ...describe(tool.description ?? flow?.description),
      tags: tool.tags,
      hints: { ...(flow === undefined ? {} : semanticHints(flow.semantics)), ...tool.hints },
      // The protocol sends arguments as one object: where they came from upstream is nobody's business here.
      inputs,
      action: asText(action, context),
      ...(tool.deprecated ? { deprecated: true } : {}),
      at: tool.at,
    };
  });
  const { clientPath } = context;
  if (clientPath === undefined) return [];
  // Repeated tools differ in the number behind their name only; the names are kept as aliases.
  const groups = mergeEqual(
    raw.map(({ declared, ...tool }) => ({ ...tool, base: unnumbered(declared) })),
    (tool) => tool.base,
  );
  const declaredAt = new Map(raw.map((tool) => [tool.at, tool.declared]));
  const tools = groups.map(({ item: { base, ...tool }, origins }) => ({
    tool,
    base,
    origins,
    declared: [...new Set(origins.map((origin) => declaredAt.get(origin) ?? ''))].filter(
      (name) => name !== '',
    ),
    client: tool.action.kind === 'call' ? clientPath(tool.action.operation) : undefined,
  }));
  const names = toolNames(
    tools.map(({ declared, tool, client, base }) => ({
      declared,
      base,
      description: tool.description,
      client,
    })),
  );
  return tools.map(({ tool, origins, declared }, index) => {
    const name = names[index]!;
    return {
      ...tool,
      id: `${adapter.namespace}.${name}`,
      name,
      declaredNames: declared.filter((other) => other !== name),
      origins,
    };
  });
}
