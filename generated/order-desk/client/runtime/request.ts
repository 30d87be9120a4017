// One operation and its arguments, as a request without credentials. Whatever cannot be sent is refused here.
import { asJson, type EncodedBody, form, spread } from "./body.ts";
import { ValidationError } from "./errors.ts";
import { setHeader } from "./headers.ts";
import type { Call } from "./http.ts";
import type { Place } from "./operation.ts";
import { fillPath } from "./url.ts";
import { own, toText } from "./value.ts";

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
