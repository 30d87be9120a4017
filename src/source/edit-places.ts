// Where the parts of YAML stand that edits begin and end at. Undefined where they are written in an uncommon way.
import { pointerSegments, type Location } from './location.ts';
import type { SourceFile } from './source-file.ts';

type Range = { readonly start: number; readonly end: number };

export function nodeAt(source: SourceFile, at: Location): unknown {
  let value = source.value;
  for (const segment of pointerSegments(at.pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment))
      return undefined;
    value = (value as Readonly<{ [key: string]: unknown }>)[segment];
  }
  return value;
}

/** Undefined for what an alias stands for: it is written elsewhere, and holds elsewhere too. */
export function spanOf(source: SourceFile, at: Location): Range | undefined {
  if (nodeAt(source, at) === undefined) return undefined;
  const span = source.range({ file: at.file, pointer: at.pointer });
  const slash = at.pointer.lastIndexOf('/');
  if (slash === -1) return span;
  const above = spanOf(source, { file: at.file, pointer: at.pointer.slice(0, slash) });
  return above !== undefined && above.start <= span.start && span.end <= above.end
    ? span
    : undefined;
}

export function keyOf(source: SourceFile, at: Location): Range | undefined {
  return spanOf(source, at) === undefined
    ? undefined
    : source.range({ file: at.file, pointer: at.pointer, on: 'key' });
}

export function isFlow(source: SourceFile, at: Location): boolean {
  const span = spanOf(source, at);
  return span !== undefined && '{['.includes(source.text[span.start] ?? ' ');
}

export function isInFlow(source: SourceFile, at: Location): boolean {
  const slash = at.pointer.lastIndexOf('/');
  if (slash === -1) return false;
  const above: Location = { file: at.file, pointer: at.pointer.slice(0, slash) };
  return isFlow(source, above) || isInFlow(source, above);
}

/** Whether an anchor, a tag, the mark of an explicit key or the header of block text stands right before. */
export function isMarked(source: SourceFile, start: number): boolean {
  if (
    /[|>][-+\d]*[ \t]*(?:#[^\n]*)?\n\s*$/.test(source.text.slice(Math.max(0, start - 300), start))
  )
    return true;
  const line = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, start);
  return /(?:^|[\s[{,])(?:[&!]\S*|\?)[ \t]+$/.test(line);
}

/** Where the dash of a block item stands, if nothing but blanks is between it and the item. */
export function dashOf(source: SourceFile, at: Location): number | undefined {
  const span = spanOf(source, at);
  if (span === undefined || span.start === span.end) return undefined;
  let index = span.start - 1;
  while (/\s/.test(source.text[index] ?? '')) index--;
  return source.text[index] === '-' && /\s/.test(source.text[index - 1] ?? '\n')
    ? index
    : undefined;
}

/** The column of what starts there; undefined with tabs before it, which have no width of their own. */
export function columnOf(source: SourceFile, offset: number): number | undefined {
  const start = source.text.lastIndexOf('\n', offset - 1) + 1;
  const before = source.text.slice(start, offset).replace(/^\ufeff/, '');
  return /^[ -]*$/.test(before) ? before.length : undefined;
}

/** Whether a comment stands in a stretch of text; a `#` inside a value begins none. */
export function hasComment(source: SourceFile, start: number, end: number): boolean {
  for (const match of source.text.slice(start, end).matchAll(/(?:^|[\s])#/gm))
    if (source.scalarAt(start + match.index + match[0].length - 1) === undefined) return true;
  return false;
}
