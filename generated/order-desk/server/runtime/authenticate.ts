// Who may call.
import type { ClientPort } from "./client-port.ts";
import { comparer, credentials, denied } from "./credentials.ts";
import type { Expression, SurfaceAuth } from "./model.ts";
import { problem, type Problem } from "./problem.ts";

/** Undefined: let in. */
export type Authenticate = (
  request: Request,
  url: URL,
) => Promise<Problem | undefined> | Problem | undefined;

/** The server cannot start as it is configured. */
export class ServerConfigError extends Error {
  override readonly name = "ServerConfigError";
}

/** Throws where a credential is missing: a server without its secret must not start. */
export function createAuthenticate(
  auth: SurfaceAuth | undefined,
  client: Pick<ClientPort, "evaluate" | "secret">,
): Authenticate {
  if (auth === undefined) return () => undefined;
  const expected = (expression: Expression, what: string): string => {
    let value: unknown;
    try {
      // Names are names of secrets here, whether they are bound or not.
      value = client.evaluate(expression, {
        input: (name) => client.secret(name),
        step: () => undefined,
      });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // It names the secret that is missing, and where it is looked for.
      throw new ServerConfigError(
        `No ${what} to check against: ${error.message}`,
        { cause: error },
      );
    }
    if (typeof value !== "string" || value === "")
      throw new ServerConfigError(`No ${what} to check against`);
    return value;
  };
  switch (auth.kind) {
    case "bearer": {
      const same = comparer(expected(auth.token, "bearer token"));
      return async (request) => {
        const given = credentials(request, "bearer");
        return (await same(given)) ? undefined : denied('Bearer realm="api"');
      };
    }
    case "basic": {
      const username = expected(auth.username, "user name");
      const password = expected(auth.password, "password");
      if (username.includes(":"))
        throw new ServerConfigError("A user name cannot hold a colon");
      const same = comparer(`${username}:${password}`);
      return async (request) => {
        const given = fromBase64(credentials(request, "basic"));
        return (await same(given))
          ? undefined
          : denied('Basic realm="api", charset="UTF-8"');
      };
    }
    case "apikey": {
      const { name, placement } = auth;
      const same = comparer(expected(auth.value, "API key"));
      return async (request, url) => {
        const given =
          placement === "query"
            ? url.searchParams.get(name)
            : request.headers.get(name);
        return (await same(given ?? undefined))
          ? undefined
          : denied('ApiKey realm="api"');
      };
    }
    case "scheme":
      return auth.create(expected);
    case "unsupported":
      return () =>
        problem(
          501,
          `This server cannot check ${auth.scheme} credentials and lets nobody in`,
        );
  }
}

function fromBase64(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
