// Actions, output shapes and types as the data that generated servers run; what a server has no use for is left out.
import type {
  Action,
  Argument,
  Capability,
  Flow,
  Operation,
  OutputNode,
  Step,
} from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import type { Type } from '../../ir/type.ts';
import { compareText } from '../../util/compare.ts';
import { formatReaders, type RuntimeExport } from './format-readers.ts';
import { type LiteralValue, Source } from './literal.ts';
import { jsonPathLiteral, patternMembers, type PatternNames } from './pattern-literal.ts';

export interface ActionNames extends PatternNames {
  readonly operations: ReadonlyMap<string, Operation>;
  /** The name of an operation's descriptor, imported where it is asked for. */
  descriptor(operation: Operation): string;
  /** Source of the function that runs a script; undefined where it does not run here. */
  script?(step: ScriptStep): string | undefined;
}

export type ScriptStep = Extract<Step, { kind: 'script' }>;

/** `isRead`: the answer may be looked into, even where the action itself passes it on as it is. */
export function actionLiteral(action: Action, names: ActionNames, isRead = false): LiteralValue {
  switch (action.kind) {
    case 'call': {
      const call = callLiteral(action, names, isRead || action.output.kind !== 'whole');
      if (call === undefined) return missing(action.operation);
      return { kind: 'call', ...call, output: outputLiteral(action.output, names) };
    }
    case 'flow':
      return {
        kind: 'flow',
        flow: action.flow,
        arguments: argumentLiterals(action.arguments),
        output: outputLiteral(action.output, names),
      };
    case 'steps': {
      const steps = action.steps.map((step) => stepLiteral(step, names));
      const lost = steps.indexOf(undefined);
      if (lost !== -1) return missing(action.steps[lost]?.name ?? '');
      return {
        kind: 'steps',
        steps,
        mappings: action.mappings.map(({ target, value }) => ({
          target,
          value: expressionLiteral(value),
        })),
        output: outputLiteral(action.output, names),
      };
    }
    case 'mock':
      return { kind: 'mock', output: outputLiteral(action.output, names) };
    case 'forward':
      return { kind: 'forward', service: action.service, headers: action.headers };
    case 'unimplemented':
      return { kind: 'unimplemented', reason: action.reason };
  }
}

/** The flows that actions lead to, each with the values it fixes. */
export function flowLiterals(
  actions: readonly Action[],
  capability: Capability,
  names: ActionNames,
): { readonly [id: string]: LiteralValue } {
  const flows = new Map(capability.flows.map((flow) => [flow.id, flow]));
  const reached = new Map<string, Flow>();
  const pending = [...actions];
  for (let action = pending.pop(); action !== undefined; action = pending.pop()) {
    if (action.kind !== 'flow' || reached.has(action.flow)) continue;
    const flow = flows.get(action.flow);
    if (flow === undefined) continue;
    reached.set(flow.id, flow);
    pending.push(flow.action);
  }
  return Object.fromEntries(
    [...reached.values()]
      .sort((a, b) => compareText(a.id, b.id))
      .map((flow) => [
        flow.id,
        {
          constants: constantLiterals(flow.inputs),
          action: actionLiteral(flow.action, names, true),
          mediaType: flow.mediaType,
        },
      ]),
  );
}

/** Inputs whose values are worked out: nobody is asked for them. */
export function constantLiterals(
  inputs: readonly { readonly name: string; readonly value?: Expression }[],
): readonly LiteralValue[] {
  return inputs.flatMap(({ name, value }) =>
    value === undefined ? [] : [{ name, value: expressionLiteral(value) }],
  );
}

export function outputLiteral(node: OutputNode, names: PatternNames): LiteralValue {
  switch (node.kind) {
    case 'whole':
      return { kind: 'whole' };
    case 'path':
      return { kind: 'path', path: jsonPathLiteral(node.path, names) };
    case 'value':
      return { kind: 'value', value: expressionLiteral(node.value) };
    case 'object':
      return {
        kind: 'object',
        from: node.from && jsonPathLiteral(node.from, names),
        properties: node.properties.map((property) => ({
          name: property.name,
          node: outputLiteral(property.node, names),
        })),
      };
    case 'array':
      return {
        kind: 'array',
        from: node.from && jsonPathLiteral(node.from, names),
        items: outputLiteral(node.items, names),
      };
  }
}

