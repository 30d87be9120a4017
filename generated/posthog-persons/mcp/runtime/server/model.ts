// What a route does, as data: the shapes the generated route tables are written in.
import type { Json, JsonPath } from "./json-path.ts";
import type { Problem } from "./problem.ts";

export type { Json, JsonPath, PathSegment } from "./json-path.ts";

/** A value worked out at run time, from inputs, secrets and earlier steps. */
export type Expression =
  | { readonly kind: "literal"; readonly value: Json }
  | {
      readonly kind: "input";
      readonly name: string;
      readonly path?: readonly string[];
    }
  | { readonly kind: "secret"; readonly name: string }
  | {
      readonly kind: "step";
      readonly step: string;
      readonly path: readonly string[];
    }
  | {
      readonly kind: "template";
      readonly parts: readonly (string | Expression)[];
    }
  | { readonly kind: "array"; readonly items: readonly Expression[] }
  | {
      readonly kind: "object";
      readonly members: readonly {
        readonly name: string;
        readonly value: Expression;
      }[];
    };

export type ValueType =
  | { readonly kind: "unknown" }
  | { readonly kind: "null" }
  | {
      readonly kind: "scalar";
      readonly scalar: "string" | "number" | "integer" | "boolean";
      readonly pattern?: string;
      /** Tests a pattern that is not safe to be run over any text. */
      readonly matches?: (text: string) => boolean;
    }
  | { readonly kind: "enum"; readonly values: readonly (string | number)[] }
  | { readonly kind: "array"; readonly items: ValueType }
  | {
      readonly kind: "object";
      readonly properties: readonly {
        readonly name: string;
        readonly type: ValueType;
        readonly required: boolean;
      }[];
    }
  | { readonly kind: "record"; readonly values: ValueType }
  | { readonly kind: "union"; readonly members: readonly ValueType[] }
  | { readonly kind: "binary" };

/** How a response is shaped; `whole` at the root is the upstream response as it is. */
export type OutputNode =
  | { readonly kind: "whole" }
  | { readonly kind: "path"; readonly path: JsonPath }
  | { readonly kind: "value"; readonly value: Expression }
  | {
      readonly kind: "object";
      readonly from?: JsonPath;
      readonly properties: readonly {
        readonly name: string;
        readonly node: OutputNode;
      }[];
    }
  | {
      readonly kind: "array";
      readonly from?: JsonPath;
      readonly items: OutputNode;
    };

/** The format an upstream answers in; `json` where nothing is said. */
export type Format =
  | "json"
  | "xml"
  | "yaml"
  | "csv"
  | "tsv"
  | "psv"
  | "html"
  | "markdown"
  | "avro"
  | "protobuf"
  | "binary";

/** Gives the value in an answer, or a promise of it; throws where it is malformed. `schema`: what the capability says beside the format. */
export type ReadFormat = (
  bytes: Uint8Array,
  schema: string | undefined,
) => unknown;

export interface Argument {
  readonly name: string;
  readonly value: Expression;
}

/** An operation of the client: what has to be known of it to give it arguments. */
export interface OperationRef {
  readonly id: string;
  readonly path: readonly (string | { readonly variable: string })[];
  readonly inputs: readonly {
    readonly name: string;
    readonly in: string;
    /** The member of the arguments, where it is not `name`. */
    readonly key?: string;
  }[];
}

export interface Call {
  readonly operation: OperationRef;
  /** Inputs that go on under their own names. */
  readonly pass?: readonly string[];
  readonly arguments?: readonly Argument[];
  readonly format?: Format;
  /** Reads a format that the runtime does not know by itself; present where the answer is read at all. */
  readonly read?: ReadFormat;
  readonly schema?: string;
  /** Of an answer that is bytes. */
  readonly mediaType?: string;
  readonly maxBytes?: number;
}

export type Action =
  | ({ readonly kind: "call"; readonly output: OutputNode } & Call)
  | {
      readonly kind: "flow";
      readonly flow: string;
      readonly arguments: readonly Argument[];
      readonly output: OutputNode;
    }
  | {
      readonly kind: "steps";
      readonly steps: readonly Step[];
      readonly mappings: readonly Mapping[];
      readonly output: OutputNode;
    }
  | { readonly kind: "mock"; readonly output: OutputNode }
  | {
      readonly kind: "forward";
      readonly service: string;
      readonly headers: readonly string[];
    }
  | { readonly kind: "unimplemented"; readonly reason: string };

