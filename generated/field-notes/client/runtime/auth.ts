// Credentials in a header. Each kind is a function of its own, so that a client carries only what it uses.
import { ConfigError } from "./errors.ts";
import type { Auth, AuthContext, HttpRequest } from "./http.ts";
import { setHeader } from "./request.ts";

/** The name of a secret, or how a credential is made of some. */
export type Credential =
  string | ((secret: (name: string) => string) => string);

export function bearer(token: Credential): Auth {
  return credentialHeader(
    "authorization",
    (secret) => `Bearer ${reveal(token, secret)}`,
  );
}

export function credentialHeader(name: string, value: Credential): Auth {
  return async (request, send, context) => {
    if (!isDecided(request, name, context))
      setCredential(request, name, reveal(value, context.secret));
    return send(request);
  };
}

/** Whether the caller has set a header or taken it away. What is no name is refused where it is set. */
export function isDecided(
  { headers }: HttpRequest,
  name: string,
  { overrule, without = [] }: AuthContext,
): boolean {
  if (overrule) return false;
  try {
    return headers.has(name) || without.includes(name.toLowerCase());
  } catch {
    return false;
  }
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

/** Nobody reads it: the connection is free again. */
export function discard({ body }: Response): void {
  body?.cancel().catch(() => undefined);
}
