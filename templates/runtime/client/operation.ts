// What the client knows of an operation and of the API it belongs to: plain data that the functions of core.ts read.
import type { Auth } from "./auth.ts";
import type { Expression } from "./expression.ts";

declare const types: unique symbol;

export interface Operation<Args, Output> {
  /** The way to it from the client: `persons.list`. */
  readonly id: string;
  /** `Service.id` */
  readonly service: string;
  readonly method: string;
  /** Text and variables in turn: `/a/{b}.json` is `"/a/"`, b, `".json"`. */
  readonly path: readonly PathPart[];
  /** Without the path variables, which are arguments by their own name and always required. */
  readonly inputs: readonly OperationInput[];
  readonly body?: Body;
  /** Of the response; JSON where nothing is said. */
  readonly format?: ResponseFormat;
  /** Sent as `Accept`. */
  readonly accept?: string;
  /** Largest binary response, in bytes. */
  readonly maxBytes?: number;
  /** Safe to send twice although the method does not say so. */
  readonly idempotent?: boolean;
  /** Never set: carries the types to `execute`. */
  readonly [types]?: (args: Args) => Output;
}

/** An operation, whatever it takes and gives. */
export type AnyOperation = Operation<never, unknown>;

export type PathPart = string | { readonly variable: string };

export interface OperationInput {
  /** As it is sent. */
  readonly name: string;
  /** `variable`: read by expressions only. */
  readonly in: "path" | "query" | "header" | "cookie" | "body" | "variable";
  /** The member of the arguments, where it is not `name`. */
  readonly key?: string;
  readonly required?: boolean;
  /** Worked out instead of asked for. */
  readonly value?: Expression;
}

export type Body =
  /** The argument for the body input `input`, as a whole. */
  | {
      readonly kind: "input";
      readonly input: string;
      readonly contentType: string;
    }
  /** An object with a member for each body input that is given. */
  | { readonly kind: "fields"; readonly contentType: string }
  | { readonly kind: "json"; readonly value: Expression }
  | {
      readonly kind: "text";
      readonly contentType: string;
      readonly value: Expression;
    }
  | { readonly kind: "form"; readonly fields: readonly FormField[] }
  | { readonly kind: "multipart"; readonly parts: readonly MultipartPart[] };

export interface FormField {
  readonly name: string;
  readonly value: Expression;
}

export interface MultipartPart {
  readonly name: string;
  readonly value: Expression;
  readonly filename?: Expression;
  readonly contentType?: string;
}

/** `text`: returned as it is, whatever it holds; `binary`: a Blob. */
export type ResponseFormat = "json" | "text" | "binary";

/** One HTTP API. */
export interface Service {
  readonly id: string;
  /** Undefined: the options have to give it. */
  readonly baseURL?: string | Expression;
  readonly auth?: Auth;
}

/** A value from outside: an option, or else a variable of the environment. */
export interface SecretSource {
  readonly name: string;
  readonly variable: string;
}

/** Operations by the names they are called by. */
export interface OperationTree {
  readonly [name: string]: OperationTree | AnyOperation;
}

/** What JSON can hold. */
export type JsonValue =
  null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** Bytes to send. */
export type BinaryInput =
  Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array>;

/** Arguments of an operation that takes none. */
export type NoArgs = { readonly [key: string]: never };
