// Serves over standard input and output until the other side closes them. Standard output belongs to the protocol.
/// <reference types="node" />
import type { Server } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import process from "node:process";
import { readSettings, type Settings } from "./settings.ts";

/** `create` is called once; what is missing is told in one line and not as a stack. */
export function runStdio(create: (settings: Settings) => () => Server): void {
  try {
    serveStdio(create(readSettings()), { onerror: report });
  } catch (error) {
    process.stderr.write(`The server did not start: ${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** One line: causes may hold what is no business of a log. */
export function report(error: unknown): void {
  process.stderr.write(`${messageOf(error)}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
