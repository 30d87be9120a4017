// A surface that is only read: one function from request to response, behind the check that the surface declares.
import { createAuthenticate } from "./authenticate.ts";
import type { ClientPort } from "./client-port.ts";
import type { SurfaceAuth } from "./model.ts";
import { problem, problemResponse, type Problem } from "./problem.ts";
import { marked, withoutBody } from "./to-response.ts";

export type Answer = (
  url: URL,
) => Promise<Response | Problem> | Response | Problem;

/** Throws where a credential it has to check is missing. */
export function createPlainHandle(
  auth: SurfaceAuth | undefined,
  client: Pick<ClientPort, "evaluate" | "secret">,
  answer: Answer,
): (request: Request) => Promise<Response> {
  const authenticate = createAuthenticate(auth, client);
  return async (request) => {
    const url = new URL(request.url);
    const { method } = request;
    const respond = async (): Promise<Response | Problem> => {
      const denied = await authenticate(request, url);
      if (denied !== undefined) return denied;
      if (method !== "GET" && method !== "HEAD")
        return problem(405, "This path does not take this method", {
          headers: { allow: "GET, HEAD" },
        });
      return answer(url);
    };
    const requestId = crypto.randomUUID();
    const given = await respond().catch(() =>
      problem(500, "Something went wrong on the server"),
    );
    const response =
      given instanceof Response
        ? marked(given, requestId)
        : problemResponse(given, requestId);
    return method === "HEAD" ? withoutBody(response) : response;
  };
}
