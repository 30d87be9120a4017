// How a service wants its credentials. Each kind is a function of its own, so that a client carries only what it uses.
import type { Expression } from "./expression.ts";
import type { HttpRequest } from "./http.ts";
import { ConfigError } from "./errors.ts";

export interface Auth {
  /** What it sets. A caller who sets that already is not overruled, and needs no credentials. */
  readonly header?: string;
  readonly query?: string;
  /** Called before each attempt. */
  authorize(request: HttpRequest, context: AuthContext): void | Promise<void>;
  /** After a 401: true when `request` now carries something better and is to be sent once more. */
  challenge?(
    response: Response,
    request: HttpRequest,
    context: AuthContext,
  ): boolean | Promise<boolean>;
}

export interface AuthContext {
  /** A credential; a ConfigError where it is missing. */
  text(expression: Expression): string;
  readonly fetch: typeof globalThis.fetch;
  /** Lives as long as the client: keys for what an `Auth` remembers. */
  readonly client: object;
}

export function bearer(token: Expression): Auth {
  return {
    header: "authorization",
    authorize({ headers }, { text }) {
      setCredential(headers, "authorization", `Bearer ${text(token)}`);
    },
  };
}

export function basic(username: Expression, password: Expression): Auth {
  return {
    header: "authorization",
    authorize({ headers }, { text }) {
      const pair = basicCredentials(text(username), text(password));
      setCredential(headers, "authorization", pair);
    },
  };
}

export function apiKeyHeader(name: string, value: Expression): Auth {
  return {
    header: name,
    authorize({ headers }, { text }) {
      setCredential(headers, name, text(value));
    },
  };
}

export function apiKeyQuery(name: string, value: Expression): Auth {
  return {
    query: name,
    authorize({ url }, { text }) {
      if (url.searchParams.has(name)) url.searchParams.delete(name);
      const pair = new URLSearchParams([[name, text(value)]]);
      url.search += `${url.search === "" ? "" : "&"}${pair}`;
    },
  };
}

/** UTF-8 inside base64, as RFC 7617 has it. */
export function basicCredentials(username: string, password: string): string {
  if (username.includes(":"))
    throw new ConfigError("A user name with a colon cannot be sent");
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

/** Sets a header without ever naming its value in an error. */
export function setCredential(
  headers: Headers,
  name: string,
  value: string,
): void {
  // The platform's own message would quote the value, and it trims line breaks silently.
  const sendable = /^[\t\x20-\x7e\x80-\xff]*$/.test(value.trimEnd());
  try {
    if (sendable) return headers.set(name, value.trimEnd());
  } catch {
    // Not a header name: reported below.
  }
  throw new ConfigError(
    `The credential for the header ${JSON.stringify(name)} cannot be sent`,
  );
}
