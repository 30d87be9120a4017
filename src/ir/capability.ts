// The intermediate representation: what a capability means. Plain readonly data, a tree; references are ids.
// Words differ from the document's on purpose: services (consumes), surfaces (exposes), flows (aggregates), secrets (binds).
import type { Location } from '../source/location.ts';
import type { Expression, Json, JsonPath } from './expression.ts';
import type { Type } from './type.ts';

export interface Capability {
  /** Slug of the source's base name: the name of the output folder. */
  readonly id: string;
  /** The declared format, e.g. `naftiko-1.0.0-alpha2`. */
  readonly format: string;
  readonly title: string;
  readonly description?: string;
  /** Of the capability itself, as its publisher counts. */
  readonly version?: string;
  readonly tags: readonly string[];
  /** Files this capability was read from, the main one first. */
  readonly sources: readonly string[];
  readonly services: readonly Service[];
  /** Distinct operations of all services, in order of first declaration. */
  readonly operations: readonly Operation[];
  readonly flows: readonly Flow[];
  readonly surfaces: readonly Surface[];
  readonly secrets: readonly Secret[];
  readonly stats: Stats;
}

export interface Stats {
  readonly operations: {
    readonly declared: number;
    readonly unique: number;
    readonly shapes: number;
  };
  readonly routes: { readonly declared: number; readonly unique: number };
  readonly tools: { readonly declared: number; readonly unique: number };
}

/** One consumed HTTP API. */
export interface Service {
  /** The namespace, unique in the capability. */
  readonly id: string;
  readonly description?: string;
  readonly baseUrl: BaseUrl;
  /** Absolute URLs it is known to answer at; none of them is a default. */
  readonly servers?: readonly { readonly url: string; readonly description?: string }[];
  readonly auth?: Auth;
  readonly at: Location;
}

export type BaseUrl =
  /** An absolute URL without a trailing slash. */
  | { readonly kind: 'fixed'; readonly url: string }
  /** Made of text and secrets that the binds supply. */
  | { readonly kind: 'expression'; readonly value: Expression }
  /** Empty, or with variables nobody binds: the user of the output has to give it. `template` is what was written. */
  | { readonly kind: 'missing'; readonly template: string };

export type Auth =
  | {
      readonly kind: 'basic' | 'digest';
      readonly username: Expression;
      readonly password: Expression;
    }
  | { readonly kind: 'bearer'; readonly token: Expression }
  | {
      readonly kind: 'apikey';
      readonly name: string;
      readonly value: Expression;
      readonly placement: 'header' | 'query';
    }
  | {
      readonly kind: 'oauth2';
      readonly authorizationServer: string;
      readonly resource?: string;
      readonly scopes: readonly string[];
      readonly audience?: string;
      readonly tokenEndpoint?: string;
      /** How tokens of callers are checked, where it is not by their signature. */
      readonly tokenValidation?: 'introspection';
      readonly clientId?: Expression;
      readonly clientSecret?: Expression;
    };

