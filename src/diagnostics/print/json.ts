// JSON: one array, or one object a line. A group becomes one entry for each of its places.
import { visibleJson } from '../../util/visible.ts';
import { expand, type Located } from '../locate.ts';
import type { Printer } from './printer.ts';

export const printJson: Printer = (entries) => `${visibleJson(expand(entries).map(toJson), 2)}\n`;

export const printJsonLines: Printer = (entries) =>
  expand(entries)
    .map((entry) => `${visibleJson(toJson(entry))}\n`)
    .join('');

export function toJson(entry: Located): object {
  const { diagnostic, place, related } = entry;
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
