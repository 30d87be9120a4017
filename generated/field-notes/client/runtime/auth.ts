// How a service wants its credentials. Each kind is a function of its own, so that a client carries only what it uses.
import { ConfigError } from "./errors.ts";
import { hasHeader, setHeader } from "./request.ts";
import type { HttpRequest, Send } from "./http.ts";

/** Sends a request with credentials; where the caller set some, without. */
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
  /** What the request holds gives way. */
  readonly overrule?: boolean;
}

/** The name of a secret, or how a credential is made of some. */
export type Credential =
  string | ((secret: (name: string) => string) => string);

export function bearer(token: Credential): Auth {
  return apiKeyHeader(
    "authorization",
    (secret) => `Bearer ${reveal(token, secret)}`,
  );
}

export function apiKeyHeader(name: string, value: Credential): Auth {
  return async (request, send, { secret, overrule }) => {
    if (overrule || !hasHeader(request.headers, name))
      setCredential(request, name, reveal(value, secret));
    return send(request);
  };
}

export function reveal(
  credential: Credential,
  secret: (name: string) => string,
): string {
  return typeof credential === "string"
    ? secret(credential)
    : credential(secret);
}

/** Keys that were read from a file often end with a line break. */
export function setCredential(
  { headers }: HttpRequest,
  name: string,
  value: string,
): void {
  setHeader(headers, name, value.trimEnd(), ConfigError);
}
