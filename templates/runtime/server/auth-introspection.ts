// OAuth 2 bearer tokens that only the authorization server can read: it is asked about each (RFC 7662), and its answer
// is kept for a while. Whatever it does not say clearly is a no.
import { ask, findEndpoint } from "./authorization-server.ts";
import {
  bearerCheck,
  type Claims,
  type OAuth2Options,
} from "./bearer-token.ts";
import { sha256 } from "./credentials.ts";
import type { CreateCheck, Expression } from "./model.ts";

/** A token that is withdrawn is let in for no longer than this. */
const longestKept = 60_000;
const rememberedTokens = 10_000;
/** Clocks differ. */
const tolerance = 5_000;

interface Known {
  readonly claims: Claims;
  readonly until: number;
}

/** With the credentials by which this server is known to the authorization server. */
export interface IntrospectionOptions extends OAuth2Options {
  readonly clientId: Expression;
  readonly clientSecret: Expression;
}

export function introspectionAuth(options: IntrospectionOptions): CreateCheck {
  const { clientId, clientSecret } = options;
  return (expected) => {
    const authorization = basic(
      expected(clientId, "client id"),
      expected(clientSecret, "client secret"),
    );
    let endpoint: Promise<URL> | undefined;
    const known = new Map<string, Known>();
    const asked = new Map<string, Promise<Known | undefined>>();

    const introspect = async (token: string): Promise<Known | undefined> => {
      endpoint ??= findEndpoint(options.issuer, "introspection_endpoint");
      const url = await endpoint.catch((error: unknown) => {
        endpoint = undefined;
        throw error;
      });
      const answer = await ask(url, {
        method: "POST",
        headers: { authorization },
        body: new URLSearchParams({ token, token_type_hint: "access_token" }),
      });
      return judged(answer, options);
    };

    return bearerCheck(options, async (token) => {
      const digest = await sha256(token);
      const key = btoa(String.fromCharCode(...digest));
      const remembered = known.get(key);
      if (remembered !== undefined && remembered.until > Date.now())
        return remembered.claims;
      known.delete(key);
      // Requests that come together ask once.
      const answer = asked.get(key) ?? introspect(token);
      asked.set(key, answer);
      const found = await answer.finally(() => asked.delete(key));
      if (found === undefined) return undefined;
      const [oldest] = known.keys();
      if (known.size >= rememberedTokens && oldest !== undefined)
        known.delete(oldest);
      known.set(key, found);
      return found.claims;
    });
  };
}

/** Undefined unless the token is active, of this issuer as far as that is said, for this resource, and in time. */
function judged(
  answer: Readonly<Record<string, unknown>>,
  { issuer, audiences }: OAuth2Options,
): Known | undefined {
  const { active, iss, aud, exp, nbf } = answer;
  const now = Date.now();
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const isOurs =
    active === true &&
    (iss === undefined || iss === issuer) &&
    audiences.some((audience) => named.includes(audience));
  const ends = exp === undefined ? Infinity : Number(exp) * 1000 + tolerance;
  const begins = nbf === undefined ? 0 : Number(nbf) * 1000 - tolerance;
  if (!isOurs || !(ends > now) || !(begins <= now)) return undefined;
  return { claims: answer, until: Math.min(ends, now + longestKept) };
}

/** RFC 6749: both are encoded as in a form before they are put together. */
function basic(id: string, secret: string): string {
  const encoded = [id, secret].map((part) =>
    new URLSearchParams({ "": part }).toString().slice(1),
  );
  return `Basic ${btoa(encoded.join(":"))}`;
}
