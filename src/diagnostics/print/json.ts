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
  for (const found of objects(entries))
    yield found.map((each) => `${visibleJson(each)}\n`).join('');
};

function* objects(entries: readonly Located[]): Generator<readonly object[]> {
  for (const found of sitesByFile(entries)) yield found.map(toJson);
}

/** What stands between the brackets of an array of all items, which is itself that deep in a document indented by two. */
export function* jsonItems(lists: Iterable<readonly object[]>, depth: number): Generator<string> {
  let isFirst = true;
  for (const items of lists) {
    let nested: readonly unknown[] = items;
    for (let level = 1; level < depth; level++) nested = [nested];
    const text = visibleJson(nested, 2);
    // The brackets of all levels, each on a line of its own.
    const brackets = depth * (depth + 1);
    yield (isFirst ? '' : ',') + text.slice(brackets - 1, -brackets);
    isFirst = false;
  }
  if (!isFirst) yield `\n${'  '.repeat(depth - 1)}`;
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
