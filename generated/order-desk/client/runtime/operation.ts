// What the client knows of an operation, and the notation that generated modules write it in.
import type { BodyEncoder } from "./body.ts";
import type { Computed } from "./expression.ts";
import type { PageRule } from "./pages.ts";
import type { ReadBody } from "./response.ts";

declare const types: unique symbol;

export interface Operation<Args, Output> {
  /** The way to it from the client: `persons.list`. */
  readonly id: string;
  /** `Service.id`; undefined: the first. */
  readonly service?: string | undefined;
  readonly method: string;
  /** Text and variables in turn: `/a/{b}.json` is `"/a/"`, b, `".json"`. */
  readonly path: readonly PathPart[];
  /** Without the path variables, which are arguments by their own name and always required. */
  readonly inputs: readonly OperationInput[];
  /** JSON where nothing is said. */
  readonly body?: BodyEncoder;
  /** What is made of a successful response; JSON where nothing is said. */
  readonly read?: ReadBody;
  /** Sent as `Accept`. */
  readonly accept?: string;
  /** Safe to send twice although the method does not say so. */
  readonly idempotent?: boolean;
  /** How to get from one page of the result to the next. */
  readonly pages?: PageRule;
  /** Never set: carries the types to `execute`. */
  readonly [types]?: (args: Args) => Output;
}

/** An operation, whatever it takes and gives. */
export type AnyOperation = Operation<never, unknown>;

export type PathPart = string | { readonly variable: string };

export interface OperationInput {
  /** As it is sent. */
  readonly name: string;
  readonly in: Place;
  /** The member of the arguments, where it is not `name`. */
  readonly key?: string;
  readonly required?: boolean;
  /** Worked out instead of asked for. */
  readonly value?: Computed;
}

/** `body` is the whole of it, `field` a member; `variable`: read by expressions only. */
export type Place = "path" | "query" | "header" | "body" | "field" | "variable";

/**
 * Operations by the names they are called by; as text, without their id. `"/"` is what the paths of a group begin
 * with, and a path of `.` is no more than that.
 */
export interface OperationTree {
  readonly [name: string]: OperationTree | AnyOperation | string;
}

/** What JSON can hold. */
export type JsonValue =
  null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** Bytes to send. */
export type BinaryInput =
  Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array>;

/** Arguments of an operation that takes none. */
export type NoArgs = { readonly [key: string]: never };

/**
 * Reads `persons.list GET /projects/{id}/persons query:limit&search header:If-Match!`: id, method, path, and inputs by
 * place; `!` marks required ones, `name=key` those with a key of their own, `GET@service` another service than the
 * first. `more` is what the notation has no words for.
 */
export function operation<Args, Output>(
  text: string,
  more?: Partial<Operation<Args, Output>>,
): Operation<Args, Output> {
  const [id = "", verb = "", path = "", ...lists] = text.split(" ");
  const [method = "", service] = verb.split("@");
  const inputs = lists.flatMap((list) => {
    const [place, names = ""] = list.split(":");
    return names.split("&").map((input) => {
      const [name = "", key = name] = input.replace("!", "").split("=");
      return { in: place as Place, name, key, required: input.endsWith("!") };
    });
  });
  return {
    id,
    service,
    method,
    path: path
      .split(/[{}]/)
      .map((part, index) => (index % 2 ? { variable: part } : part)),
    ...more,
    inputs: [...inputs, ...(more?.inputs ?? [])],
  };
}
