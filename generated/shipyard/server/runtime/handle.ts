// A surface as one function from request to response.
import type { ActionContext, ActionResult, Inputs } from "./action.ts";
import { failed, withConstants } from "./action.ts";
import {
  createAuthenticate,
  ServerConfigError,
  type Authenticate,
} from "./authenticate.ts";
import type { ClientPort, ForwardRequest } from "./client-port.ts";
import { binaryAnswer, isBinary } from "./binary-answer.ts";
import { forwardRequest } from "./forward-request.ts";
import { guard } from "./guard.ts";
import type { Handler } from "./handler.ts";
import { withoutSecrets } from "./hide-secrets.ts";
import { redactedUrl, type Log, type StepLog } from "./log.ts";
import { createMatcher, type Match } from "./match-route.ts";
import type { Definition, Route } from "./model.ts";
import {
  ownHeaders,
  problem,
  problemResponse,
  type Problem,
} from "./problem.ts";
import { discard } from "./read-bytes.ts";
import { readInputs } from "./read-inputs.ts";
import { runAction } from "./run-action.ts";
import { marked, toResponse, withoutBody } from "./to-response.ts";

export interface Limits {
  /** Of a request body, in bytes. 1 MiB. */
  readonly bodyBytes?: number;
  /** Of an upstream body that has to be read to be shaped, in bytes. 32 MiB. */
  readonly responseBytes?: number;
}

export interface HandleOptions {
  readonly client: ClientPort;
  /** Replacements of wired routes, by name. */
  readonly handlers?: object | undefined;
  readonly limits?: Limits | undefined;
  /** The URL of the server as callers know it, where a proxy stands before it. */
  readonly publicUrl?: string | undefined;
  /** Instead of the check that the surface declares. */
  readonly authenticate?: Authenticate | undefined;
  readonly log?: Log | undefined;
  /** Told of each step of an orchestration. */
  readonly step?: StepLog | undefined;
  /**
   * Host names that requests may be sent to, and pages that send them may come from; without it every host, and pages
   * of the host that is asked.
   */
  readonly allowedHosts?: readonly string[] | undefined;
}

type AnyHandler = Handler<Inputs>;

interface Exchange {
  readonly request: Request;
  readonly url: URL;
  readonly requestId: string;
  readonly note: { route?: string; error?: unknown };
}

