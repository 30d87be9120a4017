// Edits carried out, with what is left of the original text: from that a patch can be made without searching for it.
import type { Edit } from './edit.ts';

/** A stretch of the original text, or text that is new. */
export type Piece =
  | { readonly kind: 'original'; readonly start: number; readonly end: number }
  | { readonly kind: 'new'; readonly text: string };

export interface EditedText {
  readonly original: string;
  readonly text: string;
  readonly pieces: readonly Piece[];
}

export function unedited(text: string): EditedText {
  return {
    original: text,
    text,
    pieces: text === '' ? [] : [{ kind: 'original', start: 0, end: text.length }],
  };
}

/** Offsets are those of `before.text`. Edits must not overlap; of several at one offset the first stands first. */
export function applyEdits(before: EditedText, edits: readonly Edit[]): EditedText {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const pieces: Piece[] = [];
  let text = '';
  let index = 0;
  for (const edit of ordered) {
    pieces.push(...slice(before.pieces, index, edit.start), { kind: 'new', text: edit.text });
    text += before.text.slice(index, edit.start) + edit.text;
    index = edit.end;
  }
  pieces.push(...slice(before.pieces, index, before.text.length));
  return {
    original: before.original,
    text: text + before.text.slice(index),
    pieces: pieces.filter((piece) => length(piece) > 0),
  };
}

/** Two steps as one: `second` was made of the text of `first`. */
export function composed(first: EditedText, second: EditedText): EditedText {
  const pieces = second.pieces.flatMap((piece) =>
    piece.kind === 'new' ? [piece] : slice(first.pieces, piece.start, piece.end),
  );
  return { original: first.original, text: second.text, pieces };
}

/** Those that can be carried out together with the ones before them; each list of edits goes as a whole or not at all. */
export function withoutOverlaps<T extends { readonly edits: readonly Edit[] }>(
  changes: readonly T[],
): readonly T[] {
  const taken: Edit[] = [];
  return changes.filter(({ edits }) => {
    if (edits.some((edit) => taken.some((other) => touches(edit, other)))) return false;
    taken.push(...edits);
    return true;
  });
}

/** One list of edits without those that overlap an earlier one; insertions at one offset stand behind each other. */
export function consistent(edits: readonly Edit[]): readonly Edit[] {
  const taken: Edit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = taken.at(-1);
    const areInsertions = last !== undefined && last.start === last.end && edit.start === edit.end;
    const isNext = last === undefined || edit.start >= last.end;
    const isSame =
      last !== undefined &&
      last.start === edit.start &&
      last.end === edit.end &&
      last.text === edit.text;
    if (
      isNext &&
      !isSame &&
      (areInsertions || last === undefined || edit.start > last.end || edit.start < edit.end)
    )
      taken.push(edit);
  }
  return taken;
}

/** What is put in at the edge of a stretch that goes belongs to it, so that counts as well. */
function touches(a: Edit, b: Edit): boolean {
  if (a.start === a.end || b.start === b.end) return a.start <= b.end && b.start <= a.end;
  return a.start < b.end && b.start < a.end;
}

function slice(pieces: readonly Piece[], start: number, end: number): readonly Piece[] {
  const found: Piece[] = [];
  let offset = 0;
  for (const piece of pieces) {
    const from = Math.max(start, offset) - offset;
    const to = Math.min(end, offset + length(piece)) - offset;
    if (from < to)
      found.push(
        piece.kind === 'new'
          ? { kind: 'new', text: piece.text.slice(from, to) }
          : { kind: 'original', start: piece.start + from, end: piece.start + to },
      );
    offset += length(piece);
  }
  return found;
}

function length(piece: Piece): number {
  return piece.kind === 'new' ? piece.text.length : piece.end - piece.start;
}
