// The page of a code as text for a terminal.
import type { CatalogEntry } from './catalog-entry.ts';
import type { Palette } from './palette.ts';

/** Also of a kind of change, whose severity is a level. */
export type Page = Omit<CatalogEntry, 'severity'> & {
  readonly severity: CatalogEntry['severity'] | 'breaking' | 'additive' | 'docs';
};

export function explain(entry: Page, palette: Palette, width: number): string {
  const { code, severity, summary, why, whatToDo, presets, aliases = [], example } = entry;
  const paint = {
    error: palette.red,
    warning: palette.yellow,
    info: palette.blue,
    breaking: palette.red,
    additive: palette.green,
    docs: palette.blue,
  }[severity];
  const columns = Math.max(40, Math.min(width, 100));
  const rows = [
    `${palette.bold(code)} ${palette.dim('·')} ${paint(severity)}`,
    palette.bold(fill(summary, columns)),
    '',
    fill(why, columns),
    '',
    `${palette.bold('What to do')}`,
    fill(whatToDo, columns),
  ];
  if (presets !== undefined) {
    const leaveOut =
      'Leave it out of a project by `rules: { CODE: off }` in its configuration, out of one place by the comment `# capwright-ignore-next-line CODE -- reason`.';
    rows.push(
      '',
      palette.bold('Presets'),
      presets.join(', '),
      fill(leaveOut.replaceAll('CODE', code), columns),
    );
  }
  const names = Object.entries(entry.options ?? {});
  if (names.length > 0) {
    const lines = names.map(
      ([name, option]) => `${name}: ${option.default}   ${palette.dim(option.of)}`,
    );
    rows.push('', palette.bold('Options'), ...lines);
  }
  if (aliases.length > 0) {
    rows.push('', palette.bold('Also called'), fill(aliases.join(' '), columns));
  }
  if (example !== undefined) {
    rows.push(
      '',
      palette.bold(
        `Reported as \`${example.reports}\`${example.to === undefined ? '' : ` by \`fix --to ${example.to}\``}`,
      ),
      palette.dim(indent(example.yaml)),
    );
    if (example.overlay !== undefined)
      rows.push('', palette.bold('With the overlay'), palette.dim(indent(example.overlay)));
    for (const [path, text] of Object.entries(example.files ?? {}))
      rows.push('', palette.bold(`With \`${path}\``), palette.dim(indent(text)));
  }
  return `${rows.join('\n')}\n`;
}

function indent(yaml: string): string {
  return yaml.trimEnd().replaceAll(/^(?=.)/gm, '  ');
}

/** Breaks at blanks only; a word longer than a line stays whole. */
function fill(text: string, columns: number): string {
  return text
    .split('\n')
    .map((paragraph) => {
      const lines: string[] = [];
      let line = '';
      for (const word of paragraph.split(' ')) {
        if (line !== '' && line.length + 1 + word.length > columns) {
          lines.push(line);
          line = word;
        } else {
          line = line === '' ? word : `${line} ${word}`;
        }
      }
      return [...lines, line].join('\n');
    })
    .join('\n');
}
