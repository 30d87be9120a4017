// Comments of an original that a new text would lose: each goes in front of what stood behind it.
import type { SourceFile } from './source-file.ts';
import type { Piece } from './text-edits.ts';

/** A line of the new text that begins something that was there before. */
export interface Anchor {
  /** Where it stood. */
  readonly offset: number;
  /** The piece that begins the line. */
  readonly piece: number;
  readonly column: number;
}

/** By the number of the piece they go in front of, as lines of their own; behind all of them where nothing follows. */
export function lostComments(
  source: SourceFile,
  pieces: readonly Piece[],
  anchors: readonly Anchor[],
  newline: string,
): ReadonlyMap<number, readonly Piece[]> {
  const copied = pieces
    .flatMap((piece) => (piece.kind === 'original' ? [piece] : []))
    .sort((a, b) => a.start - b.start);
  const ordered = [...anchors].sort((a, b) => a.offset - b.offset);
  const lost = new Map<number, Piece[]>();
  let index = 0;
  for (const match of source.text.matchAll(/(?<=^|[ \t])#[^\r\n]*/gm)) {
    while (index < copied.length && copied[index]!.end <= match.index) index++;
    const isCopied = index < copied.length && copied[index]!.start <= match.index;
    if (isCopied || source.scalarAt(match.index) !== undefined) continue;
    const anchor = ordered.find(({ offset }) => offset > match.index);
    const place = anchor?.piece ?? pieces.length;
    const line: readonly Piece[] = [
      { kind: 'new', text: ' '.repeat(anchor?.column ?? 0) },
      { kind: 'original', start: match.index, end: match.index + match[0].length },
      { kind: 'new', text: newline },
    ];
    const before = lost.get(place) ?? [];
    lost.set(place, [
      ...before,
      ...line.filter((piece) => piece.kind === 'original' || piece.text !== ''),
    ]);
  }
  return lost;
}
