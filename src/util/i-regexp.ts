// Regular expressions of RFC 9485, as JSONPath has them. They are run as automata: the time is that of the pattern times
// that of the text, whatever both are, so a pattern may come from anybody.

/** Whether it matches the text as a whole, or somewhere. */
export interface IRegexp {
  matches(text: string): boolean;
  finds(text: string): boolean;
}

type Node =
  | { readonly kind: 'one'; readonly test: (character: string) => boolean }
  | { readonly kind: 'sequence' | 'choice'; readonly nodes: readonly Node[] }
  | { readonly kind: 'repeat'; readonly node: Node; readonly min: number; readonly max: number };

/** `next` of the last state is -1: there the pattern has matched. */
type State =
  | { readonly test: (character: string) => boolean; readonly next: number }
  | { readonly next: readonly number[] };

const mostStates = 1_000;
const deepest = 50;

class NoPattern extends Error {}

/** Undefined where the text is no such pattern, or a very large one. */
export function iRegexp(pattern: string): IRegexp | undefined {
  try {
    const states: State[] = [];
    const start = build(new Parser(pattern).whole(), -1, states);
    return {
      matches: (text) => run(states, start, text, true),
      finds: (text) => run(states, start, text, false),
    };
  } catch (error) {
    if (error instanceof NoPattern) return undefined;
    throw error;
  }
}

