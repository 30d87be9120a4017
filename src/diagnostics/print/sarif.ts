// SARIF 2.1.0, for code scanning: one result for each place.
import { hashText } from '../../util/hash.ts';
import { isWebPath } from '../../util/web-path.ts';
import { compareText } from '../../util/compare.ts';
import { visibleJson } from '../../util/visible.ts';
import { sitesByFile, type Located, type Place } from '../locate.ts';
import { jsonItems } from './json.ts';
import { repeats, subjectOf, type Printer } from './printer.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

export const printSarif: Printer = function* (entries, { summaryOf, version }) {
  const codes = [...new Set(entries.map(({ diagnostic }) => diagnostic.code))].sort(compareText);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'capwright',
            semanticVersion: version,
            rules: codes.map((code) => ({
              id: code,
              shortDescription: { text: summaryOf(code) ?? code },
              help: { text: `Run \`capwright explain ${code}\` for the whole page.` },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: [],
      },
    ],
  };
  const text = visibleJson(log, 2);
  const inResults = text.lastIndexOf('[]') + 1;
  yield text.slice(0, inResults);
  yield* jsonItems(results(entries, codes), 4);
  yield `${text.slice(inResults)}\n`;
};

function* results(entries: readonly Located[], codes: readonly string[]): Generator<object> {
  const indexes = new Map(codes.map((code, index) => [code, index]));
  for (const found of sitesByFile(entries)) {
    const repeat = repeats();
    const uri = fileUri(found[0]!.place.file);
    for (const { diagnostic, place, related } of found) {
      const { code, message, severity } = diagnostic;
      const subject = subjectOf({ diagnostic, place });
      yield {
        ruleId: code,
        ruleIndex: indexes.get(code),
        level: levels[severity],
        message: { text: message },
        ...(place.file === '' ? {} : { locations: [location(place, uri)] }),
        ...(related.length === 0
          ? {}
          : {
              relatedLocations: related.map((note, id) => ({
                id,
                ...location(note.place, fileUri(note.place.file)),
                message: { text: note.message },
              })),
            }),
        // Without line numbers: an edit above a finding does not make it a new one.
        partialFingerprints: {
          'capwright/v1': `${hashText(subject).slice(0, 32)}:${repeat(subject)}`,
        },
      };
    }
  }
}

function location({ pointer, range }: Place, uri: string): object {
  return {
    physicalLocation: {
      artifactLocation: { uri },
      region: {
        startLine: range.line,
        startColumn: range.column,
        endLine: range.endLine,
        endColumn: range.endColumn,
      },
    },
    ...(pointer === '' ? {} : { logicalLocations: [{ fullyQualifiedName: pointer }] }),
  };
}

/** Relative paths stay relative references. */
function fileUri(file: string): string {
  if (isWebPath(file)) return URL.canParse(file) ? new URL(file).href : '';
  return file
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
