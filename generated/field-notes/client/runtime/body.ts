// Request bodies: what is declared and given, as something `fetch` takes, with its content type.
import type { Call, RequestBody } from "./http.ts";
import { toJson, toText } from "./value.ts";

export interface EncodedBody {
  readonly content: RequestBody;
  /** Undefined: the platform knows better, as for the boundary of a form. */
  readonly type?: string;
}

/** `value` is what the caller gave, as a whole or as an object of the fields. Undefined: nothing to send. */
export type BodyEncoder = (
  value: unknown,
  call: Call,
) => EncodedBody | undefined;

/** Bytes, streams and forms go out as they are, whatever the type says. */
export function asJson(
  value: unknown,
  _call?: Call,
  type = "application/json",
): EncodedBody | undefined {
  if (value === undefined) return undefined;
  if (value instanceof FormData || value instanceof URLSearchParams)
    return { content: value };
  return { content: isBytes(value) ? value : toJson(value, "body"), type };
}

/** What `fetch` takes as it is. */
export function isBytes(
  value: unknown,
): value is
  Blob | ArrayBuffer | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  return (
    value instanceof Blob ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value) ||
    value instanceof ReadableStream
  );
}

export type Entries = readonly (readonly [name: string, value: unknown])[];

/** A list is one entry for each item; what is missing is left out. */
export function spread(entries: Entries): Entries {
  return entries
    .flatMap(([name, value]): Entries =>
      Array.isArray(value)
        ? value.map((item) => [name, item])
        : [[name, value]],
    )
    .filter(([, value]) => value !== undefined && value !== null);
}

export function form(entries: Entries): URLSearchParams {
  return new URLSearchParams(
    spread(entries).map(([name, value]): [string, string] => [
      name,
      toText(value, name),
    ]),
  );
}
