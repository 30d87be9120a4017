// The part of YAML that capabilities are written in, read in one pass without looking back: block mappings and lists,
// scalars of every style, flow collections on one line. Whatever is written otherwise, or wrongly, is left to the parser,
// with which this agrees node for node: a test holds that.
import { readFlow, skipBlanks } from './flow-yaml.ts';
import { elsewhere, fold, foldLines, leave, unescape } from './yaml-folding.ts';
import type { YamlNode } from './yaml-nodes.ts';

/** Undefined for what is not read here. `resolve` says what a plain scalar means. */
export function readBlockYaml(
  text: string,
  resolve: (scalar: string) => unknown,
): YamlNode | undefined {
  const start = text.startsWith('---\n') ? 4 : 0;
  const body = start === 0 ? text : text.slice(start);
  if (unusual.test(body) || loneSurrogate.test(body)) return undefined;
  try {
    return new BlockReader(text, resolve).document(start);
  } catch (error) {
    if (error === elsewhere) return undefined;
    throw error;
  }
}

/** Tabs, other line breaks, what may not be printed; marks of documents. */
const unusual =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|^(?:---|\.\.\.|%)/m;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const plainKey = /[A-Za-z0-9_$/.][^\s:#]*(?=:(?: |\n|$))/y;
const quotedKey = /"[^"\\\n]*"(?=:(?: |\n|$))|'[^'\n]*'(?=:(?: |\n|$))/y;
const blockHeader = /([|>])(-?) *(?: #[^\n]*)?\n/y;
const space = 32;
const newline = 10;
const hash = 35;
const dash = 45;
const colon = 58;

const maxDepth = 100;

class BlockReader {
  readonly #text: string;
  readonly #resolve: (scalar: string) => unknown;
  /** The line that comes next and holds something: where it starts, and what stands first in it. */
  #lineStart = 0;
  #first = 0;
  /** The column of `#first`; -1 at the end of the text. */
  #indent = 0;
  /** End of the last thing read: where an empty value stands. */
  #last = 0;
  #depth = 0;

  constructor(text: string, resolve: (scalar: string) => unknown) {
    this.#text = text;
    this.#resolve = resolve;
  }

  document(start: number): YamlNode | undefined {
    this.#toLine(start);
    if (this.#indent === -1) return undefined;
    const node = this.#block(this.#first, this.#indent, -1);
    return this.#indent === -1 ? node : leave();
  }

  /** Goes to the next line with something in it, from the start of a line. */
  #toLine(from: number): void {
    const text = this.#text;
    let start = from;
    for (;;) {
      let index = start;
      while (text.charCodeAt(index) === space) index++;
      const code = text.charCodeAt(index);
      if (index >= text.length) {
        this.#indent = -1;
        return;
      }
      if (code !== newline && code !== hash) {
        this.#lineStart = start;
        this.#first = index;
        this.#indent = index - start;
        return;
      }
      start = code === newline ? index + 1 : this.#lineEnd(index) + 1;
    }
  }

  /** The line break that ends a line, or the end of the text. */
  #lineEnd(from: number): number {
    const end = this.#text.indexOf('\n', from);
    return end === -1 ? this.#text.length : end;
  }

  /** What stands at `at`, in column `column` of the current line, below something in column `parent`. */
  #block(at: number, column: number, parent: number): YamlNode {
    if (++this.#depth > maxDepth) leave();
    const node = this.#isDash(at)
      ? this.#sequence(at, column)
      : this.#keyEnd(at) !== -1
        ? this.#mapping(at, column)
        : this.#scalar(at, parent);
    this.#depth--;
    return node;
  }

  #isDash(at: number): boolean {
    if (this.#text.charCodeAt(at) !== dash) return false;
    const next = this.#text.charCodeAt(at + 1);
    return next === space || next === newline || at + 1 === this.#text.length;
  }

  #sequence(start: number, column: number): YamlNode {
    const items: YamlNode[] = [];
    const value: unknown[] = [];
    const node: YamlNode = { value, items, start, end: start, size: 1 };
    this.#last = start;
    for (let at = start; ; at = this.#first) {
      const from = skipBlanks(this.#text, at + 1);
      const item = this.#isRest(from)
        ? this.#below(from, column, false)
        : this.#block(from, from - this.#lineStart, column);
      items.push(item);
      value.push(item.value);
      node.size += item.size;
      if (this.#indent > column) leave();
      if (this.#indent < column || !this.#isDash(this.#first)) break;
    }
    node.end = Math.max(this.#last, start);
    return node;
  }

  #mapping(start: number, column: number): YamlNode {
    const members: NonNullable<YamlNode['members']> = new Map();
    const value: Record<string, unknown> = {};
    const node: YamlNode = { value, members, start, end: start, size: 1 };
    for (let at = start; ; at = this.#first) {
      const end = this.#keyEnd(at);
      if (end === -1) leave();
      const isQuoted = this.#text.charCodeAt(at) === 34 || this.#text.charCodeAt(at) === 39;
      const name = isQuoted ? this.#text.slice(at + 1, end - 1) : this.#text.slice(at, end);
      if (name === '__proto__' || members.has(name)) leave();
      this.#last = end;
      const from = skipBlanks(this.#text, end + 1);
      const item = this.#isRest(from)
        ? this.#below(from, column, true)
        : this.#scalar(from, column);
      members.set(name, { start: at, end, node: item });
      value[name] = item.value;
      node.size += item.size;
      if (this.#indent > column) leave();
      if (this.#indent < column) break;
    }
    node.end = Math.max(this.#last, start);
    return node;
  }

  /** Behind the key that starts there, before its colon; -1 where none does. */
  #keyEnd(at: number): number {
    const code = this.#text.charCodeAt(at);
    const key = code === 34 || code === 39 ? quotedKey : plainKey;
    key.lastIndex = at;
    return key.test(this.#text) ? key.lastIndex : -1;
  }

  /** What stands on the lines below a key or a dash; nothing where they are not indented. */
  #below(from: number, column: number, isKey: boolean): YamlNode {
    this.#toLine(this.#lineEnd(from) + 1);
    if (this.#indent > column) return this.#block(this.#first, this.#indent, column);
    if (isKey && this.#indent === column && this.#isDash(this.#first))
      return this.#block(this.#first, column, column);
    return { value: null, start: this.#last, end: this.#last, size: 1 };
  }

  /** Whether the line holds no more, or a comment only. */
  #isRest(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return (
      at >= this.#text.length ||
      code === newline ||
      (code === hash && this.#text.charCodeAt(at - 1) === space)
    );
  }

  #scalar(at: number, parent: number): YamlNode {
    if (parent === -1) leave();
    switch (this.#text[at]) {
      case "'":
      case '"':
        return this.#quoted(at, parent);
      case '|':
      case '>':
        return this.#blockScalar(at, parent);
      case '[':
      case '{': {
        const node = readFlow(this.#text, at, this.#resolve);
        this.#endLine(node.end);
        return node;
      }
      default:
        return this.#plain(at, parent);
    }
  }

  /** The value ends there, and so must the line. */
  #endLine(end: number): void {
    this.#last = end;
    const rest = skipBlanks(this.#text, end);
    if (!this.#isRest(rest)) leave();
    this.#toLine(this.#lineEnd(rest) + 1);
  }

  #plain(start: number, parent: number): YamlNode {
    const text = this.#text;
    if (/[\]{},#&*!|>'"%@`[]/.test(text[start]!)) leave();
    let end = this.#plainEnd(start);
    let value = text.slice(start, end);
    let line = this.#lineEnd(end);
    // Lines that are indented further go on with it, unless a comment has ended it.
    while (skipBlanks(this.#text, end) === line && line < text.length) {
      let breaks = 0;
      let from = skipBlanks(this.#text, line + 1);
      let lineStart = line + 1;
      for (; text.charCodeAt(from) === newline; breaks++) {
        lineStart = from + 1;
        from = skipBlanks(this.#text, lineStart);
      }
      if (from >= text.length || from - lineStart <= parent || text.charCodeAt(from) === hash)
        break;
      end = this.#plainEnd(from);
      value += (breaks === 0 ? ' ' : '\n'.repeat(breaks)) + text.slice(from, end);
      line = this.#lineEnd(end);
    }
    this.#last = end;
    this.#toLine(line + 1);
    return { value: this.#resolve(value), start, end, size: 1 };
  }

  /** Where the plain text of a line ends: before a comment, or blanks at its end. */
  #plainEnd(from: number): number {
    const text = this.#text;
    const first = text.charCodeAt(from);
    const second = text.charCodeAt(from + 1);
    const isLast = from + 1 >= text.length || second === space || second === newline;
    if ((first === dash || first === colon || first === 63) && isLast) leave();
    let end = from;
    for (let index = from; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code === newline) break;
      if (code === space) continue;
      if (code === hash && index > end) break;
      if (code === colon) {
        const next = text.charCodeAt(index + 1);
        if (next === space || next === newline || index + 1 === text.length) leave();
      }
      end = index + 1;
    }
    return end;
  }

  #quoted(start: number, parent: number): YamlNode {
    const text = this.#text;
    const quote = text[start]!;
    let end = start + 1;
    let isEscaped = false;
    for (; ; end++) {
      const character = text[end];
      if (character === undefined) leave();
      if (character === '\\' && quote === '"') {
        isEscaped = true;
        end++;
      } else if (character === quote) {
        if (quote === '"' || text[end + 1] !== quote) break;
        isEscaped = true;
        end++;
      }
    }
    const raw = text.slice(start + 1, end);
    const folded = raw.includes('\n') ? fold(raw, parent) : raw;
    const value = isEscaped ? unescape(folded, quote) : folded;
    this.#endLine(end + 1);
    return { value, start, end: end + 1, size: 1 };
  }

  #blockScalar(at: number, parent: number): YamlNode {
    const text = this.#text;
    blockHeader.lastIndex = at;
    const [, style, strip] = blockHeader.exec(text) ?? leave();
    const start = blockHeader.lastIndex;
    let column = -1;
    let end = start;
    const lines: string[] = [];
    while (end < text.length) {
      const first = skipBlanks(this.#text, end);
      const line = this.#lineEnd(end);
      const indent = first - end;
      if (first === line) {
        // Blanks may belong to the text.
        if (line === text.length || indent > (column === -1 ? 0 : column)) leave();
        lines.push('');
      } else {
        if (column === -1) column = indent > parent ? indent : leave();
        if (indent < column) {
          if (indent > parent) leave();
          break;
        }
        if (style === '>' && indent > column) leave();
        lines.push(text.slice(end + column, line));
      }
      if (line === text.length) leave();
      end = line + 1;
    }
    if (column === -1) leave();
    while (lines.at(-1) === '') lines.pop();
    const content = style === '|' ? lines.join('\n') : foldLines(lines);
    this.#last = end;
    this.#toLine(end);
    return { value: strip === '-' ? content : `${content}\n`, start, end, size: 1 };
  }
}
