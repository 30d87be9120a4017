// What the client knows of an operation, and the notation that generated modules write it in.
import type { BodyEncoder } from "./request.ts";
import type { Call } from "./http.ts";

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
  /** Makes something of a successful response; JSON where nothing is said. */
  readonly read?: (response: Response) => Promise<unknown>;
  /** Sent as `Accept`. */
  readonly accept?: string;
  /** Safe to send twice although the method does not say so. */
  readonly idempotent?: boolean;
  /** Where a page of the result holds its items and the URL of the next page. */
  readonly pages?: { readonly items?: PagePath; readonly next: PagePath };
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

/** Where a page has something: `"results"`, `"meta.next"`, or the names one by one. */
export type PagePath = string | readonly string[];

/** The value of an input; `busy` are those that are being worked out, innermost last. */
export type Computed = (call: Call, busy: readonly OperationInput[]) => unknown;

/** `body` is the whole of it, `field` a member; `variable`: read by expressions only. */
export type Place = "path" | "query" | "header" | "body" | "field" | "variable";

/**
 * Methods by name, as text behind the id: `list: "GET query:page"`. A group is a step of the path, whose last word is
 * its name (`"/access/custom_pages"` is `customPages`), or a name that adds nothing to the path; a step that ends in a
 * variable has no name and only adds to the path.
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
 * place; `!` marks required ones, `name=key` those with a key of their own. `PATCH!` is safe to send twice, `GET@service`
 * goes to another service than the first. `more` is what the notation has no words for.
 */
export function operation(
  text: string,
  more?: Partial<Operation<unknown, never>>,
): Operation<unknown, never> {
  const [id = "", verb = "", path = "", ...lists] = text.split(" ");
  const [method = "", service] = verb.split("@");
  const inputs = lists.flatMap((list) => {
    const [place, names] = list.split(":") as [Place, string];
    return names.split("&").map((input) => {
      const [name = "", key = name] = input.replace("!", "").split("=");
      return { in: place, name, key, required: input.endsWith("!") };
    });
  });
  return {
    id,
    service,
    method: method.replace("!", ""),
    idempotent: method.endsWith("!"),
    path: path
      .split(/[{}]/)
      .map((part, index) => (index % 2 ? { variable: part } : part)),
    ...more,
    inputs: [...inputs, ...(more?.inputs ?? [])],
  };
}
