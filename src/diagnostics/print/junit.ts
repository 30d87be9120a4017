// JUnit XML: a suite for each file, a failed case for each finding, a passed one for each clean file.
import { compareText } from '../../util/compare.ts';
import { xmlText } from '../../util/xml.ts';
import { expand, type Located } from '../locate.ts';
import { placeText, type Printer } from './printer.ts';

export const printJunit: Printer = (entries, { files }) => {
  const byFile = new Map<string, Located[]>(files.map((file) => [file, []]));
  for (const entry of expand(entries)) {
    const list = byFile.get(entry.place.file);
    if (list === undefined) byFile.set(entry.place.file, [entry]);
    else list.push(entry);
  }
  const suites = [...byFile].sort(([a], [b]) => compareText(a, b));
  const tests = suites.reduce((sum, [, found]) => sum + Math.max(1, found.length), 0);
  const failures = suites.reduce((sum, [, found]) => sum + failuresOf(found), 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="capwright" tests="${tests}" failures="${failures}">`,
    ...suites.flatMap(([file, found]) => suite(file, found)),
    '</testsuites>',
    '',
  ].join('\n');
};

function suite(file: string, found: readonly Located[]): readonly string[] {
  const name = xmlText(file === '' ? 'capwright' : file);
  const counts = `tests="${Math.max(1, found.length)}" failures="${failuresOf(found)}"`;
  return [
    `  <testsuite name="${name}" ${counts}>`,
    ...(found.length === 0 ? [`    <testcase name="no findings" classname="${name}"/>`] : []),
    ...found.flatMap((entry) => testCase(name, entry)),
    '  </testsuite>',
  ];
}

/** Information passes; what it says stands in the case's output. */
function testCase(name: string, { diagnostic, place }: Located): readonly string[] {
  const { code, message, severity } = diagnostic;
  const where = `${place.range.line}:${place.range.column}`;
  const open = `    <testcase name="${xmlText(`${code} (${where})`)}" classname="${name}">`;
  const text = xmlText(`${placeText(place)}: ${message}`);
  const body =
    severity === 'info'
      ? `      <system-out>${text}</system-out>`
      : `      <failure type="${severity}" message="${xmlText(message)}">${text}</failure>`;
  return [open, body, '    </testcase>'];
}

function failuresOf(found: readonly Located[]): number {
  return found.filter(({ diagnostic }) => diagnostic.severity !== 'info').length;
}
