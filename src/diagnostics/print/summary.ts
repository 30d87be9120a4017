// What stands below the findings: how often each cause was found where there are many files, how many there are, what to do.
import { compareText } from '../../util/compare.ts';
import { groupBy } from '../../util/group-by.ts';
import { visible } from '../../util/visible.ts';
import type { Severity } from '../diagnostic.ts';
import type { Located } from '../locate.ts';
import type { Palette } from '../palette.ts';
import { countBy, type PrintOptions } from './printer.ts';

/** Errors first. */
export const severityRank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

interface Cause {
  readonly code: string;
  readonly severity: Severity;
  readonly places: number;
  readonly files: number;
}

/** Each code once, those first that keep most from working. */
function causesOf(entries: readonly Located[]): readonly Cause[] {
  const groups = groupBy(entries, ({ diagnostic: { severity, code } }) => `${severity} ${code}`);
  const causes = [...groups.values()].map((group): Cause => {
    const { code, severity } = group[0]!.diagnostic;
    const files = new Set(group.map(({ place }) => place.file)).size;
    return { code, severity, places: placesOf(group), files };
  });
  return causes.sort(
    (a, b) =>
      severityRank[a.severity] - severityRank[b.severity] ||
      b.places - a.places ||
      compareText(a.code, b.code),
  );
}

/** A line a code; empty where the list of findings says as much. */
export function causeTable(entries: readonly Located[], options: PrintOptions): string {
  const causes = causesOf(entries);
  const files = new Set(entries.map(({ place }) => place.file));
  if (files.size < 2 || causes.length === entries.length) return '';
  const rows = causes.map(({ code, severity, places, files: among }) => ({
    paint: painter(severity, options.palette),
    label: `${severity}[${code}]`,
    often: `${count(places, 'place')} in ${count(among, 'file')}`,
    summary: options.palette.dim(visible(options.summaryOf(code) ?? '')),
  }));
  const labels = Math.max(...rows.map(({ label }) => label.length));
  const widest = Math.max(...rows.map(({ often }) => often.length));
  const lines = rows.map(({ paint, label, often, summary }) =>
    `  ${paint(label.padEnd(labels))}  ${often.padEnd(widest)}  ${summary}`.trimEnd(),
  );
  return [options.palette.bold('by cause'), ...lines, ''].join('\n');
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
  const places = placesOf(entries);
  const at = places > entries.length ? ` at ${places} places` : '';
  return `${parts.join(', ')}${at} ${among}\n${palette.dim(nextSteps(entries))}\n`;
}

/** The commands that go on from here. */
function nextSteps(entries: readonly Located[]): string {
  const [first] = causesOf(entries);
  const fixes = entries.flatMap(({ diagnostic }) => diagnostic.fix ?? []);
  const safe = fixes.filter((fix) => fix.safe).length;
  const unsafe = fixes.length - safe;
  const unsafeToo = unsafe > 0 ? `, with \`--unsafe\` ${unsafe} more` : '';
  const edits =
    safe > 0
      ? `\`capwright fix\` can put ${safe} of them right${unsafeToo}`
      : `\`capwright fix --unsafe\` can put ${unsafe} of them right`;
  return [
    `\`capwright explain ${visible(first!.code)}\` says more about a code`,
    ...(fixes.length === 0 ? [] : [edits]),
  ].join('\n');
}

export function painter(severity: Severity, palette: Palette): (text: string) => string {
  if (severity === 'error') return palette.red;
  return severity === 'warning' ? palette.yellow : palette.blue;
}

function placesOf(entries: readonly Located[]): number {
  return entries.reduce((sum, { sites }) => sum + sites.length, 0);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
