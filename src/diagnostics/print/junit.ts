// JUnit XML: a suite for each file, a failed case for each finding, a passed one for each clean file.
import { compareText } from '../../util/compare.ts';
import { xmlText } from '../../util/xml.ts';
import { sitesByFile, type Site } from '../locate.ts';
import { placeText, type Printer } from './printer.ts';

export const printJunit: Printer = function* (entries, { files }) {
  const counts = new Map<string, Counts>(files.map((file) => [file, { found: 0, failed: 0 }]));
  for (const { diagnostic, sites } of entries)
    for (const { file } of sites) {
      const count = counts.get(file) ?? { found: 0, failed: 0 };
      count.found++;
      if (diagnostic.severity !== 'info') count.failed++;
      counts.set(file, count);
    }
  const all = [...counts.values()];
  const tests = all.reduce((sum, { found }) => sum + Math.max(1, found), 0);
  const failures = all.reduce((sum, { failed }) => sum + failed, 0);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="capwright" tests="${tests}" failures="${failures}">\n`;
  const suites = sitesByFile(entries);
  for (const [file, count] of [...counts].sort(([a], [b]) => compareText(a, b)))
    yield* suite(file, count, count.found === 0 ? [] : suites.next().value!);
  yield '</testsuites>\n';
};

/** Of the cases of one file. */
interface Counts {
  found: number;
  failed: number;
}

function* suite(file: string, { failed }: Counts, found: readonly Site[]): Generator<string> {
  const name = xmlText(file === '' ? 'capwright' : file);
  const counts = `tests="${Math.max(1, found.length)}" failures="${failed}"`;
  yield `  <testsuite name="${name}" ${counts}>\n`;
  if (found.length === 0) yield `    <testcase name="no findings" classname="${name}"/>\n`;
  for (const site of found) yield testCase(name, site);
  yield '  </testsuite>\n';
}

/** Information passes; what it says stands in the case's output. */
function testCase(name: string, { diagnostic, place }: Site): string {
  const { code, message, severity } = diagnostic;
  const where = `${place.range.line}:${place.range.column}`;
  const open = `    <testcase name="${xmlText(`${code} (${where})`)}" classname="${name}">`;
  const text = xmlText(`${placeText(place)}: ${message}`);
  const body =
    severity === 'info'
      ? `      <system-out>${text}</system-out>`
      : `      <failure type="${severity}" message="${xmlText(message)}">${text}</failure>`;
  return `${open}\n${body}\n    </testcase>\n`;
}
