// Tools, resources and prompts as the data that a server lists and runs.
import type {
  Action,
  Capability,
  Input,
  McpPrompt,
  McpResource,
  Method,
  Tool,
} from '../../ir/capability.ts';
import { parsePath, pathText } from '../../ir/parse/parse-path.ts';
import type { Type } from '../../ir/type.ts';
import { objectSchema } from '../json-schema.ts';
import {
  actionLiteral,
  constantLiterals,
  typeLiteral,
  type ActionNames,
} from '../typescript/action-literal.ts';
import type { LiteralValue } from '../typescript/literal.ts';
import { modelText } from './model-text.ts';

export interface ToolContext {
  readonly capability: Capability;
  /** Tools that are another one under a different scope. */
  readonly mirrors: ReadonlyMap<Tool, string>;
  /** Descriptions that do not tell tools apart. */
  readonly vague: ReadonlySet<string>;
}

export function toolLiteral(tool: Tool, context: ToolContext, names: ActionNames): LiteralValue {
  const inputs = askedInputs(tool.inputs);
  const constants = constantLiterals(tool.inputs);
  const methods = methodsOf(tool.action, context.capability, names);
  const description = toolText(tool, context, names);
  return {
    name: tool.name,
    aliases: tool.declaredNames.length === 0 ? undefined : tool.declaredNames,
    title: modelText(tool.title),
    description: description === '' ? undefined : description,
    like: context.mirrors.get(tool),
    inputSchema: inputSchema(inputs),
    annotations: annotations(tool, methods),
    writes: methods.some(isWriting) || undefined,
    maxBytes: fileLimit(tool.action, names),
    inputs: inputs.map(({ name, type, required }) => ({
      name,
      type: isPlainText(type) ? undefined : typeLiteral(type, names),
      required: required || undefined,
    })),
    constants: constants.length === 0 ? undefined : constants,
    action: actionLiteral(tool.action, names),
  };
}

export function resourceLiteral(resource: McpResource, names: ActionNames): LiteralValue {
  const { name, title, description, uri, mimeType, binary, action, location } = resource;
  return {
    name,
    title: modelText(title),
    description: modelText(description),
    uri: parsePath(uri).parts.map((part) => (typeof part === 'string' ? part : { ...part })),
    mimeType,
    binary: binary || undefined,
    maxBytes: action && fileLimit(action, names),
    action: action && actionLiteral(action, names),
    location: action === undefined ? location : undefined,
  };
}

export function promptLiteral({
  name,
  title,
  description,
  location,
  ...prompt
}: McpPrompt): LiteralValue {
  return {
    name,
    title: modelText(title),
    description: modelText(description),
    arguments: prompt.arguments.map((argument) => ({
      name: argument.name,
      title: modelText(argument.title),
      description: modelText(argument.description),
      required: argument.required || undefined,
    })),
    messages: prompt.messages.map(({ role, content }) => ({ role, content })),
    location: prompt.messages.length === 0 ? location : undefined,
  };
}

function toolText(tool: Tool, { vague }: ToolContext, { operations }: ActionNames): string {
  const operation = tool.action.kind === 'call' ? operations.get(tool.action.operation) : undefined;
  const isSilent = tool.description === undefined && tool.title === undefined;
  const isVague = operation !== undefined && (isSilent || vague.has(tool.description ?? ''));
  const parts = [
    tool.deprecated === true ? 'Deprecated.' : undefined,
    modelText(tool.description),
    isVague ? modelText(`${operation.method} ${pathText(operation.path)}`) : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

/** Not closed: that would be repeated in each tool, what is no argument is refused anyway, and a long result is continued by one. */
function inputSchema(inputs: readonly Input[]): LiteralValue {
  return objectSchema(
    inputs.map(({ name, type, required, description }) => {
      const text = modelText(description);
      return { name, type, required, ...(text === undefined ? {} : { description: text }) };
    }),
  );
}

/** What a model is asked for, each name once. */
function askedInputs(inputs: readonly Input[]): readonly Input[] {
  const fixed = new Set(inputs.filter(({ value }) => value !== undefined).map(({ name }) => name));
  return inputs.filter(
    (input, index) =>
      !fixed.has(input.name) && inputs.findIndex((other) => other.name === input.name) === index,
  );
}

/** What the capability says; where it is silent, what the methods of the calls say. What is assumed anyway is left out. */
function annotations(
  { hints, action }: Tool,
  methods: readonly Method[],
): { readonly [key: string]: LiteralValue } | undefined {
  const isMock = action.kind === 'mock';
  const [only] = methods;
  const reads = hints.readOnly ?? (isMock || (methods.length > 0 && methods.every(isSafe)));
  const repeats =
    hints.idempotent ?? (methods.length === 1 && (only === 'PUT' || only === 'DELETE'));
  const result = {
    readOnlyHint: reads || undefined,
    // The protocol gives these two a meaning for tools that change something only.
    destructiveHint: reads ? undefined : hints.destructive,
    idempotentHint: (!reads && repeats) || undefined,
    openWorldHint: hints.openWorld ?? (isMock ? false : undefined),
  };
  return Object.values(result).every((hint) => hint === undefined) ? undefined : result;
}

/** What the operation itself says about the size of the files it gives. */
function fileLimit(action: Action, { operations }: ActionNames): number | undefined {
  return action.kind === 'call' ? operations.get(action.operation)?.output.maxBytes : undefined;
}

/** Of all calls that an action leads to. */
function methodsOf(
  action: Action,
  capability: Capability,
  names: ActionNames,
  seen: ReadonlySet<string> = new Set(),
): readonly Method[] {
  const methodOf = (id: string): readonly Method[] => {
    const operation = names.operations.get(id);
    return operation === undefined ? [] : [operation.method];
  };
  switch (action.kind) {
    case 'call':
      return methodOf(action.operation);
    case 'steps':
      return action.steps.flatMap((step) => (step.kind === 'call' ? methodOf(step.operation) : []));
    case 'flow': {
      const flow = capability.flows.find(({ id }) => id === action.flow);
      if (flow === undefined || seen.has(flow.id)) return [];
      return methodsOf(flow.action, capability, names, new Set([...seen, flow.id]));
    }
    default:
      return [];
  }
}

function isSafe(method: Method): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** POST may be a search; these never are. */
function isWriting(method: Method): boolean {
  return method === 'PUT' || method === 'PATCH' || method === 'DELETE';
}

/** What the runtime assumes anyway. */
function isPlainText(type: Type): boolean {
  return type.kind === 'scalar' && type.scalar === 'string' && type.pattern === undefined;
}
