// A text with places in it: lines, offsets, and the span of every node of its YAML.
import { isSpan, type Location, type Span } from './location.ts';

/** Offsets are UTF-16 code units from 0; lines and columns count from 1. `end` is behind the last character. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where the nodes of a document stand in its text. */
export interface NodeMap {
  /** Span of the node at a JSON pointer; of its key with `on: 'key'`. Undefined where nothing stands there. */
  find(
    pointer: string,
    on: 'key' | 'value',
  ): { readonly start: number; readonly end: number } | undefined;
  /** Names of the named items on the way to a node: namespace, resource, operation. They survive moves and insertions. */
  names(pointer: string): readonly string[];
  /** The document as plain data. */
  readonly value?: unknown;
  /** Span of the key, text or other scalar around an offset; undefined in comments and between values. */
  scalarAt?(offset: number): { readonly start: number; readonly end: number } | undefined;
}

/** A place and the text it stands in. */
export interface Origin {
  readonly source: SourceFile;
  readonly at: Location | Span;
}

/** Of a document put together from several texts: where each of its nodes was written. */
export type Origins = (at: Location) => { readonly source: SourceFile; readonly at: Location };

export class SourceFile {
  readonly path: string;
  readonly text: string;
  readonly #nodes: NodeMap | undefined;
  readonly #origins: Origins | undefined;
  #lineStarts: readonly number[] | undefined;

  constructor(path: string, text: string, nodes?: NodeMap, origins?: Origins) {
    this.path = path;
    this.text = text;
    this.#nodes = nodes;
    this.#origins = origins;
  }

  /** The same text with other nodes. */
  withNodes(nodes: NodeMap): SourceFile {
    return new SourceFile(this.path, this.text, nodes, this.#origins);
  }

  /** Where a place of this document was written: in another text where an overlay brought it. */
  origin(at: Location | Span): Origin {
    return this.#origins === undefined || isSpan(at) ? { source: this, at } : this.#origins(at);
  }

  /** The text range of a place; of its nearest existing ancestor where the node itself does not exist. */
  range(at: Location | Span): Range {
    if (isSpan(at)) return this.#range(at.start, at.end);
    if (this.#origins !== undefined) {
      const { source, at: written } = this.#origins(at);
      return source.range(written);
    }
    let pointer = at.pointer;
    let on: 'key' | 'value' = at.on ?? 'value';
    for (;;) {
      const span = this.#nodes?.find(pointer, on);
      if (span !== undefined) return this.#range(span.start, span.end);
      if (pointer === '') return this.#range(0, 0);
      pointer = pointer.slice(0, pointer.lastIndexOf('/'));
      on = 'value';
    }
  }

  /** Names of the items that a place lies in, from the outside in: `["posthog-persons", "persons", "personslist"]`. */
  names(at: Location): readonly string[] {
    return this.#nodes?.names(at.pointer) ?? [];
  }

  /** The document as plain data; undefined where it was not kept. */
  get value(): unknown {
    return this.#nodes?.value;
  }

  /** Span of the key, text or other scalar around an offset; undefined in comments and between values. */
  scalarAt(offset: number): { readonly start: number; readonly end: number } | undefined {
    return this.#nodes?.scalarAt?.(offset);
  }

  lineAndColumn(offset: number): { readonly line: number; readonly column: number } {
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  }

  /** Text of line `line` (from 1) without its line break. */
  line(line: number): string {
    const start = this.lineStarts[line - 1];
    if (start === undefined) return '';
    return this.text
      .slice(start, this.lineStarts[line] ?? this.text.length)
      .replace(/[\r\n]+$/, '');
  }

  get lineStarts(): readonly number[] {
    if (this.#lineStarts === undefined) {
      const starts = [0];
      for (let i = this.text.indexOf('\n'); i !== -1; i = this.text.indexOf('\n', i + 1))
        starts.push(i + 1);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }

  #range(start: number, end: number): Range {
    const from = this.lineAndColumn(start);
    const to = this.lineAndColumn(end);
    return {
      start,
      end,
      line: from.line,
      column: from.column,
      endLine: to.line,
      endColumn: to.column,
    };
  }
}
