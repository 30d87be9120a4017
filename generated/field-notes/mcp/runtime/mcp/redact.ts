// Credentials never leave the server, not even where an upstream repeats them.
import type { ClientPort } from "../server/client-port.ts";
import { hideSecrets, secretForms } from "../server/hide-secrets.ts";
import { isObject, setOwn } from "../server/own.ts";

export interface Redact {
  text(text: string): string;
  value(value: unknown): unknown;
}

/** Values are looked up each time: they may come from an environment that changes. */
export function createRedact(
  client: Pick<ClientPort, "secret">,
  credentials: readonly string[],
): Redact {
  const values = (): readonly string[] => secretForms(client, credentials);
  const walk = (value: unknown, hidden: readonly string[]): unknown => {
    if (typeof value === "string") return hideSecrets(value, hidden);
    if (Array.isArray(value)) return value.map((item) => walk(item, hidden));
    if (!isObject(value)) return value;
    const result: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(value))
      setOwn(result, hideSecrets(key, hidden), walk(member, hidden));
    return result;
  };
  return {
    text: (text) => hideSecrets(text, values()),
    value: (value) => {
      const hidden = values();
      // Looking once at the text is much less work than copying every part.
      const text = JSON.stringify(value) ?? "";
      return hidden.some((secret) => text.includes(inJson(secret)))
        ? walk(value, hidden)
        : value;
    },
  };
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
