// Checkstyle XML, which most CI servers read.
import { xmlText } from '../../util/xml.ts';
import { sitesByFile, type Site } from '../locate.ts';
import type { Printer } from './printer.ts';

export const printCheckstyle: Printer = function* (entries) {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n';
  for (const found of sitesByFile(entries)) {
    yield `  <file name="${xmlText(found[0]!.place.file)}">\n`;
    for (const site of found) yield errorTag(site);
    yield '  </file>\n';
  }
  yield '</checkstyle>\n';
};

function errorTag({ diagnostic, place }: Site): string {
  const { code, message, severity } = diagnostic;
  const where = `line="${place.range.line}" column="${place.range.column}"`;
  return `    <error ${where} severity="${severity}" message="${xmlText(message)}" source="${xmlText(`capwright.${code}`)}"/>\n`;
}
