// OAuth 2 bearer tokens that are JWTs: signed by the authorization server, for this resource, with all scopes, in time.
import {
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from "jose";
import { credentials, denied } from "./credentials.ts";
import type { CreateCheck } from "./model.ts";
import { isObject } from "./own.ts";
import { problem } from "./problem.ts";

export interface OAuth2Options {
  /** The URL of the authorization server; tokens have to name it as their issuer. */
  readonly issuer: string;
  /** Tokens have to name one of them as whom they are for. */
  readonly audiences: readonly string[];
  /** Tokens have to hold all of them. */
  readonly scopes: readonly string[];
}

/** Never a shared secret: a public key must not be taken for one. */
const algorithms: string[] = ["RS", "PS", "ES"].flatMap((family) =>
  ["256", "384", "512"].map((size) => `${family}${size}`),
);
algorithms.push("EdDSA");

export function oauth2Auth(options: OAuth2Options): CreateCheck {
  const { issuer, audiences, scopes } = options;
  return () => {
    let keys: Promise<JWTVerifyGetKey> | undefined;
    const findKeys = (): Promise<JWTVerifyGetKey> => {
      keys ??= discoverKeys(issuer).catch((error: unknown) => {
        keys = undefined;
        throw error;
      });
      return keys;
    };
    return async (request) => {
      const token = credentials(request, "bearer");
      if (token === undefined || token === "") return denied(challenge({}));
      let payload: JWTPayload;
      try {
        const verified = await jwtVerify(token, await findKeys(), {
          issuer,
          audience: [...audiences],
          algorithms,
          requiredClaims: ["exp"],
          clockTolerance: 5,
        });
        payload = verified.payload;
      } catch (error) {
        if (isTokensFault(error))
          return denied(challenge({ error: "invalid_token" }));
        return problem(503, "Tokens cannot be checked at the moment");
      }
      const held = scopesOf(payload);
      if (scopes.every((scope) => held.has(scope))) return undefined;
      const header = challenge({
        error: "insufficient_scope",
        scope: scopes.join(" "),
      });
      return problem(403, "The token does not hold all scopes", {
        headers: { "www-authenticate": header },
      });
    };
  };
}

/** Where the server says its keys are, by both ways in which servers say it. */
async function discoverKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/+$/, "");
  const places = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
  for (const place of places) {
    const metadata = await fetchMetadata(place);
    if (metadata?.["issuer"] !== issuer) continue;
    const url = new URL(String(metadata["jwks_uri"]));
    if (!isSafe(url)) continue;
    return createRemoteJWKSet(url, {
      cacheMaxAge: 5 * 60 * 1000,
      cooldownDuration: 30 * 1000,
    });
  }
  throw new Error(`${issuer} does not say where its keys are`);
}

async function fetchMetadata(
  url: string,
): Promise<Record<string, unknown> | undefined> {
  if (!isSafe(new URL(url))) return undefined;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    const metadata: unknown = response.ok ? await response.json() : undefined;
    return isObject(metadata) ? metadata : undefined;
  } catch {
    return undefined;
  }
}

/** Keys that came over an open line prove nothing. */
function isSafe({ protocol, hostname }: URL): boolean {
  return (
    protocol === "https:" || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  );
}

/** Keys that cannot be fetched are the fault of nobody who calls. */
function isTokensFault(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== "ERR_JOSE_GENERIC"
  );
}

function scopesOf({ scope, scp }: JWTPayload): ReadonlySet<string> {
  const held: unknown = scope ?? scp;
  if (Array.isArray(held)) return new Set(held.map(String));
  return new Set(typeof held === "string" ? held.split(" ") : []);
}

function challenge(fields: Readonly<Record<string, string>>): string {
  const all = Object.entries({ realm: "api", ...fields });
  return `Bearer ${all.map(([name, value]) => `${name}="${value.replace(/["\\]/g, "")}"`).join(", ")}`;
}
