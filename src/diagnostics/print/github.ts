// Workflow commands: GitHub Actions shows them as annotations on the changed lines, ten of each severity for a step. So
// many places of one cause are one of them.
import { visible } from '../../util/visible.ts';
import { sitesByFile, type Site } from '../locate.ts';
import type { Printer } from './printer.ts';

const levels = { error: 'error', warning: 'warning', info: 'notice' } as const;

export const printGithub: Printer = function* (entries, { all }) {
  if (!all) for (const entry of entries) yield command(entry, entry.sites.length);
  else for (const found of sitesByFile(entries)) for (const site of found) yield command(site, 1);
};

function command({ diagnostic, place }: Site, number: number): string {
  const { line, column, endLine, endColumn } = place.range;
  // Columns are only understood where the finding ends on its own line.
  const end = endLine === line ? `col=${column},endColumn=${endColumn}` : `endLine=${endLine}`;
  const where = place.file === '' ? '' : `file=${property(place.file)},line=${line},${end},`;
  const title = `title=${property(diagnostic.code)}`;
  const times = number > 1 ? ` (×${number})` : '';
  return `::${levels[diagnostic.severity]} ${where}${title}::${data(`${diagnostic.message}${times}`)}\n`;
}

/** Line breaks survive, as GitHub shows them. */
function data(text: string): string {
  return text.replaceAll('%', '%25').split(/\r?\n/).map(visible).join('%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
