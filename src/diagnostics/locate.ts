// Diagnostics with their places worked out to lines and columns, in the order they are printed in.
import { isSpan, type Location, type Span } from '../source/location.ts';
import { SourceFile, type Range } from '../source/source-file.ts';
import { compareText } from '../util/compare.ts';
import type { Diagnostic } from './diagnostic.ts';

export interface Place {
  /** Empty: the diagnostic is about the run, not about a file. */
  readonly file: string;
  /** Empty for the whole document, and for stretches of text that are no node. */
  readonly pointer: string;
  readonly range: Range;
  /** Only the text; undefined where the file could not be read. */
  readonly source: () => SourceFile | undefined;
  /** As the diagnostic has it, before it was worked out; undefined where it is not known any more. */
  readonly at?: Location | Span;
}

export interface Located {
  readonly diagnostic: Diagnostic;
  /** The first of `sites`. */
  readonly place: Place;
  /** Never empty. */
  readonly sites: readonly Place[];
  readonly related: readonly { readonly message: string; readonly place: Place }[];
}

/** One place of a finding. */
export type Site = Pick<Located, 'diagnostic' | 'place' | 'related'>;

const nowhere: Range = { start: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };

const noText = (): undefined => undefined;

/** Sorted by file, line, column, code. The same finding reported twice (a file imported by two others) is kept once. */
export function locate(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceFile>,
): readonly Located[] {
  const texts = new Map<string, Place['source']>();
  // Rules agree on where things are wrong: nearly every place is marked by two of them.
  const known = new Map<string, Map<string, Place>>();
  const placeOf = (at: Location | Span | undefined): Place => {
    if (at === undefined) return { file: '', pointer: '', range: nowhere, source: noText };
    if (isSpan(at)) return newPlace(at);
    let places = known.get(at.file);
    if (places === undefined) known.set(at.file, (places = new Map()));
    // No pointer begins with `#`.
    const key = at.on === 'key' ? `#${at.pointer}` : at.pointer;
    let place = places.get(key);
    if (place === undefined) places.set(key, (place = newPlace(at)));
    return place;
  };
  const newPlace = (at: Location | Span): Place => {
    const origin = sources.get(at.file)?.origin(at);
    const written = origin?.at ?? at;
    let text = texts.get(written.file);
    if (text === undefined && origin !== undefined) {
      const file = new SourceFile(origin.source.path, origin.source.text);
      text = () => file;
      texts.set(written.file, text);
    }
    return {
      file: written.file,
      pointer: isSpan(written) ? '' : written.pointer,
      range: origin?.source.range(written) ?? nowhere,
      source: text ?? noText,
      at,
    };
  };
  return merge(
    diagnostics.map((diagnostic) => {
      const sites = (diagnostic.sites ?? [diagnostic.at]).map(placeOf).sort(comparePlaces);
      const first = placeOf(diagnostic.at);
      return {
        diagnostic,
        place: first,
        sites: sites.length === 0 ? [first] : sites,
        related: (diagnostic.related ?? []).map(({ message, at }) => ({
          message,
          place: placeOf(at),
        })),
      };
    }),
  );
}

/** Lists of several runs as one. */
export function merge(entries: readonly Located[]): readonly Located[] {
  const seen = new Set<string>();
  return [...entries].sort(compareLocated).filter((entry) => {
    const { file, range } = entry.place;
    const { code, message } = entry.diagnostic;
    const key = JSON.stringify([file, range.start, range.end, code, message, entry.sites.length]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Every site of every group, one list a file: in order, so that no more than one of them need be printed at a time. */
export function* sitesByFile(entries: readonly Located[]): Generator<readonly Site[]> {
  const byFile = new Map<string, Site[]>();
  for (const { diagnostic, sites, related } of entries)
    for (const place of sites) {
      const site = { diagnostic, place, related };
      const list = byFile.get(place.file);
      if (list === undefined) byFile.set(place.file, [site]);
      else list.push(site);
    }
  for (const file of [...byFile.keys()].sort(compareText)) {
    yield byFile.get(file)!.sort(compareLocated);
    byFile.delete(file);
  }
}

function compareLocated(a: Site, b: Site): number {
  return (
    comparePlaces(a.place, b.place) ||
    compareText(a.diagnostic.code, b.diagnostic.code) ||
    compareText(a.diagnostic.message, b.diagnostic.message)
  );
}

function comparePlaces(a: Place, b: Place): number {
  return (
    compareText(a.file, b.file) ||
    a.range.line - b.range.line ||
    a.range.column - b.range.column ||
    a.range.end - b.range.end
  );
}
