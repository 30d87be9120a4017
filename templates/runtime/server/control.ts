// The control surface: is the server alive, is it ready, what is it, what has it done, what happened to the last requests.
import type { ClientPort } from "./client-port.ts";
import type { Meter } from "./metrics.ts";
import type { SurfaceAuth } from "./model.ts";
import { createPlainHandle } from "./plain-handle.ts";
import { problem, type Problem } from "./problem.ts";
import type { TraceSettings, Tracer } from "./traces.ts";

export interface ControlSurface {
  readonly id: string;
  readonly address?: string;
  readonly port?: number;
  readonly auth?: SurfaceAuth;
  readonly health: boolean;
  readonly info: boolean;
  readonly metrics: boolean;
  readonly traces?: TraceSettings;
  /** How scripts run; shown, and not to be changed. */
  readonly scripting?: object;
  readonly capability: {
    readonly id: string;
    readonly title: string;
    /** `info.version`. */
    readonly version?: string;
    readonly format: string;
  };
}

export interface ControlOptions {
  readonly client: Pick<ClientPort, "evaluate" | "secret">;
  /** Whether each adapter runs, by name. */
  readonly adapters: ReadonlyMap<string, boolean>;
  readonly meter: Meter;
  /** Undefined where nothing is traced: `/traces` answers 503. */
  readonly tracer?: Pick<Tracer, "list" | "find"> | undefined;
}

const notTraced = problem(503, "Requests are not traced");

export function createControlHandle(
  surface: ControlSurface,
  { client, adapters, meter, tracer }: ControlOptions,
): (request: Request) => Promise<Response> {
  const started = performance.now();
  const states = (): object =>
    Object.fromEntries(
      [...adapters].map(([name, runs]) => [name, runs ? "started" : "stopped"]),
    );
  const pages: Readonly<
    Record<string, (query: URLSearchParams) => Response | Problem>
  > = {
    ...(surface.health && {
      "/health/live": () => Response.json({ status: "UP" }),
      "/health/ready": () => {
        const isReady = [...adapters.values()].every(Boolean);
        return Response.json(
          { status: isReady ? "UP" : "DEGRADED", adapters: states() },
          { status: isReady ? 200 : 503 },
        );
      },
    }),
    ...(surface.info && {
      "/status": () =>
        Response.json({
          capability: surface.capability,
          uptimeSeconds: Math.floor((performance.now() - started) / 1000),
          adapters: states(),
        }),
    }),
    ...(surface.metrics && {
      "/metrics": () =>
        new Response(meter.text(), {
          headers: { "content-type": "text/plain; version=0.0.4" },
        }),
    }),
    ...(surface.traces !== undefined && {
      "/traces": (query) => {
        if (tracer === undefined) return notTraced;
        const operation = query.get("operation") ?? undefined;
        const status = query.get("status") ?? undefined;
        return Response.json({ traces: tracer.list(operation, status) });
      },
    }),
    ...(surface.scripting !== undefined && {
      "/scripting": () => Response.json(surface.scripting),
    }),
  };
  return createPlainHandle(surface.auth, client, (url) => {
    const { pathname, searchParams } = url;
    if (surface.traces !== undefined && pathname.startsWith("/traces/")) {
      if (tracer === undefined) return notTraced;
      const trace = tracer.find(pathname.slice("/traces/".length));
      return trace === undefined
        ? problem(404, "There is no such trace, or not any more")
        : Response.json(trace);
    }
    const page = Object.hasOwn(pages, pathname) ? pages[pathname] : undefined;
    return page?.(searchParams) ?? problem(404, "Nothing is at this path");
  });
}
