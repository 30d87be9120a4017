// Members of a block mapping or items of a block list in another order: each with its lines and the comments above it.
// Undefined where lines cannot simply change places: anchors and aliases, texts that keep the blank lines behind them.
import { columnOf, dashOf, isFlow, isMarked, keyOf, nodeAt, spanOf } from './edit-places.ts';
import type { Edit } from './edit.ts';
import { lineEnd, lineStart } from './lines.ts';
import { child, type Location } from './location.ts';
import type { SourceFile } from './source-file.ts';

interface Chunk {
  readonly name: string;
  /** From the first comment above; for the first one from its key or dash. */
  readonly start: number;
  readonly end: number;
}

/** `order`: the names of all members, or the indexes of all items. */
export function reorder(
  source: SourceFile,
  at: Location,
  order: readonly string[],
): Edit | undefined {
  const chunks = chunksOf(source, at);
  if (chunks === undefined || chunks.length !== order.length) return undefined;
  const first = chunks.findIndex(({ name }, index) => name !== order[index]);
  const last = chunks.findLastIndex(({ name }, index) => name !== order[index]);
  if (first === -1) return undefined;
  const [from, to] = [chunks[first]!, chunks[last]!];
  const column = columnOf(source, chunks[0]!.start)!;
  const { text } = source;
  const before = text.slice(lineStart(text, from.start), from.start);
  const byName = new Map(chunks.map((chunk) => [chunk.name, chunk]));
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const moved = order.slice(first, last + 1).map((name, index) => {
    const { start, end } = byName.get(name)!;
    const lines = text.slice(start, end).replace(/\r?\n$/, '');
    const whole = start === chunks[0]!.start ? ' '.repeat(column) + lines : lines;
    // Behind a dash there is no place for comments.
    if (index === 0 && before.trim() !== '' && whole.trimStart().startsWith('#')) return undefined;
    const chunk = chunks[first + index]!;
    const gap = text.slice(chunk.end, chunks[first + index + 1]?.start ?? chunk.end);
    return [first === 0 && index === 0 ? whole.slice(column) : whole, gap] as const;
  });
  const parts = moved.flatMap((part, index) => {
    if (part === undefined) return [undefined];
    const isLast = index === moved.length - 1;
    return [part[0], ...(isLast ? [] : [newline, part[1]])];
  });
  if (parts.includes(undefined)) return undefined;
  const rest = /\r?\n$/.exec(text.slice(to.start, to.end))?.[0] ?? '';
  return { file: source.path, start: from.start, end: to.end, text: parts.join('') + rest };
}

function chunksOf(source: SourceFile, at: Location): readonly Chunk[] | undefined {
  const collection = nodeAt(source, at);
  if (typeof collection !== 'object' || collection === null || isFlow(source, at)) return undefined;
  const { text } = source;
  const chunks: Chunk[] = [];
  let column: number | undefined;
  for (const name of Object.keys(collection)) {
    const place = child(at, name);
    const value = spanOf(source, place);
    const key = Array.isArray(collection) ? undefined : keyOf(source, place);
    const start = Array.isArray(collection) ? dashOf(source, place) : key?.start;
    if (value === undefined || start === undefined || isMarked(source, start)) return undefined;
    column ??= columnOf(source, start);
    if (column === undefined || columnOf(source, start) !== column) return undefined;
    const end = lineEnd(text, Math.max(value.end, key?.end ?? 0));
    const previous = chunks.at(-1);
    if (previous === undefined) {
      // A comment above the first may be about all of them.
      const above = text.slice(0, lineStart(text, start)).trimEnd();
      const isOwnLine = text.slice(lineStart(text, start), start).trim() === '';
      if (isOwnLine && above.slice(lineStart(above, above.length)).trim().startsWith('#'))
        return undefined;
      chunks.push({ name, start, end });
      continue;
    }
    // Keys that are numbers are not listed as they stand.
    if (start < previous.end) return undefined;
    const between = text.slice(previous.end, lineStart(text, start));
    const blank = /^(?:[ \t]*\r?\n)*/.exec(between)![0].length;
    const comments = between
      .slice(blank)
      .split('\n')
      .filter((line) => line.trim() !== '');
    if (comments.some((line) => line.search(/\S/) !== column)) return undefined;
    chunks.push({ name, start: previous.end + blank, end });
  }
  const [first] = chunks;
  const all = first === undefined ? '' : text.slice(first.start, chunks.at(-1)!.end);
  const isTied = /(?:^|[\s[,{])[&*][^\s*]|[|>]\d?\+/m.test(all);
  return chunks.length < 2 || isTied ? undefined : chunks;
}
