// The server as a Hono application. Routing stays with us: paths of a capability are more than Hono's patterns can say.
import { Hono, type MiddlewareHandler } from "hono";

export function honoApp(
  handle: (request: Request) => Promise<Response>,
  middleware: readonly MiddlewareHandler[] = [],
): Hono {
  const app = new Hono();
  for (const one of middleware) app.use(one);
  app.all("*", (context) => handle(context.req.raw));
  return app;
}
