// Values that are worked out at run time. Strings with a grammar are parsed into these once, in lowering.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type Expression =
  | { readonly kind: 'literal'; readonly value: Json }
  /** An argument of the unit (route, tool, flow) or of the operation that holds the expression; `path` walks into it. */
  | { readonly kind: 'input'; readonly name: string; readonly path?: readonly string[] }
  /** A value bound from outside: the environment or a file. `name` is a `Secret.name` of the capability. */
  | { readonly kind: 'secret'; readonly name: string }
  /** The output of an earlier step, walked by plain keys. */
  | { readonly kind: 'step'; readonly step: string; readonly path: readonly string[] }
  /** Text with holes: always gives text, also where it is one hole. A lone hole that keeps its own kind is no template. */
  | { readonly kind: 'template'; readonly parts: readonly (string | Expression)[] }
  /** JSON with expressions at its leaves: structured request bodies. */
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'object'; readonly members: readonly { readonly name: string; readonly value: Expression }[] };

/** A JSONPath, parsed. `definite` paths name at most one value; others give a list of what they match. */
export interface JsonPath {
  readonly source: string;
  readonly definite: boolean;
  readonly segments: readonly PathSegment[];
}

export type PathSegment =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'slice'; readonly start?: number; readonly end?: number }
  /** `..key`, or `..*` where `key` is undefined. */
  | { readonly kind: 'descend'; readonly key?: string };
