// Credentials never leave the server, not even where an upstream repeats them.
import type { ClientPort } from "../server/client-port.ts";
import { isObject, setOwn } from "../server/own.ts";

export interface Redact {
  text(text: string): string;
  value(value: unknown): unknown;
}

/** Shorter values would hit words that have nothing to do with them. */
const shortest = 8;

/** Values are looked up each time: they may come from an environment that changes. */
export function createRedact(
  client: Pick<ClientPort, "secret">,
  credentials: readonly string[],
): Redact {
  const values = (): readonly string[] =>
    credentials.flatMap((name) => {
      try {
        const value = client.secret(name);
        return value.length < shortest ? [] : [value];
      } catch {
        return [];
      }
    });
  const hide = (text: string, hidden: readonly string[]): string =>
    hidden.reduce((rest, value) => rest.replaceAll(value, "***"), text);
  const walk = (value: unknown, hidden: readonly string[]): unknown => {
    if (typeof value === "string") return hide(value, hidden);
    if (Array.isArray(value)) return value.map((item) => walk(item, hidden));
    if (!isObject(value)) return value;
    const result: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(value))
      setOwn(result, hide(key, hidden), walk(member, hidden));
    return result;
  };
  return {
    text: (text) => hide(text, values()),
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
