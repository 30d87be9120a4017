// The page of a code as text for a terminal.
import type { CatalogEntry } from './catalog-entry.ts';
import type { Palette } from './palette.ts';

export function explain(entry: CatalogEntry, palette: Palette, width: number): string {
  const { code, severity, summary, why, whatToDo, example } = entry;
  const paint = { error: palette.red, warning: palette.yellow, info: palette.blue }[severity];
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
  if (example !== undefined) {
    const yaml = example.yaml.trimEnd().replaceAll(/^(?=.)/gm, '  ');
    rows.push('', palette.bold(`Reported as \`${example.reports}\``), palette.dim(yaml));
  }
  return `${rows.join('\n')}\n`;
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
