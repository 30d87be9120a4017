// Bodies in other media types than JSON.
import { asJson, type BodyEncoder, form, isBytes, spread } from "./request.ts";
import { ConfigError, ValidationError } from "./errors.ts";
import { toText } from "./value.ts";

/** In the given media type; text is taken for what it is, unless the type is JSON. */
export function asMedia(type: string): BodyEncoder {
  return (value) => {
    if (value instanceof FormData || value instanceof URLSearchParams)
      return { content: value };
    const json = /[/+]json\b/i.test(type) || isBytes(value);
    if (json || value === undefined) {
      const body = asJson(value);
      return body && { ...body, type };
    }
    if (typeof value !== "object" || value === null)
      return { content: toText(value, "body"), type };
    const entries = Object.entries(value);
    if (/^application\/x-www-form-urlencoded\b/i.test(type))
      return { content: form(entries) };
    if (!/^multipart\/form-data\b/i.test(type))
      throw new ValidationError(
        `The body has to be text or bytes: it is sent as ${type}`,
      );
    const data = new FormData();
    for (const [key, item] of spread(entries)) append(data, key, item);
    return { content: data };
  };
}

/** A body of a method that `fetch` refuses to send bodies with. */
export function forOwnFetch(encode: BodyEncoder): BodyEncoder {
  return (value, call) => {
    const body = encode(value, call);
    const { fetch = globalThis.fetch } = call.core.options;
    if (body && fetch === globalThis.fetch)
      throw new ConfigError(
        `fetch sends no body with ${call.operation.method}: give the option fetch one that does`,
      );
    return body;
  };
}

/** An entry of a form: bytes as a file, and what has a name of a file or a type. */
export function append(
  data: FormData,
  name: string,
  value: unknown,
  filename?: unknown,
  type?: string,
): void {
  if (value instanceof ReadableStream)
    throw new ValidationError(
      `\`${name}\` is a stream: in a form it has to be a Blob`,
    );
  if (!isBytes(value) && filename === undefined && type === undefined)
    return data.append(name, toText(value, name));
  const isWhole = value instanceof Blob && type === undefined;
  const content = isBytes(value) ? value : toText(value, name);
  const blob = isWhole
    ? value
    : new Blob([content as Blob], type ? { type } : {});
  if (filename === undefined) data.append(name, blob);
  else data.append(name, blob, toText(filename, name));
}
