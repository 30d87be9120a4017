// The control surface: is the server alive, is it ready, what is it, what has it done.
import type { ClientPort } from "./client-port.ts";
import type { Meter } from "./metrics.ts";
import type { SurfaceAuth } from "./model.ts";
import { createPlainHandle } from "./plain-handle.ts";
import { problem } from "./problem.ts";

export interface ControlSurface {
  readonly id: string;
  readonly address?: string;
  readonly port?: number;
  readonly auth?: SurfaceAuth;
  readonly health: boolean;
  readonly info: boolean;
  readonly metrics: boolean;
  readonly capability: {
    readonly id: string;
    readonly title: string;
    readonly format: string;
  };
}

export interface ControlOptions {
  readonly client: Pick<ClientPort, "evaluate" | "secret">;
  /** Whether each adapter runs, by name. */
  readonly adapters: ReadonlyMap<string, boolean>;
  readonly meter: Meter;
}

export function createControlHandle(
  surface: ControlSurface,
  { client, adapters, meter }: ControlOptions,
): (request: Request) => Promise<Response> {
  const started = performance.now();
  const states = (): object =>
    Object.fromEntries(
      [...adapters].map(([name, runs]) => [name, runs ? "started" : "stopped"]),
    );
  const pages: Readonly<Record<string, () => Response>> = {
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
  };
  return createPlainHandle(surface.auth, client, ({ pathname }) => {
    const page = Object.hasOwn(pages, pathname) ? pages[pathname] : undefined;
    return page?.() ?? problem(404, "Nothing is at this path");
  });
}
