// One operation and its arguments, as a request without credentials. Whatever cannot be sent is refused here.
import { encodeBody, form, type EncodedBody } from "./body.ts";
import { ValidationError } from "./errors.ts";
import { evaluate, type Scope } from "./expression.ts";
import type { HeaderValues } from "./http.ts";
import type { AnyOperation, OperationInput } from "./operation.ts";
import { fillPath } from "./url.ts";
import { own, toText } from "./value.ts";

export interface Draft {
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  readonly headers: Headers;
  readonly body: EncodedBody | undefined;
}

export function draftRequest(
  operation: AnyOperation,
  args: object,
  secret: (name: string) => string,
): Draft {
  const { inputs } = operation;
  const working = new Set<OperationInput>();

  /** A value that reads its own name means what the caller gave. */
  const read = (input: OperationInput): unknown => {
    const given = own(args, input.key ?? input.name);
    if (input.value === undefined || working.has(input)) return given;
    working.add(input);
    const value = evaluate(input.value, scope);
    working.delete(input);
    return value;
  };
  const scope: Scope = {
    secret,
    input(name) {
      const input =
        inputs.find(
          (candidate) => (candidate.key ?? candidate.name) === name,
        ) ??
        (Object.hasOwn(args, name)
          ? undefined
          : inputs.find((candidate) => candidate.name === name));
      return input === undefined ? own(args, name) : read(input);
    },
  };
  const given = (place: OperationInput["in"]): [string, unknown][] =>
    inputs
      .filter((input) => input.in === place)
      .map((input) => [input.name, read(input)] as [string, unknown])
      .filter(([, value]) => value !== undefined);

  const missing = inputs.filter(
    (input) => input.required && read(input) === undefined,
  );
  if (missing.length > 0) {
    const names = missing.map(({ key, name }) => `\`${key ?? name}\``);
    throw new ValidationError(`Missing: ${names.join(", ")}`);
  }

  const path = fillPath(operation.path, (variable) => {
    const input = inputs.find(
      (candidate) => candidate.in === "path" && candidate.name === variable,
    );
    return input === undefined ? own(args, variable) : read(input);
  });
  const body =
    operation.body && encodeBody(operation.body, given("body"), scope);

  const headers = new Headers();
  const any = operation.format === undefined ? "application/json" : "*/*";
  setHeader(headers, "accept", operation.accept ?? any);
  if (body?.type !== undefined) setHeader(headers, "content-type", body.type);
  for (const [name, value] of given("header"))
    if (value !== null) setHeader(headers, name, joined(value, name));
  const cookies = given("cookie").filter(([, value]) => value !== null);
  if (cookies.length > 0) {
    const pairs = cookies.map(([name, value]) => cookie(name, value));
    setHeader(headers, "cookie", pairs.join("; "));
  }
  return { path, query: String(form(given("query"))), headers, body };
}

export function applyHeaders(
  headers: Headers,
  values: HeaderValues | undefined,
): void {
  for (const [name, value] of Object.entries(values ?? {}))
    if (value === null) headers.delete(name);
    else if (value !== undefined) setHeader(headers, name, value);
}

function setHeader(headers: Headers, name: string, value: string): void {
  try {
    // The platform trims line breaks at the ends; they are refused all the same.
    if (!/[\r\n\0]/.test(value)) return headers.set(name, value);
  } catch {
    // The platform's message would quote the value.
  }
  throw new ValidationError(
    `The header ${JSON.stringify(name)} cannot be sent as it is`,
  );
}

function joined(value: unknown, name: string): string {
  return Array.isArray(value)
    ? value.map((item) => toText(item, name)).join(", ")
    : toText(value, name);
}

function cookie(name: string, value: unknown): string {
  const text = toText(value, name);
  try {
    return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
  } catch (cause) {
    throw new ValidationError(`\`${name}\` is not well-formed text`, { cause });
  }
}
