// Edits of YAML that leave every other byte as it was: set, rename, add, remove. Undefined where the text is written in
// a way that is better not touched: anchors, tags, explicit keys, comments inside of what would go.
import { lineEnd } from './lines.ts';
import { child, pointerSegments, type Location } from './location.ts';
import {
  columnOf,
  dashOf,
  hasComment,
  isFlow,
  isInFlow,
  isMarked,
  keyOf,
  nodeAt,
  spanOf,
} from './edit-places.ts';
import type { SourceFile } from './source-file.ts';
import {
  blockScalarText,
  blockText,
  flowText,
  scalarText,
  valueText,
  type Layout,
  type Plain,
} from './yaml-text.ts';

/** The same shape as a `TextEdit` of a diagnostic. */
export interface Edit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Another value in place of the one at `at`; a scalar keeps its quotes. */
export function setValue(source: SourceFile, at: Location, value: Plain): Edit | undefined {
  const span = spanOf(source, at);
  if (span === undefined || span.start === span.end || isMarked(source, span.start))
    return undefined;
  const first = source.text[span.start] ?? '';
  const old = nodeAt(source, at);
  const isCollection = typeof old === 'object' && old !== null;
  // A block collection may stand where nothing else may, and an alias stands for more than itself.
  if ((isCollection && !isFlow(source, at)) || '*&!'.includes(first)) return undefined;
  if (typeof value === 'object' && value !== null)
    return edit(source, span.start, span.end, flowText(value));
  const quote = !isCollection && (first === '"' || first === "'") ? first : '';
  const isBlock = typeof value === 'string' && quote === '' && !isInFlow(source, at);
  const text = isBlock ? blockScalarText(value) : scalarText(value, quote);
  return edit(source, span.start, span.end, text);
}

/** Another name for the key at `at`. */
export function renameKey(source: SourceFile, at: Location, name: string): Edit | undefined {
  const key = keyOf(source, at);
  if (key === undefined || isMarked(source, key.start)) return undefined;
  const first = source.text[key.start];
  return edit(
    source,
    key.start,
    key.end,
    scalarText(name, first === '"' || first === "'" ? first : ''),
  );
}

/** A member behind the others of the mapping at `at`, or behind the one named `after`. */
export function addMember(
  source: SourceFile,
  at: Location,
  key: string,
  value: Plain,
  after?: string,
): Edit | undefined {
  const mapping = nodeAt(source, at);
  if (
    typeof mapping !== 'object' ||
    mapping === null ||
    Array.isArray(mapping) ||
    Object.hasOwn(mapping, key)
  )
    return undefined;
  const span = spanOf(source, at);
  if (span === undefined) return undefined;
  const names = Object.keys(mapping);
  if (isFlow(source, at))
    return addToFlow(source, at, names, `${scalarText(key)}: ${flowText(value)}`, after);
  const first = names[0];
  const last = after !== undefined && names.includes(after) ? after : names.at(-1);
  const firstKey = first === undefined ? undefined : keyOf(source, child(at, first));
  const lastValue = last === undefined ? undefined : spanOf(source, child(at, last));
  if (firstKey === undefined || lastValue === undefined || source.text[firstKey.start - 2] === '?')
    return undefined;
  const column = columnOf(source, firstKey.start);
  if (column === undefined) return undefined;
  const layout = layoutOf(source, column);
  return insertLine(
    source,
    lastValue.end,
    `${' '.repeat(column)}${scalarText(key)}:${valueText(value, layout)}`,
    layout,
  );
}

/** An item behind the others of the list at `at`. */
export function addItem(source: SourceFile, at: Location, value: Plain): Edit | undefined {
  const list = nodeAt(source, at);
  if (!Array.isArray(list)) return undefined;
  if (isFlow(source, at))
    return addToFlow(source, at, [...list.keys()].map(String), flowText(value));
  const dash = dashOf(source, child(at, 0));
  const last = spanOf(source, child(at, list.length - 1));
  const column = dash === undefined ? undefined : columnOf(source, dash);
  if (column === undefined || last === undefined) return undefined;
  const layout = layoutOf(source, column);
  return insertLine(
    source,
    last.end,
    `${' '.repeat(column)}- ${blockText(value, { ...layout, column: column + 2 })}`,
    layout,
  );
}

