// Values as source text, laid out the way prettier does it: data of this size would take prettier longer to lay out
// than everything else takes together.
import { literalKey, quote } from '../typescript/names.ts';
import { Bytes, type Sample } from './sample-value.ts';

export type Printed = Sample | undefined | readonly Printed[] | { readonly [key: string]: Printed };

const width = 80;
const longest = 110;
const pieceLength = 70;

/** `indent`: of the line it starts on; `lead` and `tail`: what stands before and behind it there. */
export function printValue(value: Printed, indent: number, lead: number, tail: number): string {
  if (typeof value === 'string') return printText(value, indent, lead, tail);
  if (value instanceof Bytes) return `new Blob([${printString(value.text)}])`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (isList(value)) return printList(value, indent, lead, tail);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const members = entries.map(([key, member]) => printMember(printKey(key), member, indent + 2));
  return members.length === 0 ? '{}' : `{\n${members.join('')}${' '.repeat(indent)}}`;
}

function printKey(key: string): string {
  const isIdentifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key);
  if (isIdentifier && key !== '__proto__') return key;
  return key.includes('"') ? printString(key) : literalKey(key);
}

/** `key: value,` on lines of their own. */
export function printMember(key: string, value: Printed, indent: number): string {
  const text = printValue(value, indent, key.length + 2, 1);
  return `${' '.repeat(indent)}${key}:${text.startsWith('\n') ? '' : ' '}${text},\n`;
}

function printList(list: readonly Printed[], indent: number, lead: number, tail: number): string {
  if (list.length === 0) return '[]';
  const inner = indent + 2;
  const flat = list.map((item) => printValue(item, inner, 0, 0));
  const line = `[${flat.join(', ')}]`;
  const isFlat = !flat.some((item) => item.includes('\n')) && !hasShape(list);
  if (isFlat && indent + lead + line.length + tail <= width) return line;
  const items = list.map((item) => `${' '.repeat(inner)}${printValue(item, inner, 0, 1)},\n`);
  return `[\n${items.join('')}${' '.repeat(indent)}]`;
}

/** A list of lists, which gets a line for each. */
function hasShape(list: readonly Printed[]): boolean {
  return list.length > 1 && list.every((item) => Array.isArray(item) && item.length > 1);
}

function printText(text: string, indent: number, lead: number, tail: number): string {
  const whole = printString(text);
  const pieces = whole.length <= longest ? [whole] : cut(text).map(printString);
  const line = pieces.join(' + ');
  // Behind a key only: a list has no place to break.
  if (lead === 0 || indent + lead + line.length + tail <= width) return line;
  const next = `\n${' '.repeat(indent + 2)}`;
  return pieces.length === 1 && isShortKey(lead) ? line : next + pieces.join(` +${next}`);
}

/** Breaking behind a key this short would gain too little: prettier does not. */
function isShortKey(lead: number): boolean {
  return lead - 2 < 5;
}

/** Behind a slash where there is one in reach. */
function cut(text: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let length = 2;
  for (const character of text) {
    const width = /^[ !#-;=-[\]-~]$/.test(character) ? 1 : quote(character).length - 2;
    if (piece !== '' && length + width > pieceLength) {
      const slash = piece.lastIndexOf('/') + 1;
      const end = slash > pieceLength / 2 ? slash : piece.length;
      pieces.push(piece.slice(0, end));
      piece = piece.slice(end);
      length = quote(piece).length;
    }
    piece += character;
    length += width;
  }
  return [...pieces, piece];
}

/** In whichever quotation marks need fewer escapes. */
export function printString(text: string): string {
  const double = quote(text);
  const doubles = text.split('"').length;
  if (doubles <= text.split("'").length) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function isList(value: object): value is readonly Printed[] {
  return Array.isArray(value);
}
