// Runs a fetch handler on Node until the process is told to end.
/// <reference types="node" />
import { serve, type ServerType } from "@hono/node-server";
import process from "node:process";
import { guard, loopbackHosts } from "./guard.ts";
import type { Surface } from "./model.ts";
import { problemResponse } from "./problem.ts";

export interface StartOptions {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly hostname: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** How long requests may go on after the process was told to end, in milliseconds. */
  readonly graceMs?: number;
  /** How long a request may take to arrive, in milliseconds; then it gets a 408. */
  readonly requestMs?: number;
}

export interface Running {
  readonly url: string;
  /** Takes no more requests; resolves when the last one is answered or the time is up. */
  stop(): Promise<void>;
}

export async function start(options: StartOptions): Promise<Running> {
  const {
    fetch,
    hostname,
    port,
    graceMs = 10_000,
    requestMs = 60_000,
  } = options;
  const serverOptions = {
    requestTimeout: requestMs,
    headersTimeout: Math.min(requestMs, 15_000),
    connectionsCheckingInterval: Math.min(requestMs / 2, 5_000),
  };
  const listening = (): Promise<readonly [ServerType, number]> =>
    new Promise((resolve, reject) => {
      const made = serve({ fetch, hostname, port, serverOptions }, (info) =>
        resolve([made, info.port]),
      );
      made.once("error", reject);
    });
  const [server, actual] = await listening();

  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= new Promise((resolve) => {
      const timer = setTimeout(() => {
        if ("closeAllConnections" in server) server.closeAllConnections();
      }, graceMs);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      if ("closeIdleConnections" in server) server.closeIdleConnections();
    });
    return stopping;
  };
  const onSignal = (): void => void stop();
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
  server.once("close", () => {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  });
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return { url: `http://${host}:${actual}`, stop };
}

export interface RunOptions {
  readonly surface: Pick<Surface, "id" | "address" | "port" | "auth">;
  /** Made here, so that what is missing is told in one line and not as a stack. */
  readonly app: () => { readonly fetch: StartOptions["fetch"] };
  readonly port?: number | undefined;
  /** Instead of HOST: what is not for everybody stays where it is declared. */
  readonly hostname?: string | undefined;
}

/**
 * Starts a surface as a program does: HOST and PORT of the environment, else what is declared, else loopback. There it
 * answers for the names of loopback only, elsewhere for all; ALLOWED_HOSTS (by comma) says otherwise.
 * `ORDERS_API_HOST` and `ORDERS_API_PORT` are for the surface `orders-api` alone and go before HOST and PORT.
 */
export async function run(options: RunOptions): Promise<Running | undefined> {
  const { surface, app } = options;
  const {
    HOST: host = "",
    PORT: portText = "",
    ALLOWED_HOSTS: hosts = "",
  } = process.env;
  const hostname =
    ownVariable(surface.id, "HOST") ??
    options.hostname ??
    (host || surface.address || "127.0.0.1");
  const port = Number(
    ownVariable(surface.id, "PORT") ??
      options.port ??
      (portText || (surface.port ?? 8080)),
  );
  try {
    const { fetch: answer } = app();
    const allowed =
      hosts === ""
        ? isLoopback(hostname)
          ? loopbackHosts
          : undefined
        : hosts.split(",").map((name) => name.trim());
    const fetch: StartOptions["fetch"] = (request) => {
      const refused = guard(request, allowed);
      return refused === undefined
        ? answer(request)
        : problemResponse(refused, crypto.randomUUID());
    };
    const running = await start({ fetch, hostname, port });
    process.stdout.write(`${surface.id} listens on ${running.url}\n`);
    if (surface.auth === undefined && !isLoopback(hostname))
      process.stderr.write(
        `${surface.id} asks for no credentials and can be reached from outside\n`,
      );
    return running;
  } catch (error) {
    process.stderr.write(
      `${surface.id} did not start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = 1;
    return undefined;
  }
}

/** A variable of the environment that is for one surface only. */
export function ownVariable(
  surface: string,
  name: "HOST" | "PORT",
): string | undefined {
  const prefix = surface.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  return process.env[`${prefix.replace(/^(?=\d)/, "_")}_${name}`] || undefined;
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1)$/i.test(hostname);
}
