// Request bodies: what is declared and given, as something `fetch` takes, with its content type.
import { ValidationError } from "./errors.ts";
import { evaluate, type Scope } from "./expression.ts";
import type { RequestBody } from "./http.ts";
import type { Body, MultipartPart } from "./operation.ts";
import { toJson, toText } from "./value.ts";

export interface EncodedBody {
  readonly content: RequestBody;
  /** Undefined: the platform knows better, as for the boundary of a form. */
  readonly type?: string;
}

/** `fields` are the body inputs that were given, by name. Undefined: nothing to send. */
export function encodeBody(
  body: Body,
  fields: readonly (readonly [name: string, value: unknown])[],
  scope: Scope,
): EncodedBody | undefined {
  switch (body.kind) {
    case "input":
      return encode(
        fields.find(([name]) => name === body.input)?.[1],
        body.contentType,
        body.input,
      );
    case "fields":
      return fields.length === 0
        ? undefined
        : encode(Object.fromEntries(fields), body.contentType, "body");
    case "json":
      return encode(evaluate(body.value, scope), "application/json", "body");
    case "text": {
      const value = evaluate(body.value, scope);
      return value === undefined
        ? undefined
        : { content: toText(value, "body"), type: body.contentType };
    }
    case "form":
      return {
        content: form(
          body.fields.map(({ name, value }) => [name, evaluate(value, scope)]),
        ),
      };
    case "multipart":
      return { content: multipart(body.parts, scope) };
  }
}

/** Bytes, streams and forms go out as they are, whatever the type says; text too, unless the type is JSON. */
function encode(
  value: unknown,
  type: string,
  name: string,
): EncodedBody | undefined {
  if (value === undefined) return undefined;
  if (value instanceof FormData || value instanceof URLSearchParams)
    return { content: value };
  if (isBytes(value)) return { content: value, type };
  if (/[/+]json\b/i.test(type)) return { content: toJson(value, name), type };
  if (typeof value !== "object" || value === null)
    return { content: toText(value, name), type };
  const entries = Object.entries(value);
  if (/^application\/x-www-form-urlencoded\b/i.test(type))
    return { content: form(entries) };
  if (/^multipart\/form-data\b/i.test(type)) {
    const data = new FormData();
    for (const [key, item] of spread(entries)) append(data, key, item);
    return { content: data };
  }
  throw new ValidationError(
    `\`${name}\` has to be text or bytes: it is sent as ${type}`,
  );
}

function isBytes(
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

type Entries = readonly (readonly [name: string, value: unknown])[];

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

function multipart(parts: readonly MultipartPart[], scope: Scope): FormData {
  const data = new FormData();
  for (const { name, value, filename, contentType } of parts) {
    const content = evaluate(value, scope);
    const file = filename && evaluate(filename, scope);
    for (const [, item] of spread([[name, content]]))
      append(data, name, item, file, contentType);
  }
  return data;
}

function append(
  data: FormData,
  name: string,
  value: unknown,
  filename?: unknown,
  type?: string,
): void {
  const bytes = isBytes(value) && !(value instanceof ReadableStream);
  if (!bytes && filename === undefined && type === undefined)
    return data.append(name, toText(value, name));
  const blob =
    value instanceof Blob && type === undefined
      ? value
      : new Blob([bytes ? value : toText(value, name)], type ? { type } : {});
  if (filename === undefined) data.append(name, blob);
  else data.append(name, blob, toText(filename, name));
}
