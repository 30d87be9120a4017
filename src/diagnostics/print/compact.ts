// One line a finding, for grep and editors.
import { visible } from '../../util/visible.ts';
import { sitesByFile, type Site } from '../locate.ts';
import { placeText, type Printer } from './printer.ts';

export const printCompact: Printer = function* (entries, { palette, all }) {
  if (!all) for (const entry of entries) yield line(entry, entry.sites.length, palette.dim);
  else
    for (const found of sitesByFile(entries))
      for (const site of found) yield line(site, 1, palette.dim);
};

function line({ diagnostic, place }: Site, number: number, dim: (text: string) => string): string {
  const where = place.file === '' ? '' : `${visible(placeText(place))}: `;
  const times = number > 1 ? ` (×${number})` : '';
  return `${where}${diagnostic.severity}: ${visible(diagnostic.message)}${times} ${dim(`[${diagnostic.code}]`)}\n`;
}
