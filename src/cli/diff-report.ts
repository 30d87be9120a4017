// A comparison as people, programs and changelogs want it.
import type { Palette } from '../diagnostics/palette.ts';
import { codeSpan, escapeText } from '../diagnostics/print/markdown.ts';
import { levels, type Bump, type Change } from '../ir/compare/compare-change.ts';
import type { Level } from '../ir/compare/compare-kind.ts';
import { groupBy } from '../util/group-by.ts';
import { visible, visibleJson } from '../util/visible.ts';

export interface ChangePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
}

export interface PlacedChange {
  readonly change: Change;
  readonly old: ChangePlace | undefined;
  readonly new: ChangePlace | undefined;
}

export interface Report {
  readonly bump: Bump;
  readonly changes: readonly PlacedChange[];
  /** False where a file could not be compared. */
  readonly complete: boolean;
}

export interface ReportOptions {
  readonly palette: Palette;
  /** Every place of a change that many have in common. */
  readonly all: boolean;
}

export type ReportFormat = 'pretty' | 'json' | 'markdown';

export const reports: Readonly<
  Record<ReportFormat, (report: Report, options: ReportOptions) => string>
> = {
  pretty: printPretty,
  json: printJson,
  markdown: printMarkdown,
};

function printJson({ bump, changes, complete }: Report): string {
  const rows = changes.map(({ change, old, new: fresh }) => ({
    code: change.code,
    level: change.level,
    audience: change.audience,
    subject: change.subject,
    message: change.message,
    old: old ?? null,
    new: fresh ?? null,
    fingerprint: change.fingerprint,
  }));
  return `${visibleJson({ bump, complete, changes: rows }, 2)}\n`;
}

const headings: Readonly<Record<Level, string>> = {
  breaking: 'Breaking changes',
  additive: 'Additions',
  docs: 'Documentation',
};

/** With more than this many subjects the same change is told once. */
const mostRepeated = 3;

function printPretty({ bump, changes, complete }: Report, { palette, all }: ReportOptions): string {
  const paint = { breaking: palette.red, additive: palette.green, docs: palette.blue };
  const rows: string[] = [];
  for (const [level, group] of byLevel(changes)) {
    rows.push(palette.bold(paint[level](headings[level])));
    const same = groupBy(group, ({ change }) => `${change.code} ${change.message}`);
    const isSingle = ({ change }: PlacedChange): boolean =>
      all || same.get(`${change.code} ${change.message}`)!.length <= mostRepeated;
    for (const [subject, list] of groupBy(group.filter(isSingle), ({ change }) => change.subject)) {
      rows.push(`  ${palette.bold(visible(subject))}`);
      for (const placed of list)
        rows.push(`    ${sentence(placed, palette)}${placeText(placed, palette)}`);
    }
    for (const list of same.values()) {
      const [first] = list;
      if (first === undefined || isSingle(first)) continue;
      rows.push(`  ${sentence(first, palette)} ${palette.bold(`×${list.length}`)}`);
      for (const placed of list.slice(0, mostRepeated))
        rows.push(`    ${visible(placed.change.subject)}${placeText(placed, palette)}`);
      rows.push(palette.dim(`    and ${list.length - mostRepeated} more`));
    }
    rows.push('');
  }
  rows.push(verdict(bump, changes, complete));
  return `${rows.join('\n')}\n`;
}

function sentence({ change }: PlacedChange, palette: Palette): string {
  return `${visible(change.message)} ${palette.dim(`[${change.code}]`)}`;
}

function placeText(placed: PlacedChange, palette: Palette): string {
  const place = placed.new ?? placed.old;
  return place === undefined
    ? ''
    : ` ${palette.cyan(visible(`${place.file}:${place.line}:${place.column}`))}`;
}

function verdict(bump: Bump, changes: readonly PlacedChange[], complete: boolean): string {
  const rest = complete ? '' : ' among what could be compared; there are files that do not compile';
  if (bump === 'none') return `No changes${rest}.`;
  const counts = byLevel(changes).map(([level, group]) => `${group.length} ${level}`);
  return `${counts.join(', ')}${rest}: a ${bump} release.`;
}

/** A comment on a change, or a section of release notes. */
function printMarkdown({ bump, changes, complete }: Report, { all }: ReportOptions): string {
  const note = complete ? [] : ['Some files do not compile and are not compared.', ''];
  if (bump === 'none') return [...note, 'No changes.', ''].join('\n');
  const counts = byLevel(changes).map(([level, { length }]) => nouns[level](length));
  const files = groupBy(changes, fileOf);
  const rows = byLevel(changes).flatMap(([level, group]) => [
    `### ${headings[level]}`,
    '',
    ...[...groupBy(group, fileOf)].flatMap(([file, list]) => [
      ...(files.size > 1 ? [`#### ${codeSpan(file)}`, ''] : []),
      ...markdownRows(list, all),
      '',
    ]),
  ]);
  return [...note, `**${bumps[bump]} release**: ${joined(counts)}.`, '', ...rows].join('\n');
}

/** The same that happens to many things is told once, in the place of the first. */
function markdownRows(changes: readonly PlacedChange[], all: boolean): readonly string[] {
  const same = groupBy(changes, ({ change }) => `${change.code} ${change.message}`);
  return changes.flatMap(({ change }): readonly string[] => {
    const group = same.get(`${change.code} ${change.message}`)!;
    const row = (subjects: string): string =>
      `- ${subjects}: ${escapeText(change.message)} _(${change.audience.join(', ')})_`;
    if (all || group.length <= mostRepeated) return [row(codeSpan(change.subject))];
    if (group[0]!.change !== change) return [];
    const shown = group.slice(0, mostRepeated).map((one) => codeSpan(one.change.subject));
    return [row(`${shown.join(', ')} and ${group.length - mostRepeated} more`)];
  });
}

const bumps: Readonly<Record<Bump, string>> = {
  major: 'Major',
  minor: 'Minor',
  patch: 'Patch',
  none: 'No',
};

const nouns: Readonly<Record<Level, (number: number) => string>> = {
  breaking: (number) => `${number} breaking ${number === 1 ? 'change' : 'changes'}`,
  additive: (number) => `${number} ${number === 1 ? 'addition' : 'additions'}`,
  docs: (number) => `${number} ${number === 1 ? 'change' : 'changes'} of documentation`,
};

function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function fileOf(placed: PlacedChange): string {
  return (placed.new ?? placed.old)?.file ?? '';
}

function byLevel(
  changes: readonly PlacedChange[],
): readonly (readonly [Level, readonly PlacedChange[]])[] {
  const groups = groupBy(changes, ({ change }) => change.level);
  return levels.flatMap((level) => {
    const group = groups.get(level);
    return group === undefined ? [] : [[level, group] as const];
  });
}
