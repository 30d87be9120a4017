// JSON: one array, or one object a line. A group becomes one entry for each of its places.
import { visibleJson } from '../../util/visible.ts';
import { sitesByFile, type Located, type Site } from '../locate.ts';
import type { Printer } from './printer.ts';

export const printJson: Printer = function* (entries) {
  yield '[';
  yield* jsonItems(objects(entries), 1);
  yield ']\n';
};

export const printJsonLines: Printer = function* (entries) {
  for (const each of objects(entries)) yield `${visibleJson(each)}\n`;
};

function* objects(entries: readonly Located[]): Generator<object> {
  for (const found of sitesByFile(entries)) for (const site of found) yield toJson(site);
}

/** One by one they take longer, and all at once their text takes more memory than everything else. */
const together = 64;

/** What stands between the brackets of an array, which is itself that deep in a document indented by two. */
export function* jsonItems(items: Iterable<object>, depth: number): Generator<string> {
  let before = '';
  let batch: object[] = [];
  const text = (): string => {
    let nested: readonly unknown[] = batch;
    for (let level = 1; level < depth; level++) nested = [nested];
    // The brackets of all levels, each on a line of its own.
    const brackets = depth * (depth + 1);
    return before + visibleJson(nested, 2).slice(brackets - 1, -brackets);
  };
  for (const item of items) {
    batch.push(item);
    if (batch.length < together) continue;
    yield text();
    before = ',';
    batch = [];
  }
  if (batch.length > 0) yield text();
  if (batch.length > 0 || before !== '') yield `\n${'  '.repeat(depth - 1)}`;
}

export function toJson({ diagnostic, place, related }: Site): object {
  const { range } = place;
  return {
    file: place.file,
    line: range.line,
    column: range.column,
    endLine: range.endLine,
    endColumn: range.endColumn,
    pointer: place.pointer,
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    fix: diagnostic.fix === undefined ? 'none' : diagnostic.fix.safe ? 'safe' : 'unsafe',
    related: related.map(({ message, place: other }) => ({
      file: other.file,
      line: other.range.line,
      column: other.range.column,
      message,
    })),
  };
}
