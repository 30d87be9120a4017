// Requests that a page of another site makes somebody's browser send: by its own origin, or by a name that it points here.
import { problem, type Problem } from "./problem.ts";

/** `allowedHosts`: names without ports; undefined: every host, and pages of the host that is asked. */
export function guard(
  request: Request,
  allowedHosts: readonly string[] | undefined,
): Problem | undefined {
  if (
    allowedHosts !== undefined &&
    !allowedHosts.includes(hostOf(request).replace(/:\d*$/, ""))
  )
    return problem(403, "This server does not answer for this host");
  const origin = request.headers.get("origin");
  if (origin === null || isForEverybody(request)) return undefined;
  const page = URL.canParse(origin) ? new URL(origin) : undefined;
  return page !== undefined &&
    (page.host === hostOf(request) || allowedHosts?.includes(page.hostname))
    ? undefined
    : problem(403, "Pages of other sites may not send requests here");
}

/** Where tokens come from, which pages have to know before they have one. */
function isForEverybody({ method, url }: Request): boolean {
  return (
    (method === "GET" || method === "OPTIONS") &&
    /^[^/]*\/\/[^/]*\/\.well-known\/oauth-protected-resource(\/|\?|$)/.test(url)
  );
}

/** Name and port. URLs of requests are normalised, and nothing stands before the host. */
function hostOf({ url }: Request): string {
  return /^[^/]*\/\/([^/?#]*)/.exec(url)?.[1] ?? "";
}

export const loopbackHosts: readonly string[] = [
  "localhost",
  "127.0.0.1",
  "[::1]",
];
