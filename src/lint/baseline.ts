// Findings that a project has decided to live with, known again by what they are about rather than where they stand.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { isSpan, pointerSegments, type Location, type Span } from '../source/location.ts';
import type { SourceFile } from '../source/source-file.ts';
import { compareText } from '../util/compare.ts';
import { hashText } from '../util/hash.ts';
import { withoutSites } from './ignore.ts';

/** What a finding is known by: its file and its fingerprint. */
export type Known = readonly [file: string, fingerprint: string];

/** By file, then by code and fingerprint: how often. */
export type Baseline = ReadonlyMap<string, ReadonlyMap<string, number>>;

/**
 * Code, names of the items around the place and the text that stands there: neither lines nor positions in lists,
 * and nothing of the message. Equal for places that nothing tells apart; they are counted.
 */
export function fingerprint(
  code: string,
  at: Location | Span,
  sources: ReadonlyMap<string, SourceFile>,
): string {
  const source = sources.get(at.file);
  const subject =
    source === undefined
      ? []
      : isSpan(at)
        ? [source.text.slice(at.start, at.end)]
        : subjectOf(at, source);
  return `${code} ${hashText(JSON.stringify([code, ...subject])).slice(0, 16)}`;
}

function subjectOf(at: Location, source: SourceFile): readonly unknown[] {
  const names = source.names(at);
  const around = new Set(names);
  const keys = pointerSegments(at.pointer).filter(
    (segment) => !/^\d+$/.test(segment) && !around.has(segment),
  );
  const value = valueAt(source.value, at.pointer);
  return [names, keys, typeof value === 'object' ? undefined : value];
}

function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const segment of pointerSegments(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment))
      return undefined;
    value = (value as Readonly<Record<string, unknown>>)[segment];
  }
  return value;
}

/** How often each thing is reported in each file. */
export function countFindings(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceFile>,
): Baseline {
  return countKnown(
    diagnostics.flatMap(({ code, at, sites = at === undefined ? [] : [at] }) =>
      sites.map((site): Known => [site.file, fingerprint(code, site, sources)]),
    ),
  );
}

export function countKnown(findings: Iterable<Known>): Baseline {
  const counts = new Map<string, Map<string, number>>();
  for (const [file, key] of findings) {
    const inFile = counts.get(file) ?? new Map<string, number>();
    inFile.set(key, (inFile.get(key) ?? 0) + 1);
    counts.set(file, inFile);
  }
  return counts;
}

/** Said of places that are left out of a group. */
export const inBaseline = 'in the baseline';

/** What is left of a baseline while findings are taken off it. */
export class Remaining {
  readonly #byFile: ReadonlyMap<string, Map<string, number>>;
  /** Of files that are gone: they may have been moved. */
  readonly #lost = new Map<string, number>();

  constructor(baseline: Baseline, isGone: (file: string) => boolean) {
    this.#byFile = new Map([...baseline].map(([file, counts]) => [file, new Map(counts)]));
    for (const [file, counts] of baseline)
      if (isGone(file))
        for (const [key, count] of counts) this.#lost.set(key, (this.#lost.get(key) ?? 0) + count);
  }

  /** The diagnostics that are new; a group keeps its new places. */
  filter(
    diagnostics: readonly Diagnostic[],
    sources: ReadonlyMap<string, SourceFile>,
  ): readonly Diagnostic[] {
    return diagnostics.flatMap((diagnostic) =>
      withoutSites(
        diagnostic,
        (at) => this.takes([at.file, fingerprint(diagnostic.code, at, sources)]),
        inBaseline,
      ),
    );
  }

  /** How many findings of the baseline were not met in the files that were looked at. */
  unmet(files: ReadonlySet<string>): number {
    let sum = 0;
    for (const [file, counts] of this.#byFile)
      if (files.has(file)) for (const count of counts.values()) sum += count;
    return sum;
  }

  /** Whether the baseline holds it; it holds it once less from then on. */
  takes([file, key]: Known): boolean {
    for (const counts of [this.#byFile.get(file), this.#lost]) {
      const count = counts?.get(key) ?? 0;
      if (counts !== undefined && count > 0) {
        counts.set(key, count - 1);
        return true;
      }
    }
    return false;
  }
}

export function formatBaseline(baseline: Baseline): string {
  const sorted = <T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
    [...map].sort(([a], [b]) => compareText(a, b));
  const findings = Object.fromEntries(
    sorted(baseline).map(([file, counts]) => [file, Object.fromEntries(sorted(counts))]),
  );
  return `${JSON.stringify({ version: 1, findings }, undefined, 2)}\n`;
}

/** Undefined where the text is no baseline of ours. */
export function parseBaseline(text: string): Baseline | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const record = (item: unknown): Readonly<Record<string, unknown>> | undefined =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? (item as Readonly<Record<string, unknown>>)
      : undefined;
  const findings = record(record(value)?.['findings']);
  if (record(value)?.['version'] !== 1 || findings === undefined) return undefined;
  const baseline = new Map<string, ReadonlyMap<string, number>>();
  for (const [file, counts] of Object.entries(findings)) {
    const entries = Object.entries(record(counts) ?? {}).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    );
    baseline.set(file, new Map(entries));
  }
  return baseline;
}
