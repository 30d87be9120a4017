// One operation and its arguments, as a request without credentials. Whatever cannot be sent is refused here.
import { type ConfigError, ValidationError } from "./errors.ts";
import type { Call, RequestBody, RequestOptions } from "./http.ts";
import type { Place } from "./operation.ts";
import { findService } from "./service.ts";
import type { Transmission } from "./transmit.ts";
import { fillPath, joinUrl } from "./url.ts";
import { own, toJson, toText } from "./value.ts";

export function draftRequest(
  call: Call,
  options: RequestOptions,
): Transmission {
  const { core, operation, args } = call;
  const { method, inputs } = operation;
  const { service, base } = findService(core, operation.service);
  const values: { [place in Place]?: [name: string, value: unknown][] } = {};
  for (const input of inputs) {
    const { in: place, name, key = name, required } = input;
    const value = input.value ? input.value(call, [input]) : own(args, key);
    if (required && value === undefined)
      throw new ValidationError(`\`${key}\` is missing`);
    (values[place] ??= []).push([name, value]);
  }
  const valuesIn = (place: Place): Entries =>
    values[place]?.filter(([, value]) => value !== undefined) ?? [];

  const path = fillPath(operation.path, (variable) => {
    const listed = values.path?.find(([name]) => name === variable);
    return listed ? listed[1] : own(args, variable);
  });
  const [whole] = valuesIn("body");
  const fields = valuesIn("field");
  const body = (operation.body ?? asJson)(
    whole ? whole[1] : fields[0] && Object.fromEntries(fields),
    call,
  );

  const headers = new Headers();
  const any = operation.read ? "*/*" : "application/json";
  setHeader(headers, "accept", operation.accept ?? any);
  if (body?.type) setHeader(headers, "content-type", body.type);
  for (const [name, value] of valuesIn("header")) {
    const items = spread([[name, value]]).map(([, item]) => toText(item, name));
    if (items[0] !== undefined) setHeader(headers, name, items.join(", "));
  }
  const without: string[] = [];
  const key = { "idempotency-key": options.idempotencyKey };
  for (const [name, value] of [
    core.options.headers,
    options.headers,
    key,
  ].flatMap((group) => Object.entries(group ?? {})))
    if (value !== undefined) {
      setHeader(headers, name, value ?? "");
      if (value === null) headers.delete(name);
      if (value === null) without.push(name.toLowerCase());
    }

  const content = body?.content;
  const isSafe =
    !/POST|PATCH/.test(method) ||
    !!operation.idempotent ||
    headers.has("idempotency-key");
  return {
    service,
    request: {
      url: joinUrl(base, path, `${form(valuesIn("query"))}`),
      method,
      headers,
      body: content,
      redirect: "follow",
    },
    // A stream can be read once.
    repeatable: isSafe && !(content instanceof ReadableStream),
    without,
  };
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

/** Bytes and streams go out as they are, whatever the type says. */
export function asJson(value: unknown): EncodedBody | undefined {
  if (value === undefined) return undefined;
  const content = isBytes(value) ? value : toJson(value, "body");
  return { content, type: "application/json" };
}

/** What `fetch` takes as it is. */
export function isBytes(value: unknown): value is RequestBody {
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
  return entries.flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((item) => item !== undefined && item !== null)
      .map((item) => [name, item] as const),
  );
}

export function form(entries: Entries): URLSearchParams {
  const data = new URLSearchParams();
  for (const [name, value] of spread(entries))
    data.append(name, toText(value, name));
  return data;
}

export function setHeader(
  headers: Headers,
  name: string,
  value: string,
  Refusal: typeof ValidationError | typeof ConfigError = ValidationError,
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
