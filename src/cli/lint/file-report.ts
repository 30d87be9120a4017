// What linting one file comes to, as plain data: the same whether it was worked out here, in another thread or yesterday.
import type { Compilation } from '../../compiler.ts';
import type { Severity } from '../../diagnostics/diagnostic.ts';
import { locate, type Located, type Place } from '../../diagnostics/locate.ts';
import { fingerprint, inBaseline, type Known } from '../../lint/baseline.ts';
import { withoutPlaces } from '../../lint/ignore.ts';
import type { Host } from '../../source/host.ts';
import { SourceFile, type Range } from '../../source/source-file.ts';

export interface FileReport {
  readonly file: string;
  /** The files that places are in. */
  readonly files: readonly (readonly [name: string, hasText: boolean])[];
  /** Each once: what is wrong there may be many things. */
  readonly places: readonly PlaceData[];
  readonly findings: readonly FindingData[];
  /** Milliseconds by code; empty where nobody asked. */
  readonly timings: readonly (readonly [code: string, time: number])[];
}

export interface FindingData {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix?: { readonly title: string; readonly safe: boolean };
  /** Indexes of places, as all below. */
  readonly place: number;
  /** Left out where there is one place. */
  readonly sites?: readonly number[];
  readonly related?: readonly (readonly [message: string, place: number])[];
  /** How a baseline knows the sites, in their order; left out where there is no baseline. */
  readonly known?: readonly Known[];
}

/** The index of the file, then what `Place` holds. */
export type PlaceData = readonly [
  file: number,
  pointer: string,
  start: number,
  end: number,
  line: number,
  column: number,
  endLine: number,
  endColumn: number,
];

export function reportOf(
  compilation: Pick<Compilation, 'file' | 'diagnostics' | 'sources' | 'timings'>,
  wanted: { readonly fingerprints: boolean; readonly timings: boolean },
): FileReport {
  const { file, diagnostics, sources } = compilation;
  const files: [string, boolean][] = [];
  const indexes = new Map<string, number>();
  const indexOf = ({ file: name, source }: Place): number => {
    let index = indexes.get(name);
    if (index === undefined) {
      index = files.push([name, source() !== undefined]) - 1;
      indexes.set(name, index);
    }
    return index;
  };
  const places: PlaceData[] = [];
  const known = new Map<Place, number>();
  const placeIndex = (place: Place): number => {
    let index = known.get(place);
    if (index === undefined) {
      const { start, end, line, column, endLine, endColumn } = place.range;
      const { pointer } = place;
      index = places.push([indexOf(place), pointer, start, end, line, column, endLine, endColumn]);
      known.set(place, --index);
    }
    return index;
  };
  const findings = locate(diagnostics, sources).map(
    ({ diagnostic, place, sites, related }): FindingData => ({
      code: diagnostic.code,
      severity: diagnostic.severity,
      message: diagnostic.message,
      ...(diagnostic.fix && { fix: { title: diagnostic.fix.title, safe: diagnostic.fix.safe } }),
      place: placeIndex(place),
      ...(sites.length > 1 && { sites: sites.map(placeIndex) }),
      ...(related.length > 0 && {
        related: related.map(({ message, place: other }) => [message, placeIndex(other)] as const),
      }),
      ...(wanted.fingerprints && {
        known: sites.flatMap(({ at }) =>
          at === undefined ? [] : [[at.file, fingerprint(diagnostic.code, at, sources)] as const],
        ),
      }),
    }),
  );
  const timings = wanted.timings ? [...(compilation.timings ?? [])] : [];
  return { file, files, places, findings, timings };
}

/** Without the places that are known; a finding with none left is gone. */
export function reportWithout(report: FileReport, isKnown: (known: Known) => boolean): FileReport {
  return {
    ...report,
    findings: report.findings.flatMap((finding): readonly FindingData[] => {
      const { sites = [finding.place], known = [], message } = finding;
      const left = sites.filter((_, index) => {
        const own = known[index];
        return own === undefined || !isKnown(own);
      });
      const [place] = left;
      if (left.length === sites.length) return [finding];
      if (place === undefined) return [];
      const lost = sites.length - left.length;
      return [
        {
          ...finding,
          message: withoutPlaces(message, lost, sites.length, inBaseline),
          place,
          sites: left,
        },
      ];
    }),
  };
}

/** As printers want them. Texts are read once more where one is shown. */
export function findingsOf(
  { files, places, findings }: FileReport,
  host: Host,
): readonly Located[] {
  const readers = files.map(([name, hasText]) => textReader(name, hasText, host));
  const all = places.map((data): Place => {
    const [file, pointer, start, end, line, column, endLine, endColumn] = data;
    const range: Range = { start, end, line, column, endLine, endColumn };
    return { file: files[file]?.[0] ?? '', pointer, range, source: readers[file] ?? noText };
  });
  return findings.map(({ code, severity, message, fix, place, sites, related = [] }) => ({
    diagnostic: {
      code,
      severity,
      message,
      at: undefined,
      ...(fix && { fix: { ...fix, edits: [] } }),
    },
    place: all[place]!,
    sites: (sites ?? [place]).map((index) => all[index]!),
    related: related.map(([text, other]) => ({ message: text, place: all[other]! })),
  }));
}

const noText = (): undefined => undefined;

function textReader(name: string, hasText: boolean, host: Host): Place['source'] {
  let text: SourceFile | undefined;
  return () => {
    if (!hasText) return undefined;
    if (text === undefined) {
      const read = host.read(name);
      text = new SourceFile(name, read.kind === 'text' ? read.text : '');
    }
    return text;
  };
}
