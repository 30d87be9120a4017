// Tells about each attempt, without credentials.
import type { Middleware } from "./http.ts";

export interface LogEntry {
  readonly operation: string | undefined;
  readonly service: string;
  readonly attempt: number;
  readonly method: string;
  /** What may be a credential is replaced by `***`. */
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly milliseconds: number;
  /** Undefined where there was no answer. */
  readonly status: number | undefined;
  /** Why there was none. */
  readonly error: unknown;
}

export interface LogOptions {
  /** Names of headers and query parameters whose values nobody may see. */
  readonly secret?: RegExp;
}

/** Middleware: `createClient({ middleware: [logging((entry) => console.log(entry))] })`. */
export function logging(
  write: (entry: LogEntry) => void,
  options: LogOptions = {},
): Middleware {
  const {
    secret = /auth|cookie|credential|key|passw|secret|session|sign|token/i,
  } = options;
  return async (request, next, { operation, service, attempt }) => {
    const started = performance.now();
    const url = new URL(request.url);
    for (const name of new Set(url.searchParams.keys()))
      if (secret.test(name)) url.searchParams.set(name, "***");
    const headers = Object.fromEntries(
      [...request.headers].map(([name, value]) => [
        name,
        secret.test(name) ? "***" : value,
      ]),
    );
    const tell = (status?: number, error?: unknown): void =>
      write({
        operation,
        service,
        attempt,
        method: request.method,
        url: url.href,
        headers,
        milliseconds: performance.now() - started,
        status,
        error,
      });
    try {
      const response = await next(request);
      tell(response.status);
      return response;
    } catch (error) {
      tell(undefined, error);
      throw error;
    }
  };
}