export type Step =
  | ({
      readonly kind: "call";
      readonly name: string;
      /** What later steps see of the response; all of it where undefined. */
      readonly projection?: OutputNode;
    } & Call)
  | {
      readonly kind: "lookup";
      readonly name: string;
      readonly index: string;
      readonly match: string;
      readonly value: Expression;
      readonly fields: readonly string[];
    }
  | {
      readonly kind: "script";
      readonly name: string;
      readonly file: string;
      /** What the script sees besides inputs and earlier steps. */
      readonly arguments?: readonly Argument[];
      /** Undefined: it does not run here. */
      readonly run?: RunScript;
    };

/** Gives the output of a script, or throws what it threw. */
export type RunScript = (
  context: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
) => Promise<unknown>;

export interface Mapping {
  readonly target: readonly string[];
  readonly value: Expression;
}

export interface Flow {
  readonly constants: readonly Argument[];
  readonly action: Action;
  /** Of an answer that is bytes. */
  readonly mediaType?: string;
}

/** Flows by id. */
export type Flows = { readonly [id: string]: Flow };

export interface RouteInput {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie" | "body";
  /** A string where nothing is said. */
  readonly type?: ValueType;
  readonly required?: boolean;
}

/** The request body: one input takes all of it, or each body input is a member of a JSON object. */
export type RouteBody =
  | {
      readonly kind: "whole";
      readonly input: string;
      readonly contentType: string;
    }
  | { readonly kind: "fields" };

export type RoutePathPart =
  string | { readonly variable: string; readonly rest?: true };

export interface Route {
  /** The name of the handler that can replace the wired behaviour. */
  readonly name: string;
  /** `ALL` takes every method. */
  readonly method: string;
  readonly path: readonly RoutePathPart[];
  readonly inputs: readonly RouteInput[];
  readonly body?: RouteBody;
  /** Inputs the caller is not asked for; they override what was sent. */
  readonly constants?: readonly Argument[];
  readonly action: Action;
  /** What is said of answers that are bytes. */
  readonly binary?: BinaryAnswer;
}

export interface BinaryAnswer {
  readonly mediaType?: string;
  /** Instead of 200. */
  readonly status?: number;
}

/** Makes a check when the server starts; `expected` gives a credential to check against, or throws where it is missing. */
export type CreateCheck = (
  expected: (expression: Expression, what: string) => string,
) => (request: Request, url: URL) => Promise<Problem | undefined>;

/** Tells callers where the tokens come from that a surface asks for. `publicUrl`: the surface as callers know it. */
export interface TokenSource {
  /** Undefined: the request is about something else. */
  answer(
    request: Request,
    url: URL,
    publicUrl: string | undefined,
  ): Response | undefined;
  /** The refusal, with the place where that is told. */
  name(refusal: Problem, url: URL, publicUrl: string | undefined): Problem;
}

export type SurfaceAuth =
  | { readonly kind: "bearer"; readonly token: Expression }
  | {
      readonly kind: "basic";
      readonly username: Expression;
      readonly password: Expression;
    }
  | {
      readonly kind: "apikey";
      readonly name: string;
      readonly placement: "header" | "query";
      readonly value: Expression;
    }
  /** A scheme whose check comes along, so that only servers that need it have it. */
  | { readonly kind: "scheme"; readonly create: CreateCheck }
  /** Declared, but not checked here: every request is refused unless `authenticate` is given. */
  | { readonly kind: "unsupported"; readonly scheme: string };

export interface Surface {
  readonly id: string;
  readonly address?: string;
  readonly port?: number;
  readonly auth?: SurfaceAuth;
  readonly tokens?: TokenSource;
  /** Of answers that are bytes, where the operation that is called sets no limit itself. */
  readonly maxBytes?: number;
  readonly routes: readonly Route[];
}

/** All that is generated for a server. */
export interface Definition {
  readonly surfaces: readonly Surface[];
  readonly flows: Flows;
  /** Names of secrets that are not to be shown, should an upstream repeat them. */
  readonly credentials?: readonly string[];
  /** Those of them that are sent in URLs: an upstream's links to itself repeat them, where nothing failed as well. */
  readonly credentialsInUrls?: readonly string[];
}
