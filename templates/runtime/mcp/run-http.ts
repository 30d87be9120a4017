// Serves surfaces over HTTP, each at its port, until the process is told to end.
/// <reference types="node" />
import process from "node:process";
import { ServerConfigError } from "../server/authenticate.ts";
import { ownVariable, start, type Running } from "../server/node.ts";
import type { McpSurface } from "./model.ts";
import { readSettings, type Settings } from "./settings.ts";

export interface HttpEntry {
  readonly surfaces: readonly McpSurface[];
  /** Made here, so that what is missing is told in one line and not as a stack. */
  readonly fetch: (
    surface: McpSurface,
    settings: Settings,
  ) => (request: Request) => Promise<Response>;
}

/**
 * On HOST and PORT of the environment or the flags, else where it is declared, else on loopback; a surface's own
 * variables, as `ORDERS_TOOLS_PORT`, go before them.
 */
export async function runHttp(entry: HttpEntry): Promise<readonly Running[]> {
  const running: Running[] = [];
  let name = "The server";
  try {
    const settings = readSettings();
    const surfaces = entry.surfaces.filter(
      ({ id }) => id === (settings.surface ?? id),
    );
    if (surfaces.length === 0)
      throw new ServerConfigError(`there is no surface ${settings.surface}`);
    for (const [index, surface] of surfaces.entries()) {
      name = surface.id;
      const hostname =
        ownVariable(name, "HOST") ??
        settings.host ??
        surface.address ??
        "127.0.0.1";
      // Only one surface can have the port that is given; the others keep theirs.
      const given = index === 0 ? settings.port : undefined;
      const port = Number(
        ownVariable(name, "PORT") ?? given ?? surface.port ?? 8080,
      );
      const fetch = entry.fetch(surface, {
        ...settings,
        allowedHosts: settings.allowedHosts ?? hostsOf(hostname),
      });
      const one = await start({ fetch, hostname, port });
      running.push(one);
      process.stdout.write(`${name} listens on ${one.url}/mcp\n`);
      if (surface.auth === undefined && hostsOf(hostname) !== undefined)
        process.stderr.write(
          `${name} asks for no credentials and can be reached from outside\n`,
        );
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${name} did not start: ${message}\n`);
    process.exitCode = 1;
  }
  return running;
}

/** A name to listen on is one to be asked by; undefined for loopback. */
function hostsOf(hostname: string): readonly string[] | undefined {
  return /^(localhost|127(\.\d+){3}|::1)$/i.test(hostname)
    ? undefined
    : [hostname, "localhost", "127.0.0.1", "[::1]"];
}
