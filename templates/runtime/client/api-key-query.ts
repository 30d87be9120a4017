// A key in the query.
import { type Credential, reveal } from "./auth.ts";
import type { Auth } from "./http.ts";

export function apiKeyQuery(name: string, value: Credential): Auth {
  return async (request, send, { secret, overrule }) => {
    const { url } = request;
    const given = url.searchParams.has(name);
    if (overrule && given) url.searchParams.delete(name);
    if (overrule || !given) {
      const pair = new URLSearchParams([[name, reveal(value, secret)]]);
      url.search += `${url.search && "&"}${pair}`;
    }
    return send(request);
  };
}
