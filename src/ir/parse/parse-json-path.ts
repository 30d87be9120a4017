// JSONPath text → data: keys, indexes, wildcards, slices, unions, descent, filters and functions of the format's dialect.
// Nothing is left to be worked out from text at run time.
import type { JsonPath, PathFunction, PathOperand, PathQuery, PathSegment } from '../expression.ts';
import { parsePathTest, readOperand } from './parse-path-test.ts';
import { TextCursor, TextProblem } from './text-cursor.ts';

export type JsonPathResult = { readonly path: JsonPath } | { readonly problem: string };

const functions: ReadonlySet<string> = new Set<PathFunction>([
  'length',
  'size',
  'keys',
  'sum',
  'min',
  'max',
  'avg',
  'stddev',
  'first',
  'last',
  'index',
  'concat',
]);

/** Deeper nesting of filters is no path that a person wrote. */
const maxDepth = 16;

/** `$.a[*].b`, `$['a b'][0]`, `$..id`, `a.b` (the `$.` may be left out), `$` and `$.` (the whole value). */
export function parseJsonPath(source: string): JsonPathResult {
  const text = source.trim();
  const cursor = new TextCursor(text.startsWith('$') ? text.slice(1) : `.${text}`);
  if (cursor.text === '.' || cursor.text === '')
    return { path: { source, definite: true, segments: [] } };
  try {
    const segments = readSegments(cursor, 0);
    if (!cursor.atEnd) cursor.fail(`\`${cursor.rest}\` is not a step of a path`);
    return { path: { source, definite: isDefinite(segments), segments } };
  } catch (error) {
    if (error instanceof TextProblem) return { problem: error.message };
    throw error;
  }
}

/** Steps up to what can be none. Inside a filter (`depth` above 0) names end where an operator may begin. */
function readSegments(cursor: TextCursor, depth: number): readonly PathSegment[] {
  const segments: PathSegment[] = [];
  for (;;) {
    const segment = readSegment(cursor, depth, segments);
    if (segment === undefined) return finishKeys(segments);
    segments.push(segment);
    if (segment.kind === 'function') return finishKeys(segments);
  }
}

function readSegment(
  cursor: TextCursor,
  depth: number,
  before: readonly PathSegment[],
): PathSegment | undefined {
  if (cursor.take('..')) {
    if (cursor.take('*')) return { kind: 'descend' };
    if (cursor.looksAt('[')) return everywhere(readBracket(cursor, depth));
    const key = readName(cursor, depth);
    if (key === undefined) return cursor.fail('`..` must be followed by a name, `*` or `[…]`');
    return { kind: 'descend', key };
  }
  if (cursor.take('.*')) return { kind: 'wildcard' };
  if (cursor.looksAt('.[')) cursor.take('.');
  if (cursor.looksAt('[')) return readBracket(cursor, depth);
  if (!cursor.looksAt('.')) return undefined;
  const rest = cursor.rest;
  cursor.take('.');
  const key = readName(cursor, depth);
  if (key === undefined) return cursor.fail(`\`${rest}\` is not a step of a path`);
  return cursor.looksAt('(') ? readFunction(cursor, key, depth, before) : { kind: 'key', key };
}

/** Names with spaces are read as they stand: the reference engine retries them in brackets. */
function readName(cursor: TextCursor, depth: number): string | undefined {
  const name = cursor
    .match(depth === 0 ? /[^.[\]*()?@]+/y : /[^.[\]*()?@\s=!<>&|,'"{}~]+/y)?.[0]
    .trim();
  return name === '' ? undefined : name;
}

function readFunction(
  cursor: TextCursor,
  name: string,
  depth: number,
  before: readonly PathSegment[],
): PathSegment {
  if (depth >= maxDepth) cursor.fail('functions are nested too deeply');
  if (!functions.has(name))
    cursor.fail(
      `\`${name}()\` is no function of a path: ${[...functions].map((known) => `\`${known}()\``).join(', ')}`,
    );
  cursor.take('(');
  const given: PathOperand[] = [];
  cursor.skipSpace();
  let closed = cursor.take(')');
  while (!closed) {
    given.push(readOperand(cursor, queryReader(depth + 1)));
    closed = cursor.takeSpaced(')');
    if (!closed && !cursor.takeSpaced(',')) cursor.fail(`\`${name}(\` is never closed`);
  }
  return {
    kind: 'function',
    name: name as PathFunction,
    of: functionScope(name, before),
    arguments: given,
  };
}

