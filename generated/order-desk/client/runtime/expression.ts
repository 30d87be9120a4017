// Values that are worked out at run time, as data, and how to work them out.
import { ValidationError } from "./errors.ts";
import type { Call } from "./http.ts";
import type { Computed, OperationInput } from "./operation.ts";
import { secret } from "./service.ts";
import { own, toText } from "./value.ts";

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

export type Expression =
  | { readonly kind: "literal"; readonly value: Json }
  | {
      readonly kind: "input";
      readonly name: string;
      readonly path?: readonly string[];
    }
  | { readonly kind: "secret"; readonly name: string }
  | {
      readonly kind: "step";
      readonly step: string;
      readonly path: readonly string[];
    }
  | {
      readonly kind: "template";
      readonly parts: readonly (string | Expression)[];
    }
  | { readonly kind: "array"; readonly items: readonly Expression[] }
  | {
      readonly kind: "object";
      readonly members: readonly {
        readonly name: string;
        readonly value: Expression;
      }[];
    };

/** Where an expression finds what it names. Undefined: there is no such value. */
export interface Scope {
  input(name: string): unknown;
  secret(name: string): unknown;
  step?(name: string): unknown;
}

export function computed(expression: Expression): Computed {
  return (call, busy) => evaluate(expression, scopeOf(call, busy));
}

/** A text out of secrets: names in what describes a service are names of secrets, whether they are bound or not. */
export function secretText(
  expression: Expression,
): (secret: (name: string) => string) => string {
  return (secret) =>
    toText(evaluate(expression, { input: secret, secret }), "credential");
}

/** The arguments of a call by key, else by the name they are sent under. */
export function scopeOf(
  call: Call,
  busy: readonly OperationInput[] = [],
): Scope {
  const { args, core } = call;
  const { inputs } = call.operation;
  return {
    secret: (name) => secret(core, name),
    input(name) {
      const input =
        inputs.find((one) => (one.key ?? one.name) === name) ??
        (args && Object.hasOwn(args, name)
          ? undefined
          : inputs.find((one) => one.name === name));
      // A value that reads its own name means what the caller gave.
      return input?.value && !busy.includes(input)
        ? input.value(call, [...busy, input])
        : own(args, input?.key ?? input?.name ?? name);
    },
  };
}

/** The value; undefined where a value named by the whole expression is missing. Text with a missing value in it is refused. */
export function evaluate(expression: Expression, scope: Scope): unknown {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "input":
      return walk(scope.input(expression.name), expression.path ?? []);
    case "secret":
      return scope.secret(expression.name);
    case "step":
      return walk(scope.step?.(expression.step), expression.path);
    case "template":
      return expression.parts
        .map((part) =>
          typeof part === "string" ? part : hole(evaluate(part, scope), part),
        )
        .join("");
    case "array":
      return expression.items
        .map((item) => evaluate(item, scope))
        .filter((item) => item !== undefined);
    case "object":
      return Object.fromEntries(
        expression.members
          .map(({ name, value }) => [name, evaluate(value, scope)] as const)
          .filter(([, value]) => value !== undefined),
      );
  }
}

function walk(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? own(at, key) : undefined,
    value,
  );
}

function hole(value: unknown, part: Expression): string {
  const name =
    part.kind === "step"
      ? [part.step, ...part.path].join(".")
      : "name" in part
        ? [part.name, ...(("path" in part && part.path) || [])].join(".")
        : part.kind;
  if (value === undefined || value === null)
    throw new ValidationError(`\`${name}\` is needed and has no value`);
  return toText(value, name);
}