/** A value that comes from outside: `variable` of the environment, or key `variable` of the file `file`. */
export interface Secret {
  readonly name: string;
  readonly variable: string;
  readonly file?: string;
  readonly description?: string;
  readonly at: Location;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS';

/** Paths alternate text and variables: `/a/{b}.json` is `"/a/"`, b, `".json"`. */
export type PathPart = string | { readonly variable: string };

export interface Operation {
  /** `<namespace>.<name>`; a further, different operation of that name gets a suffix of method and path. */
  readonly id: string;
  readonly service: string;
  /** As declared. */
  readonly name: string;
  readonly resource?: string;
  readonly title?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly method: Method;
  readonly path: readonly PathPart[];
  /** Adapter, resource and operation inputs together; at most one of a (name, in); path variables all present. */
  readonly inputs: readonly Input[];
  readonly body?: Body;
  readonly output: Output;
  readonly pagination?: Pagination;
  /** Property path from the client object to the callable: `["persons", "list"]`. Unique in the capability. */
  readonly client: readonly string[];
  /** Operations with equal `shape` differ in their scope prefix only and share types and documentation. */
  readonly shape: string;
  readonly deprecated: boolean;
  /** Every place that declares it; `at` is the first. */
  readonly origins: readonly Location[];
  readonly at: Location;
}

export interface Input {
  /** Wire name, spelled as declared. */
  readonly name: string;
  /** `variable`: not sent by itself, only read by expressions (templates of body, header, URL). */
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'body' | 'variable';
  readonly type: Type;
  readonly required: boolean;
  readonly description?: string;
  /** True where the document does not declare it: undeclared path variables, inputs of exposed units. */
  readonly inferred: boolean;
  /** Set: the value is worked out and the caller is not asked for it. */
  readonly value?: Expression;
  readonly at: Location;
}

export type Body =
  /** The whole body is the input named `input` (in: body). */
  | { readonly kind: 'input'; readonly input: string; readonly contentType: string }
  /** A JSON object with one member for each `in: body` input. */
  | { readonly kind: 'fields'; readonly contentType: string }
  | { readonly kind: 'json'; readonly value: Expression }
  /** Text of the given media type: text, xml, sparql, raw. */
  | { readonly kind: 'text'; readonly contentType: string; readonly value: Expression }
  | {
      readonly kind: 'form';
      readonly fields: readonly { readonly name: string; readonly value: Expression }[];
    }
  | { readonly kind: 'multipart'; readonly parts: readonly MultipartPart[] };

export interface MultipartPart {
  readonly name: string;
  readonly value: Expression;
  readonly filename?: Expression;
  readonly contentType?: string;
}

export type OutputFormat =
  | 'json'
  | 'xml'
  | 'yaml'
  | 'csv'
  | 'tsv'
  | 'psv'
  | 'html'
  | 'markdown'
  | 'avro'
  | 'protobuf'
  | 'binary';

export interface Output {
  readonly format: OutputFormat;
  /** Of the parsed response. */
  readonly type: Type;
  readonly mediaType?: string;
  /** The text of an Avro schema, the types of a protobuf message as JSON, a CSS selector (html) or a heading (markdown). */
  readonly schema?: string;
  /** Largest binary response, in bytes. */
  readonly maxBytes?: number;
  /** What a step keeps of this operation's response; undefined: all of it. */
  readonly projection?: OutputNode;
}

/** A result that comes in pages; the paths read one page. */
export interface Pagination {
  /** The page holds the URL of the next one, or null. */
  readonly kind: 'next-url';
  readonly next: JsonPath;
  readonly previous?: JsonPath;
  readonly items: JsonPath;
}

/** How an exposed unit shapes a response. */
export type OutputNode =
  /** The value itself, unshaped; at the root: the upstream response as it is. */
  | { readonly kind: 'whole'; readonly type: Type }
  | { readonly kind: 'path'; readonly path: JsonPath; readonly type: Type }
  | { readonly kind: 'value'; readonly value: Expression; readonly type: Type }
  /** `from` narrows to a part of the value before the properties are read. */
  | {
      readonly kind: 'object';
      readonly from?: JsonPath;
      readonly properties: readonly OutputProperty[];
    }
  | { readonly kind: 'array'; readonly from?: JsonPath; readonly items: OutputNode };

export interface OutputProperty {
  readonly name: string;
  readonly description?: string;
  readonly node: OutputNode;
}

/** What a route, tool or flow does when it is called. */
export type Action =
  | {
      readonly kind: 'call';
      readonly operation: string;
      readonly arguments: readonly Argument[];
      readonly output: OutputNode;
    }
  | {
      readonly kind: 'flow';
      readonly flow: string;
      readonly arguments: readonly Argument[];
      readonly output: OutputNode;
    }
  | {
      readonly kind: 'steps';
      readonly steps: readonly Step[];
      /** Empty: the response is that of the last call, shaped by `output`. */
      readonly mappings: readonly Mapping[];
      readonly output: OutputNode;
    }
  | { readonly kind: 'mock'; readonly output: OutputNode }
  /** Pass the request on to a service; the variable `path` of the route is the path behind its base URL. */
  | { readonly kind: 'forward'; readonly service: string; readonly headers: readonly string[] }
  /** Nothing is said, or what is said cannot be compiled: 501 at run time. */
  | { readonly kind: 'unimplemented'; readonly reason: string };

/** The value for one input of the operation or flow that is called. */
export interface Argument {
  readonly name: string;
  readonly value: Expression;
}

export type Step =
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly operation: string;
      readonly arguments: readonly Argument[];
    }
  | {
      readonly kind: 'lookup';
      readonly name: string;
      /** The earlier step whose list is searched. */
      readonly index: string;
      readonly match: string;
      readonly value: Expression;
      readonly fields: readonly string[];
    }
  | {
      readonly kind: 'script';
      readonly name: string;
      readonly language: 'javascript' | 'python' | 'groovy';
      readonly file: string;
      readonly arguments: readonly Argument[];
      /** Undefined where it cannot be run: 501 at run time. */
      readonly script?: Script;
    };

/** JavaScript that reads `context` and leaves its output in `result`. */
export interface Script {
  readonly text: string;
  readonly declaresResult: boolean;
  readonly timeoutMs: number;
}

