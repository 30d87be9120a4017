// What a printer is: a pure function from located diagnostics to a document.
import type { Severity } from '../diagnostic.ts';
import type { Located } from '../locate.ts';
import type { Palette } from '../palette.ts';

export interface PrintOptions {
  readonly palette: Palette;
  readonly width: number;
  /** Every place of a group, not only its first ones. Machine formats always list them all. */
  readonly all: boolean;
  /** Every file that was looked at, clean ones too. */
  readonly files: readonly string[];
  /** The one-line summary of a code, where it has a page. */
  readonly summaryOf: (code: string) => string | undefined;
  readonly version: string;
}

export type Printer = (entries: readonly Located[], options: PrintOptions) => string;

export function countBy(entries: readonly Located[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { diagnostic } of entries) counts[diagnostic.severity] += 1;
  return counts;
}

/** `file:line:column`, as editors and terminals make a link of it. */
export function placeText(place: Located['place']): string {
  return `${place.file}:${place.range.line}:${place.range.column}`;
}
