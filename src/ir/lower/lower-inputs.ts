// Inputs of consumed operations: three levels merged into one list, path variables matched back and completed.
import { foldName } from '../../util/fold-name.ts';
import type { Parameter } from '../../document/document.ts';
import type { CallTarget } from '../../document/program.ts';
import { child, type Location } from '../../source/location.ts';
import type { Input, Method, PathPart } from '../capability.ts';
import { parameterType } from './lower-type.ts';
import { pathVariables } from '../parse/parse-path.ts';
import { jsonValue, type Scope } from './scope.ts';
import { stringType, unknownType } from '../type.ts';

type Place = Input['in'];
const places: ReadonlySet<string> = new Set([
  'path',
  'query',
  'header',
  'cookie',
  'body',
  'environment',
]);

/** Reads what has no `in`, or one nobody knows, by its use. */
function placeOf(
  parameter: Parameter,
  variables: ReadonlySet<string>,
  method: Method,
): Place | 'environment' {
  const declared = parameter.in === 'formData' ? 'body' : parameter.in;
  if (declared !== undefined && places.has(declared)) return declared as Place | 'environment';
  if (variables.has(foldName(parameter.name))) return 'path';
  return method === 'GET' || method === 'HEAD' || method === 'DELETE' || method === 'OPTIONS'
    ? 'query'
    : 'body';
}

/** Inputs of adapter, resource and operation; the nearer declaration of a (name, in) wins and keeps its place. */
export function mergeParameters(target: CallTarget): readonly Parameter[] {
  const merged = new Map<string, Parameter>();
  for (const parameter of [
    ...target.api.inputs,
    ...target.resource.inputs,
    ...target.operation.inputs,
  ]) {
    const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name;
    merged.set(`${parameter.in ?? ''} ${name}`, parameter);
  }
  return [...merged.values()];
}

export interface OperationInputs {
  readonly path: readonly PathPart[];
  readonly inputs: readonly Input[];
}

/**
 * Every path variable has one input afterwards. A declared `in: path` input is matched by its folded spelling
 * (`accountId` for `{account_id}`); the path then takes the declared name.
 */
export function operationInputs(
  target: CallTarget,
  path: readonly PathPart[],
  method: Method,
  scope: Scope,
): OperationInputs {
  const variables = pathVariables(path);
  const folded = new Set(variables.map(foldName));
  const inputs: Input[] = [];
  const renamed = new Map<string, string>();
  for (const parameter of mergeParameters(target)) {
    const place = placeOf(parameter, folded, method);
    const value = parameterValue(parameter, place, scope);
    if (place === 'path') {
      const exact = variables.find((name) => name === parameter.name);
      const variable =
        exact ??
        variables.find((name) => foldName(name) === foldName(parameter.name) && !renamed.has(name));
      if (variable === undefined) {
        // It has nowhere to go in the path; templates may still read it.
        inputs.push(input(parameter, 'variable', value));
        continue;
      }
      renamed.set(variable, parameter.name);
    }
    const required = place === 'path' ? true : (parameter.required ?? false);
    inputs.push({
      ...input(parameter, place === 'environment' ? 'variable' : place, value),
      required,
    });
  }
  for (const variable of variables) {
    if (renamed.has(variable)) continue;
    const named = scope.secrets.names.has(variable.replace(/^[^.]+\./, ''))
      ? variable.replace(/^[^.]+\./, '')
      : undefined;
    const value = named === undefined ? {} : { value: { kind: 'secret' as const, name: named } };
    inputs.push({
      name: variable,
      in: 'path',
      type: stringType,
      required: true,
      inferred: true,
      ...value,
      at: pathLocation(target),
    });
  }
  return {
    path: path.map((part) =>
      typeof part === 'string' ? part : { variable: renamed.get(part.variable) ?? part.variable },
    ),
    inputs,
  };
}

function input(parameter: Parameter, place: Place, value: Input['value']): Input {
  return {
    name: parameter.name,
    in: place,
    // The format has no word for the type of a consumed input: in JSON it may be anything, elsewhere it is text.
    type:
      place === 'body' && parameter.type === undefined && parameter.values === undefined
        ? unknownType
        : parameterType(parameter),
    required: parameter.required ?? false,
    ...(parameter.description === undefined ? {} : { description: parameter.description }),
    inferred: false,
    ...(value === undefined ? {} : { value }),
    at: parameter.at,
  };
}

function parameterValue(
  parameter: Parameter,
  place: Place | 'environment',
  scope: Scope,
): Input['value'] {
  if (parameter.value === undefined)
    return place === 'environment' ? { kind: 'secret', name: parameter.name } : undefined;
  const reads = new Set<string>();
  const value = jsonValue(parameter.value, child(parameter.at, 'value'), {
    ...scope,
    onInput: (name) => reads.add(name),
  });
  // `value: "{{id}}"` of `id` is the caller's value itself, not a constant.
  if (reads.has(parameter.name))
    return value.kind === 'input' && value.name === parameter.name ? undefined : value;
  for (const name of reads) scope.onInput?.(name, value.kind === 'input');
  return value;
}

function pathLocation(target: CallTarget): Location {
  return target.operation.path === undefined
    ? child(target.resource.at, 'path')
    : child(target.operation.at, 'path');
}

/** Names that templates read and nobody declares: the caller gives them. `optional` where they may be left out. */
export function variableInput(name: string, whole: boolean, at: Location): Input {
  return {
    name,
    in: 'variable',
    type: whole ? unknownType : stringType,
    required: !whole,
    inferred: true,
    at,
  };
}
