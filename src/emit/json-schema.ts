// Types as JSON Schema 2020-12, the dialect of MCP and OpenAPI 3.1. Says no more than the type does.
import type { Json } from '../ir/expression.ts';
import type { Property, Type } from '../ir/type.ts';

export type JsonSchema = { readonly [key: string]: Json };

export function jsonSchema(type: Type): JsonSchema {
  switch (type.kind) {
    case 'unknown':
      return {};
    case 'null':
      return { type: 'null' };
    case 'scalar':
      return {
        type: type.scalar,
        ...(isPattern(type.pattern) ? { pattern: type.pattern } : {}),
        ...(type.format === undefined ? {} : { format: type.format }),
      };
    case 'enum':
      return enumSchema(type.values);
    case 'array':
      return { type: 'array', ...nested('items', type.items) };
    case 'record':
      return { type: 'object', ...nested('additionalProperties', type.values) };
    case 'object':
      return objectSchema(type.properties);
    case 'union':
      return unionSchema(type.members);
    case 'binary':
      return { type: 'string', contentEncoding: 'base64' };
  }
}

/** An object with these members; others are allowed. */
export function objectSchema(
  members: readonly Pick<Property, 'name' | 'type' | 'required' | 'description'>[],
): JsonSchema {
  const required = members.filter((member) => member.required).map(({ name }) => name);
  return {
    type: 'object',
    ...(members.length === 0
      ? {}
      : {
          properties: Object.fromEntries(
            members.map(({ name, type, description }) => [
              name,
              { ...jsonSchema(type), ...(description === undefined ? {} : { description }) },
            ]),
          ),
        }),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** Left out where any value will do. */
function nested(key: string, type: Type): JsonSchema {
  return type.kind === 'unknown' ? {} : { [key]: jsonSchema(type) };
}

function enumSchema(values: readonly (string | number)[]): JsonSchema {
  const kinds = [...new Set(values.map((value) => typeof value))];
  const [only] = kinds;
  return {
    ...(kinds.length === 1 && only !== undefined ? { type: only } : {}),
    enum: values,
  };
}

/** Several plain types in one word where that says it all: `["string", "null"]`. */
function unionSchema(members: readonly Type[]): JsonSchema {
  const schemas = members.map(jsonSchema);
  const plain = schemas.flatMap(({ type, ...rest }) =>
    typeof type === 'string' && Object.keys(rest).length === 0 ? [type] : [],
  );
  if (schemas.length === 1) return schemas[0]!;
  return plain.length === schemas.length ? { type: [...new Set(plain)] } : { anyOf: schemas };
}

/** Patterns that are none to JavaScript are left out: validators would refuse the whole schema. */
function isPattern(pattern: string | undefined): pattern is string {
  try {
    return pattern !== undefined && new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
