// Attempts at one request: middleware, credentials, time limits, abort, retries.
import {
  AbortError,
  CapabilityError,
  ConnectionError,
  TimeoutError,
} from "./errors.ts";
import type { HttpRequest, RequestOptions, Send } from "./http.ts";
import type { AnyOperation } from "./operation.ts";
import { type ClientCore, secret, type Service } from "./service.ts";
import { pathText } from "./url.ts";

export interface Transmission {
  readonly service: Service;
  /** A template: each attempt gets a copy. */
  readonly request: Omit<HttpRequest, "signal" | "url"> & { url: string };
  readonly repeatable: boolean;
  /** Names of headers that the caller took away, in lower case. */
  readonly without?: readonly string[];
}

/** Makes something of a response; `hold` keeps the limits watching until what it gives is called. */
export type Read<T> = (
  response: Response,
  signal: AbortSignal,
  hold: () => () => void,
) => Promise<T>;

export async function transmit<T>(
  core: ClientCore,
  about: Pick<AnyOperation, "method" | "path"> & { id: string | undefined },
  options: RequestOptions,
  prepare: () => Transmission,
  read: Read<T>,
): Promise<T> {
  const { id: operation, method } = about;
  const { signal, deadline = Infinity } = options;
  const { fetch = globalThis.fetch } = core.options;
  const timeout = options.timeout ?? core.options.timeout ?? 60_000;
  const maxRetries = options.maxRetries ?? core.options.maxRetries ?? 2;
  const end = performance.now() + deadline;
  const url = pathText(about.path, (variable) => `{${variable}}`);
  let attempt = 0;
  let attempts = 0;
  const send: Send = ({ url: to, ...init }) => {
    attempts++;
    const half = init.body instanceof ReadableStream && { duplex: "half" };
    return connection(() => fetch(to, { ...init, ...half } as RequestInit));
  };
  try {
    const { service, request, repeatable, without } = prepare();
    const authorized: Send = async (outgoing) =>
      service.auth
        ? service.auth(outgoing, send, {
            secret: (name) => secret(core, name),
            fetch,
            memory: core.memory ?? core,
            without,
          })
        : send(outgoing);
    const context = { operation, service: service.id, template: url };
    const dispatch = [
      ...(core.options.middleware ?? []),
      ...(options.middleware ?? []),
    ].reduceRight<Send>(
      (next, one) => async (outgoing) =>
        one(outgoing, next, { ...context, attempt }),
      authorized,
    );
    for (;;) {
      attempt++;
      /** Milliseconds until the next attempt. */
      let wait = 0;
      const isLast = (headers?: Headers): boolean => {
        wait = retryPause(attempt, headers);
        // Timers may fire a little early: an attempt of less than a millisecond is none.
        const late = performance.now() + wait + 1 >= end;
        return late || !repeatable || attempt > maxRetries;
      };
      const limit = Math.min(timeout || Infinity, end - performance.now());
      const outcome = await limited(limit, signal, async (ours, hold) => {
        const response = await dispatch({
          ...request,
          url: new URL(request.url),
          headers: new Headers(request.headers),
          signal: ours,
        });
        const busy = /408|425|429|50[0234]/.test(`${response.status}`);
        if (!busy || isLast(response.headers))
          return { value: await connection(() => read(response, ours, hold)) };
        void response.body?.cancel().catch(() => undefined);
        return undefined;
      }).catch((error: unknown) => {
        const passing =
          error instanceof ConnectionError || error instanceof TimeoutError;
        if (!passing || isLast()) throw error;
      });
      if (outcome) return outcome.value;
      await limited(wait, signal, () => new Promise(() => {})).catch(
        (over: unknown) => {
          if (over instanceof AbortError) throw over;
        },
      );
    }
  } catch (error) {
    if (error instanceof CapabilityError) {
      error.message += ` (${method} ${url})`;
      Object.assign(error, { operation, method, url, attempts });
    }
    throw error;
  }
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
    const expire = (): void => stop(new TimeoutError("No answer in time"));
    // Timers take 31 bits.
    if (limit < 2 ** 31) timer = setTimeout(expire, limit);
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
