// How a server is started as a program: flags, else variables of the environment.
/// <reference types="node" />
import process from "node:process";
import { parseArgs } from "node:util";
import { ServerConfigError } from "../server/authenticate.ts";
import type { Files } from "./files.ts";
import { nodeFiles } from "./node-files.ts";
import type { Selection } from "./select-tools.ts";
import { toolModes, type Listing } from "./tool-listing.ts";

export interface Settings extends Selection, Listing {
  /** What resources and prompts may read: the files below `--files`, else below the working folder. */
  readonly files: Files;
  readonly surface: string | undefined;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly allowedHosts: readonly string[] | undefined;
  readonly publicUrl: string | undefined;
}

/** `--read-only` or `MCP_READ_ONLY=1`, `--allow a,b` or `MCP_ALLOW=a,b`, and so on. */
export function readSettings(
  argv: readonly string[] = process.argv.slice(2),
  env: Readonly<Record<string, string | undefined>> = process.env,
): Settings {
  const flags = parse(argv);
  const text = (
    flag: string | undefined,
    variable: string,
  ): string | undefined => flag || env[variable] || undefined;
  const list = (
    flag: string | undefined,
    variable: string,
  ): readonly string[] | undefined =>
    text(flag, variable)
      ?.split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
  const port = text(flags.port, "PORT");
  if (port !== undefined && !/^\d{1,5}$/.test(port))
    throw new ServerConfigError(`${JSON.stringify(port)} is no port`);
  return {
    readOnly:
      flags["read-only"] ??
      /^(1|true|yes|on)$/i.test(env["MCP_READ_ONLY"] ?? ""),
    allow: list(flags.allow, "MCP_ALLOW"),
    deny: list(flags.deny, "MCP_DENY"),
    tools: modeOf(text(flags.tools, "MCP_TOOLS")),
    searchAbove: countOf(text(flags["search-above"], "MCP_SEARCH_ABOVE")),
    files: nodeFiles(text(flags.files, "MCP_FILES") ?? "."),
    surface: text(flags.surface, "MCP_SURFACE"),
    host: text(flags.host, "HOST"),
    port: port === undefined ? undefined : Number(port),
    allowedHosts: list(flags["allowed-hosts"], "MCP_ALLOWED_HOSTS"),
    publicUrl: urlOf(text(flags["public-url"], "MCP_PUBLIC_URL")),
  };
}

function modeOf(given: string | undefined): Listing["tools"] {
  const mode = toolModes.find((one) => one === given);
  if (given === undefined || mode !== undefined) return mode;
  throw new ServerConfigError(
    `tools are shown as ${toolModes.join(", ")}, not as ${JSON.stringify(given)}`,
  );
}

function urlOf(given: string | undefined): string | undefined {
  if (given === undefined || /^https?:$/.test(protocolOf(given))) return given;
  throw new ServerConfigError(`${JSON.stringify(given)} is no URL of a server`);
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : "";
}

function countOf(given: string | undefined): number | undefined {
  if (given === undefined || /^\d{1,9}$/.test(given))
    return given === undefined ? undefined : Number(given);
  throw new ServerConfigError(`${JSON.stringify(given)} is no number of tools`);
}

interface Flags {
  readonly "read-only"?: boolean | undefined;
  readonly allow?: string | undefined;
  readonly deny?: string | undefined;
  readonly tools?: string | undefined;
  readonly "search-above"?: string | undefined;
  readonly files?: string | undefined;
  readonly surface?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly "allowed-hosts"?: string | undefined;
  readonly "public-url"?: string | undefined;
}

function parse(argv: readonly string[]): Flags {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        "read-only": { type: "boolean" },
        allow: { type: "string" },
        deny: { type: "string" },
        tools: { type: "string" },
        "search-above": { type: "string" },
        files: { type: "string" },
        surface: { type: "string" },
        host: { type: "string" },
        port: { type: "string" },
        "allowed-hosts": { type: "string" },
        "public-url": { type: "string" },
      },
    }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ServerConfigError(message, { cause: error });
  }
}
