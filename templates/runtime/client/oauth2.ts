// OAuth 2 client credentials: a token from the authorization server, kept until shortly before it expires.
import {
  type Credential,
  discard,
  isDecided,
  reveal,
  setCredential,
} from "./auth.ts";
import { basicCredentials } from "./basic.ts";
import {
  ConfigError,
  ConnectionError,
  StatusError,
  statusError,
} from "./errors.ts";
import type { Auth, AuthContext } from "./http.ts";
import { own } from "./value.ts";

export interface ClientCredentials {
  readonly authorizationServer: string;
  /** Undefined: looked up in the metadata of the authorization server. */
  readonly tokenEndpoint?: string;
  readonly clientId?: Credential;
  readonly clientSecret?: Credential;
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
    const pending = tokens.get(context.memory);
    const known = await pending;
    if (known && known.expires > Date.now()) return known;
    // Somebody else may have asked for a new one meanwhile.
    const newer = tokens.get(context.memory);
    if (newer !== undefined && newer !== pending) return newer;
    const asked = requestToken(settings, context);
    tokens.set(context.memory, asked);
    asked.catch(() => tokens.delete(context.memory));
    return asked;
  }

  return async (request, send, context) => {
    const { memory } = context;
    if (isDecided(request, "authorization", context)) return send(request);
    const { value } = await current(context).catch(ownError);
    setCredential(request, "authorization", `Bearer ${value}`);
    const response = await send(request);
    if (response.status !== 401 || request.body instanceof ReadableStream)
      return response;
    // Somebody else may have replaced it meanwhile.
    if ((await tokens.get(memory))?.value === value) tokens.delete(memory);
    const newer = await current(context).catch(ownError);
    if (newer.value === value) return response;
    setCredential(request, "authorization", `Bearer ${newer.value}`);
    discard(response);
    return send(request);
  };
}

/** Those who waited for one token cannot share one error: it says which operation failed. */
function ownError(error: object): never {
  throw Object.create(
    Object.getPrototypeOf(error),
    Object.getOwnPropertyDescriptors(error),
  );
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
    encodeURIComponent(reveal(clientId, context.secret)),
    encodeURIComponent(reveal(clientSecret, context.secret)),
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
  const request = { ...init, headers, redirect: "error", signal } as const;
  let text: string;
  try {
    const response = await fetch(url, request);
    if (!response.ok) {
      const message = `The authorization server answered ${response.status}`;
      throw Object.assign(await statusError(response), { message });
    }
    text = await response.text();
  } catch (cause) {
    if (cause instanceof StatusError) throw cause;
    const message = "The authorization server cannot be reached";
    throw new ConnectionError(message, { cause });
  }
  try {
    return Object(JSON.parse(text));
  } catch {
    // An answer without a token, like any other.
    return {};
  }
}