/** `target` is a dotted path in the result; `value` reads from the steps. */
export interface Mapping {
  readonly target: readonly string[];
  readonly value: Expression;
}

/** A reusable function of an aggregate. */
export interface Flow {
  /** `<aggregate namespace>.<name>` */
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly hints: Hints;
  readonly inputs: readonly Input[];
  readonly action: Action;
  /** Of answers that are bytes. */
  readonly mediaType?: string;
  readonly origins: readonly Location[];
  readonly at: Location;
}

export type Surface = RestSurface | McpSurface | SkillSurface | ControlSurface;

export interface SurfaceBase {
  /** The namespace; the kind where the document gives none. Unique in the capability. */
  readonly id: string;
  readonly description?: string;
  readonly address?: string;
  readonly port?: number;
  readonly auth?: Auth;
  /** Largest file that one of its units may give, where an operation does not say; in bytes. */
  readonly maxBytes?: number;
  readonly at: Location;
}

export interface RestSurface extends SurfaceBase {
  readonly kind: 'rest';
  readonly routes: readonly Route[];
}

export interface Route {
  readonly id: string;
  readonly name?: string;
  readonly title?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** `ALL` only for forward routes, which take every method. */
  readonly method: Method | 'ALL';
  readonly path: readonly PathPart[];
  readonly inputs: readonly Input[];
  readonly action: Action;
  /** Of answers that are bytes. */
  readonly binary?: BinaryAnswer;
  readonly deprecated?: boolean;
  readonly origins: readonly Location[];
  readonly at: Location;
}

export interface BinaryAnswer {
  readonly mediaType?: string;
  /** Instead of 200. */
  readonly status?: number;
}

export interface McpSurface extends SurfaceBase {
  readonly kind: 'mcp';
  readonly transport: 'http' | 'stdio';
  /** How long clients may keep what they read, in milliseconds. */
  readonly ttlMs?: number;
  /** `public`: shared caches may keep it, too. */
  readonly cacheScope?: 'public' | 'private';
  readonly tools: readonly Tool[];
  readonly resources: readonly McpResource[];
  readonly prompts: readonly McpPrompt[];
}

export interface Hints {
  readonly readOnly?: boolean;
  readonly destructive?: boolean;
  readonly idempotent?: boolean;
  readonly openWorld?: boolean;
}

export interface Tool {
  readonly id: string;
  /** The published name: `^[a-z][a-z0-9_-]{0,47}$`, unique in its server. */
  readonly name: string;
  /** The names the document declares, kept as aliases where they differ. */
  readonly declaredNames: readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly hints: Hints;
  readonly inputs: readonly Input[];
  readonly action: Action;
  readonly deprecated?: boolean;
  readonly origins: readonly Location[];
  readonly at: Location;
}

export interface McpResource {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly uri: string;
  readonly mimeType?: string;
  readonly binary: boolean;
  /** Undefined: static files below `location`. */
  readonly action?: Action;
  readonly location?: string;
  readonly at: Location;
}

export interface McpPrompt {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly arguments: readonly {
    readonly name: string;
    readonly title?: string;
    readonly description?: string;
    readonly required: boolean;
  }[];
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  readonly location?: string;
  readonly at: Location;
}

export interface SkillSurface extends SurfaceBase {
  readonly kind: 'skill';
  readonly skills: readonly Skill[];
}

export interface Skill {
  readonly name: string;
  readonly description?: string;
  readonly license?: string;
  readonly location?: string;
  /** What else the document says of it. */
  readonly details?: { readonly [name: string]: Json };
  readonly tools: readonly {
    readonly name: string;
    readonly description?: string;
    readonly from?: { readonly surface: string; readonly action: string };
    readonly instruction?: string;
  }[];
  readonly at: Location;
}

export interface ControlSurface extends SurfaceBase {
  readonly kind: 'control';
  readonly health: boolean;
  readonly info: boolean;
  readonly metrics: boolean;
  readonly traces?: Traces;
  readonly scripting?: Scripting;
}

/** Which requests are remembered, and how their ids go on to the services that are called. */
export interface Traces {
  /** From 0 to 1. */
  readonly sampling: number;
  readonly propagation: 'w3c' | 'b3';
  /** How many are kept. */
  readonly size: number;
}

/** How script steps run, as far as the document says it. */
export interface Scripting {
  readonly enabled: boolean;
  readonly defaultLanguage?: string;
  readonly defaultLocation?: string;
  readonly timeoutMs: number;
  readonly allowedLanguages: readonly string[];
}
