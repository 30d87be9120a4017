// YAML as values; of several documents the first.
import { parseAllDocuments } from "yaml";
import { utf8 } from "./utf8.ts";

export function readYaml(bytes: Uint8Array): unknown {
  return parseYaml(utf8(bytes));
}

export function parseYaml(text: string): unknown {
  const documents = parseAllDocuments(text, { logLevel: "error" });
  const first = Array.isArray(documents) ? documents[0] : undefined;
  if (first === undefined) return null;
  const [error] = first.errors;
  if (error !== undefined) throw error;
  return first.toJS({ maxAliasCount: 100 });
}
