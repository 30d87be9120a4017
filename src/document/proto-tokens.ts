// The words, numbers, texts and symbols of a `.proto` file, each with its place. Comments and blanks are left out.
import type { Span } from '../source/location.ts';

export interface ProtoToken extends Span {
  readonly kind: 'word' | 'number' | 'text' | 'symbol' | 'end';
  /** As written. */
  readonly text: string;
}

/** Why a text is no `.proto` file. Caught where files are read; nobody else sees it. */
export class ProtoProblem extends Error {
  override readonly name = 'ProtoProblem';
  readonly at: Span;

  constructor(message: string, { file, start, end }: Span) {
    super(message);
    this.at = { file, start, end };
  }
}

const blank = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const kinds: readonly (readonly [kind: ProtoToken['kind'], pattern: RegExp])[] = [
  ['word', /[A-Za-z_]\w*/y],
  ['number', /0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?f?/y],
  ['text', /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'/y],
  ['symbol', /[{}[\]()<>;:,.=+/-]/y],
];

/** The last token is of the kind `end`. */
export function protoTokens(text: string, file: string): readonly ProtoToken[] {
  const tokens: ProtoToken[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  for (;;) {
    at += lengthOf(blank, text, at);
    const place = { file, start: at, end: at + 1 };
    if (at >= text.length) return [...tokens, { kind: 'end', text: '', file, start: at, end: at }];
    if (text.startsWith('/*', at)) throw new ProtoProblem('a comment does not end', place);
    const found = kinds.find(([, pattern]) => lengthOf(pattern, text, at) > 0);
    if (found === undefined) {
      const quote = text[at] === '"' || text[at] === "'";
      throw new ProtoProblem(
        quote ? 'a text does not end' : `\`${text[at] ?? ''}\` has no meaning here`,
        place,
      );
    }
    const end = at + lengthOf(found[1], text, at);
    tokens.push({ kind: found[0], text: text.slice(at, end), file, start: at, end });
    at = end;
  }
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex - at : 0;
}

const escapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
};

/** The bytes that a text stands for. */
export function protoBytes({ text }: ProtoToken): Uint8Array {
  const bytes: number[] = [];
  const parts = text
    .slice(1, -1)
    .matchAll(/\\x([\da-f]{1,2})|\\([0-7]{1,3})|\\u([\da-f]{4})|\\([^])|([^\\]+)/gi);
  for (const [, hex, octal, code, escape, plain] of parts) {
    if (hex !== undefined) bytes.push(parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(parseInt(octal, 8) & 0xff);
    else if (escape !== undefined && escapes[escape] !== undefined) bytes.push(escapes[escape]);
    else
      bytes.push(
        ...new TextEncoder().encode(
          code === undefined ? (plain ?? escape ?? '') : String.fromCharCode(parseInt(code, 16)),
        ),
      );
  }
  return Uint8Array.from(bytes);
}
