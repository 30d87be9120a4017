// Findings as a command shows them: printed with the pages' summaries, to whichever stream.
import { catalog } from '../diagnostics/catalog.ts';
import type { CatalogEntry } from '../diagnostics/catalog-entry.ts';
import type { Located } from '../diagnostics/locate.ts';
import { plainPalette } from '../diagnostics/palette.ts';
import type { PrintOptions } from '../diagnostics/print/printer.ts';
import { printEntry } from '../diagnostics/print/pretty.ts';
import { packageVersion } from '../util/package-info.ts';
import type { Terminal } from './terminal.ts';

export function printOptions(
  files: readonly string[],
  pages: readonly CatalogEntry[] = [],
): PrintOptions {
  const summaries = new Map([...catalog, ...pages].map(({ code, summary }) => [code, summary]));
  return {
    palette: plainPalette,
    width: 100,
    all: false,
    files,
    summaryOf: (code) => summaries.get(code),
    version: packageVersion(),
  };
}

/** For commands whose result is something else: to standard error, without a summary. */
export function reportFindings(terminal: Terminal, entries: readonly Located[]): void {
  const { errPalette: palette, errWidth: width } = terminal;
  const options = { ...printOptions([]), palette, width };
  terminal.err(entries.map((entry) => `${printEntry(entry, options)}\n`).join(''));
}
