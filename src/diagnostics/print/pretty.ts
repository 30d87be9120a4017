// For people: each finding with a picture of its place, groups with their first places, a summary at the end.
// Many findings are listed a line each, so that they can be read at one glance.
import { groupBy } from '../../util/group-by.ts';
import { visible } from '../../util/visible.ts';
import { codeFrame } from '../code-frame.ts';
import type { Severity } from '../diagnostic.ts';
import { expand, type Located, type Place } from '../locate.ts';
import type { Palette } from '../palette.ts';
import { countBy, placeText, type PrintOptions, type Printer } from './printer.ts';

const shownSites = 3;

/** With more findings than this, pictures would push the first ones off the screen. */
const mostPictures = 10;

export const printPretty: Printer = (entries, options) => {
  const shown = options.all ? expand(entries) : entries;
  const summary = summaryLine(entries, options);
  if (shown.length > mostPictures) return [...lists(shown, options), summary].join('\n');
  return [...shown.map((entry) => printEntry(entry, options)), summary].join('\n');
};

/** One list a file: its name, then a line a finding. */
function lists(entries: readonly Located[], options: PrintOptions): readonly string[] {
  const { palette } = options;
  return [...groupBy(entries, ({ place }) => place.file)].map(([file, group]) => {
    const positions = group.map(({ place }) => `${place.range.line}:${place.range.column}`);
    const widest = Math.max(...positions.map((position) => position.length));
    const rows = group.map(({ diagnostic, sites }, index) => {
      const paint = painter(diagnostic.severity, palette);
      const label = paint(`${diagnostic.severity}[${diagnostic.code}]`);
      const times = sites.length > 1 ? palette.bold(` ×${sites.length}`) : '';
      const position = palette.dim(positions[index]!.padStart(widest));
      return `  ${position}  ${label}${times}: ${visible(diagnostic.message)}`;
    });
    return [palette.cyan(visible(file === '' ? 'the run' : file)), ...rows, ''].join('\n');
  });
}

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
  const source = place.source();
  if (source !== undefined && source.text !== '') {
    const frame = codeFrame(source, place.range, { width: width - 2, palette, paint });
    rows.push(frame.replaceAll(/^/gm, '  '));
  }
  const others = sites.length > 1 ? otherSites(place, sites) : '';
  if (others !== '') rows.push(`  ${palette.dim('also at')} ${others}`);
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
