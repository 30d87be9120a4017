// From a request to the inputs of a route, or to everything that is wrong with it.
import {
  checkValue,
  mayHoldForbiddenKey,
  fromText,
  hasForbiddenKey,
  isDeeperThan,
  maxDepth,
} from "./check-value.ts";
import type { Inputs } from "./action.ts";
import type { Route, RouteInput, ValueType } from "./model.ts";
import { isObject, own, setOwn } from "./own.ts";
import { problem, type Problem, type Violation } from "./problem.ts";
import { discard, readBytes, TooLargeError } from "./read-bytes.ts";

export type Read =
  | { readonly kind: "inputs"; readonly inputs: Inputs }
  | { readonly kind: "problem"; readonly problem: Problem };

type Body =
  /** Values as they are: members of an object, or one value. */
  | { readonly kind: "value"; readonly value: unknown }
  /** Form fields: text, to be converted. */
  | { readonly kind: "form"; readonly fields: URLSearchParams }
  | { readonly kind: "none" }
  | { readonly kind: "problem"; readonly problem: Problem };

/** Where a name is declared in several places, the first of path, query, header, cookie, body wins. */
const places = ["path", "query", "header", "cookie", "body"] as const;

const none: Body = { kind: "none" };

const text: ValueType = { kind: "scalar", scalar: "string" };

export async function readInputs(
  request: Request,
  url: URL,
  route: Route,
  variables: ReadonlyMap<string, string>,
  bodyBytes: number,
): Promise<Read> {
  const body =
    route.body !== undefined || !/^(GET|HEAD)$/.test(request.method)
      ? await readBody(request, route, bodyBytes)
      : none;
  if (body.kind === "problem") return body;
  let cookies: ReadonlyMap<string, string> | undefined;
  const inputs: Record<string, unknown> = {};
  const errors: Violation[] = [];
  const valueOf = (input: RouteInput): unknown => {
    const { name, type = text } = input;
    switch (input.in) {
      case "path":
        return textual(type, variables.get(name));
      case "query":
        return texts(type, url.searchParams.getAll(name));
      case "header":
        return textual(type, header(request.headers, name));
      case "cookie":
        cookies ??= readCookies(request.headers.get("cookie") ?? "");
        return textual(type, cookies.get(name));
      case "body":
        if (body.kind === "form") return texts(type, body.fields.getAll(name));
        if (body.kind === "none") return undefined;
        return route.body?.kind === "whole"
          ? body.value
          : own(body.value, name);
    }
  };
  for (const place of places) {
    for (const input of route.inputs) {
      if (input.in !== place) continue;
      const { name } = input;
      if (Object.hasOwn(inputs, name)) continue;
      const value = valueOf(input);
      if (value !== undefined) {
        for (const { pointer, message } of checkValue(
          input.type ?? text,
          value,
        ))
          errors.push({
            in: place,
            name,
            ...(pointer === "" ? {} : { pointer }),
            message,
          });
        setOwn(inputs, name, value);
      } else if (input.required) {
        errors.push({ in: place, name, message: "is required" });
      }
    }
  }
  if (errors.length === 0) return { kind: "inputs", inputs };
  return refuse(400, "The request does not fit what this route takes", errors);
}

async function readBody(
  request: Request,
  route: Route,
  limit: number,
): Promise<Body> {
  if (route.body === undefined) {
    await discard(request);
    return none;
  }
  if ((request.headers.get("content-encoding") ?? "identity") !== "identity")
    return refuse(415, "Compressed request bodies are not taken");
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await readBytes(request, limit);
  } catch (error) {
    if (!(error instanceof TooLargeError)) throw error;
    return refuse(413, `The request body may have ${limit} bytes at most`);
  }
  if (bytes.byteLength === 0) return none;
  const given = mediaType(request.headers.get("content-type"));
  const form = given === "application/x-www-form-urlencoded";
  if (route.body.kind === "fields") {
    if (form) {
      const query = utf8(bytes);
      return query === undefined
        ? refuse(400, "The request body is not UTF-8")
        : { kind: "form", fields: new URLSearchParams(query) };
    }
    if (!isJson(given)) return unsupported("application/json");
    const parsed = json(bytes);
    return parsed.kind === "value" && !isObject(parsed.value)
      ? refuse(400, "The request body has to be a JSON object")
      : parsed;
  }
  const wanted = mediaType(route.body.contentType);
  if (isJson(wanted))
    return isJson(given) ? json(bytes) : unsupported("application/json");
  if (given !== wanted && wanted !== "*/*") return unsupported(wanted);
  if (isJson(given)) return json(bytes);
  const type = route.inputs.find((input) => input.in === "body")?.type;
  const isText =
    type?.kind !== "binary" &&
    /^text\/|[/+]xml$|^application\/(sparql|x-www-form)/.test(given);
  return { kind: "value", value: (isText && utf8(bytes)) || bytes };
}

function json(bytes: Uint8Array<ArrayBuffer>): Body {
  const text = utf8(bytes);
  if (text === undefined) return refuse(400, "The request body is not UTF-8");
  try {
    const value: unknown = JSON.parse(text);
    if (isDeeperThan(value, maxDepth))
      return refuse(
        400,
        `The request body is nested more than ${maxDepth} deep`,
      );
    return mayHoldForbiddenKey(text) && hasForbiddenKey(value)
      ? refuse(400, "The request body has members that are not allowed")
      : { kind: "value", value };
  } catch {
    return refuse(400, "The request body is not valid JSON");
  }
}

function unsupported(wanted: string): Extract<Body, { kind: "problem" }> {
  return refuse(415, `The request body has to be ${wanted}`);
}

function refuse(
  status: number,
  detail: string,
  errors?: readonly Violation[],
): { readonly kind: "problem"; readonly problem: Problem } {
  const more = errors === undefined ? {} : { errors };
  return { kind: "problem", problem: problem(status, detail, more) };
}

/** One text; lists are separated by commas where a name cannot be given twice. */
function textual(type: ValueType, given: string | undefined): unknown {
  if (given === undefined) return undefined;
  const several = type.kind === "array";
  return fromText(
    type,
    several ? given.split(",").map((item) => item.trim()) : [given],
  );
}

/** As often as the name was given: several texts are a list, and are refused where none is wanted. */
function texts(type: ValueType, given: readonly string[]): unknown {
  return given.length === 0 ? undefined : fromText(type, given);
}

/** Several headers of one name are one text, joined by commas. Names that cannot be headers are never given. */
function header(headers: Headers, name: string): string | undefined {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name)
    ? (headers.get(name) ?? undefined)
    : undefined;
}

/** The first cookie of a name wins. */
function readCookies(text: string): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of text.split(";")) {
    const equals = pair.indexOf("=");
    if (equals < 1) continue;
    const name = pair.slice(0, equals).trim();
    const value = pair
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, "$1");
    if (!cookies.has(name)) cookies.set(name, percentDecoded(value));
  }
  return cookies;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function utf8(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function mediaType(contentType: string | null): string {
  return (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function isJson(type: string): boolean {
  return type === "application/json" || type.endsWith("+json");
}
