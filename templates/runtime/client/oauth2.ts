// OAuth 2 client credentials: a token from the authorization server, kept until shortly before it expires.
import {
  basicCredentials,
  setCredential,
  type Auth,
  type AuthContext,
} from "./auth.ts";
import { ConfigError, ConnectionError, statusError } from "./errors.ts";
import type { Expression } from "./expression.ts";
import { own } from "./value.ts";

export interface ClientCredentials {
  readonly authorizationServer: string;
  /** Undefined: looked up in the metadata of the authorization server. */
  readonly tokenEndpoint?: string;
  readonly clientId?: Expression;
  readonly clientSecret?: Expression;
  readonly scopes: readonly string[];
  readonly resource?: string;
  readonly audience?: string;
}

interface Token {
  readonly value: string;
  /** In milliseconds of `Date.now()`. */
  readonly expires: number;
}

/** Asked for anew this long before the end. */
const margin = 30_000;
/** A token request is shared by everyone who waits for it, so no caller's time limit ends it. */
const requestTimeout = 60_000;

export function clientCredentials(settings: ClientCredentials): Auth {
  const tokens = new WeakMap<object, Promise<Token>>();

  async function current(context: AuthContext): Promise<Token> {
    const pending = tokens.get(context.client);
    const known = await pending;
    if (known && known.expires > Date.now()) return known;
    // Somebody else may have asked for a new one meanwhile.
    const newer = tokens.get(context.client);
    if (newer !== undefined && newer !== pending) return newer;
    const asked = requestToken(settings, context);
    tokens.set(context.client, asked);
    asked.catch(() => tokens.delete(context.client));
    return asked;
  }

  return {
    header: "authorization",
    async authorize({ headers }, context) {
      const { value } = await current(context);
      setCredential(headers, "authorization", `Bearer ${value}`);
    },
    async challenge(_response, { headers }, context) {
      const refused = headers.get("authorization");
      const known = await tokens.get(context.client);
      if (known && `Bearer ${known.value}` === refused)
        tokens.delete(context.client);
      const { value } = await current(context);
      setCredential(headers, "authorization", `Bearer ${value}`);
      return `Bearer ${value}` !== refused;
    },
  };
}

async function requestToken(
  settings: ClientCredentials,
  context: AuthContext,
): Promise<Token> {
  const { clientId, clientSecret, scopes, resource, audience } = settings;
  if (clientId === undefined || clientSecret === undefined)
    throw new ConfigError(
      "No client id and secret are declared for OAuth 2: give the header Authorization",
    );
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  if (scopes.length > 0) form.set("scope", scopes.join(" "));
  if (resource !== undefined) form.set("resource", resource);
  if (audience !== undefined) form.set("audience", audience);
  const credentials = basicCredentials(
    encodeURIComponent(context.text(clientId)),
    encodeURIComponent(context.text(clientSecret)),
  );
  const endpoint =
    settings.tokenEndpoint ??
    (await discover(settings.authorizationServer, context));
  const requested = Date.now();
  const answer = await fetchJson(endpoint, context, {
    method: "POST",
    headers: { authorization: credentials },
    body: form,
  });
  const value = own(answer, "access_token");
  const seconds = Number(own(answer, "expires_in") ?? Infinity);
  if (typeof value !== "string" || value === "")
    throw new ConnectionError("The authorization server gave no token");
  return { value, expires: requested + seconds * 1000 - margin };
}

/** RFC 8414, then OpenID Connect Discovery. */
async function discover(issuer: string, context: AuthContext): Promise<string> {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, "");
  const places = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
  for (const place of places) {
    const metadata = await fetchJson(place, context).catch(() => undefined);
    const endpoint = own(metadata, "token_endpoint");
    if (typeof endpoint === "string") return endpoint;
  }
  throw new ConnectionError("The authorization server names no token endpoint");
}

async function fetchJson(
  url: string,
  { fetch }: AuthContext,
  init: {
    method?: string;
    headers?: Record<string, string>;
    body?: URLSearchParams;
  } = {},
): Promise<object> {
  const signal = AbortSignal.timeout(requestTimeout);
  const headers = { accept: "application/json", ...init.headers };
  let response: Response;
  let text: string;
  let answer: unknown;
  try {
    response = await fetch(url, {
      ...init,
      headers,
      redirect: "error",
      signal,
    });
    text = await response.text();
  } catch (cause) {
    throw new ConnectionError("The authorization server cannot be reached", {
      cause,
    });
  }
  try {
    answer = JSON.parse(text);
  } catch {
    // Reported below, by status or as an answer without a token.
  }
  if (!response.ok) throw statusError(response, text, answer);
  return typeof answer === "object" && answer !== null ? answer : {};
}
