// A changed document as text: what has not changed is copied to the byte, moved as a whole where its indentation has
// changed, and every comment is kept.
import {
  lastEnd,
  partsOf,
  type Draft,
  type Item,
  type ListDraft,
  type MappingDraft,
  type Member,
  type ScalarDraft,
  type Stretch,
  type WrittenEntry,
} from './draft.ts';
import { columnOf, lineEnd, lineStart } from './lines.ts';
import { lostComments, type Anchor } from './lost-comments.ts';
import type { SourceFile } from './source-file.ts';
import { unedited, type EditedText, type Piece } from './text-edits.ts';
import { flowText, scalarText } from './yaml-text.ts';

export function printDraft(source: SourceFile, original: Draft, draft: Draft): EditedText {
  if (draft === original) return unedited(source.text);
  const printer = new Printer(source, partsOf(original));
  printer.document(draft, lastEnd(original));
  return printer.edited();
}

type Entry = Member | Item;

class Printer {
  readonly #source: SourceFile;
  readonly #text: string;
  readonly #originals: ReadonlySet<Draft>;
  readonly #newline: string;
  readonly #listIndent: number;
  readonly #pieces: Piece[] = [];
  readonly #anchors: Anchor[] = [];
  /** What stands above the first line of a document is written before anything else. */
  #headEnd = 0;
  #endsLine = true;

