// Reading members of records that may be named like anything, and turning values into text.
import { ValidationError } from "./errors.ts";

/** A member of its own, never one it inherits: names come from a document. */
export function own(record: unknown, key: string): unknown {
  return record && Object.hasOwn(record, key)
    ? (record as Record<string, unknown>)[key]
    : undefined;
}

/** Text as it is, numbers and booleans written out, dates in ISO 8601, the rest as JSON. */
export function toText(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "bigint") return `${value}`;
  // What is no number or date is `null` in JSON.
  const text = toJson(value, name);
  if (text === "null") throw unfit(name, value);
  return value instanceof Date ? JSON.parse(text) : text;
}

export function toJson(value: unknown, name: string): string {
  let cause: unknown;
  try {
    const text: string | undefined = JSON.stringify(value);
    if (text) return text;
  } catch (error) {
    cause = error;
  }
  throw unfit(name, value, cause);
}

export function unfit(
  name: string,
  value: unknown,
  cause?: unknown,
): ValidationError {
  const missing = value === undefined || value === null;
  const what = missing ? "missing" : "empty or cannot be sent";
  return new ValidationError(`\`${name}\` is ${what}`, { cause });
}
