// Values as TypeScript source.
import type { Json } from '../../ir/expression.ts';
import { literalKey, quote } from './names.ts';

/** Longer strings are written as a sum, so that no line of the output gets long. */
const pieceLength = 110;

/** A member that is undefined is left out. */
export type LiteralValue =
  Json | undefined | Source | readonly LiteralValue[] | { readonly [key: string]: LiteralValue };

/** Source text among the values of a literal: a name, a call. */
export class Source {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
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
  if (quote(text).length <= pieceLength) return quote(text);
  const pieces: string[] = [];
  let piece = '';
  for (const character of text) {
    if (quote(piece + character).length > pieceLength) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece].map(quote).join(' + ');
}

function isList(value: object): value is readonly LiteralValue[] {
  return Array.isArray(value);
}