  constructor(source: SourceFile, originals: ReadonlySet<Draft>) {
    this.#source = source;
    this.#text = source.text;
    this.#originals = originals;
    this.#newline = source.text.includes('\r\n') ? '\r\n' : '\n';
    const lists = /^( *)(?:- )*[^\s#-][^\n]*:[ ]*\r?\n( *)- /m.exec(source.text);
    this.#listIndent = lists !== null && (lists[2] ?? '').length > (lists[1] ?? '').length ? 2 : 0;
  }

  document(draft: Draft, end: number): void {
    const { written } = draft;
    const start = written?.start ?? 0;
    const isFlow = written !== undefined && this.#isFlow(draft);
    const head = isFlow ? start : lineStart(this.#text, start);
    // A mark of the byte order stands on the first line, in front of its key.
    const from = this.#text.startsWith('\ufeff') && head === 0 ? 1 : head;
    this.#copy(0, from, 0);
    this.#headEnd = head;
    if (isFlow || partsOf(draft).size === 1) this.#flow(draft);
    else this.#entries(draft, this.#column(start), false, true);
    this.#copy(isFlow ? (written?.end ?? 0) : end, this.#text.length, 0);
  }

  edited(): EditedText {
    const lost = lostComments(this.#source, this.#pieces, this.#anchors, this.#newline);
    const pieces = this.#pieces.flatMap((piece, index) => [...(lost.get(index) ?? []), piece]);
    const behind = lost.get(this.#pieces.length) ?? [];
    const isOpen = behind.length > 0 && !this.#endsLine;
    const all: readonly Piece[] = [
      ...pieces,
      ...(isOpen ? [{ kind: 'new', text: this.#newline } as const] : []),
      ...behind,
    ];
    const text = all.map((piece) => this.#textOf(piece)).join('');
    return { original: this.#text, text, pieces: all };
  }

  #entries(draft: Draft, column: number, isInline: boolean, isRoot = false): void {
    if (draft.kind === 'scalar') return;
    const entries: readonly Entry[] = draft.kind === 'list' ? draft.items : draft.members;
    for (const [index, entry] of entries.entries()) {
      const isFirst = index === 0;
      if (!isFirst || !isInline) {
        // What stands above the new first line finds its place with what is lost.
        if (!isFirst || !isRoot) this.#lead(entry, column);
        this.#startLine(entry, column);
      }
      if ('key' in entry) this.#member(entry, column);
      else this.#item(entry, column);
    }
  }

  /** Comments and empty lines above an entry. */
  #lead({ written }: Entry, column: number): void {
    if (written === undefined) return;
    const start = Math.max(written.leadStart, this.#headEnd);
    const end = lineStart(this.#text, written.start);
    if (start >= end) return;
    this.#freshLine();
    this.#copy(start, end, column - this.#column(written.start), true);
  }

  #startLine({ written }: Entry, column: number): void {
    this.#freshLine();
    if (written !== undefined)
      this.#anchors.push({ offset: written.start, piece: this.#pieces.length, column });
    const indentation = ' '.repeat(column);
    const start = written === undefined ? 0 : written.start - column;
    const isThere =
      written !== undefined &&
      this.#text.slice(start, written.start) === indentation &&
      (start === 0 || this.#text[start - 1] === '\n');
    if (isThere) this.#copy(start, written.start, 0);
    else this.#add(indentation);
  }

  #member(member: Member, column: number): void {
    const { key, value, written } = member;
    const wasMember = written !== undefined && !this.#isDash(written);
    if (wasMember) {
      const text = this.#text.slice(written.start, written.end);
      const old = this.#keyText(text);
      if (old === key) this.#copy(written.start, written.end, 0);
      else this.#add(scalarText(key, text.startsWith('"') ? '"' : text.startsWith("'") ? "'" : ''));
    } else this.#add(scalarText(key));
    this.#value(value, wasMember ? written : undefined, column, ':', 2);
  }

  #item({ value, written }: Item, column: number): void {
    const wasItem = written !== undefined && this.#isDash(written);
    if (wasItem) this.#copy(written.start, written.end, 0);
    else this.#add('-');
    this.#value(value, wasItem ? written : undefined, column, '', 2);
  }

  /** What stands behind a key or a dash, to the end of its line. `entry` is where it stood, if it still stands there. */
  #value(
    value: Draft,
    entry: WrittenEntry | undefined,
    column: number,
    colon: string,
    step: number,
  ): void {
    const here =
      entry !== undefined && value.written !== undefined && value.written.start === entry.valueStart
        ? { ...entry, value: value.written }
        : undefined;
    const shift = entry === undefined ? 0 : column - this.#column(entry.start);
    if (this.#originals.has(value)) {
      if (here !== undefined) return this.#copy(here.end, here.tailEnd, shift);
      if (value.kind === 'scalar') return this.#scalar(value, column, colon);
    }
    if (value.kind === 'scalar') {
      const isBlock = here !== undefined && '|>'.includes(this.#text[here.value.start] ?? ' ');
      if (here === undefined || isBlock || here.value.start === here.value.end)
        return this.#scalar(value, column, colon);
      this.#copy(here.end, here.value.start, shift);
      this.#add(this.#scalarText(value));
      return this.#copy(here.value.end, here.tailEnd, shift);
    }
    const isEmpty = (value.kind === 'list' ? value.items : value.members).length === 0;
    if (isEmpty)
      return this.#add(`${colon} ${value.kind === 'list' ? '[]' : '{}'}${this.#newline}`);
    if (this.#isFlow(value)) {
      if (here === undefined) this.#add(`${colon} `);
      else this.#copy(here.end, here.value.start, shift);
      this.#flow(value);
      if (here === undefined) this.#add(this.#newline);
      else this.#copy(here.value.end, here.tailEnd, shift);
      return;
    }
    this.#block(value, here, column, colon, step);
  }

  #block(
    value: MappingDraft | ListDraft,
    here: (WrittenEntry & { readonly value: Stretch }) | undefined,
    column: number,
    colon: string,
    step: number,
  ): void {
    const isSameKind =
      value.written !== undefined &&
      (value.kind === 'list') ===
        this.#isDash({ start: value.written.start, end: value.written.start + 1 });
    const isInline = colon === '';
    const indent = isInline || value.kind === 'mapping' ? step : this.#listIndent;
    const inner =
      here !== undefined && isSameKind
        ? column + this.#column(here.value.start) - this.#column(here.start)
        : column + indent;
    const headerEnd = here === undefined ? 0 : lineEnd(this.#text, here.end);
    if (here !== undefined && !isInline && headerEnd <= here.value.start) {
      this.#copy(here.end, headerEnd, 0);
    } else if (isInline) this.#add(' '.repeat(Math.max(1, inner - column - 1)));
    else this.#add(`${colon}${this.#newline}`);
    this.#entries(value, inner, isInline);
  }

  #scalar(value: ScalarDraft, column: number, colon: string): void {
    const { written } = value;
    if (written !== undefined && this.#originals.has(value) && written.start < written.end) {
      this.#add(`${colon} `);
      const line = lineStart(this.#text, written.start);
      const old = /^ */.exec(this.#text.slice(line))![0].length;
      this.#copy(written.start, written.end, column - old);
      if (!this.#endsLine) this.#add(this.#newline);
    } else this.#add(`${colon} ${this.#scalarText(value)}${this.#newline}`);
  }

  #scalarText(value: ScalarDraft): string {
    const first = value.written === undefined ? '' : this.#text[value.written.start];
    return scalarText(value.value, first === '"' || first === "'" ? first : '');
  }

  /** In braces and brackets, on one line where it has changed. */
  #flow(value: Draft): void {
    const { written } = value;
    if (this.#originals.has(value) && written !== undefined && this.#isFlowSafe(value, written))
      return this.#copy(written.start, written.end, 0);
    switch (value.kind) {
      case 'scalar':
        return this.#add(flowText(value.value));
      case 'list':
        this.#add('[');
        for (const [index, item] of value.items.entries()) {
          if (index > 0) this.#add(', ');
          this.#flow(item.value);
        }
        return this.#add(']');
      case 'mapping':
        this.#add('{');
        for (const [index, member] of value.members.entries()) {
          this.#add(`${index > 0 ? ', ' : ''}${scalarText(member.key)}: `);
          this.#flow(member.value);
        }
        return this.#add('}');
    }
  }

  #isFlowSafe(value: Draft, { start, end }: Stretch): boolean {
    const text = this.#text.slice(start, end);
    if (value.kind !== 'scalar') return '{['.includes(text[0] ?? ' ');
    return (
      text !== '' && !/[\n\r]/.test(text) && ('"\''.includes(text[0]!) || !/[,{}[\]]/.test(text))
    );
  }

  /** Empty braces and brackets are how a block is written that holds nothing. */
  #isFlow(value: Draft): boolean {
    if (value.written === undefined) return false;
    return /^[{[]\s*[^\s}\]]/.test(this.#text.slice(value.written.start, value.written.end));
  }

  #isDash({ start, end }: Stretch): boolean {
    return end === start + 1 && this.#text[start] === '-';
  }

  #keyText(text: string): string {
    if (text.startsWith('"')) {
      try {
        return JSON.parse(text) as string;
      } catch {
        return text;
      }
    }
    return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : text;
  }

  /** A stretch of the original; the lines behind its first one (and that one too, if `all`) are moved by `shift`. */
  #copy(start: number, end: number, shift: number, all = false): void {
    if (shift === 0) return this.#original(start, end);
    let from = start;
    let at = all ? start : this.#nextLine(start, end);
    for (; at < end; at = this.#nextLine(at, end)) {
      const blanks = /^ */.exec(this.#text.slice(at, end))![0].length;
      const isEmpty = blanks === 0 && /[\r\n]/.test(this.#text[at]!);
      if (shift > 0 && !isEmpty) {
        this.#original(from, at);
        this.#add(' '.repeat(shift));
        from = at;
      } else if (shift < 0) {
        this.#original(from, at);
        from = at + Math.min(blanks, -shift);
      }
    }
    this.#original(from, end);
  }

  #nextLine(at: number, end: number): number {
    const newline = this.#text.indexOf('\n', at);
    return newline === -1 ? end : Math.min(newline + 1, end);
  }

  #original(start: number, end: number): void {
    if (start >= end) return;
    this.#pieces.push({ kind: 'original', start, end });
    this.#endsLine = this.#text[end - 1] === '\n';
  }

  #add(text: string): void {
    if (text === '') return;
    this.#pieces.push({ kind: 'new', text });
    this.#endsLine = text.endsWith('\n');
  }

  #freshLine(): void {
    if (!this.#endsLine) this.#add(this.#newline);
  }

  #column(offset: number): number {
    return columnOf(this.#text, offset);
  }

  #textOf(piece: Piece): string {
    return piece.kind === 'new' ? piece.text : this.#text.slice(piece.start, piece.end);
  }
}