/** Without the member or item at `at`; never the only one of a block, and never one that a comment stands in. */
export function remove(source: SourceFile, at: Location): Edit | undefined {
  const segments = pointerSegments(at.pointer);
  const name = segments.at(-1);
  if (name === undefined) return undefined;
  const above: Location = {
    file: at.file,
    pointer: at.pointer.slice(0, at.pointer.lastIndexOf('/')),
  };
  const parent = nodeAt(source, above);
  const value = spanOf(source, at);
  if (typeof parent !== 'object' || parent === null || value === undefined) return undefined;
  const names = Object.keys(parent);
  const isItem = Array.isArray(parent);
  if (isFlow(source, above))
    return removeFromFlow(source, isItem ? value.start : keyOf(source, at)?.start, value.end);
  if (names.length < 2) return undefined;
  const start = isItem ? dashOf(source, at) : keyOf(source, at)?.start;
  if (start === undefined || isMarked(source, start)) return undefined;
  const end = lineEnd(source.text, value.end);
  const lineStart = source.text.lastIndexOf('\n', start - 1) + 1;
  const isWholeLine = /^[ ]*$/.test(source.text.slice(lineStart, start));
  // The first member of an item stands behind the dash: the next one takes its place.
  const next = names[names.indexOf(name) + 1];
  const nextStart =
    next === undefined || isItem ? undefined : keyOf(source, child(above, next))?.start;
  const [from, to] = isWholeLine ? [lineStart, end] : [start, nextStart];
  if (to === undefined || hasComment(source, from, to)) return undefined;
  return edit(source, from, to, '');
}

function edit(source: SourceFile, start: number, end: number, text: string): Edit {
  return { file: source.path, start, end, text };
}

function layoutOf(source: SourceFile, column: number): Layout {
  const lists = /^( *)(?:- )*[^\s#-][^\n]*:[ ]*\r?\n( *)- /m.exec(source.text);
  const indent = lists === null ? 2 : (lists[2] ?? '').length - (lists[1] ?? '').length;
  return {
    column,
    listIndent: indent >= 2 ? 2 : 0,
    newline: source.text.includes('\r\n') ? '\r\n' : '\n',
  };
}

/** Behind the line that something ends on. */
function insertLine(source: SourceFile, offset: number, line: string, { newline }: Layout): Edit {
  const end = lineEnd(source.text, offset);
  const isOpen = end > 0 && source.text[end - 1] !== '\n';
  return edit(source, end, end, isOpen ? `${newline}${line}` : `${line}${newline}`);
}

function addToFlow(
  source: SourceFile,
  at: Location,
  names: readonly string[],
  text: string,
  after?: string,
): Edit | undefined {
  const span = spanOf(source, at)!;
  const last = after !== undefined && names.includes(after) ? after : names.at(-1);
  if (last === undefined) return edit(source, span.start + 1, span.start + 1, text);
  const value = spanOf(source, child(at, last))!;
  const key = keyOf(source, child(at, last))!;
  // `{a}` and `{a: }` hold no value to go behind.
  if (value.start === value.end || (key.end === value.end && !Array.isArray(nodeAt(source, at))))
    return undefined;
  return edit(source, value.end, value.end, `, ${text}`);
}

function removeFromFlow(
  source: SourceFile,
  start: number | undefined,
  end: number,
): Edit | undefined {
  if (start === undefined || isMarked(source, start)) return undefined;
  const { text } = source;
  const comma = /^[ ]*,[ ]*/.exec(text.slice(end, end + 200));
  if (comma !== null) return edit(source, start, end + comma[0].length, '');
  const before = /,[ ]*$/.exec(text.slice(Math.max(0, start - 200), start));
  const closes = /^[ ]*[}\]]/.test(text.slice(end, end + 200));
  if (!closes) return undefined;
  return edit(source, before === null ? start : start - before[0].length, end, '');
}
