// Regular expressions of JavaScript as data that an automaton runs. The engine of JavaScript may need years for a text
// that somebody else chose; an automaton needs the time of the text.

/** Text is one character, as the source of an expression that matches it; a list is a sequence. */
export type PatternNode =
  | string
  | readonly PatternNode[]
  | { readonly either: readonly PatternNode[] }
  /** Without `max` there is no limit. */
  | { readonly of: PatternNode; readonly min: number; readonly max?: number }
  | { readonly at: '^' | '$' | '\\b' | '\\B' }
  | { readonly look: PatternNode; readonly behind?: true; readonly not?: true };

export type ReadPattern =
  | { readonly kind: 'pattern'; readonly node: PatternNode; readonly flags: string }
  /** `reason` goes on from "the pattern": `is no regular expression`. */
  | { readonly kind: 'refused'; readonly reason: string };

/** States of the automaton; `.{1,1000}` is one of them. */
const mostStates = 1_100;
const deepest = 100;

class Refused extends Error {}

/** With the flags it is run with; `u` is added where the pattern allows for it and `flags` is not given. */
export function readPattern(source: string, flags?: string): ReadPattern {
  const used = (flags === undefined ? ['u', ''] : [flags]).find((each) => compiles(source, each));
  if (used === undefined)
    return { kind: 'refused', reason: 'is no regular expression that JavaScript knows' };
  try {
    const node = new Parser(source, used.includes('u')).whole();
    if (patternSize(node) > mostStates) throw new Refused('repeats too much too often');
    return { kind: 'pattern', node, flags: used };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', reason: error.message };
    throw error;
  }
}

function compiles(source: string, flags: string): boolean {
  try {
    return new RegExp(source, flags) instanceof RegExp;
  } catch {
    return false;
  }
}

/** How many states the automaton has. */
export function patternSize(node: PatternNode): number {
  if (typeof node === 'string') return 1;
  if (Array.isArray(node)) return sum(node as readonly PatternNode[]);
  if ('either' in node) return 1 + sum(node.either);
  if ('of' in node) {
    const [times, more] =
      node.max === undefined ? [node.min + 1, 1] : [node.max, node.max - node.min];
    return times * patternSize(node.of) + more;
  }
  return 'look' in node ? 1 + patternSize(node.look) : 1;
}

function sum(nodes: readonly PatternNode[]): number {
  return nodes.reduce((total, node) => total + patternSize(node), 0);
}

/** Reads what is known to be an expression. */
class Parser {
  readonly #source: string;
  readonly #unicode: boolean;
  #at = 0;
  #depth = 0;

  constructor(source: string, unicode: boolean) {
    this.#source = source;
    this.#unicode = unicode;
  }

  whole(): PatternNode {
    return this.#choice();
  }

  #choice(): PatternNode {
    if (++this.#depth > deepest) throw new Refused('is nested too deeply');
    const branches = [this.#sequence()];
    while (this.#take('|')) branches.push(this.#sequence());
    this.#depth--;
    return branches.length === 1 ? branches[0]! : { either: branches };
  }

  #sequence(): PatternNode {
    const nodes: PatternNode[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source.charAt(this.#at)))
      nodes.push(this.#repeated(this.#atom()));
    return nodes.length === 1 ? nodes[0]! : nodes;
  }

  #repeated(of: PatternNode): PatternNode {
    const written = this.#match(/([*+?])\??|\{(\d+)(,(\d*))?\}\??/y);
    if (written === undefined) return of;
    const [, sign, least, comma, most] = written;
    if (sign === '*') return { of, min: 0 };
    if (sign === '+') return { of, min: 1 };
    if (sign === '?') return { of, min: 0, max: 1 };
    const min = Number(least);
    if (comma === undefined) return { of, min, max: min };
    return most === '' ? { of, min } : { of, min, max: Number(most) };
  }

  #atom(): PatternNode {
    if (this.#take('(')) return this.#group();
    if (this.#take('^')) return { at: '^' };
    if (this.#take('$')) return { at: '$' };
    const set = this.#match(/\[(?:[^\\\]]|\\[^])*\]/y);
    if (set !== undefined) return set[0];
    if (this.#source.startsWith('\\', this.#at)) return this.#escape();
    if (this.#take('.')) return '.';
    const [character = ''] = this.#match(this.#unicode ? /[^]/uy : /[^]/y) ?? [];
    return /[{}\]/]/.test(character) ? `\\${character}` : character;
  }

  #group(): PatternNode {
    const [opened] = this.#match(/\?(?:<?[=!]|:|<[^>]*>)/y) ?? [];
    if (opened === undefined && this.#source.startsWith('?', this.#at))
      throw new Refused('changes its flags on the way');
    const inner = this.#choice();
    this.#take(')');
    const look = /^\?(<?)([=!])$/.exec(opened ?? '');
    if (look === null) return inner;
    return {
      look: inner,
      ...(look[1] === '<' ? { behind: true } : {}),
      ...(look[2] === '!' ? { not: true } : {}),
    };
  }

  #escape(): PatternNode {
    if (this.#take('\\b')) return { at: '\\b' };
    if (this.#take('\\B')) return { at: '\\B' };
    if (this.#match(/\\(?:[1-9]|k|0\d)/y) !== undefined)
      throw new Refused('refers back to what a group has matched');
    const long = this.#unicode
      ? /\\(?:u\{[^}]*\}|[pP]\{[^}]*\}|u[dD][89abAB][^]{2}\\u[dD][c-fC-F][^]{2})/y
      : /(?!)/y;
    const found =
      this.#match(long) ?? this.#match(/\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|[^])/y);
    return found?.[0] ?? '\\\\';
  }

  #match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#source) ?? undefined;
    if (found !== undefined) this.#at += found[0].length;
    return found;
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}