/** `surfaceId` names one; the first one where it is undefined. Throws where the server cannot work as it is configured. */
export function createHandle(
  definition: Definition,
  surfaceId: string | undefined,
  options: HandleOptions,
): (request: Request) => Promise<Response> {
  const { surfaces, flows } = definition;
  const { client, limits = {}, log, publicUrl } = options;
  const surface = surfaces.find(({ id }) => id === (surfaceId ?? id));
  if (surface === undefined)
    throw new ServerConfigError(`There is no surface ${surfaceId ?? ""}`);
  const { maxBytes, tokens } = surface;
  const match = createMatcher(surface.routes);
  const handlers = handlersByName(surfaces, options.handlers ?? {});
  const authenticate =
    options.authenticate ?? createAuthenticate(surface.auth, client);
  const isChecked =
    options.authenticate !== undefined || surface.auth !== undefined;
  const queryKey =
    surface.auth?.kind === "apikey" && surface.auth.placement === "query"
      ? surface.auth.name
      : undefined;
  const bodyBytes = limits.bodyBytes ?? 1024 * 1024;
  const context: ActionContext = {
    client,
    flows,
    responseBytes: limits.responseBytes ?? 32 * 1024 * 1024,
    step: options.step,
  };

  async function answer(exchange: Exchange): Promise<Response> {
    const { request, url, note } = exchange;
    const misled = guard(request, options.allowedHosts);
    if (misled !== undefined) return stop(exchange, misled);
    const told = tokens?.answer(request, url, publicUrl);
    if (told !== undefined) return marked(told, exchange.requestId);
    // Where nothing is checked, there is nothing to wait for.
    const denied = isChecked ? await authenticate(request, url) : undefined;
    if (denied !== undefined)
      return stop(exchange, tokens?.name(denied, url, publicUrl) ?? denied);
    const found = match(request.method, url.pathname);
    if (found.kind !== "route") return stop(exchange, unmatched(found));
    note.route = found.route.name;
    return await serve(exchange, found.route, found.variables);
  }

  async function serve(
    exchange: Exchange,
    route: Route,
    variables: ReadonlyMap<string, string>,
  ): Promise<Response> {
    const { request, url, requestId, note } = exchange;
    let forward: ForwardRequest | undefined;
    if (route.action.kind === "forward") {
      const made = await forwardRequest(
        request,
        url,
        route,
        variables,
        queryKey,
        bodyBytes,
      );
      if (made.kind === "problem") return stop(exchange, made.problem);
      forward = made.forward;
    }
    const read = await readInputs(request, url, route, variables, bodyBytes);
    if (read.kind === "problem") return stop(exchange, read.problem);
    const next = async (given: Inputs): Promise<Response> => {
      const inputs = withConstants(context, route.constants ?? [], given);
      const result: ActionResult = await runAction(
        context,
        route.action,
        inputs,
        { signal: request.signal, ...(forward && { forward }) },
      );
      const shown = isBinary(result)
        ? await binaryAnswer(result, route.binary, maxBytes)
        : result;
      if (shown.kind === "problem") note.error = shown.cause;
      try {
        return toResponse(withoutSecrets(shown, client, definition), requestId);
      } catch (error) {
        note.error = error;
        return toResponse(failed(error), requestId);
      }
    };
    const handler = handlers.get(route.name);
    if (handler === undefined) return await next(read.inputs);
    const value = await handler(read.inputs, {
      request,
      requestId,
      signal: request.signal,
      next: (inputs = read.inputs) => next({ ...inputs }),
    });
    if (value instanceof Response) return marked(value, requestId);
    return toResponse({ kind: "value", status: 200, value }, requestId);
  }

  return async (request) => {
    const started = log === undefined ? 0 : performance.now();
    const url = new URL(request.url);
    const exchange: Exchange = {
      request,
      url,
      requestId: requestIdOf(request),
      note: {},
    };
    const { requestId, note } = exchange;
    let response: Response;
    try {
      response = await answer(exchange);
    } catch (error) {
      note.error = error;
      const unexpected = problem(500, "Something went wrong on the server");
      response = problemResponse(unexpected, requestId);
    }
    if (request.method === "HEAD") response = withoutBody(response);
    if (log === undefined) return response;
    try {
      log({
        requestId,
        method: request.method,
        url: redactedUrl(url, queryKey),
        route: note.route,
        status: response.status,
        durationMs: performance.now() - started,
        ...(note.error === undefined ? {} : { error: note.error }),
      });
    } catch {
      // A log that fails is no reason to fail a request.
    }
    return response;
  };
}

async function stop(exchange: Exchange, why: Problem): Promise<Response> {
  await discard(exchange.request);
  const { allow } = why.headers ?? {};
  if (exchange.request.method === "OPTIONS" && allow !== undefined)
    return new Response(null, {
      status: 204,
      headers: { allow, ...ownHeaders(exchange.requestId) },
    });
  return problemResponse(why, exchange.requestId);
}

function unmatched(found: Exclude<Match, { kind: "route" }>): Problem {
  switch (found.kind) {
    case "method":
      return problem(405, "This path does not take this method", {
        headers: { allow: found.allow.join(", ") },
      });
    case "none":
      return problem(404, "Nothing is at this path");
    case "malformed":
      return problem(400, "The path holds a malformed percent-encoding");
  }
}

function handlersByName(
  surfaces: Definition["surfaces"],
  handlers: object,
): ReadonlyMap<string, AnyHandler> {
  const names = new Set(
    surfaces.flatMap(({ routes }) => routes.map((route) => route.name)),
  );
  const result = new Map<string, AnyHandler>();
  for (const [name, handler] of Object.entries(handlers)) {
    if (handler === undefined) continue;
    if (typeof handler !== "function")
      throw new ServerConfigError(`The handler ${name} is not a function`);
    if (!names.has(name))
      throw new ServerConfigError(`No route is called ${name}`);
    result.set(name, handler as AnyHandler);
  }
  return result;
}

function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given !== null && /^[\w.:-]{1,128}$/.test(given)
    ? given
    : crypto.randomUUID();
}
