// Bodies that are made of the arguments by a template.
import { asJson, type BodyEncoder, form, spread } from "./request.ts";
import { evaluate, type Expression, scopeOf } from "./expression.ts";
import { append } from "./media.ts";
import { toText } from "./value.ts";

/** JSON that is made of the arguments. */
export function jsonOf(template: Expression): BodyEncoder {
  return (_value, call) => asJson(evaluate(template, scopeOf(call)));
}

/** Text that is made of the arguments. */
export function textOf(type: string, template: Expression): BodyEncoder {
  return (_value, call) => {
    const value = evaluate(template, scopeOf(call));
    return value === undefined
      ? undefined
      : { content: toText(value, "body"), type };
  };
}

export interface FormField {
  readonly name: string;
  readonly value: Expression;
}

export function formOf(fields: readonly FormField[]): BodyEncoder {
  return (_value, call) => {
    const scope = scopeOf(call);
    return {
      content: form(
        fields.map(({ name, value }) => [name, evaluate(value, scope)]),
      ),
    };
  };
}

export interface MultipartPart {
  readonly name: string;
  readonly value: Expression;
  readonly filename?: Expression;
  readonly contentType?: string;
}

export function multipartOf(parts: readonly MultipartPart[]): BodyEncoder {
  return (_value, call) => {
    const scope = scopeOf(call);
    const data = new FormData();
    for (const { name, value, filename, contentType } of parts) {
      const file = filename && evaluate(filename, scope);
      for (const [, item] of spread([[name, evaluate(value, scope)]]))
        append(data, name, item, file, contentType);
    }
    return { content: data };
  };
}
