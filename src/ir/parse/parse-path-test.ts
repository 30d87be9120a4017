// Filters of a JSONPath, `?(@.a == 1 && !@.b)` → PathTest. How paths inside are read is the caller's to say.
import type { Json, PathOperand, PathOperator, PathQuery, PathTest } from '../expression.ts';
import { readPattern } from '../../util/pattern.ts';
import type { TextCursor } from './text-cursor.ts';

type ReadQuery = (cursor: TextCursor) => PathQuery | undefined;

/** Longer ones before those they begin with. */
const operators: readonly string[] = [
  '===',
  '!==',
  '==',
  '!=',
  '<=',
  '>=',
  '=~',
  '<',
  '>',
  'subsetof',
  'contains',
  'noneof',
  'anyof',
  'empty',
  'size',
  'nin',
  'all',
  'in',
];

const maxDepth = 50;

/** At the text behind `?`; the parentheses around the whole may be left out. */
export function parsePathTest(cursor: TextCursor, readQuery: ReadQuery): PathTest {
  cursor.skipSpace();
  return either(cursor, readQuery, 0);
}

function either(cursor: TextCursor, readQuery: ReadQuery, depth: number): PathTest {
  const tests = [both(cursor, readQuery, depth)];
  while (cursor.takeSpaced('||')) tests.push(both(cursor, readQuery, depth));
  return tests.length === 1 ? tests[0]! : { kind: 'or', tests };
}

function both(cursor: TextCursor, readQuery: ReadQuery, depth: number): PathTest {
  const tests = [single(cursor, readQuery, depth)];
  while (cursor.takeSpaced('&&')) tests.push(single(cursor, readQuery, depth));
  return tests.length === 1 ? tests[0]! : { kind: 'and', tests };
}

function single(cursor: TextCursor, readQuery: ReadQuery, depth: number): PathTest {
  if (depth > maxDepth) cursor.fail('the filter is nested too deeply');
  if (cursor.takeSpaced('!')) return { kind: 'not', test: single(cursor, readQuery, depth + 1) };
  if (cursor.takeSpaced('(')) {
    const inner = either(cursor, readQuery, depth + 1);
    if (!cursor.takeSpaced(')')) cursor.fail('a `(` of the filter is never closed');
    return inner;
  }
  return comparison(cursor, readQuery);
}

function comparison(cursor: TextCursor, readQuery: ReadQuery): PathTest {
  const left = readOperand(cursor, readQuery);
  cursor.skipSpace();
  const operator = operators.find(
    (word) =>
      cursor.looksAt(word) && (!/\w$/.test(word) || !/\w/.test(cursor.rest.charAt(word.length))),
  );
  if (operator === undefined) {
    if (left.kind === 'path') return { kind: 'exists', path: left };
    return cursor.fail('a filter compares values or names a path that has to be there');
  }
  cursor.take(operator);
  cursor.skipSpace();
  if (operator === '=~') return regex(cursor, left);
  return {
    kind: 'compare',
    operator: operator as PathOperator,
    left,
    right: readOperand(cursor, readQuery),
  };
}

function regex(cursor: TextCursor, value: PathOperand): PathTest {
  const written = cursor.match(/\/((?:[^/\\]|\\.)+)\/([a-zA-Z]*)/y);
  if (written === undefined)
    return cursor.fail('`=~` must be followed by a pattern: `/…/` or `/…/i`');
  const [, pattern = '', given = ''] = written;
  const flags = [...new Set(given)]
    .filter((flag) => 'ims'.includes(flag))
    .sort()
    .join('');
  const read = readPattern(`^(?:${pattern})$`, flags);
  if (read.kind === 'refused') cursor.fail(`the pattern \`/${pattern}/\` ${read.reason}`);
  return { kind: 'regex', value, pattern, flags };
}

/** A path, or a literal: a number, a text in either quotes, `true`, `false`, `null`, a list or an object in JSON. */
export function readOperand(cursor: TextCursor, readQuery: ReadQuery): PathOperand {
  const query = readQuery(cursor);
  if (query !== undefined) return query;
  const text = cursor.match(/'((?:[^'\\]|\\.)*)'/y);
  if (text !== undefined)
    return { kind: 'literal', value: (text[1] ?? '').replace(/\\(.)/g, '$1') };
  const json =
    cursor.match(
      /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|(?:true|false|null)\b/y,
    )?.[0] ?? bracketed(cursor);
  const value = json === undefined ? undefined : parseJson(json);
  if (value === undefined) return cursor.fail(`\`${cursor.rest}\` is neither a path nor a value`);
  return { kind: 'literal', value };
}

/** The text of a list or an object, up to the bracket that closes it. */
function bracketed(cursor: TextCursor): string | undefined {
  if (!/^[[{]/.test(cursor.rest)) return undefined;
  let depth = 0;
  for (const match of cursor.rest.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[[\]{}]/g)) {
    if (match[0] === '[' || match[0] === '{') depth++;
    else if (match[0] === ']' || match[0] === '}') depth--;
    if (depth > 0) continue;
    const text = cursor.rest.slice(0, match.index + 1);
    cursor.position += text.length;
    // Texts stand in single quotes there as often as in double ones.
    return text.replace(
      /'((?:[^'\\]|\\.)*)'|"(?:[^"\\]|\\.)*"/g,
      (whole, inner: string | undefined) =>
        inner === undefined ? whole : JSON.stringify(inner.replace(/\\(.)/g, '$1')),
    );
  }
  return undefined;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
