// JSONPath (RFC 9535) over a parsed document: what a path selects and, where it selects nothing, what was meant.
// The library is loaded with the first query: most runs have none.
import type * as JsonP3 from 'json-p3';
import { suggest } from '../diagnostics/suggest.ts';
import { loadLibrary } from '../util/load-library.ts';
import { iRegexp, type IRegexp } from '../util/i-regexp.ts';
import type { NodePath } from './compose.ts';
import { isRecord } from './fields.ts';

export type QueryResult =
  | { readonly kind: 'nodes'; readonly paths: readonly NodePath[] }
  /** `part` is the first part of the path that selects nothing; `near` are words it may have been meant to say. */
  | { readonly kind: 'nothing'; readonly part: string; readonly near: readonly string[] }
  | { readonly kind: 'invalid'; readonly reason: string };

type Library = typeof JsonP3;
type Query = JsonP3.JSONPathQuery;
type Segment = Query['segments'][number];
type Value = Parameters<Query['query']>[0];

let loaded:
  { readonly library: Library; readonly environment: JsonP3.JSONPathEnvironment } | undefined;

function load(): NonNullable<typeof loaded> {
  const library = loadLibrary('json-p3') as Library;
  // Deeper than any text that is read.
  const environment = new library.JSONPathEnvironment({ maxRecursionDepth: 1_000 });
  for (const name of ['match', 'search'] as const)
    environment.functionRegister.set(name, patternFunction(name, library));
  return { library, environment };
}

/** The library's own run on the engine of JavaScript, which some patterns keep busy for years. */
function patternFunction(
  name: 'match' | 'search',
  { FunctionExpressionType }: Library,
): JsonP3.FilterFunction {
  const known = new Map<string, IRegexp>();
  return {
    argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    returnType: FunctionExpressionType.LogicalType,
    call(text: unknown, pattern: unknown): boolean {
      if (typeof text !== 'string' || typeof pattern !== 'string') return false;
      const compiled = known.get(pattern) ?? iRegexp(pattern);
      if (compiled === undefined) throw new PatternProblem(pattern);
      known.set(pattern, compiled);
      return name === 'match' ? compiled.matches(text) : compiled.finds(text);
    },
  };
}

class PatternProblem extends Error {
  constructor(pattern: string) {
    super(
      `\`${pattern}\` is no pattern of JSONPath (RFC 9485), which has classes such as [0-9] and \\p{L}`,
    );
  }
}

export function queryJsonPath(path: string, document: unknown): QueryResult {
  loaded ??= load();
  try {
    const query = loaded.environment.compile(path);
    const paths = select(query, document);
    return paths.length > 0 ? { kind: 'nodes', paths } : explainNothing(query, document, loaded);
  } catch (error) {
    if (error instanceof loaded.library.JSONPathError)
      return { kind: 'invalid', reason: withoutPlace(error.message) };
    if (error instanceof PatternProblem) return { kind: 'invalid', reason: error.message };
    // What nests too deep for the parser, and patterns that are none.
    if (error instanceof RangeError || error instanceof SyntaxError)
      return { kind: 'invalid', reason: 'it cannot be read' };
    throw error;
  }
}

function select(query: Query, document: unknown): readonly NodePath[] {
  return query.query(document as Value).nodes.map((node) => node.location as NodePath);
}

/** The library ends its messages with the text and the offset: `unclosed bracketed selection ('$..[':4)`. */
function withoutPlace(message: string): string {
  return message.replace(/ \('.*$/s, '');
}

function explainNothing(
  query: Query,
  document: unknown,
  { library, environment }: NonNullable<typeof loaded>,
): QueryResult {
  let nodes: readonly unknown[] = [document];
  for (const [index, segment] of query.segments.entries()) {
    const found = new library.JSONPathQuery(environment, query.segments.slice(0, index + 1)).query(
      document as Value,
    ).nodes;
    if (found.length === 0)
      return { kind: 'nothing', part: segment.toString(), near: meant(segment, nodes, library) };
    nodes = found.map(({ value }) => value);
  }
  return { kind: 'nothing', part: query.toString(), near: [] };
}

/** Names like the one that was not found; values like the ones a filter compares with. */
function meant(segment: Segment, nodes: readonly unknown[], library: Library): readonly string[] {
  const { selectors } = library.jsonpath;
  return segment.selectors.flatMap((selector) => {
    if (selector instanceof selectors.NameSelector)
      return suggest(
        selector.name,
        nodes.flatMap((node) => (isRecord(node) ? Object.keys(node) : [])),
      );
    if (!(selector instanceof selectors.FilterSelector)) return [];
    const items = nodes.flatMap((node) =>
      typeof node === 'object' && node !== null ? (Object.values(node) as unknown[]) : [],
    );
    return comparisons(selector.expression, library).flatMap(({ member, value }) =>
      suggest(
        value,
        items.flatMap((item) =>
          isRecord(item) && typeof item[member] === 'string' ? [item[member]] : [],
        ),
      ),
    );
  });
}

interface Comparison {
  readonly member: string;
  readonly value: string;
}

/** `@.name == 'x'`, either way round, wherever it stands in the expression. */
function comparisons(expression: unknown, library: Library): readonly Comparison[] {
  const { expressions } = library.jsonpath;
  if (expression instanceof expressions.LogicalExpression)
    return comparisons(expression.expression, library);
  if (expression instanceof expressions.PrefixExpression)
    return comparisons(expression.right, library);
  if (!(expression instanceof expressions.InfixExpression)) return [];
  const { left, right, operator } = expression;
  if (operator !== '==') return [...comparisons(left, library), ...comparisons(right, library)];
  const [query, literal] =
    left instanceof expressions.StringLiteral ? [right, left] : [left, right];
  const member =
    query instanceof expressions.RelativeQuery && query.path.segments.length === 1
      ? query.path.segments[0]
      : undefined;
  const selector = member?.selectors[0];
  if (
    !(literal instanceof expressions.StringLiteral) ||
    !(selector instanceof library.jsonpath.selectors.NameSelector)
  )
    return [];
  return [{ member: selector.name, value: literal.value }];
}
