// The functions that send operations: what they take from the client, the operation and the call comes together here.
import { CapabilityError } from "./errors.ts";
import type { CoreOptions, RequestOptions } from "./http.ts";
import { type AnyOperation, type Operation, operation } from "./operation.ts";
import { applyHeaders, draftRequest } from "./request.ts";
import { readAnswer, watchResponse } from "./response.ts";
import { baseUrl, type ClientCore, findService } from "./service.ts";
import { type Read, transmit, type Transmission } from "./transmit.ts";
import { joinUrl, pathText } from "./url.ts";

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
    async (core: ClientCore, args: unknown, options?: RequestOptions) =>
      (await answer(core, one, args, options)).data,
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
  const job = (): Transmission => prepare(core, operation, args, options);
  return run(core, operation, options, job, async (response) => {
    const data = (await readAnswer(response, operation.read)) as Output;
    return { data, response };
  });
}

/** Sends an operation and gives the response as it came, whatever its status. */
export function send(
  core: ClientCore,
  operation: AnyOperation,
  args: object | undefined,
  options: RequestOptions = {},
  read: Read<Response> = watchResponse,
): Promise<Response> {
  const job = (): Transmission => prepare(core, operation, args, options);
  return run(core, operation, options, job, read);
}

/** The same services with other options; those that are not given stay. Other credentials get tokens of their own. */
export function withOptions(core: ClientCore, more: CoreOptions): ClientCore {
  const { options, memory = core } = core;
  const same = !more.secrets && !more.env && !more.fetch;
  return {
    ...core,
    options: { ...options, ...more },
    memory: same ? memory : {},
  };
}

function prepare(
  core: ClientCore,
  operation: AnyOperation,
  args: unknown,
  options: RequestOptions,
): Transmission {
  const { method } = operation;
  const service = findService(core, operation.service);
  const call = { core, operation, args: args as object | undefined };
  const { path, query, headers, body } = draftRequest(call);
  const content = body?.content;
  applyHeaders(headers, core.options.headers);
  applyHeaders(headers, options.headers);
  applyHeaders(headers, { "idempotency-key": options.idempotencyKey });
  return {
    service,
    request: {
      url: joinUrl(baseUrl(core, service), path, query),
      method,
      headers,
      body: content,
      redirect: "follow",
    },
    repeatable:
      !(content instanceof ReadableStream) &&
      (!/^(POST|PATCH)$/.test(method) ||
        !!operation.idempotent ||
        headers.has("idempotency-key")),
  };
}

/** Every error of the family says what it is about. */
export async function run<T>(
  core: ClientCore,
  about: Pick<AnyOperation, "method" | "path"> & { id: string | undefined },
  options: RequestOptions,
  job: () => Transmission,
  read: Read<T>,
): Promise<T> {
  const { id: operation, method, path } = about;
  const url = pathText(path, (variable) => `{${variable}}`);
  const context = { operation, template: url };
  try {
    return await transmit(core, options, job(), context, read);
  } catch (error) {
    if (error instanceof CapabilityError)
      Object.assign(error, {
        operation,
        method,
        url,
        message: `${error.message} (${method} ${url})`,
      });
    throw error;
  }
}
