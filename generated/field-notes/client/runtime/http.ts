// The shapes that a request has on its way out, and what a caller can set about it.
import type { AnyOperation } from "./operation.ts";
import type { ClientCore } from "./service.ts";

/** One attempt. Middleware may change it or hand a different one to `next`. */
export interface HttpRequest {
  url: URL;
  method: string;
  headers: Headers;
  body: RequestBody | undefined;
  signal: AbortSignal;
  redirect: "follow" | "manual";
  /** Redirects to other origins fail. */
  mode?: "same-origin";
}

export type RequestBody = NonNullable<RequestInit["body"]>;

/** Texts by name. */
export type Texts = { readonly [name: string]: string | undefined };

/** `null` takes away a header that would be sent otherwise. */
export type HeaderValues = {
  readonly [name: string]: string | null | undefined;
};

export interface MiddlewareContext {
  /** Undefined for requests that are passed on without an operation. */
  readonly operation: string | undefined;
  readonly service: string;
  /** The path as declared, with its variables in braces. */
  readonly template: string;
  /** From 1. */
  readonly attempt: number;
}

export type Send = (request: HttpRequest) => Promise<Response>;

/** Runs for each attempt, before credentials are set. The first of the list is the outermost. */
export type Middleware = (
  request: HttpRequest,
  next: Send,
  context: MiddlewareContext,
) => Promise<Response>;

/** How a service wants its credentials: sends a request with them; where the caller set some, without. */
export type Auth = (
  request: HttpRequest,
  send: Send,
  context: AuthContext,
) => Promise<Response>;

export interface AuthContext {
  /** A credential by name; a ConfigError where it is missing. */
  readonly secret: (name: string) => string;
  readonly fetch: typeof globalThis.fetch;
  /** Lives as long as the client: the key for what an `Auth` remembers. */
  readonly memory: object;
  /** Names of headers that the caller took away, in lower case. */
  readonly without?: readonly string[] | undefined;
  /** What the request holds gives way. */
  readonly overrule?: boolean;
}

/** What the client has for all requests, and a request for itself. */
interface SharedOptions {
  readonly headers?: HeaderValues | undefined;
  /** Milliseconds for one attempt, body included; 60,000 by default. 0: no limit. */
  readonly timeout?: number | undefined;
  /** Of requests that are safe to repeat; 2 by default. */
  readonly maxRetries?: number | undefined;
  /** That of a request runs inside that of the client. */
  readonly middleware?: readonly Middleware[] | undefined;
}

export interface CoreOptions extends SharedOptions {
  /** For all services where there is one, else by the id of the service. */
  readonly baseURL?: string | Texts | undefined;
  /** Credentials by name. Read at each request, so a getter may change them. */
  readonly secrets?: Texts | undefined;
  /** Where secrets that are not given are looked up; `process.env` where there is one. */
  readonly env?: Texts | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
}

export interface RequestOptions extends SharedOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for everything, all attempts and the pauses between them. */
  readonly deadline?: number | undefined;
  /** Sent as `Idempotency-Key` with each attempt; makes any request safe to repeat. */
  readonly idempotencyKey?: string | undefined;
}

/** An operation with what it is called with. */
export interface Call {
  readonly core: ClientCore;
  readonly operation: AnyOperation;
  readonly args: unknown;
}
