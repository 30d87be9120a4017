// Values as TypeScript source.
import type { Json } from '../../ir/expression.ts';
import { type Code, flat } from './code.ts';
import { literalKey, quote } from './names.ts';

/** Longer strings are written as a sum, so that no line of the output gets long. */
const pieceLength = 110;

/** A member that is undefined is left out. */
export type LiteralValue =
  Json | undefined | Source | readonly LiteralValue[] | { readonly [key: string]: LiteralValue };

/** Source text among the values of a literal: a name, a call. */
export class Source {
  readonly text: string;
  /** The same as a tree, where it is to be laid out. */
  readonly code: Code;

  constructor(text: string, code: Code = text) {
    this.text = text;
    this.code = code;
  }
}

/** A call among the values of a literal. */
export function callSource(callee: string, args: readonly LiteralValue[]): Source {
  const given = args.filter((arg) => arg !== undefined);
  return new Source(`${callee}(${given.map(literal).join(', ')})`, {
    kind: 'call',
    callee,
    args: given.map(literalCode),
  });
}

/** A tree among the values of a literal that is laid out. */
export function treeSource(code: Code): Source {
  return new Source(flat(code) ?? '', code);
}

/** A list of names and the like among the values of a literal. */
export function listSource(items: readonly string[]): Source {
  return new Source(`[${items.join(', ')}]`, { kind: 'list', style: 'array', items });
}

/** `literal` as a tree. */
export function literalCode(value: LiteralValue): Code {
  if (value instanceof Source) return value.code;
  if (typeof value === 'string') {
    const pieces = stringPieces(value).map(inFewerQuotes);
    return pieces.length === 1 ? pieces.join('') : { kind: 'sum', pieces };
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (isList(value)) return { kind: 'list', style: 'array', items: value.map(literalCode) };
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return {
    kind: 'list',
    style: 'object',
    items: members.map(([key, member]) => ({
      kind: 'entry',
      key: literalKey(key),
      value: literalCode(member),
    })),
  };
}

export function literal(value: LiteralValue): string {
  if (value instanceof Source) return value.text;
  if (typeof value === 'string') return stringLiteral(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (isList(value)) return `[${value.map(literal).join(', ')}]`;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return members.length === 0
    ? '{}'
    : `{ ${members.map(([key, member]) => `${literalKey(key)}: ${literal(member)}`).join(', ')} }`;
}

export function stringLiteral(text: string): string {
  return stringPieces(text).join(' + ');
}

function stringPieces(text: string): readonly string[] {
  if (text.length <= pieceLength && quote(text).length <= pieceLength) return [quote(text)];
  const pieces: string[] = [];
  let piece = '';
  let room = pieceLength - 2;
  for (const character of text) {
    const length = /^[ !#-[\]-~]$/.test(character) ? 1 : quote(character).length - 2;
    if (length > room) {
      pieces.push(piece);
      piece = '';
      room = pieceLength - 2;
    }
    piece += character;
    room -= length;
  }
  return [...pieces, piece].map(quote);
}

/** In whichever quotation marks need fewer escapes. */
function inFewerQuotes(double: string): string {
  if (!double.includes('\\"')) return double;
  const inside = double.slice(1, -1);
  const doubles = inside.split('\\"').length;
  if (doubles <= inside.split("'").length) return double;
  // An escaped backslash is no escape of what stands behind it.
  return `'${inside.replace(/\\(.)|'/gs, (match, escaped) => (escaped === '"' ? '"' : match === "'" ? "\\'" : match))}'`;
}

function isList(value: object): value is readonly LiteralValue[] {
  return Array.isArray(value);
}
