// One operation and its arguments, as a request without credentials. Whatever cannot be sent is refused here.
import { type ConfigError, ValidationError } from "./errors.ts";
import type { Call, HeaderValues, RequestBody } from "./http.ts";
import type { Place } from "./operation.ts";
import { fillPath } from "./url.ts";
import { own, toJson, toText } from "./value.ts";

export interface Draft {
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  readonly headers: Headers;
  readonly body: EncodedBody | undefined;
}

export function draftRequest(call: Call): Draft {
  const { operation, args } = call;
  const values = operation.inputs.map((input) => {
    const { in: place, name, key = name, required } = input;
    const value = input.value ? input.value(call, [input]) : own(args, key);
    if (required && value === undefined)
      throw new ValidationError(`\`${key}\` is missing`);
    return [place, name, value] as const;
  });
  const given = (wanted: Place): [name: string, value: unknown][] =>
    values.flatMap(([place, name, value]) =>
      place === wanted && value !== undefined ? [[name, value]] : [],
    );

  const path = fillPath(operation.path, (variable) => {
    const listed = values.find(
      ([place, name]) => place === "path" && name === variable,
    );
    return listed ? listed[2] : own(args, variable);
  });
  const [whole] = given("body");
  const fields = given("field");
  const body = (operation.body ?? asJson)(
    whole ? whole[1] : fields[0] && Object.fromEntries(fields),
    call,
  );

  const headers = new Headers();
  const any = operation.read ? "*/*" : "application/json";
  setHeader(headers, "accept", operation.accept ?? any);
  if (body?.type) setHeader(headers, "content-type", body.type);
  for (const [name, value] of given("header")) {
    const items = spread([[name, value]]).map(([, item]) => toText(item, name));
    if (items[0] !== undefined) setHeader(headers, name, items.join(", "));
  }
  return { path, query: `${form(given("query"))}`, headers, body };
}

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
