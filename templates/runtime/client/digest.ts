// Digest authentication (RFC 7616): answers the challenge of a 401, and goes ahead with it from then on.
import {
  type Credential,
  discard,
  isDecided,
  reveal,
  setCredential,
} from "./auth.ts";
import type { Auth, AuthContext, HttpRequest } from "./http.ts";
import { md5 } from "./md5.ts";

interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  readonly algorithm: string;
  readonly qop: boolean;
  /** How often the nonce was used. */
  count: number;
}

export function digest(username: Credential, password: Credential): Auth {
  const challenges = new WeakMap<object, Challenge>();

  async function answer(
    challenge: Challenge,
    request: HttpRequest,
    { secret }: AuthContext,
  ): Promise<void> {
    const { url, method } = request;
    const { realm, nonce, opaque, algorithm, qop } = challenge;
    const hash = /^sha-256/i.test(algorithm) ? sha256 : md5;
    const user = reveal(username, secret);
    const uri = url.pathname + url.search;
    const nc = (++challenge.count).toString(16).padStart(8, "0");
    const cnonce = crypto.randomUUID();
    const plain = await hash(`${user}:${realm}:${reveal(password, secret)}`);
    const a1 = /-sess$/i.test(algorithm)
      ? await hash(`${plain}:${nonce}:${cnonce}`)
      : plain;
    const a2 = await hash(`${method}:${uri}`);
    const middle = qop ? `${nonce}:${nc}:${cnonce}:auth` : nonce;
    const response = await hash(`${a1}:${middle}:${a2}`);
    const fields = [
      `username=${quoted(user)}`,
      `realm=${quoted(realm)}`,
      `nonce=${quoted(nonce)}`,
      `uri=${quoted(uri)}`,
      `algorithm=${algorithm}`,
      `response="${response}"`,
      ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
      ...(qop ? ["qop=auth", `nc=${nc}`, `cnonce="${cnonce}"`] : []),
    ];
    setCredential(request, "authorization", `Digest ${fields.join(", ")}`);
  }

  return async (request, send, context) => {
    const { secret, memory } = context;
    if (isDecided(request, "authorization", context)) return send(request);
    const known = challenges.get(memory);
    if (known) await answer(known, request, context);
    else {
      // Nothing to answer yet, but what is missing is said before the first request.
      reveal(username, secret);
      reveal(password, secret);
    }
    const response = await send(request);
    if (response.status !== 401 || request.body instanceof ReadableStream)
      return response;
    const fresh = parse(response.headers.get("www-authenticate") ?? "");
    const current = challenges.get(memory);
    if (!fresh || current?.nonce === fresh.nonce) return response;
    challenges.set(memory, fresh);
    await answer(fresh, request, context);
    discard(response);
    return send(request);
  };
}

function parse(header: string): Challenge | undefined {
  const fields: Record<string, string> = {};
  const text = /(?:^|,\s*)digest\s+(.*)/is.exec(header)?.[1] ?? "";
  for (const [, name = "", quoted, plain = ""] of text.matchAll(
    /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g,
  ))
    fields[name.toLowerCase()] ??= quoted?.replace(/\\(.)/g, "$1") ?? plain;
  const { realm, nonce, opaque, algorithm = "MD5", qop } = fields;
  const known = /^(md5|sha-256)(-sess)?$/i.test(algorithm);
  const usable = qop === undefined || /(^|[\s,])auth($|[\s,])/i.test(qop);
  if (realm === undefined || nonce === undefined || !known || !usable)
    return undefined;
  return { realm, nonce, opaque, algorithm, qop: qop !== undefined, count: 0 };
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(text),
  );
  return Array.from(new Uint8Array(bytes), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
