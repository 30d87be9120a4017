// What a printer is: a pure function from located diagnostics to a document, piece by piece.
import type { Severity } from '../diagnostic.ts';
import type { Located, Site } from '../locate.ts';
import type { Palette } from '../palette.ts';

export interface PrintOptions {
  readonly palette: Palette;
  readonly width: number;
  /** Every place of a group, not only its first ones. Formats of programs list them all, but for GitHub's annotations. */
  readonly all: boolean;
  /** Every file that was looked at, clean ones too. */
  readonly files: readonly string[];
  /** The one-line summary of a code, where it has a page. */
  readonly summaryOf: (code: string) => string | undefined;
  readonly version: string;
}

/** The document in pieces, which are made as they are asked for: all together it may be larger than all that is known. */
export type Printer = (entries: readonly Located[], options: PrintOptions) => Iterable<string>;

export function countBy(entries: readonly Located[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { diagnostic } of entries) counts[diagnostic.severity] += 1;
  return counts;
}

/** `file:line:column`, as editors and terminals make a link of it. */
export function placeText(place: Site['place']): string {
  return `${place.file}:${place.range.line}:${place.range.column}`;
}

/** What a finding at a place is known by in reports that are compared: without line numbers, which any edit above changes. */
export function subjectOf({ diagnostic, place }: Pick<Site, 'diagnostic' | 'place'>): string {
  return JSON.stringify([diagnostic.code, place.file, place.pointer, diagnostic.message]);
}

/** How often something was there before. */
export function repeats(): (subject: string) => number {
  const counts = new Map<string, number>();
  return (subject) => {
    const count = counts.get(subject) ?? 0;
    counts.set(subject, count + 1);
    return count;
  };
}