/** What describes one value is asked of each match, what sums up of all of them; behind `..` everything sums up. */
function functionScope(name: string, before: readonly PathSegment[]): 'value' | 'each' | 'matches' {
  if (isDefinite(before)) return 'value';
  const describes = name === 'length' || name === 'size' || name === 'keys';
  return describes && before[0]?.kind !== 'descend' && before[0]?.kind !== 'everywhere'
    ? 'each'
    : 'matches';
}

function readBracket(cursor: TextCursor, depth: number): PathSegment {
  const from = cursor.rest;
  const refuse = (): never => cursor.fail(`\`${from}\` is not a step of a path`);
  cursor.take('[');
  cursor.skipSpace();
  const segment = bracketContent(cursor, depth) ?? refuse();
  cursor.skipSpace();
  return cursor.take(']') ? segment : refuse();
}

function bracketContent(cursor: TextCursor, depth: number): PathSegment | undefined {
  if (cursor.take('*')) return { kind: 'wildcard' };
  if (cursor.take('?')) {
    if (depth >= maxDepth) cursor.fail('filters are nested too deeply');
    return { kind: 'filter', test: parsePathTest(cursor, queryReader(depth + 1)) };
  }
  const slice = cursor.match(/(-?\d{1,9})?\s*:\s*(-?\d{1,9})?/y);
  if (slice !== undefined) {
    const start = slice[1] === undefined ? {} : { start: Number(slice[1]) };
    return {
      kind: 'slice',
      ...start,
      ...(slice[2] === undefined ? {} : { end: Number(slice[2]) }),
    };
  }
  const keys = readList(cursor, quotedKey);
  if (keys.length > 0)
    return keys.length === 1
      ? { kind: 'key', key: keys[0]! }
      : { kind: 'keys', keys, merged: false };
  const indexes = readList(cursor, (at) => at.match(/-?\d{1,9}/y)?.[0]).map(Number);
  if (indexes.length === 0) return undefined;
  return indexes.length === 1
    ? { kind: 'index', index: indexes[0]! }
    : { kind: 'indexes', indexes };
}

function readList(
  cursor: TextCursor,
  readOne: (cursor: TextCursor) => string | undefined,
): readonly string[] {
  const items: string[] = [];
  do {
    const item = readOne(cursor);
    if (item === undefined)
      return items.length === 0
        ? items
        : cursor.fail(`\`${cursor.rest}\` is not an item of \`[…]\``);
    items.push(item);
  } while (cursor.takeSpaced(','));
  return items;
}

function quotedKey(cursor: TextCursor): string | undefined {
  const quoted = cursor.match(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/y);
  return quoted && (quoted[1] ?? quoted[2] ?? '').replace(/\\(.)/g, '$1');
}

function everywhere(select: PathSegment): PathSegment {
  if (select.kind === 'wildcard') return { kind: 'descend' };
  return select.kind === 'key'
    ? { kind: 'descend', key: select.key }
    : { kind: 'everywhere', select };
}

/** Several keys at the end of a path are one object of these members. */
function finishKeys(segments: readonly PathSegment[]): readonly PathSegment[] {
  const last = segments.at(-1);
  if (last?.kind === 'keys') return [...segments.slice(0, -1), { ...last, merged: true }];
  if (last?.kind !== 'everywhere' || last.select.kind !== 'keys') return segments;
  return [...segments.slice(0, -1), { ...last, select: { ...last.select, merged: true } }];
}

function isDefinite(segments: readonly PathSegment[]): boolean {
  const last = segments.at(-1);
  if (last?.kind === 'function') return last.of !== 'each';
  return (
    segments.every(({ kind }) => kind === 'key' || kind === 'index') ||
    (last?.kind === 'keys' && last.merged && isDefinite(segments.slice(0, -1)))
  );
}

/** Reads `@.a` or `$.a` inside a filter or a function. */
function queryReader(depth: number): (cursor: TextCursor) => PathQuery | undefined {
  return (cursor) => {
    const from = cursor.take('@') ? 'item' : cursor.take('$') ? 'root' : undefined;
    if (from === undefined) return undefined;
    const segments = readSegments(cursor, depth);
    return { kind: 'path', from, definite: isDefinite(segments), segments };
  };
}
