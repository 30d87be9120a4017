// What an authorization server says of itself (RFC 8414, OpenID Connect Discovery), and whom it can be asked over.
import { isObject } from "./own.ts";
import { readBytes } from "./read-bytes.ts";
import { utf8 } from "./utf8.ts";

const longestAnswer = 256 * 1024;

/** The URL that its metadata have under `member`; throws where it gives none, or one over an open line. */
export async function findEndpoint(
  issuer: string,
  member: string,
): Promise<URL> {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/+$/, "");
  const places = [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${origin}${path}/.well-known/openid-configuration`,
  ];
  for (const place of places) {
    const metadata = await ask(place).catch(() => undefined);
    if (metadata?.["issuer"] !== issuer) continue;
    const endpoint = metadata[member];
    if (typeof endpoint !== "string" || !URL.canParse(endpoint)) continue;
    const url = new URL(endpoint);
    if (isSafe(url)) return url;
  }
  throw new Error(`${issuer} does not say what its ${member} is`);
}

/** A JSON object; throws where there is none. */
export async function ask(
  url: string | URL,
  init: RequestInit = {},
): Promise<Record<string, unknown>> {
  if (!isSafe(new URL(url))) throw new Error(`${url} is an open line`);
  const response = await fetch(url, {
    ...init,
    headers: { accept: "application/json", ...init.headers },
    redirect: init.method === "POST" ? "error" : "follow",
    signal: AbortSignal.timeout(10_000),
  });
  const answer: unknown = response.ok
    ? JSON.parse(utf8(await readBytes(response, longestAnswer)))
    : undefined;
  if (isObject(answer)) return answer;
  throw new Error(`${url} answered ${response.status}`);
}

/** What comes over an open line proves nothing. */
function isSafe({ protocol, hostname }: URL): boolean {
  return (
    protocol === "https:" || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  );
}
