// The functions that send operations: what they take from the client, the operation and the call comes together here.
import { CapabilityError, ValidationError } from "./errors.ts";
import { applyHeaders } from "./headers.ts";
import type { CoreOptions, RequestBody, RequestOptions } from "./http.ts";
import type { AnyOperation, Operation } from "./operation.ts";
import { draftRequest } from "./request.ts";
import { readAnswer, watchResponse } from "./response.ts";
import { baseUrl, type ClientCore, findService } from "./service.ts";
import { type Read, transmit, type Transmission } from "./transmit.ts";
import { isDotSegment, joinUrl, pathText } from "./url.ts";

export interface ForwardRequest {
  readonly method: string;
  /** Behind the base URL of the service, percent-encoded. */
  readonly path: string;
  /** With or without `?`. */
  readonly search?: string | undefined;
  readonly headers?: Headers | undefined;
  readonly body?: RequestBody | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A result, and the response it was read from: status, headers. */
export interface Answer<Output> {
  readonly data: Output;
  readonly response: Response;
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

/** Passes a request on to a service, with the credentials of the service; once, redirects included. */
export function forward(
  core: ClientCore,
  serviceId: string,
  request: ForwardRequest,
  read: Read<Response> = watchResponse,
): Promise<Response> {
  const { method, path, search = "", headers, body, signal } = request;
  const [pathname = ""] = path.split(/[?#]/);
  const prepare = (): Transmission => {
    const service = findService(core, serviceId);
    const { auth } = service;
    if (pathname.split(/[/\\]/).some(isDotSegment))
      throw new ValidationError("A path segment must not be `.` or `..`");
    return {
      service: {
        ...service,
        ...(auth && {
          auth: (request, next, context) =>
            auth(request, next, { ...context, overrule: true }),
        }),
      },
      request: {
        url: joinUrl(baseUrl(core, service), pathname, search.replace("?", "")),
        method,
        headers: new Headers(headers),
        body,
        redirect: "manual",
      },
      repeatable: false,
    };
  };
  const about = { id: undefined, method, path: [pathname] };
  return run(core, about, { signal }, prepare, read);
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
  const { path, query, headers, body } = draftRequest({
    core,
    operation,
    args: args as object | undefined,
  });
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
async function run<T>(
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
