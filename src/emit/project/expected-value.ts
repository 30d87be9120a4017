// What expressions come to when every argument has its sample and every secret its test value.
import type { Input, Operation } from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import type { Field } from '../typescript/signature.ts';
import { Bytes, type Sample } from './sample-value.ts';

export type Value = Sample | undefined;

/** A call that has to be refused before anything is sent. */
export class Refusal extends Error {}

export interface ValueReader {
  /** Name on the wire and value of everything that goes there. */
  place(place: Input['in']): readonly (readonly [name: string, value: Value])[];
  path(variable: string): Value;
  value(expression: Expression): Value;
  /** In what describes a service every name is the name of a secret. */
  credential(expression: Expression): string;
}

export type Lookup = (name: string) => Value;

export function valueReader(
  operation: Operation,
  given: readonly (readonly [field: Field, value: Sample])[],
  secret: (name: string) => string,
): ValueReader {
  const worked = operation.inputs.filter((input) => input.value !== undefined);
  const working = new Set<Input>();
  const work = (input: Input): Value => {
    if (input.value === undefined || working.has(input)) return undefined;
    working.add(input);
    const value = evaluate(input.value, lookup, secret);
    working.delete(input);
    return value;
  };
  const lookup: Lookup = (name) => {
    const byKey = given.find(([field]) => field.key === name);
    if (byKey !== undefined) return byKey[1];
    const input = worked.find((candidate) => candidate.name === name);
    if (input !== undefined) return work(input);
    return given.find(([field]) => field.wire.name === name)?.[1];
  };
  const place = (where: Input['in']): readonly (readonly [string, Value])[] =>
    [
      ...given
        .filter(([field]) => field.wire.in === where)
        .map(([field, value]) => [field.wire.name, value] as const),
      ...worked
        .filter((input) => input.in === where)
        .map((input) => [input.name, work(input)] as const),
    ].filter(([, value]) => value !== undefined);
  return {
    place,
    path: (variable) => place('path').find(([name]) => name === variable)?.[1],
    value: (expression) => evaluate(expression, lookup, secret),
    credential: (expression) => toText(evaluate(expression, secret, secret)).trimEnd(),
  };
}

export function evaluate(
  expression: Expression,
  input: Lookup,
  secret: Lookup,
  step?: Lookup,
): Value {
  const part = (inner: Expression): Value => evaluate(inner, input, secret, step);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'input':
      return walk(input(expression.name), expression.path ?? []);
    case 'secret':
      return secret(expression.name);
    case 'step':
      return walk(step?.(expression.step), expression.path);
    case 'template':
      return expression.parts
        .map((piece) => (typeof piece === 'string' ? piece : toText(part(piece))))
        .join('');
    case 'array':
      return expression.items.map(part).filter((item) => item !== undefined);
    case 'object':
      return Object.fromEntries(
        expression.members.flatMap(({ name, value }) => {
          const member = part(value);
          return member === undefined ? [] : [[name, member] as const];
        }),
      );
  }
}

function walk(value: Value, path: readonly string[]): Value {
  return path.reduce<Value>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Readonly<Record<string, Sample>>)[key]
        : undefined,
    value,
  );
}

/** As it stands in a URL or header; refused where there is nothing that could. */
export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (value === null || value === undefined || value instanceof Bytes) throw new Refusal();
  return JSON.stringify(value);
}
