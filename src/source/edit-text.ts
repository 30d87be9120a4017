// Longer texts written anew: block text stays block text, lines that are too wide are folded. Undefined where the text is
// better not touched, as for other edits.
import { isInFlow, isMarked, keyOf, nodeAt, spanOf, columnOf, dashOf } from './edit-places.ts';
import { setValue, type Edit } from './edit.ts';
import { lineStart } from './lines.ts';
import type { Location } from './location.ts';
import type { SourceFile } from './source-file.ts';

/** Where lines of folded text end at the latest, unless a word is longer. */
const usualWidth = 100;

/** Another text in place of the one at `at`, with several lines as block text where there is room for one. */
export function setText(source: SourceFile, at: Location, text: string): Edit | undefined {
  const block = blockAt(source, at);
  if (block === 'none')
    return text.includes('\n') && text.split('\n').every((line) => line.length < usualWidth)
      ? (asBlock(source, at, text) ?? setValue(source, at, text))
      : setValue(source, at, text);
  if (block === undefined) return undefined;
  const lines = blockLines(text, block.style === '>', ' '.repeat(block.column), usualWidth);
  if (lines === undefined) return undefined;
  const newline = newlineOf(source);
  const header = `${lines.style}${block.rest}`;
  return {
    file: at.file,
    start: block.header,
    end: block.end,
    text: [header, ...lines.lines].join(newline) + (block.isOpen ? '' : newline),
  };
}

/** The text at `at` on lines of at most `width` characters; undefined where it cannot be folded. */
export function foldText(source: SourceFile, at: Location, width: number): Edit | undefined {
  const text = nodeAt(source, at);
  if (typeof text !== 'string' || text.replace(/\n$/, '').includes('\n')) return undefined;
  const most = Math.min(width, usualWidth);
  const block = blockAt(source, at);
  if (block === undefined) return undefined;
  if (block === 'none') return asBlock(source, at, text, most);
  // Who wrote each line on its own wants it so.
  if (block.style !== '>') return undefined;
  const folded = blockLines(text, true, ' '.repeat(block.column), most);
  if (folded === undefined) return undefined;
  const newline = newlineOf(source);
  const lines = folded.lines.join(newline) + (block.isOpen ? '' : newline);
  return lines === source.text.slice(block.start, block.end)
    ? undefined
    : { file: at.file, start: block.start, end: block.end, text: lines };
}

/** A text on one line, in quotes or without, as block text; undefined where something else stands on the line. */
function asBlock(
  source: SourceFile,
  at: Location,
  text: string,
  width = usualWidth,
): Edit | undefined {
  const span = spanOf(source, at);
  if (span === undefined || span.start === span.end || isMarked(source, span.start))
    return undefined;
  const { text: all } = source;
  const place = dashOf(source, at) ?? keyOf(source, at)?.start;
  const column = place === undefined ? undefined : columnOf(source, place);
  const isAlone = /^[ \t]*(?:\r?\n|$)/.test(all.slice(span.end, span.end + 200));
  if (
    column === undefined ||
    !isAlone ||
    isInFlow(source, at) ||
    lineStart(all, span.start) !== lineStart(all, place!) ||
    /[*&!]/.test(all[span.start]!)
  )
    return undefined;
  const lines = blockLines(text, true, ' '.repeat(column + 2), width);
  return lines === undefined
    ? undefined
    : {
        file: at.file,
        start: span.start,
        end: span.end,
        text: [lines.style, ...lines.lines].join(newlineOf(source)),
      };
}

interface Block {
  readonly style: string;
  /** Offset of its `|` or `>`. */
  readonly header: number;
  /** What stands behind that on its line: a comment. */
  readonly rest: string;
  readonly start: number;
  readonly end: number;
  readonly column: number;
  /** Whether the text ends without a line break. */
  readonly isOpen: boolean;
}

/** `'none'` for text that is no block text; undefined for one with an indentation of its own, or with what is behind it. */
function blockAt(source: SourceFile, at: Location): Block | 'none' | undefined {
  const span = spanOf(source, at);
  if (span === undefined) return undefined;
  const before = source.text.slice(Math.max(0, span.start - 300), span.start);
  const match = /(?<=[ \t])([|>])([-+\d]*)([ \t]*(?:#[^\n]*)?)\r?\n$/.exec(before);
  if (match === null || span.start !== lineStart(source.text, span.start)) return 'none';
  const [whole, style = '', marks = '', rest = ''] = match;
  const header = span.start - whole.length;
  const written = source.text.slice(span.start, span.end);
  const column = /^ +(?=\S)/m.exec(written)?.[0].length;
  if (column === undefined || /[+\d]/.test(marks) || isMarked(source, header)) return undefined;
  const isOpen = !written.endsWith('\n');
  return { style, header, rest: rest.trimEnd(), start: span.start, end: span.end, column, isOpen };
}

/** The lines of block text, and its mark; undefined for what it cannot hold. */
function blockLines(
  text: string,
  isFolded: boolean,
  indent: string,
  width: number,
): { readonly style: string; readonly lines: readonly string[] } | undefined {
  const whole = text.replace(/\n+$/, '');
  const ends = text.length - whole.length;
  const isPrintable =
    /^[\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;
  if (whole === '' || ends > 1 || /^[ \n]/.test(whole) || !isPrintable.test(whole))
    return undefined;
  const chomp = ends === 0 ? '-' : '';
  const canFold = isFolded && !/\n| {2}| $/.test(whole);
  if (!canFold)
    return {
      style: `|${chomp}`,
      lines: whole.split('\n').map((line) => (line === '' ? '' : indent + line)),
    };
  const lines: string[] = [];
  for (const word of whole.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(indent + word);
  }
  return { style: `>${chomp}`, lines };
}

function newlineOf(source: SourceFile): string {
  return source.text.includes('\r\n') ? '\r\n' : '\n';
}
