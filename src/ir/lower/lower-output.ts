// How responses are shaped: exposed mappings, mocks, and what steps keep of a response.
import type { OutputParameter } from '../../document/document.ts';
import type { Report } from '../../document/fields.ts';
import { child, type Location } from '../../source/location.ts';
import type { OutputNode } from '../capability.ts';
import type { Expression, Json, JsonPath } from '../expression.ts';
import { outputType } from './lower-type.ts';
import { parseJsonPath } from '../parse/parse-json-path.ts';
import { templateValue, type Scope } from './scope.ts';
import { unknownType, type Type } from '../type.ts';

const whole: OutputNode = { kind: 'whole', type: unknownType };

/**
 * One entry is the response itself; several named ones are its members. (The reference engine answers with the first
 * entry that gives something and drops the others.)
 */
export function lowerOutputs(outputs: readonly OutputParameter[], scope: Scope): OutputNode {
  const [only] = outputs;
  if (only === undefined) return whole;
  const named = outputs.filter((output) => output.name !== undefined && output.name !== '');
  if (outputs.length > 1 && named.length === outputs.length)
    return { kind: 'object', properties: outputs.map((output) => property(output, scope)) };
  return lowerOutput(only, scope);
}

export function lowerOutput(output: OutputParameter, scope: Scope): OutputNode {
  const written =
    output.mapping ?? (output.value?.startsWith('$') === true ? output.value : undefined);
  if (written === undefined && output.value !== undefined)
    return {
      kind: 'value',
      value: constant(templateValue(output.value, child(output.at, 'value'), scope), output.type),
      type: outputType(output),
    };
  const path =
    written === undefined
      ? undefined
      : jsonPath(
          written,
          child(output.at, output.mapping === undefined ? 'value' : 'mapping'),
          scope.report,
        );
  const from = path === undefined || path.segments.length === 0 ? {} : { from: path };
  if (output.properties.length > 0)
    return {
      kind: 'object',
      ...from,
      properties: output.properties.map((item) => property(item, scope)),
    };
  if (output.type === 'array' && output.items !== undefined)
    return { kind: 'array', ...from, items: lowerItems(output.items, scope) };
  if (path !== undefined && path.segments.length > 0)
    return { kind: 'path', path, type: outputType(output) };
  if (path === undefined && output.constant !== undefined)
    return {
      kind: 'value',
      value: { kind: 'literal', value: output.constant as Json },
      type: outputType(output),
    };
  return { kind: 'whole', type: outputType(output) };
}

/** Items without a mapping of their own are taken as they are. */
function lowerItems(items: OutputParameter, scope: Scope): OutputNode {
  return lowerOutput(items, scope);
}

function property(
  output: OutputParameter,
  scope: Scope,
): { readonly name: string; readonly node: OutputNode; readonly description?: string } {
  const node = lowerOutput(output, scope);
  const name = output.name ?? '';
  const own = isSilent(output) ? memberNode(node, name) : node;
  return {
    name,
    node: own,
    ...(output.description === undefined ? {} : { description: output.description }),
  };
}

/** A property that says nothing about its source is the member of that name. */
function memberNode(node: OutputNode, name: string): OutputNode {
  const path: JsonPath = {
    source: `$.${name}`,
    definite: true,
    segments: [{ kind: 'key', key: name }],
  };
  if (node.kind === 'whole') return { kind: 'path', path, type: node.type };
  return node.kind === 'object' || node.kind === 'array' ? { ...node, from: path } : node;
}

function isSilent(output: OutputParameter): boolean {
  if (output.mapping !== undefined || output.value !== undefined || output.constant !== undefined)
    return false;
  return (
    output.properties.every(isSilent) && (output.items === undefined || isSilent(output.items))
  );
}

/** Mocks answer with values, named: `{ a: …, b: … }`; one without a name is `value`. */
export function lowerMock(outputs: readonly OutputParameter[], scope: Scope): OutputNode {
  return {
    kind: 'object',
    properties: outputs.map((output) => ({
      name: output.name ?? 'value',
      node: mockNode(output, scope),
    })),
  };
}

