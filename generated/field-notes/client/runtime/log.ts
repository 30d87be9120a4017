// Tells about each attempt, without credentials.
import type { Middleware, MiddlewareContext } from "./http.ts";

export interface LogEntry extends Omit<MiddlewareContext, "template"> {
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
    const headers = Object.fromEntries(request.headers);
    for (const name of Object.keys(headers))
      if (secret.test(name)) headers[name] = "***";
    const { method } = request;
    let status: number | undefined;
    let error: unknown;
    try {
      const response = await next(request);
      ({ status } = response);
      return response;
    } catch (reason) {
      error = reason;
      throw reason;
    } finally {
      const milliseconds = performance.now() - started;
      const about = { operation, service, attempt };
      const sent = { method, url: url.href, headers };
      write({ ...about, ...sent, milliseconds, status, error });
    }
  };
}