class Parser {
  readonly #characters: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#characters = [...pattern];
  }

  whole(): Node {
    const node = this.#choice();
    if (this.#at < this.#characters.length) throw new NoPattern();
    return node;
  }

  #choice(): Node {
    if (++this.#depth > deepest) throw new NoPattern();
    const nodes = [this.#sequence()];
    while (this.#take('|')) nodes.push(this.#sequence());
    this.#depth--;
    return nodes.length === 1 ? nodes[0]! : { kind: 'choice', nodes };
  }

  #sequence(): Node {
    const nodes: Node[] = [];
    while (this.#next !== undefined && this.#next !== '|' && this.#next !== ')') {
      const node = this.#atom();
      const [min, max] = this.#quantity();
      nodes.push(min === 1 && max === 1 ? node : { kind: 'repeat', node, min, max });
    }
    return { kind: 'sequence', nodes };
  }

  #quantity(): readonly [min: number, max: number] {
    if (this.#take('*')) return [0, Infinity];
    if (this.#take('+')) return [1, Infinity];
    if (this.#take('?')) return [0, 1];
    if (!this.#take('{')) return [1, 1];
    const min = this.#number();
    const max = !this.#take(',') ? min : this.#next === '}' ? Infinity : this.#number();
    if (!this.#take('}') || max < min) throw new NoPattern();
    return [min, max];
  }

  #number(): number {
    let digits = '';
    while (/^\d$/.test(this.#next ?? '')) digits += this.#read();
    if (digits === '') throw new NoPattern();
    return Number(digits);
  }

  #atom(): Node {
    const character = this.#read();
    switch (character) {
      case '(': {
        const node = this.#choice();
        if (!this.#take(')')) throw new NoPattern();
        return node;
      }
      case '.':
        return one((given) => given !== '\n' && given !== '\r');
      case '\\':
        return one(this.#escape());
      case '[':
        return one(this.#set());
      default:
        if (/^[*+?{}\])]$/.test(character)) throw new NoPattern();
        return one((given) => given === character);
    }
  }

  #escape(): (character: string) => boolean {
    const kind = this.#next;
    if (kind === 'p' || kind === 'P') return this.#category();
    const wanted = this.#escaped();
    return (given) => given === wanted;
  }

  #escaped(): string {
    const character = this.#read();
    if (character === 'n') return '\n';
    if (character === 'r') return '\r';
    if (character === 't') return '\t';
    if (!/^[()*+\-.?[\\\]^{|}]$/.test(character)) throw new NoPattern();
    return character;
  }

  /** `\p{Lu}`: of the general categories only, which is all there is. */
  #category(): (character: string) => boolean {
    const isNot = this.#read() === 'P';
    let name = '';
    if (!this.#take('{')) throw new NoPattern();
    while (!this.#take('}')) name += this.#read();
    if (!/^(L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|Z[lps]?|S[ckmo]?|C[cfno]?)$/.test(name))
      throw new NoPattern();
    const category = new RegExp(`^\\${isNot ? 'P' : 'p'}{${name}}$`, 'u');
    return (given) => category.test(given);
  }

  #set(): (character: string) => boolean {
    const isNot = this.#take('^');
    const tests: ((character: string) => boolean)[] = [];
    if (this.#take('-')) tests.push((given) => given === '-');
    while (!this.#take(']')) {
      if (this.#take('-')) {
        if (this.#next !== ']') throw new NoPattern();
        tests.push((given) => given === '-');
      } else tests.push(this.#member());
    }
    if (tests.length === 0) throw new NoPattern();
    return (given) => tests.some((test) => test(given)) !== isNot;
  }

  /** A character, a range of them, or a category. */
  #member(): (character: string) => boolean {
    if (this.#take('\\')) {
      if (this.#next === 'p' || this.#next === 'P') return this.#category();
      return this.#range(this.#escaped());
    }
    return this.#range(this.#plain());
  }

  #range(first: string): (character: string) => boolean {
    const isRange = this.#next === '-' && this.#characters[this.#at + 1] !== ']';
    if (!isRange) return (given) => given === first;
    this.#at++;
    const last = this.#take('\\') ? this.#escaped() : this.#plain();
    const [least, most] = [first.codePointAt(0)!, last.codePointAt(0)!];
    if (most < least) throw new NoPattern();
    return (given) => {
      const point = given.codePointAt(0)!;
      return point >= least && point <= most;
    };
  }

  #plain(): string {
    const character = this.#read();
    if (character === '[' || character === '-') throw new NoPattern();
    return character;
  }

  get #next(): string | undefined {
    return this.#characters[this.#at];
  }

  #read(): string {
    const character = this.#next;
    if (character === undefined) throw new NoPattern();
    this.#at++;
    return character;
  }

  #take(character: string): boolean {
    if (this.#next !== character) return false;
    this.#at++;
    return true;
  }
}

function one(test: (character: string) => boolean): Node {
  return { kind: 'one', test };
}

/** Adds the states of a node that goes on at `next`; gives the first of them. */
function build(node: Node, next: number, states: State[]): number {
  const add = (state: State): number => {
    if (states.length >= mostStates) throw new NoPattern();
    return states.push(state) - 1;
  };
  switch (node.kind) {
    case 'one':
      return add({ test: node.test, next });
    case 'sequence':
      return node.nodes.reduceRight((after, each) => build(each, after, states), next);
    case 'choice':
      return add({ next: node.nodes.map((each) => build(each, next, states)) });
    case 'repeat': {
      const { min, max } = node;
      if (Math.max(min, max === Infinity ? 0 : max) > mostStates) throw new NoPattern();
      let after = next;
      if (max === Infinity) {
        const ways: number[] = [];
        after = add({ next: ways });
        ways.push(build(node.node, after, states), next);
      } else
        for (let i = min; i < max; i++)
          after = add({ next: [build(node.node, after, states), next] });
      for (let i = 0; i < min; i++) after = build(node.node, after, states);
      return after;
    }
  }
}

function run(states: readonly State[], start: number, text: string, whole: boolean): boolean {
  let current = reached(states, [start]);
  for (const character of text) {
    if (!whole && current.has(-1)) return true;
    const stepped: number[] = whole ? [] : [start];
    for (const index of current) {
      const state = states[index];
      if (state !== undefined && 'test' in state && state.test(character)) stepped.push(state.next);
    }
    current = reached(states, stepped);
  }
  return current.has(-1);
}

/** All states that are there without another character. */
function reached(states: readonly State[], from: readonly number[]): ReadonlySet<number> {
  const found = new Set<number>();
  const pending = [...from];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    if (found.has(index)) continue;
    found.add(index);
    const state = states[index];
    if (state !== undefined && !('test' in state)) pending.push(...state.next);
  }
  return found;
}
