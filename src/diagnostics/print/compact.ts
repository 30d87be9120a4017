// One line a finding, for grep and editors.
import { visible } from '../../util/visible.ts';
import { expand, type Located } from '../locate.ts';
import { placeText, type Printer } from './printer.ts';

export const printCompact: Printer = (entries, { palette, all }) =>
  (all ? expand(entries) : entries).map((entry) => `${line(entry, palette.dim)}\n`).join('');

function line({ diagnostic, place, sites }: Located, dim: (text: string) => string): string {
  const where = place.file === '' ? '' : `${visible(placeText(place))}: `;
  const times = sites.length > 1 ? ` (×${sites.length})` : '';
  return `${where}${diagnostic.severity}: ${visible(diagnostic.message)}${times} ${dim(`[${diagnostic.code}]`)}`;
}
