// Declared types → Type. Unknown words are taken for "any value" and left to lint.
import type { OutputParameter, Parameter } from '../../document/document.ts';
import { stringType, unknownType, type Property, type Type } from '../type.ts';

export function parameterType(parameter: Parameter): Type {
  if (parameter.values !== undefined && parameter.values.length > 0)
    return { kind: 'enum', values: parameter.values };
  switch (parameter.type) {
    case undefined:
      return stringType;
    case 'string':
      return parameter.pattern === undefined
        ? stringType
        : { kind: 'scalar', scalar: 'string', pattern: parameter.pattern };
    case 'number':
    case 'integer':
    case 'boolean':
      return { kind: 'scalar', scalar: parameter.type };
    case 'array':
      return {
        kind: 'array',
        items: parameter.items === undefined ? unknownType : parameterType(parameter.items),
      };
    case 'object':
      return parameter.properties.length === 0
        ? { kind: 'record', values: unknownType }
        : { kind: 'object', properties: parameter.properties.map(parameterProperty) };
    default:
      return unknownType;
  }
}

function parameterProperty(parameter: Parameter): Property {
  return {
    name: parameter.name,
    type: parameterType(parameter),
    required: parameter.required ?? false,
    ...(parameter.description === undefined ? {} : { description: parameter.description }),
  };
}

/** The type an output entry declares, whatever it is mapped from. A bare object or array says nothing. */
export function outputType(output: OutputParameter): Type {
  const type = declaredType(output);
  if (output.nullable !== true || type.kind === 'unknown') return type;
  return { kind: 'union', members: [type, { kind: 'null' }] };
}

function declaredType(output: OutputParameter): Type {
  if (output.values !== undefined && output.values.length > 0)
    return { kind: 'enum', values: output.values };
  switch (output.type) {
    case 'string':
    case 'number':
    case 'integer':
    case 'boolean':
      return {
        kind: 'scalar',
        scalar: output.type,
        ...(output.format === undefined ? {} : { format: output.format }),
      };
    case 'array':
      return {
        kind: 'array',
        items: output.items === undefined ? unknownType : outputType(output.items),
      };
    case 'object':
      if (output.properties.length > 0)
        return { kind: 'object', properties: output.properties.map(outputProperty) };
      return output.others === undefined
        ? unknownType
        : { kind: 'record', values: outputType(output.others) };
    default:
      return unknownType;
  }
}

function outputProperty(output: OutputParameter): Property {
  return {
    name: output.name ?? '',
    type: outputType(output),
    required: output.required ?? false,
    ...(output.description === undefined ? {} : { description: output.description }),
  };
}
