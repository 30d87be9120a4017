// For people: each finding with a picture of its place, groups with their first places, a summary at the end. Many
// findings are listed a line each, so that they can be read at one glance. In each file errors come first.
import { groupBy } from '../../util/group-by.ts';
import { visible } from '../../util/visible.ts';
import { codeFrame } from '../code-frame.ts';
import { sitesByFile, type Located, type Place } from '../locate.ts';
import { placeText, type PrintOptions, type Printer } from './printer.ts';
import { causeTable, painter, severityRank, summaryLine } from './summary.ts';

const shownSites = 3;

/** With more findings than this, pictures would push the first ones off the screen. */
const mostPictures = 10;

export const printPretty: Printer = function* (entries, options) {
  const places = entries.reduce((sum, { sites }) => sum + sites.length, 0);
  if ((options.all ? places : entries.length) <= mostPictures) {
    for (const found of shown(entries, options))
      for (const entry of found) yield `${printEntry(entry, options)}\n`;
  } else {
    for (const found of shown(entries, options)) yield list(found, options);
    const table = causeTable(entries, options);
    if (table !== '') yield `${table}\n`;
  }
  yield summaryLine(entries, options);
};

/** What is shown, file by file; in each what weighs most first, and in the order of the text otherwise. */
function* shown(entries: readonly Located[], { all }: PrintOptions): Generator<readonly Located[]> {
  const files = all ? sitesByFile(entries) : groupBy(entries, ({ place }) => place.file).values();
  for (const found of files)
    yield found
      .map((site) => ('sites' in site ? site : { ...site, sites: [site.place] }))
      .sort((a, b) => severityRank[a.diagnostic.severity] - severityRank[b.diagnostic.severity]);
}

/** The name of a file, then a line a finding. */
function list(found: readonly Located[], options: PrintOptions): string {
  const { palette } = options;
  const file = found[0]!.place.file;
  const positions = found.map(({ place }) => `${place.range.line}:${place.range.column}`);
  const widest = positions.reduce((most, { length }) => Math.max(most, length), 0);
  const rows = found.map(({ diagnostic, sites }, index) => {
    const paint = painter(diagnostic.severity, palette);
    const label = paint(`${diagnostic.severity}[${diagnostic.code}]`);
    const times = sites.length > 1 ? palette.bold(` ×${sites.length}`) : '';
    const position = palette.dim(positions[index]!.padStart(widest));
    return `  ${position}  ${label}${times}: ${visible(diagnostic.message)}\n`;
  });
  return `${palette.cyan(visible(file === '' ? 'the run' : file))}\n${rows.join('')}\n`;
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