function mockNode(output: OutputParameter, scope: Scope): OutputNode {
  if (output.value !== undefined)
    return {
      kind: 'value',
      value: constant(templateValue(output.value, child(output.at, 'value'), scope), output.type),
      type: outputType(output),
    };
  if (output.constant !== undefined)
    return {
      kind: 'value',
      value: { kind: 'literal', value: output.constant as Json },
      type: outputType(output),
    };
  if (output.properties.length > 0)
    return {
      kind: 'object',
      properties: output.properties.map((item) => ({
        name: item.name ?? '',
        node: mockNode(item, scope),
      })),
    };
  if (output.items !== undefined) {
    const item = mockNode(output.items, scope);
    if (item.kind === 'value' && item.value.kind === 'literal')
      return {
        kind: 'value',
        value: { kind: 'literal', value: [item.value.value] },
        type: outputType(output),
      };
  }
  return { kind: 'value', value: { kind: 'literal', value: null }, type: unknownType };
}

export function hasMockValue(outputs: readonly OutputParameter[]): boolean {
  return outputs.some(
    (output) =>
      output.value !== undefined ||
      output.constant !== undefined ||
      hasMockValue(output.properties) ||
      (output.items !== undefined && hasMockValue([output.items])),
  );
}

/** A constant written as text takes the declared type: `value: "5"` of a number is 5. */
function constant(value: Expression, type: string | undefined): Expression {
  if (value.kind !== 'literal' || typeof value.value !== 'string') return value;
  if (
    (type === 'number' || type === 'integer') &&
    value.value.trim() !== '' &&
    Number.isFinite(Number(value.value))
  )
    return { kind: 'literal', value: Number(value.value) };
  if (type === 'boolean' && (value.value === 'true' || value.value === 'false'))
    return { kind: 'literal', value: value.value === 'true' };
  return value;
}

export function jsonPath(source: string, at: Location, report: Report): JsonPath | undefined {
  const result = parseJsonPath(source);
  if ('path' in result) return result.path;
  report({
    code: 'jsonpath-invalid',
    severity: 'error',
    message: `\`${source}\`: ${result.problem}`,
    at,
  });
  return undefined;
}

/** What a step keeps of a response: the named outputs. One that stands for everything keeps everything. */
export function lowerProjection(
  outputs: readonly OutputParameter[],
  scope: Scope,
): OutputNode | undefined {
  const [only] = outputs;
  if (only === undefined) return undefined;
  if (outputs.length === 1) {
    const node = lowerOutput(only, scope);
    // Members that only say what the response is like take nothing away from it.
    if (node.kind === 'whole' || (responsePath(only)?.length === 0 && isDescription(only)))
      return undefined;
  }
  return { kind: 'object', properties: outputs.map((output) => property(output, scope)) };
}

/** Nothing below it says where a value comes from. */
function isDescription(output: OutputParameter): boolean {
  return (
    output.properties.every(isSilent) && (output.items === undefined || isSilent(output.items))
  );
}

/** The part of the response that an entry stands for; undefined where it is none. */
function responsePath(output: OutputParameter): JsonPath['segments'] | undefined {
  const written = output.mapping ?? output.value;
  if (output.mapping === undefined && written !== undefined && !written.startsWith('$'))
    return undefined;
  if (written === undefined)
    return output.constant !== undefined || output.name === undefined
      ? undefined
      : [{ kind: 'key', key: output.name }];
  const parsed = parseJsonPath(written);
  return 'path' in parsed ? parsed.path.segments : undefined;
}

/** The shape of the response as far as the outputs say: `$.a.b` of type string gives `{ a: { b: string } }`. */
export function responseType(outputs: readonly OutputParameter[]): Type {
  const tree: TypeTree = { members: new Map() };
  for (const output of outputs) {
    const segments = responsePath(output);
    if (segments === undefined || !isDescription(output)) continue;
    const type = outputType(output);
    if (segments.length === 0 && type.kind !== 'unknown') return type;
    if (segments.length === 0) continue;
    const keys = segments.map((segment) => (segment.kind === 'key' ? segment.key : undefined));
    if (keys.some((key) => key === undefined)) return unknownType;
    let at = tree;
    for (const key of keys as string[]) {
      const next = at.members.get(key) ?? { members: new Map() };
      at.members.set(key, next);
      at = next;
    }
    at.type = type;
    at.required = output.required ?? false;
  }
  return tree.members.size === 0 ? unknownType : treeType(tree);
}

interface TypeTree {
  readonly members: Map<string, TypeTree>;
  type?: Type;
  required?: boolean;
}

function treeType(tree: TypeTree): Type {
  if (tree.members.size === 0) return tree.type ?? unknownType;
  const properties = [...tree.members].map(([name, item]) => ({
    name,
    type: treeType(item),
    required: item.required ?? false,
  }));
  return { kind: 'object', properties };
}
