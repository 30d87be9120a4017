// How many places the findings of a text have, by code: what fixes are judged by.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Location, Span } from '../source/location.ts';
import { groupBy } from '../util/group-by.ts';

/** What there is to say of one version of the text. */
export interface Assessment {
  readonly diagnostics: readonly Diagnostic[];
}

/** Codes with more places than before: a fix must not trade one finding for another. */
export function moreOf(before: Assessment, after: Assessment): ReadonlySet<string> {
  const counts = countPlaces(before);
  const more = [...countPlaces(after)].filter(([code, number]) => number > (counts.get(code) ?? 0));
  return new Set(more.map(([code]) => code));
}

function countPlaces({ diagnostics }: Assessment): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code, sites } of diagnostics)
    counts.set(code, (counts.get(code) ?? 0) + (sites?.length ?? 1));
  return counts;
}

export function sitesOf({ diagnostics }: Assessment, code: string): readonly (Location | Span)[] {
  return diagnostics.flatMap((diagnostic) =>
    diagnostic.code === code && diagnostic.at !== undefined
      ? (diagnostic.sites ?? [diagnostic.at])
      : [],
  );
}

export function countBy(units: readonly number[]): ReadonlyMap<number, number> {
  return new Map([...groupBy(units, (unit) => unit)].map(([unit, group]) => [unit, group.length]));
}
