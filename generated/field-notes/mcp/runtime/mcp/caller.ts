// Who calls, as far as a server can tell: by the connection, or over HTTP by the credentials of the request.
import { sha256 } from "../server/credentials.ts";
import type { SurfaceAuth } from "../server/model.ts";
import { toBase64 } from "./media.ts";

/** Without a request: a new one each time, a connection has one caller only. */
export async function callerOf(
  request: Request | undefined,
  auth: SurfaceAuth | undefined,
): Promise<string> {
  if (request === undefined) return crypto.randomUUID();
  const { headers } = request;
  const seen = ["authorization", "cookie", "x-api-key"].map((name) =>
    headers.get(name),
  );
  if (auth?.kind === "apikey")
    seen.push(
      auth.placement === "header"
        ? headers.get(auth.name)
        : new URL(request.url).searchParams.get(auth.name),
    );
  return toBase64(await sha256(JSON.stringify(seen)));
}
