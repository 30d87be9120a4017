// JSON, and paths into it: parsed ahead, so that nothing is read from text at run time.

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A JSONPath, parsed. A definite path names one value at most; others give a list. */
export interface JsonPath {
  readonly source: string;
  readonly definite: boolean;
  readonly segments: readonly PathSegment[];
}

export type PathSegment =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "wildcard" }
  | { readonly kind: "slice"; readonly start?: number; readonly end?: number }
  /** Several members: each in turn, or `merged` into one object. */
  | {
      readonly kind: "keys";
      readonly keys: readonly string[];
      readonly merged: boolean;
    }
  | { readonly kind: "indexes"; readonly indexes: readonly number[] }
  | { readonly kind: "filter"; readonly test: PathTest }
  | { readonly kind: "descend"; readonly key?: string }
  /** `select` applied to the value and to everything below it. */
  | { readonly kind: "everywhere"; readonly select: PathSegment }
  | {
      readonly kind: "function";
      readonly name: PathFunction;
      readonly of: "value" | "each" | "matches";
      readonly arguments: readonly PathOperand[];
    };

export type PathFunction =
  | "length"
  | "size"
  | "keys"
  | "sum"
  | "min"
  | "max"
  | "avg"
  | "stddev"
  | "first"
  | "last"
  | "index"
  | "concat";

export type PathTest =
  | { readonly kind: "and" | "or"; readonly tests: readonly PathTest[] }
  | { readonly kind: "not"; readonly test: PathTest }
  | { readonly kind: "exists"; readonly path: PathQuery }
  | {
      readonly kind: "compare";
      readonly operator: PathOperator;
      readonly left: PathOperand;
      readonly right: PathOperand;
    }
  | {
      readonly kind: "regex";
      readonly value: PathOperand;
      readonly pattern: string;
      readonly flags: string;
      /** Tests a pattern that is not safe to be run over any text. */
      readonly matches?: (text: string) => boolean;
    };

export type PathOperator =
  | "=="
  | "!="
  | "==="
  | "!=="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "nin"
  | "contains"
  | "size"
  | "empty"
  | "subsetof"
  | "anyof"
  | "noneof"
  | "all";

export type PathOperand =
  { readonly kind: "literal"; readonly value: Json } | PathQuery;

/** A path from the item at hand, or from the root. */
export interface PathQuery {
  readonly kind: "path";
  readonly from: "item" | "root";
  readonly definite: boolean;
  readonly segments: readonly PathSegment[];
}
