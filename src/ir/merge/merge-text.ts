// Texts about one thing from several places.
import { compareText } from '../../util/compare.ts';

/** The one that says most. */
export function longest(texts: readonly (string | undefined)[]): string | undefined {
  const given = texts.filter((text) => text !== undefined && text !== '');
  return given.sort((a, b) => b!.length - a!.length || compareText(a!, b!))[0];
}

/** The text all have; undefined where they differ. */
export function agreed(texts: readonly (string | undefined)[]): string | undefined {
  return new Set(texts).size === 1 ? texts[0] : undefined;
}

/** As members of an object: absent where there is none. */
export function texts(
  title: string | undefined,
  description: string | undefined,
): { readonly title?: string; readonly description?: string } {
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
}

/** The one that occurs most often, the shorter one of equals. */
export function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(
    ([a, m], [b, n]) => n - m || a.length - b.length || compareText(a, b),
  )[0]?.[0];
}
