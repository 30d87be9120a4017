// What checks of credentials are made of: reading them off a request, comparing them, refusing. Credentials are compared
// as digests, so that the time taken tells nothing about them.
import { problem, type Problem } from "./problem.ts";

export function denied(
  challenge: string,
  detail = "Credentials are missing or wrong",
): Problem {
  return problem(401, detail, { headers: { "www-authenticate": challenge } });
}

/** What stands behind the name of the scheme (in lower case) in the header `authorization`. */
export function credentials(
  request: Request,
  scheme: string,
): string | undefined {
  const text = request.headers.get("authorization") ?? "";
  const space = text.indexOf(" ");
  return text.slice(0, space).toLowerCase() === scheme
    ? text.slice(space + 1).trim()
    : undefined;
}

export function comparer(
  expected: string,
): (given: string | undefined) => Promise<boolean> {
  const wanted = sha256(expected);
  return async (given) => {
    const [a, b] = await Promise.all([wanted, sha256(given ?? "")]);
    let difference = given === undefined ? 1 : 0;
    for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
    return difference === 0;
  };
}

export async function sha256(text: string): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