/** Without descriptions, and without patterns that servers do not run. */
export function typeLiteral(type: Type, names: PatternNames): LiteralValue {
  switch (type.kind) {
    case 'scalar':
      return {
        kind: 'scalar',
        scalar: type.scalar,
        ...patternMembers(type.pattern, names),
      };
    case 'array':
      return { kind: 'array', items: typeLiteral(type.items, names) };
    case 'record':
      return { kind: 'record', values: typeLiteral(type.values, names) };
    case 'union':
      return { kind: 'union', members: type.members.map((member) => typeLiteral(member, names)) };
    case 'object':
      return {
        kind: 'object',
        properties: type.properties.map((property) => ({
          name: property.name,
          type: typeLiteral(property.type, names),
          required: property.required,
        })),
      };
    default:
      return { ...type };
  }
}

/** What an output shape promises, as a type. */
export function outputType(node: OutputNode): Type {
  switch (node.kind) {
    case 'object':
      return {
        kind: 'object',
        properties: node.properties.map((property) => ({
          name: property.name,
          type: outputType(property.node),
          required: true,
          ...(property.description === undefined ? {} : { description: property.description }),
        })),
      };
    case 'array':
      return { kind: 'array', items: outputType(node.items) };
    default:
      return node.type;
  }
}

function callLiteral(
  call: { readonly operation: string; readonly arguments: readonly Argument[] },
  names: ActionNames,
  isRead: boolean,
): { readonly [key: string]: LiteralValue } | undefined {
  const operation = names.operations.get(call.operation);
  if (operation === undefined) return undefined;
  const { format, schema, mediaType, maxBytes } = operation.output;
  // Without a schema there is nothing to read these by.
  const needsSchema = format === 'avro' || format === 'protobuf';
  const isReadable = isRead && (!needsSchema || schema !== undefined);
  const reader = isReadable ? formatReaders[format] : undefined;
  const read = reader && names.runtime?.(reader);
  const passed = call.arguments.filter(isPassedOn);
  const worked = call.arguments.filter((argument) => !isPassedOn(argument));
  return {
    operation: new Source(names.descriptor(operation)),
    pass: passed.length === 0 ? undefined : passed.map(({ name }) => name),
    arguments: worked.length === 0 ? undefined : argumentLiterals(worked),
    format: format === 'json' ? undefined : format,
    read: read === undefined ? undefined : new Source(read),
    schema: read === undefined ? undefined : schema,
    mediaType: format === 'binary' ? mediaType : undefined,
    maxBytes: format === 'binary' ? maxBytes : undefined,
  };
}

/** An input that goes on under its own name. */
function isPassedOn({ name, value }: Argument): boolean {
  return value.kind === 'input' && value.name === name && value.path === undefined;
}

function stepLiteral(step: Step, names: ActionNames): LiteralValue {
  switch (step.kind) {
    case 'call': {
      const call = callLiteral(step, names, true);
      const projection = names.operations.get(step.operation)?.output.projection;
      return (
        call && {
          kind: 'call',
          name: step.name,
          ...call,
          projection: projection && outputLiteral(projection, names),
        }
      );
    }
    case 'lookup': {
      const { name, index, match, value, fields } = step;
      return { kind: 'lookup', name, index, match, value: expressionLiteral(value), fields };
    }
    case 'script': {
      const run = step.script && names.script?.(step);
      return {
        kind: 'script',
        name: step.name,
        file: step.file,
        arguments: step.arguments.length === 0 ? undefined : argumentLiterals(step.arguments),
        run: run === undefined ? undefined : new Source(run),
      };
    }
  }
}

function argumentLiterals(given: readonly Argument[]): readonly LiteralValue[] {
  return given.map(({ name, value }) => ({ name, value: expressionLiteral(value) }));
}

function expressionLiteral(expression: Expression): LiteralValue {
  return { ...expression };
}

function missing(operation: string): LiteralValue {
  return { kind: 'unimplemented', reason: `there is no operation ${operation}` };
}

/** What actions, the flows behind them and the types of inputs take from the runtime, beyond what every server has. */
export function runtimeUsed(
  actions: readonly Action[],
  types: readonly Type[],
  capability: Capability,
): readonly RuntimeExport[] {
  const used = new Map<string, RuntimeExport>();
  const names: ActionNames = {
    operations: new Map(capability.operations.map((operation) => [operation.id, operation])),
    descriptor: () => '',
    runtime(from) {
      used.set(from.file, from);
      return from.name;
    },
  };
  for (const action of actions) actionLiteral(action, names);
  flowLiterals(actions, capability, names);
  for (const type of types) typeLiteral(type, names);
  return [...used.values()].sort((a, b) => compareText(a.file, b.file));
}
