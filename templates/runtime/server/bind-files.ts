// Values that a capability binds to files: read when a server is started as a program, from the working folder.
/// <reference types="node" />
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { ServerConfigError } from "./authenticate.ts";
import { isObject, own, setOwn } from "./own.ts";

export interface BoundValue {
  readonly name: string;
  /** `file:///etc/shop.yaml`, `file://./shop.json` */
  readonly location: string;
  readonly key: string;
}

/** The values by their names. Throws where a file or a key is missing, and says which. */
export function boundSecrets(
  bound: readonly BoundValue[],
): Readonly<Record<string, string>> {
  const files = new Map<string, Record<string, unknown>>();
  const secrets: Record<string, string> = {};
  for (const { name, location, key } of bound) {
    const path = pathOf(location);
    const members = files.get(path) ?? readMembers(path);
    files.set(path, members);
    const value = own(members, key);
    if (typeof value === "object" || value === undefined)
      throw new ServerConfigError(`${path} has no value for the key ${key}`);
    setOwn(secrets, name, String(value));
  }
  return secrets;
}

/** `file://./x` and `file:///./x` count from the working folder. */
function pathOf(location: string): string {
  const relative = /^file:\/\/\/?(\.{1,2}\/.*)$/.exec(location)?.[1];
  if (relative !== undefined) return resolve(relative);
  try {
    return fileURLToPath(location);
  } catch {
    throw new ServerConfigError(`${location} is not the location of a file`);
  }
}

function readMembers(path: string): Record<string, unknown> {
  let members: unknown;
  try {
    const text = readFileSync(path, "utf8");
    members = /\.ya?ml$/i.test(path) ? parse(text) : JSON.parse(text);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error;
    // What a parser says may quote the file.
    const why = isMissing ? `: ${String(error.code)}` : "";
    throw new ServerConfigError(`${path} cannot be read${why}`);
  }
  if (!isObject(members))
    throw new ServerConfigError(`${path} does not hold names with values`);
  return members;
}
