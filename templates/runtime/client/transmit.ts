// Attempts at one request: credentials, middleware, time limits, abort, retries.
import type { Auth, AuthContext } from "./auth.ts";
import {
  AbortError,
  CapabilityError,
  ConnectionError,
  TimeoutError,
} from "./errors.ts";
import type { HttpRequest, Middleware } from "./http.ts";
import type { Service } from "./operation.ts";
import { isRetryStatus, retryPause } from "./retry.ts";

export interface Transmission extends Omit<HttpRequest, "signal"> {
  readonly service: Service;
  readonly operation: string | undefined;
  readonly template: string;
  readonly authContext: AuthContext;
  readonly fetch: typeof globalThis.fetch;
  readonly middleware: readonly Middleware[];
  readonly timeout: number;
  readonly deadline: number | undefined;
  readonly maxRetries: number;
  readonly signal: AbortSignal | undefined;
  readonly repeatable: boolean;
  /** Credentials of the request give way to those of the service. */
  readonly overrule: boolean;
}

/** Makes something of a response; `hold` keeps the limits watching until what it gives is called. */
export type Read<T> = (
  response: Response,
  signal: AbortSignal,
  hold: () => () => void,
) => Promise<T>;

export async function transmit<T>(
  job: Transmission,
  read: Read<T>,
): Promise<T> {
  const end = performance.now() + (job.deadline ?? Infinity);
  const retries = job.repeatable ? job.maxRetries : 0;
  for (let attempt = 1; ; attempt++) {
    // Timers may fire a little early: an attempt of less than a millisecond is none.
    /** Milliseconds until the next attempt, or undefined where this one was the last. */
    const pause = (headers?: Headers): number | undefined => {
      const wait =
        attempt <= retries ? retryPause(attempt, headers) : undefined;
      return wait !== undefined && performance.now() + wait + 1 < end
        ? wait
        : undefined;
    };
    let wait: number | undefined;
    try {
      const limit = Math.min(job.timeout || Infinity, end - performance.now());
      const outcome = await limited(limit, job.signal, async (signal, hold) => {
        const response = await dispatch(job, attempt, signal);
        wait = isRetryStatus(response.status)
          ? pause(response.headers)
          : undefined;
        if (wait !== undefined) {
          void response.body?.cancel().catch(() => undefined);
          return undefined;
        }
        return connection(() => read(response, signal, hold));
      });
      if (wait === undefined) return outcome as T;
    } catch (error) {
      if (!(error instanceof CapabilityError)) throw error;
      error.attempts = error.kind === "config" ? attempt - 1 : attempt;
      const again = error.kind === "connection" || error.kind === "timeout";
      wait = again ? pause() : undefined;
      if (wait === undefined) throw error;
    }
    await sleep(wait, job.signal, attempt);
  }
}

async function dispatch(
  job: Transmission,
  attempt: number,
  signal: AbortSignal,
): Promise<Response> {
  const { auth } = job.service;
  const request: HttpRequest = {
    url: new URL(job.url),
    method: job.method,
    headers: new Headers(job.headers),
    body: job.body,
    redirect: job.redirect,
    signal,
  };
  const given = auth !== undefined && !job.overrule && isGiven(auth, request);
  if (auth && !given) await auth.authorize(request, job.authContext);

  const fetchOnce = (outgoing: HttpRequest): Promise<Response> => {
    const { url, body, ...rest } = outgoing;
    const streamed =
      body instanceof ReadableStream ? { duplex: "half" as const } : {};
    const init = { ...rest, ...streamed, ...(body !== undefined && { body }) };
    return connection(() => job.fetch(url, init));
  };
  const send = async (outgoing: HttpRequest): Promise<Response> => {
    const response = await fetchOnce(outgoing);
    const replayable = !(outgoing.body instanceof ReadableStream);
    if (response.status !== 401 || given || !replayable || !auth?.challenge)
      return response;
    if (!(await auth.challenge(response, outgoing, job.authContext)))
      return response;
    void response.body?.cancel().catch(() => undefined);
    return fetchOnce(outgoing);
  };
  const context = {
    operation: job.operation,
    service: job.service.id,
    template: job.template,
    attempt,
  };
  return job.middleware.reduceRight<typeof send>(
    (next, middleware) => (outgoing) => middleware(outgoing, next, context),
    send,
  )(request);
}

/** The name comes from a document: `Headers.has` would throw at what is none. */
function isGiven(auth: Auth, { headers, url }: HttpRequest): boolean {
  return (
    [...headers.keys()].includes(auth.header?.toLowerCase() ?? "") ||
    (auth.query !== undefined && url.searchParams.has(auth.query))
  );
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
    const abort = (): void => stop(aborted(signal));
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort);
    // Timers take 31 bits.
    if (limit < 2 ** 31)
      timer = setTimeout(
        () => stop(new TimeoutError("No complete answer in time")),
        limit,
      );
    work(controller.signal, () => ((held = true), release))
      .finally(() => {
        if (!held) release();
      })
      .then(resolve, reject);
  });
}

function aborted(signal: AbortSignal | undefined): AbortError {
  return new AbortError("The request was aborted", { cause: signal?.reason });
}

function sleep(
  milliseconds: number,
  signal: AbortSignal | undefined,
  attempts: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(Object.assign(aborted(signal), { attempts }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}
