// Variables of the environment that a server is started with.
/// <reference types="node" />
import process from "node:process";
import { ServerConfigError } from "./authenticate.ts";

/** A variable that has to be there. */
export function required(variable: string): string {
  const value = process.env[variable] ?? "";
  if (value === "")
    throw new ServerConfigError(`set the environment variable ${variable}`);
  return value;
}

export function optional(variable: string): string | undefined {
  return process.env[variable] || undefined;
}
