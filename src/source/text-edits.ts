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
  const ordered = [...edits].sort(byStart);
  const pieces: Piece[] = [];
  const texts: string[] = [];
  const kept = new Slicer(before.pieces);
  let index = 0;
  for (const edit of ordered) {
    pieces.push(...kept.slice(index, edit.start), { kind: 'new', text: edit.text });
    texts.push(before.text.slice(index, edit.start), edit.text);
    index = edit.end;
  }
  pieces.push(...kept.slice(index, before.text.length));
  texts.push(before.text.slice(index));
  return {
    original: before.original,
    text: texts.join(''),
    pieces: pieces.filter((piece) => length(piece) > 0),
  };
}

/** Two steps as one: `second` was made of the text of `first`. */
export function composed(first: EditedText, second: EditedText): EditedText {
  const kept = new Slicer(first.pieces);
  const pieces = second.pieces.flatMap((piece) =>
    piece.kind === 'new' ? [piece] : kept.slice(piece.start, piece.end),
  );
  return { original: first.original, text: second.text, pieces };
}

/** Those that can be carried out together with the ones before them; each list of edits goes as a whole or not at all. */
export function withoutOverlaps<T extends { readonly edits: readonly Edit[] }>(
  changes: readonly T[],
): readonly T[] {
  // Sorted, and none of them touches another: the neighbours of an edit are all it can touch.
  let taken: readonly Edit[] = [];
  return changes.filter(({ edits }) => {
    const sorted = [...edits].sort(byStart);
    let index = 0;
    for (const edit of sorted) {
      while (index < taken.length && taken[index]!.end < edit.start) index++;
      for (let near = index; near < taken.length && taken[near]!.start <= edit.end; near++)
        if (touches(edit, taken[near]!)) return false;
    }
    taken = [...taken, ...sorted].sort(byStart);
    return true;
  });
}

function byStart(a: Edit, b: Edit): number {
  return a.start - b.start || a.end - b.end;
}

/** One list of edits without those that overlap an earlier one; insertions at one offset stand behind each other. */
export function consistent(edits: readonly Edit[]): readonly Edit[] {
  const taken: Edit[] = [];
  for (const edit of [...edits].sort(byStart)) {
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

/** Stretches of a text as pieces; asked for from front to back it looks at each piece once. */
class Slicer {
  readonly #pieces: readonly Piece[];
  #index = 0;
  /** Where the piece at the index begins. */
  #offset = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  slice(start: number, end: number): readonly Piece[] {
    if (start < this.#offset) {
      this.#index = 0;
      this.#offset = 0;
    }
    const found: Piece[] = [];
    for (; this.#index < this.#pieces.length; this.#index++) {
      const piece = this.#pieces[this.#index]!;
      const from = Math.max(start - this.#offset, 0);
      const to = Math.min(end - this.#offset, length(piece));
      if (from < to)
        found.push(
          piece.kind === 'new'
            ? { kind: 'new', text: piece.text.slice(from, to) }
            : { kind: 'original', start: piece.start + from, end: piece.start + to },
        );
      if (this.#offset + length(piece) >= end) break;
      this.#offset += length(piece);
    }
    return found;
  }
}

function length(piece: Piece): number {
  return piece.kind === 'new' ? piece.text.length : piece.end - piece.start;
}
