// For people: each finding with a picture of its place, groups with their first places, a summary at the end.
import { visible } from '../../util/visible.ts';
import { codeFrame } from '../code-frame.ts';
import type { Severity } from '../diagnostic.ts';
import { expand, type Located, type Place } from '../locate.ts';
import type { Palette } from '../palette.ts';
import { countBy, placeText, type PrintOptions, type Printer } from './printer.ts';

const shownSites = 3;

export const printPretty: Printer = (entries, options) => {
  const shown = options.all ? expand(entries) : entries;
  return [...shown.map((entry) => printEntry(entry, options)), summaryLine(entries, options)].join(
    '\n',
  );
};

/** The findings alone, without the summary: for commands whose own report follows. */
export function printEntry(entry: Located, options: PrintOptions): string {
  const { diagnostic, place, sites, related } = entry;
  const { palette, width } = options;
  const paint = painter(diagnostic.severity, palette);
  const times = sites.length > 1 ? palette.bold(` ×${sites.length}`) : '';
  const label = paint(palette.bold(`${diagnostic.severity}[${diagnostic.code}]`));
  const rows = [`${label}${times}: ${palette.bold(visible(diagnostic.message))}`];
  if (place.file !== '') {
    rows.push(`  ${palette.dim('at')} ${palette.cyan(visible(placeText(place)))}`);
  }
  if (place.source !== undefined && place.source.text !== '') {
    const frame = codeFrame(place.source, place.range, { width: width - 2, palette, paint });
    rows.push(frame.replaceAll(/^/gm, '  '));
  }
  if (sites.length > 1) rows.push(`  ${palette.dim('also at')} ${otherSites(place, sites)}`);
  for (const { message, place: other } of related) {
    rows.push(
      `  ${palette.dim('note:')} ${visible(message)} ${palette.cyan(visible(placeText(other)))}`,
    );
  }
  if (diagnostic.fix !== undefined) {
    const kind = diagnostic.fix.safe ? 'fix:' : 'possible fix:';
    rows.push(`  ${palette.green(kind)} ${visible(diagnostic.fix.title)}`);
  }
  return `${rows.join('\n')}\n`;
}

function otherSites(place: Place, sites: readonly Place[]): string {
  const others = sites.filter(({ range, file }) => range !== place.range || file !== place.file);
  const rest = others.filter(
    ({ file, range }) => file !== place.file || range.start !== place.range.start,
  );
  const first = rest.slice(0, shownSites).map(({ file, range }) => {
    const position = `${range.line}:${range.column}`;
    return file === place.file ? position : visible(`${file}:${position}`);
  });
  const more = rest.length - first.length;
  return `${first.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

export function summaryLine(entries: readonly Located[], options: PrintOptions): string {
  const { palette, files } = options;
  const counts = countBy(entries);
  const among = `in ${count(files.length, 'file')}`;
  if (entries.length === 0) return `${palette.green('no findings')} ${among}\n`;
  const parts = [
    counts.error > 0 ? palette.red(count(counts.error, 'error')) : '',
    counts.warning > 0 ? palette.yellow(count(counts.warning, 'warning')) : '',
    counts.info > 0 ? palette.blue(`${counts.info} info`) : '',
  ].filter((part) => part !== '');
  const places = entries.reduce((sum, { sites }) => sum + sites.length, 0);
  const at = places > entries.length ? ` at ${places} places` : '';
  const help = palette.dim('`capwright explain CODE` says more about one of them');
  return `${parts.join(', ')}${at} ${among}\n${help}\n`;
}

function painter(severity: Severity, palette: Palette): (text: string) => string {
  if (severity === 'error') return palette.red;
  return severity === 'warning' ? palette.yellow : palette.blue;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
