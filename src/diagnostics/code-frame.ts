// A picture of a place: the lines around it, with carets below it. Safe for terminals, cut to their width.
import type { Range, SourceFile } from '../source/source-file.ts';
import { characterWidth } from '../util/display-width.ts';
import { escapeHidden, isHidden } from '../util/visible.ts';
import { plainPalette, type Palette } from './palette.ts';

export interface FrameOptions {
  /** Columns available for the whole frame. */
  readonly width?: number;
  /** Lines shown before and behind. */
  readonly context?: number;
  readonly palette?: Palette;
  readonly paint?: (text: string) => string;
}

const tabStop = 2;
const ellipsis = '…';

/** One character as it is shown, with the columns it takes. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

export function codeFrame(source: SourceFile, range: Range, options: FrameOptions = {}): string {
  const { width = 100, context = 1, palette = plainPalette, paint = palette.red } = options;
  const first = Math.max(1, range.line - context);
  const last = Math.max(range.line, Math.min(range.line + context, lastLine(source)));
  const gutter = String(last).length;
  const room = Math.max(20, width - gutter - 5);
  const line = source.line(range.line);
  const end = range.endLine === range.line ? range.endColumn - 1 : line.length;
  const marked = window(line, range.column - 1, Math.max(end, range.column), room);
  const rows: string[] = [];
  for (let number = first; number <= last; number++) {
    const text =
      number === range.line ? marked.text : slice(source.line(number), marked.from, room);
    const label = String(number).padStart(gutter);
    const mark = number === range.line ? paint('>') : ' ';
    rows.push(`${mark} ${palette.dim(`${label} |`)}${text === '' ? '' : ` ${text}`}`);
    if (number === range.line) {
      const carets = ' '.repeat(marked.before) + paint('^'.repeat(marked.length));
      rows.push(`  ${palette.dim(`${' '.repeat(gutter)} |`)} ${carets}`);
    }
  }
  return rows.join('\n');
}

/** The part of `line` that is shown, and where the carets stand in it. Works on a stretch, never on a whole huge line. */
function window(
  line: string,
  start: number,
  end: number,
  room: number,
): {
  readonly text: string;
  readonly from: number;
  readonly before: number;
  readonly length: number;
} {
  const before = toCells(line.slice(0, Math.min(start, room * 4)));
  const fits = start <= room * 4 && widthOf(before) + Math.min(end - start, 20) <= room;
  const lead = Math.floor(room / 3);
  const from = fits ? 0 : onCharacter(line, Math.max(0, start - lead));
  const cells = toCells(line.slice(from, Math.max(start, from)));
  const offset = (from > 0 ? 1 : 0) + widthOf(cells);
  const covered = widthOf(toCells(line.slice(start, Math.min(end, start + room))));
  return {
    text: slice(line, from, room),
    from,
    before: offset,
    length: Math.max(1, Math.min(covered, room - offset)),
  };
}

function slice(line: string, start: number, room: number): string {
  const from = onCharacter(line, start);
  if (from >= line.length && from > 0) return line === '' ? '' : ellipsis;
  const cells = toCells(line.slice(from, from + room * 2));
  let text = from > 0 ? ellipsis : '';
  let used = text.length;
  for (const [i, cell] of cells.entries()) {
    const more = i < cells.length - 1 || from + room * 2 < line.length;
    if (used + cell.width > room - (more ? 1 : 0)) return text + ellipsis;
    text += cell.text;
    used += cell.width;
  }
  return text.trimEnd();
}

function toCells(text: string): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const character of text) {
    const cell = toCell(character, column);
    cells.push(cell);
    column += cell.width;
  }
  return cells;
}

function toCell(character: string, column: number): Cell {
  if (character === '\t') {
    const width = tabStop - (column % tabStop);
    return { text: ' '.repeat(width), width };
  }
  if (isHidden(character)) {
    const text = escapeHidden(character);
    return { text, width: text.length };
  }
  return { text: character, width: characterWidth(character) };
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

/** Not between the halves of a surrogate pair. */
function onCharacter(line: string, index: number): number {
  const unit = line.charCodeAt(index);
  return index > 0 && unit >= 0xdc00 && unit <= 0xdfff ? index - 1 : index;
}

function lastLine(source: SourceFile): number {
  const count = source.lineStarts.length;
  return count > 1 && source.line(count) === '' ? count - 1 : count;
}
