// Tables, aligned the way formatters align them, so that a page needs no formatting after us.
import { type Markdown, trusted } from './markdown.ts';

/** Undefined where there are no rows: an empty table says nothing. */
export function table(
  headers: readonly Markdown[],
  rows: readonly (readonly Markdown[])[],
): Markdown | undefined {
  if (rows.length === 0) return undefined;
  // Columns nobody fills are left out, the first is always there.
  const used = headers.map(
    (_, column) => column === 0 || rows.some((row) => (row[column] ?? '') !== ''),
  );
  const lines = [headers, ...rows].map((row) =>
    row
      .filter((_, column) => used[column])
      .map((cell) => {
        const text = cell.replaceAll('|', '\\|');
        return { text, width: displayWidth(text) };
      }),
  );
  const widths = lines[0]!.map((_, column) =>
    lines.reduce((most, line) => Math.max(most, line[column]!.width), 3),
  );
  const print = (cells: (typeof lines)[number]): string =>
    `| ${cells.map(({ text, width }, i) => text + ' '.repeat(widths[i]! - width)).join(' | ')} |`;
  const rule = widths.map((width) => ({ text: '-'.repeat(width), width }));
  const [head, ...body] = lines;
  return trusted([head!, rule, ...body].map(print).join('\n'));
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const narrow = /^\p{M}$/u;

/** Columns in a monospaced font. */
export function displayWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += narrow.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}
