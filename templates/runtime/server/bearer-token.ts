// OAuth 2 bearer tokens (RFC 6750): taken off a request, given to whoever can tell what is in one, and held against the
// scopes that a surface asks for.
import { credentials, denied } from "./credentials.ts";
import type { CreateCheck } from "./model.ts";
import { problem } from "./problem.ts";

export interface OAuth2Options {
  /** The URL of the authorization server; tokens have to name it as their issuer. */
  readonly issuer: string;
  /** Tokens have to name one of them as whom they are for. */
  readonly audiences: readonly string[];
  /** Tokens have to hold all of them. */
  readonly scopes: readonly string[];
}

export interface Claims {
  readonly scope?: unknown;
  readonly scp?: unknown;
  readonly [name: string]: unknown;
}

/** What is in a token that is good; undefined for one that is not. Throws where that cannot be told at the moment. */
export type ReadToken = (token: string) => Promise<Claims | undefined>;

/** Longer than any that a header line can carry. */
const longestToken = 16_384;

export function bearerCheck(
  { scopes }: OAuth2Options,
  read: ReadToken,
): ReturnType<CreateCheck> {
  return async (request) => {
    const token = credentials(request, "bearer");
    if (token === undefined || token === "") return denied(challenge({}));
    let claims: Claims | undefined;
    try {
      claims = token.length > longestToken ? undefined : await read(token);
    } catch {
      return problem(503, "Tokens cannot be checked at the moment");
    }
    if (claims === undefined)
      return denied(challenge({ error: "invalid_token" }));
    const held = scopesOf(claims);
    if (scopes.every((scope) => held.has(scope))) return undefined;
    const header = challenge({
      error: "insufficient_scope",
      scope: scopes.join(" "),
    });
    return problem(403, "The token does not hold all scopes", {
      headers: { "www-authenticate": header },
    });
  };
}

function scopesOf({ scope, scp }: Claims): ReadonlySet<string> {
  const held = scope ?? scp;
  if (Array.isArray(held)) return new Set(held.map(String));
  return new Set(typeof held === "string" ? held.split(" ") : []);
}

function challenge(fields: Readonly<Record<string, string>>): string {
  const all = Object.entries({ realm: "api", ...fields });
  return `Bearer ${all.map(([name, value]) => `${name}="${value.replace(/["\\]/g, "")}"`).join(", ")}`;
}
