// What the server needs of the client: everything that leaves the process goes through here.
import type { Expression, OperationRef } from "./model.ts";
import { own } from "./own.ts";
import { takeAnswer } from "./take-answer.ts";

/** What expressions read: the inputs of the unit, and what earlier steps gave. Undefined: there is no such value. */
export interface Scope {
  input(name: string): unknown;
  step(name: string): unknown;
}

/** The scope of a unit; later changes of the records show. */
export function scopeOf(
  inputs: Readonly<Record<string, unknown>>,
  steps: Readonly<Record<string, unknown>> = {},
): Scope {
  return {
    input: (name) => own(inputs, name),
    step: (name) => own(steps, name),
  };
}

export interface ForwardRequest {
  readonly method: string;
  /** Behind the base URL of the service, as it was sent: still percent-encoded. */
  readonly path: string;
  /** With the leading `?`, or empty. */
  readonly search: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  readonly signal: AbortSignal;
}

export interface ClientPort {
  /** Any status is an answer; throws an error with a `kind` where there is none. */
  send(
    operation: OperationRef,
    args: Readonly<Record<string, unknown>>,
    signal: AbortSignal | undefined,
  ): Promise<Response>;
  forward(service: string, request: ForwardRequest): Promise<Response>;
  evaluate(expression: Expression, scope: Scope): unknown;
  /** Throws where it is missing. */
  secret(name: string): string;
}

/** The functions of the client. Methods, not properties: they may ask for a richer kind of operation. */
export interface ClientFunctions<Core> {
  send(
    core: Core,
    operation: OperationRef,
    args: object,
    options: { readonly signal?: AbortSignal | undefined },
    read: typeof takeAnswer,
  ): Promise<Response>;
  forward(
    core: Core,
    service: string,
    request: ForwardRequest,
    read: typeof takeAnswer,
  ): Promise<Response>;
  evaluate(
    expression: Expression,
    scope: Scope & { secret(name: string): unknown },
  ): unknown;
  secret(core: Core, name: string): string;
}

export function bindClient<Core>(
  { send, forward, evaluate, secret }: ClientFunctions<Core>,
  core: Core,
): ClientPort {
  return {
    send: (operation, args, signal) =>
      send(core, operation, args, { signal }, takeAnswer),
    forward: (service, request) => forward(core, service, request, takeAnswer),
    evaluate: (expression, scope) =>
      evaluate(expression, { ...scope, secret: (name) => secret(core, name) }),
    secret: (name) => secret(core, name),
  };
}
