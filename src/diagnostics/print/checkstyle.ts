// Checkstyle XML, which most CI servers read.
import { xmlText } from '../../util/xml.ts';
import { expand, type Located } from '../locate.ts';
import type { Printer } from './printer.ts';

export const printCheckstyle: Printer = (entries) => {
  const byFile = new Map<string, Located[]>();
  for (const entry of expand(entries)) {
    const list = byFile.get(entry.place.file);
    if (list === undefined) byFile.set(entry.place.file, [entry]);
    else list.push(entry);
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<checkstyle version="4.3">',
    ...[...byFile].flatMap(([file, found]) => [
      `  <file name="${xmlText(file)}">`,
      ...found.map(errorTag),
      '  </file>',
    ]),
    '</checkstyle>',
    '',
  ].join('\n');
};

function errorTag({ diagnostic, place }: Located): string {
  const { code, message, severity } = diagnostic;
  const where = `line="${place.range.line}" column="${place.range.column}"`;
  return `    <error ${where} severity="${severity}" message="${xmlText(message)}" source="${xmlText(`capwright.${code}`)}"/>`;
}
