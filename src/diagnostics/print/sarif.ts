// SARIF 2.1.0, for code scanning: one result for each place.
import { hashText } from '../../util/hash.ts';
import { compareText } from '../../util/compare.ts';
import { visibleJson } from '../../util/visible.ts';
import { expand, type Located, type Place } from '../locate.ts';
import type { Printer } from './printer.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

export const printSarif: Printer = (entries, { summaryOf, version }) => {
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
        results: results(expand(entries), codes),
      },
    ],
  };
  return `${visibleJson(log, 2)}\n`;
};

function results(entries: readonly Located[], codes: readonly string[]): readonly object[] {
  const repeats = new Map<string, number>();
  return entries.map(({ diagnostic, place, related }) => {
    const { code, message, severity } = diagnostic;
    const subject = JSON.stringify([code, place.file, place.pointer, message]);
    const repeat = repeats.get(subject) ?? 0;
    repeats.set(subject, repeat + 1);
    return {
      ruleId: code,
      ruleIndex: codes.indexOf(code),
      level: levels[severity],
      message: { text: message },
      ...(place.file === '' ? {} : { locations: [location(place)] }),
      ...(related.length === 0
        ? {}
        : {
            relatedLocations: related.map((note, id) => ({
              id,
              ...location(note.place),
              message: { text: note.message },
            })),
          }),
      // Without line numbers: an edit above a finding does not make it a new one.
      partialFingerprints: { 'capwright/v1': `${hashText(subject).slice(0, 32)}:${repeat}` },
    };
  });
}

function location({ file, pointer, range }: Place): object {
  return {
    physicalLocation: {
      artifactLocation: { uri: fileUri(file) },
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
  return file
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
