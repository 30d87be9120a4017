// What an action gives, and the pieces all kinds of actions are made of.
import {
  scopeOf,
  type ClientPort,
  type ForwardRequest,
  type Scope,
} from "./client-port.ts";
import { decode, type Reading } from "./decode.ts";
import type { StepLog } from "./log.ts";
import type {
  Argument,
  Call,
  Flows,
  Format,
  OperationRef,
  OutputNode,
} from "./model.ts";
import { setOwn } from "./own.ts";
import { clientProblem, problem, type Problem } from "./problem.ts";
import { readBytes, TooLargeError } from "./read-bytes.ts";
import { shape } from "./shape.ts";

export type Inputs = Readonly<Record<string, unknown>>;

export type ActionResult =
  /** The answer of an upstream as it is, or one that says that something is wrong (status >= 400). */
  | {
      readonly kind: "response";
      readonly response: Response;
      readonly format: Format;
      /** How the body is read, where the format needs more than its name. */
      readonly reading?: Reading;
    }
  | {
      readonly kind: "value";
      readonly status: number;
      readonly value: unknown;
    }
  /** `cause` is for the log only: it may say more than a caller should read. */
  | {
      readonly kind: "problem";
      readonly problem: Problem;
      readonly cause?: unknown;
    };

export interface ActionContext {
  readonly client: ClientPort;
  readonly flows: Flows;
  /** Largest upstream body that is read to be shaped. */
  readonly responseBytes: number;
  /** Told of each step that is over. */
  readonly step?: StepLog | undefined;
}

export interface ActionOptions {
  readonly signal?: AbortSignal | undefined;
  /** The request at hand, for actions that pass it on. */
  readonly forward?: ForwardRequest;
}

export function refused(
  status: number,
  detail: string,
): Extract<ActionResult, { kind: "problem" }> {
  return { kind: "problem", problem: problem(status, detail) };
}

/** What an error means for the caller; throws on what is not an error of the client. */
export function failed(error: unknown, step?: string): ActionResult {
  const known =
    error instanceof TooLargeError
      ? problem(
          502,
          "The upstream service answered with too much",
          step === undefined ? {} : { step },
        )
      : clientProblem(error, step);
  if (known === undefined) throw error;
  return { kind: "problem", problem: known, cause: error };
}

export function call(
  context: ActionContext,
  { operation, pass = [], arguments: worked = [] }: Call,
  scope: Scope,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const args: Record<string, unknown> = {};
  const set = (name: string, value: unknown): void => {
    if (value !== undefined) setOwn(args, argumentKey(operation, name), value);
  };
  for (const name of pass) set(name, scope.input(name));
  for (const { name, value } of worked)
    set(name, context.client.evaluate(value, scope));
  return context.client.send(operation, args, signal);
}

/** The client's name for an input; where a name is taken twice, the one in the path is meant. */
function argumentKey(operation: OperationRef, name: string): string {
  const inPath = operation.path.some(
    (part) => typeof part !== "string" && part.variable === name,
  );
  // A path variable that is not listed goes by its own name.
  const input = operation.inputs.find(
    (one) => one.name === name && (!inPath || one.in === "path"),
  );
  return input?.key ?? name;
}

/** The inputs with those whose values are fixed; a fixed value wins over what was sent. */
export function withConstants(
  context: Pick<ActionContext, "client">,
  constants: readonly Argument[],
  inputs: Inputs,
): Inputs {
  if (constants.length === 0) return inputs;
  const result: Record<string, unknown> = { ...inputs };
  for (const { name, value } of constants) {
    const evaluated = context.client.evaluate(value, scopeOf(result));
    setOwn(result, name, evaluated);
  }
  return result;
}

/** Shapes a result; errors of an upstream stay as they are, a shape is a promise about success. */
export async function shaped(
  context: ActionContext,
  node: OutputNode,
  result: ActionResult,
  scope: Scope,
): Promise<ActionResult> {
  if (node.kind === "whole" || result.kind === "problem") return result;
  const { evaluate } = context.client;
  if (result.kind === "value") {
    const value = shape(node, result.value, scope, evaluate);
    return { kind: "value", status: result.status, value };
  }
  const { response, format, reading = { format } } = result;
  if (response.status >= 400) return result;
  if (format === "binary") return result;
  const decoded = await decode(
    await readBytes(response, context.responseBytes),
    reading,
  );
  if (decoded.kind === "unsupported")
    return refused(501, `Answers in the format ${format} cannot be shaped`);
  if (decoded.kind === "malformed")
    return {
      ...refused(502, `The upstream service did not answer with ${format}`),
      cause: decoded.cause,
    };
  const value = shape(node, decoded.value, scope, evaluate);
  return { kind: "value", status: response.status, value };
}

export function evaluateAll(
  context: Pick<ActionContext, "client">,
  given: readonly Argument[],
  scope: Scope,
): Inputs {
  const result: Record<string, unknown> = {};
  for (const { name, value } of given) {
    const evaluated = context.client.evaluate(value, scope);
    if (evaluated !== undefined) setOwn(result, name, evaluated);
  }
  return result;
}
