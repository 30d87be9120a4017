// The client without its names: services, secrets and options, and the functions that send operations through them.
import type { AuthContext } from "./auth.ts";
import { CapabilityError, ConfigError, ValidationError } from "./errors.ts";
import { evaluate, type Expression } from "./expression.ts";
import type { CoreOptions, RequestBody, RequestOptions } from "./http.ts";
import type {
  AnyOperation,
  Operation,
  OperationTree,
  PathPart,
  SecretSource,
  Service,
} from "./operation.ts";
import { applyHeaders, draftRequest } from "./request.ts";
import { parseResponse, watchResponse } from "./response.ts";
import { transmit, type Transmission } from "./transmit.ts";
import { isDotSegment, joinUrl, parseBase } from "./url.ts";
import { own, toText } from "./value.ts";

export interface ClientCore {
  readonly services: readonly Service[];
  readonly secrets: readonly SecretSource[];
  readonly options: CoreOptions;
}

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

/** Sends an operation and gives what it promises. A status of 300 and above is an error. */
export async function execute<Args extends object, Output>(
  core: ClientCore,
  operation: Operation<Args, Output>,
  args: Args,
  options?: RequestOptions,
): Promise<Output> {
  const value = await guard(operation, async () =>
    transmit(draft(core, operation, args, options), (response) =>
      parseResponse(response, operation),
    ),
  );
  return value as Output;
}

/** Sends an operation and gives the response as it came, whatever its status. */
export function send(
  core: ClientCore,
  operation: AnyOperation,
  args: object,
  options?: RequestOptions,
): Promise<Response> {
  return guard(operation, async () =>
    transmit(draft(core, operation, args, options), watchResponse),
  );
}

/** Passes a request on to a service, with the credentials of the service; once, redirects included. */
export function forward(
  core: ClientCore,
  serviceId: string,
  request: ForwardRequest,
): Promise<Response> {
  const { method, path, search = "", headers, body, signal } = request;
  const context = { id: undefined, method, path: [path] };
  return guard(context, async () => {
    const service = findService(core, serviceId);
    const [pathname = ""] = path.split(/[?#]/);
    if (pathname.split(/[/\\]/).some(isDotSegment))
      throw new ValidationError("The path must not hold `.` or `..`");
    return transmit(
      {
        ...channel(core, service, { signal, maxRetries: 0 }),
        operation: undefined,
        template: pathname,
        url: joinUrl(baseUrl(core, service), pathname, search.replace("?", "")),
        method,
        headers: new Headers(headers),
        body,
        redirect: "manual",
        repeatable: false,
        overrule: true,
      },
      watchResponse,
    );
  });
}

/** A credential by name: from the options, else from the environment. */
export function secret(core: ClientCore, name: string): string {
  const { secrets, env = environment() } = core.options;
  const source = core.secrets.find((candidate) => candidate.name === name);
  const variable = source?.variable ?? name;
  const value = own(secrets, name) || own(env, variable);
  if (typeof value === "string" && value !== "") return value;
  throw new ConfigError(
    `A credential is missing: give the option secrets[${JSON.stringify(name)}] or set the environment variable ${variable}`,
  );
}

/** The callables of a client: each operation of the tree, bound to `core`. */
export function bind(core: ClientCore, tree: OperationTree): object {
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => [
      name,
      isOperation(node)
        ? (args: object = {}, options?: RequestOptions) =>
            execute(core, node as Operation<object, unknown>, args, options)
        : bind(core, node),
    ]),
  );
}

function isOperation(node: OperationTree | AnyOperation): node is AnyOperation {
  return typeof node.method === "string";
}

function draft(
  core: ClientCore,
  operation: AnyOperation,
  args: object,
  options: RequestOptions = {},
): Transmission {
  const { method, path } = operation;
  const service = findService(core, operation.service);
  const request = draftRequest(operation, args, (name) => secret(core, name));
  const { headers, body } = request;
  const key = options.idempotencyKey;
  applyHeaders(headers, core.options.headers);
  applyHeaders(headers, options.headers);
  if (key !== undefined) applyHeaders(headers, { "idempotency-key": key });
  if (body && /^(GET|HEAD)$/.test(method) && !core.options.fetch)
    throw new ConfigError(
      `fetch cannot send a body with ${method}: give the option fetch one that can`,
    );
  return {
    ...channel(core, service, options),
    operation: operation.id,
    template: template(path),
    url: joinUrl(baseUrl(core, service), request.path, request.query),
    method,
    headers,
    body: body?.content,
    redirect: "follow",
    repeatable:
      !(body?.content instanceof ReadableStream) &&
      (/^(GET|HEAD|OPTIONS|PUT|DELETE)$/.test(method) ||
        operation.idempotent === true ||
        headers.has("idempotency-key")),
    overrule: false,
  };
}

/** What a transmission takes from the client and the call, not from the request. */
function channel(
  core: ClientCore,
  service: Service,
  options: RequestOptions,
): Pick<
  Transmission,
  | "service"
  | "authContext"
  | "fetch"
  | "middleware"
  | "timeout"
  | "deadline"
  | "maxRetries"
  | "signal"
> {
  const { fetch = globalThis.fetch, middleware = [] } = core.options;
  return {
    service,
    authContext: authContext(core, fetch),
    fetch,
    middleware,
    timeout: options.timeout ?? core.options.timeout ?? 60_000,
    deadline: options.deadline,
    maxRetries: options.maxRetries ?? core.options.maxRetries ?? 2,
    signal: options.signal,
  };
}

function authContext(
  core: ClientCore,
  fetch: typeof globalThis.fetch,
): AuthContext {
  return {
    text: (expression) => credential(core, expression),
    fetch,
    client: core,
  };
}

/** In what describes a service, names are names of secrets, whether they are bound or not. */
function credential(core: ClientCore, expression: Expression): string {
  const lookup = (name: string): string => secret(core, name);
  const value = evaluate(expression, { input: lookup, secret: lookup });
  return toText(value, "credential");
}

function findService(core: ClientCore, id: string): Service {
  const service = core.services.find((candidate) => candidate.id === id);
  if (service) return service;
  throw new ConfigError(`There is no service ${JSON.stringify(id)}`);
}

function baseUrl(core: ClientCore, service: Service): URL {
  const given = core.options.baseURL;
  const text = typeof given === "string" ? given : own(given, service.id);
  if (typeof text === "string") {
    if (text === given && core.services.length > 1)
      throw new ConfigError(
        "There are several services: the option baseURL has to name them",
      );
    return parseBase(text, service.id);
  }
  const { baseURL } = service;
  if (baseURL === undefined)
    throw new ConfigError(
      `The base URL of ${JSON.stringify(service.id)} is missing: give the option baseURL`,
    );
  return parseBase(
    typeof baseURL === "string" ? baseURL : credential(core, baseURL),
    service.id,
  );
}

function environment(): { readonly [name: string]: string | undefined } {
  const { process } = globalThis as unknown as {
    process?: { env?: { [name: string]: string | undefined } };
  };
  return process?.env ?? {};
}

function template(path: readonly PathPart[]): string {
  return path
    .map((part) => (typeof part === "string" ? part : `{${part.variable}}`))
    .join("");
}

/** Every error of the family says what it is about. */
async function guard<T>(
  about: {
    readonly id: string | undefined;
    readonly method: string;
    readonly path: readonly PathPart[];
  },
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof CapabilityError) {
      error.operation = about.id;
      error.method = about.method;
      error.url = template(about.path);
      error.message = `${error.message} (${error.method} ${error.url})`;
    }
    throw error;
  }
}
