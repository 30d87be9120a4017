// The messages of Google that stand for a value: a time, a length of time, anything JSON can hold, a number that may be
// absent. They are shown as what they stand for, in the way of the JSON of protobuf.
import { own } from "./own.ts";

export function wellKnown(
  name: string,
  message: Record<string, unknown>,
): unknown {
  if (!name.startsWith("google.protobuf.")) return message;
  switch (name.slice("google.protobuf.".length)) {
    case "Timestamp":
      return timestamp(message);
    case "Duration":
      return duration(message);
    case "FieldMask": {
      const paths = own(message, "paths");
      return Array.isArray(paths) ? paths.join(",") : "";
    }
    case "Struct":
      return own(message, "fields") ?? {};
    case "ListValue":
      return own(message, "values") ?? [];
    case "Value": {
      const [[kind, value] = []] = Object.entries(message);
      return kind === "null_value" ? null : (value ?? null);
    }
    case "DoubleValue":
    case "FloatValue":
    case "Int64Value":
    case "UInt64Value":
    case "Int32Value":
    case "UInt32Value":
    case "BoolValue":
    case "StringValue":
    case "BytesValue":
      return own(message, "value");
    default:
      return message;
  }
}

/** RFC 3339, with as many groups of three digits as are needed. A time no date can name is shown as it came. */
function timestamp(message: Record<string, unknown>): unknown {
  const [seconds, nanos] = parts(message);
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime()) || nanos < 0 || nanos > 999_999_999)
    return message;
  return date.toISOString().replace(/\.\d+Z$/, `${fraction(nanos)}Z`);
}

function duration(message: Record<string, unknown>): unknown {
  const [seconds, nanos] = parts(message);
  const sign = seconds < 0 || nanos < 0 ? "-" : "";
  return `${sign}${Math.abs(seconds)}${fraction(Math.abs(nanos))}s`;
}

function parts(
  message: Record<string, unknown>,
): readonly [seconds: number, nanos: number] {
  return [Number(own(message, "seconds")), Number(own(message, "nanos"))];
}

function fraction(nanos: number): string {
  if (nanos === 0) return "";
  const digits = String(nanos).padStart(9, "0");
  return `.${digits.replace(/(000)+$/, "")}`;
}
