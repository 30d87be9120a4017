// Requests that a page of another site makes somebody's browser send: by its own origin, or by a name that it points here.
import { problem, type Problem } from "./problem.ts";

/** `allowedHosts`: names without ports; undefined: every host, and pages of the host that is asked. */
export function guard(
  request: Request,
  url: URL,
  allowedHosts: readonly string[] | undefined,
): Problem | undefined {
  if (allowedHosts !== undefined && !allowedHosts.includes(url.hostname))
    return problem(403, "This server does not answer for this host");
  const origin = request.headers.get("origin");
  if (origin === null) return undefined;
  const page = URL.canParse(origin) ? new URL(origin) : undefined;
  return page !== undefined &&
    (page.host === url.host || allowedHosts?.includes(page.hostname))
    ? undefined
    : problem(403, "Pages of other sites may not send requests here");
}

export const loopbackHosts: readonly string[] = [
  "localhost",
  "127.0.0.1",
  "[::1]",
];
