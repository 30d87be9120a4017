// Attempts at one request: middleware, credentials, time limits, abort, retries.
import {
  AbortError,
  CapabilityError,
  ConnectionError,
  TimeoutError,
} from "./errors.ts";
import type {
  HttpRequest,
  MiddlewareContext,
  RequestOptions,
  Send,
} from "./http.ts";
import { type ClientCore, secret, type Service } from "./service.ts";

export interface Transmission {
  readonly service: Service;
  /** A template: each attempt gets a copy. */
  readonly request: Omit<HttpRequest, "signal">;
  readonly repeatable: boolean;
}

/** Makes something of a response; `hold` keeps the limits watching until what it gives is called. */
export type Read<T> = (
  response: Response,
  signal: AbortSignal,
  hold: () => () => void,
) => Promise<T>;

export async function transmit<T>(
  core: ClientCore,
  options: RequestOptions,
  job: Transmission,
  about: Pick<MiddlewareContext, "operation" | "template">,
  read: Read<T>,
): Promise<T> {
  const { signal, deadline = Infinity } = options;
  const timeout = options.timeout ?? core.options.timeout ?? 60_000;
  const maxRetries = options.maxRetries ?? core.options.maxRetries ?? 2;
  const end = performance.now() + deadline;
  for (let attempt = 1; ; attempt++) {
    /** Milliseconds until the next attempt; undefined: this one was the last. */
    const pause = (headers?: Headers): number | undefined => {
      const wait = retryPause(attempt, headers);
      return job.repeatable &&
        attempt <= maxRetries &&
        // Timers may fire a little early: an attempt of less than a millisecond is none.
        performance.now() + wait + 1 < end
        ? wait
        : undefined;
    };
    let wait: number | undefined;
    try {
      const limit = Math.min(timeout || Infinity, end - performance.now());
      const outcome = await limited(limit, signal, async (ours, hold) => {
        const context = { ...about, service: job.service.id, attempt };
        const response = await dispatch(core, options, job, context, ours);
        const again = /^(408|425|429|50[0234])$/.test(`${response.status}`)
          ? pause(response.headers)
          : undefined;
        if (again === undefined)
          return { value: await connection(() => read(response, ours, hold)) };
        void response.body?.cancel().catch(() => undefined);
        return again;
      });
      if (typeof outcome === "object") return outcome.value;
      wait = outcome;
    } catch (error) {
      if (!(error instanceof CapabilityError)) throw error;
      error.attempts = error.kind === "config" ? attempt - 1 : attempt;
      wait = /^(connection|timeout)$/.test(error.kind) ? pause() : undefined;
      if (wait === undefined) throw error;
    }
    await limited(wait, signal, () => new Promise(() => {})).catch(
      (error: unknown) => {
        if (error instanceof AbortError)
          throw Object.assign(error, { attempts: attempt });
      },
    );
  }
}

async function dispatch(
  core: ClientCore,
  options: RequestOptions,
  { service: { auth }, request }: Transmission,
  context: MiddlewareContext,
  signal: AbortSignal,
): Promise<Response> {
  const { fetch = globalThis.fetch } = core.options;
  const send: Send = ({ url, ...init }) =>
    connection(() =>
      fetch(url, {
        ...init,
        ...(init.body instanceof ReadableStream && { duplex: "half" }),
      } as RequestInit),
    );
  const authorized: Send = async (outgoing) =>
    auth
      ? auth(outgoing, send, {
          secret: (name) => secret(core, name),
          fetch,
          memory: core.memory ?? core,
        })
      : send(outgoing);
  return [core.options, options]
    .flatMap(({ middleware }) => middleware ?? [])
    .reduceRight<Send>(
      (next, middleware) => async (outgoing) =>
        middleware(outgoing, next, context),
      authorized,
    )({
    ...request,
    url: new URL(request.url),
    headers: new Headers(request.headers),
    signal,
  });
}

/** Failures of the platform become ours; ours stay. */
async function connection<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof CapabilityError) throw cause;
    throw new ConnectionError("The connection failed", { cause });
  }
}

/** Runs `work` against the clock and the caller's signal, also where it listens to neither. `hold` keeps both watching. */
function limited<T>(
  limit: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal, hold: () => () => void) => Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const controller = new AbortController();
    let held = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const release = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
    const stop = (error: CapabilityError): void => {
      release();
      reject(error);
      controller.abort(error);
    };
    const abort = (): void =>
      stop(new AbortError("Aborted", { cause: signal?.reason }));
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort);
    // Timers take 31 bits.
    if (limit < 2 ** 31)
      timer = setTimeout(
        () => stop(new TimeoutError("No answer in time")),
        limit,
      );
    work(controller.signal, () => ((held = true), release))
      .finally(() => held || release())
      .then(resolve, reject);
  });
}

/** Milliseconds to wait after the attempt numbered `attempt`; Infinity when the service asks for more than a minute. */
export function retryPause(attempt: number, headers?: Headers): number {
  const after = headers?.get("retry-after") ?? "";
  const asked =
    +(headers?.get("retry-after-ms") ?? NaN) ||
    +after * 1000 ||
    Date.parse(after) - Date.now();
  if (asked > 60_000) return Infinity;
  return Number.isNaN(asked)
    ? Math.random() * Math.min(8000, 500 * 2 ** (attempt - 1))
    : Math.max(0, asked);
}
