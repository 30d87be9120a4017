// Headers, whose names and values come from documents and callers: an error never quotes a value, as the platform's would.
import { type ConfigError, ValidationError } from "./errors.ts";
import type { HeaderValues } from "./http.ts";

export function applyHeaders(
  headers: Headers,
  values: HeaderValues | undefined,
): void {
  for (const [name, value] of Object.entries(values ?? {}))
    if (value === null) headers.delete(name);
    else if (value !== undefined) setHeader(headers, name, value);
}

export function setHeader(
  headers: Headers,
  name: string,
  value: string,
  Refusal: typeof ConfigError | typeof ValidationError = ValidationError,
): void {
  try {
    // The platform trims line breaks at the ends; they are refused all the same.
    if (/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      return headers.set(name, value);
  } catch {
    // Not a name: refused below.
  }
  throw new Refusal(`The header ${JSON.stringify(name)} cannot be sent`);
}

/** `Headers.has` would throw at what is no name. */
export function hasHeader(headers: Headers, name: string): boolean {
  return [...headers.keys()].includes(name.toLowerCase());
}
