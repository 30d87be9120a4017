// Reading members of records that may be named like anything, and turning values into text.
import { ValidationError } from "./errors.ts";

/** A member of its own, never one it inherits: names come from a document. */
export function own(record: object | undefined, key: string): unknown {
  return record !== undefined && Object.hasOwn(record, key)
    ? (record as Record<string, unknown>)[key]
    : undefined;
}

/** Text as it is, numbers and booleans written out, dates in ISO 8601, the rest as JSON. */
export function toText(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "object") {
    const invalid = value instanceof Date && Number.isNaN(value.getTime());
    if (value !== null && !invalid)
      return value instanceof Date ? value.toISOString() : toJson(value, name);
  } else if (
    typeof value === "boolean" ||
    typeof value === "bigint" ||
    Number.isFinite(value)
  ) {
    return String(value);
  }
  throw unfit(name, value);
}

export function toJson(value: unknown, name: string): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    throw new ValidationError(`\`${name}\` cannot be written as JSON`, {
      cause,
    });
  }
  if (text === undefined) throw unfit(name, value);
  return text;
}

export function unfit(name: string, value: unknown): ValidationError {
  const what = typeof value === "number" ? value : typeof value;
  return new ValidationError(
    value === undefined || value === null
      ? `\`${name}\` is missing`
      : `\`${name}\` cannot be sent: it is ${what}`,
  );
}
