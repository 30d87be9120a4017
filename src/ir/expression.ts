// Values that are worked out at run time. Strings with a grammar are parsed into these once, in lowering.

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

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
  | {
      readonly kind: 'object';
      readonly members: readonly { readonly name: string; readonly value: Expression }[];
    };

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
  /** `['a','b']`: `merged` gives one object of those that are there, else each value in turn. */
  | { readonly kind: 'keys'; readonly keys: readonly string[]; readonly merged: boolean }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  /** Items of a list that pass; an object itself where it passes. */
  | { readonly kind: 'filter'; readonly test: PathTest }
  /** `..key`, or `..*` where `key` is undefined. */
  | { readonly kind: 'descend'; readonly key?: string }
  /** `..[…]`: the bracket applied to the value and to everything below it. */
  | { readonly kind: 'everywhere'; readonly select: PathSegment }
  /** Last in a path. `of` says what it is applied to: the one value, each match, or the list of all matches. */
  | {
      readonly kind: 'function';
      readonly name: PathFunction;
      readonly of: 'value' | 'each' | 'matches';
      readonly arguments: readonly PathOperand[];
    };

export type PathFunction =
  | 'length'
  | 'size'
  | 'keys'
  | 'sum'
  | 'min'
  | 'max'
  | 'avg'
  | 'stddev'
  | 'first'
  | 'last'
  | 'index'
  | 'concat';

/** The condition of a filter. */
export type PathTest =
  | { readonly kind: 'and' | 'or'; readonly tests: readonly PathTest[] }
  | { readonly kind: 'not'; readonly test: PathTest }
  | { readonly kind: 'exists'; readonly path: PathQuery }
  | {
      readonly kind: 'compare';
      readonly operator: PathOperator;
      readonly left: PathOperand;
      readonly right: PathOperand;
    }
  /** The whole text has to match. */
  | {
      readonly kind: 'regex';
      readonly value: PathOperand;
      readonly pattern: string;
      readonly flags: string;
    };

export type PathOperator =
  | '=='
  | '!='
  | '==='
  | '!=='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'nin'
  | 'contains'
  | 'size'
  | 'empty'
  | 'subsetof'
  | 'anyof'
  | 'noneof'
  | 'all';

export type PathOperand = { readonly kind: 'literal'; readonly value: Json } | PathQuery;

/** A path inside a path: from the item at hand (`@`) or from the root (`$`). */
export type PathQuery = {
  readonly kind: 'path';
  readonly from: 'item' | 'root';
  readonly definite: boolean;
  readonly segments: readonly PathSegment[];
};
