// The functions that send operations: what they take from the client, the operation and the call comes together here.
import { ParseError, statusError } from "./errors.ts";
import type { CoreOptions, RequestOptions } from "./http.ts";
import { type AnyOperation, type Operation, operation } from "./operation.ts";
import { draftRequest } from "./request.ts";
import { watchResponse } from "./response.ts";
import type { ClientCore } from "./service.ts";
import { type Read, transmit } from "./transmit.ts";

/** A result, and the response it was read from: status, headers. */
export interface Answer<Output> {
  readonly data: Output;
  readonly response: Response;
}

/** An operation as a function of its own, called with what `createCore` gives: a bundle has those that it imports. */
export interface Call<Args, Output> extends Operation<Args, Output> {
  (core: ClientCore, args: Args, options?: RequestOptions): Promise<Output>;
}

/** Reads the notation of `operation`. What is declared of the result says which types it has. */
export function define(
  text: string,
  more?: Partial<Operation<unknown, never>>,
): Call<unknown, never> {
  const one = operation(text, more);
  return Object.assign(
    (core: ClientCore, args: unknown, options?: RequestOptions) =>
      execute(core, one, args, options),
    one,
  );
}

/** Sends an operation and gives what it promises. A status of 300 and above is an error. */
export async function execute<Args, Output>(
  core: ClientCore,
  operation: Operation<Args, Output>,
  args: Args | undefined,
  options?: RequestOptions,
): Promise<Output> {
  return (await answer(core, operation, args, options)).data;
}

/** The same, with the response. */
export function answer<Args, Output>(
  core: ClientCore,
  operation: Operation<Args, Output>,
  args: Args | undefined,
  options: RequestOptions = {},
): Promise<Answer<Output>> {
  const draft = () => draftRequest({ core, operation, args }, options);
  return transmit(core, operation, options, draft, async (response) => {
    if (!response.ok) throw await statusError(response);
    const data = (await (operation.read ?? readJson)(response)) as Output;
    return { data, response };
  });
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text ? JSON.parse(text) : undefined;
  } catch (cause) {
    throw new ParseError("The answer is not JSON", response, text, { cause });
  }
}

/** Sends an operation and gives the response as it came, whatever its status. */
export function send(
  core: ClientCore,
  operation: AnyOperation,
  args: object | undefined,
  options: RequestOptions = {},
  read: Read<Response> = watchResponse,
): Promise<Response> {
  const draft = () => draftRequest({ core, operation, args }, options);
  return transmit(core, operation, options, draft, read);
}

/** The same services with other options; those that are not given stay. Other credentials get tokens of their own. */
export function withOptions(core: ClientCore, more: CoreOptions): ClientCore {
  const other = more.secrets ?? more.env ?? more.fetch;
  const memory = other ? {} : (core.memory ?? core);
  return { ...core, options: { ...core.options, ...more }, memory };
}
