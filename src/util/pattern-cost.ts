// Which expressions the engine of JavaScript may run over any text: those where it never has two ways to go on with the
// same character, and those that have few ways in all. What is not proven is not so.
import { patternSize, type PatternNode, type ReadPattern } from './pattern.ts';

/** Ways through the pattern, times its length: from each place of a text, or from its beginning only. */
const fewSteps = { anywhere: 200, once: 10_000 };
/** Characters of the pattern, those that are repeated counted as often. */
const mostPlaces = 200;

/** Whether the time is that of the text, whatever the text is. */
export function isHarmless({ node, flags }: Extract<ReadPattern, { kind: 'pattern' }>): boolean {
  const isAnchored =
    Array.isArray(node) && isStart((node as readonly PatternNode[])[0]) && !flags.includes('m');
  const steps = ways(node) * patternSize(node);
  if (steps <= (isAnchored ? fewSteps.once : fewSteps.anywhere)) return true;
  if (!isAnchored) return false;
  try {
    const automaton = new Places(flags);
    automaton.add(node);
    return automaton.isDeterministic();
  } catch (error) {
    if (error instanceof Unproven) return false;
    throw error;
  }
}

function isStart(node: PatternNode | undefined): boolean {
  return typeof node === 'object' && 'at' in node && node.at === '^';
}

/** Ways through the pattern. */
function ways(node: PatternNode): number {
  if (typeof node === 'string') return 1;
  if (Array.isArray(node))
    return (node as readonly PatternNode[]).reduce((all, each) => all * ways(each), 1);
  if ('at' in node) return 1;
  if ('either' in node) return node.either.reduce((all, each) => all + ways(each), 0);
  if ('look' in node) return Infinity;
  if (!('of' in node) || node.max === undefined) return Infinity;
  const one = ways(node.of);
  if (node.max > fewSteps.once) return Infinity;
  let all = 0;
  for (let times = node.min; times <= node.max; times++) all += one ** times;
  return all;
}

class Unproven extends Error {}

/** Places of characters by which a part of the pattern begins and ends; `empty`: it may match nothing. */
interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly empty: boolean;
}

const nothing: Part = { first: [], last: [], empty: true };

/** The pattern as its characters and those that may follow each (Glushkov); two ways to one are written twice. */
class Places {
  readonly #flags: string;
  readonly #sources: string[] = [];
  readonly #following: number[][] = [];
  #first: readonly number[] = [];

  constructor(flags: string) {
    this.#flags = flags;
  }

  add(node: PatternNode): void {
    this.#first = this.#part(node).first;
  }

  isDeterministic(): boolean {
    const sources = [...new Set(this.#sources)];
    // Where two sets overlap, one of them begins or ends.
    const points = [...new Set([...usual, ...sources.flatMap(everyMentioned)])];
    const sets = new Map(
      sources.map((source) => [source, members(source, this.#flags, points)] as const),
    );
    return [this.#first, ...this.#following].every((choices) => {
      const seen = new Set<number>();
      for (const place of choices)
        for (const point of sets.get(this.#sources[place]!)!) {
          if (seen.has(point)) return false;
          seen.add(point);
        }
      return true;
    });
  }

  #part(node: PatternNode): Part {
    if (typeof node === 'string') {
      const place = this.#sources.push(node) - 1;
      if (place >= mostPlaces) throw new Unproven();
      this.#following.push([]);
      return { first: [place], last: [place], empty: false };
    }
    if (Array.isArray(node))
      return (node as readonly PatternNode[]).reduce<Part>(
        (before, each) => this.#joined(before, this.#part(each)),
        nothing,
      );
    if ('at' in node) return nothing;
    if ('either' in node) return this.#either(node.either.map((each) => this.#part(each)));
    if ('of' in node) return this.#repeated(node.of, node.min, node.max);
    throw new Unproven();
  }

  #joined(before: Part, after: Part): Part {
    this.#follow(before.last, after.first);
    return {
      first: before.empty ? [...before.first, ...after.first] : before.first,
      last: after.empty ? [...before.last, ...after.last] : after.last,
      empty: before.empty && after.empty,
    };
  }

  #either(parts: readonly Part[]): Part {
    const empty = parts.filter((part) => part.empty).length;
    if (empty > 1) throw new Unproven();
    return {
      first: parts.flatMap(({ first }) => first),
      last: parts.flatMap(({ last }) => last),
      empty: empty === 1,
    };
  }

  #repeated(node: PatternNode, min: number, max: number | undefined): Part {
    let all = nothing;
    const add = (isOptional: boolean): Part => {
      const part = this.#part(node);
      if (part.empty) throw new Unproven();
      all = this.#joined(all, isOptional ? { ...part, empty: true } : part);
      return part;
    };
    for (let times = 1; times < min; times++) add(false);
    if (max === undefined) {
      const { first, last } = add(min === 0);
      this.#follow(last, first);
      return all;
    }
    if (min > 0) add(false);
    // `a{0,2}` is `(a(a)?)?`: what may come second follows the first only.
    let inner = nothing;
    for (let times = min; times < max; times++) {
      const part = this.#part(node);
      if (part.empty) throw new Unproven();
      inner = { ...this.#joined(part, inner), empty: true };
    }
    return this.#joined(all, inner);
  }

  #follow(from: readonly number[], to: readonly number[]): void {
    for (const place of from) this.#following[place]!.push(...to);
  }
}

/** Characters at which a set can begin or end: what it spells out, and what the classes are made of. */
const usual: readonly number[] = [
  ...Array.from({ length: 256 }, (_, point) => point),
  ...[
    0x130, 0x131, 0x17f, 0x1680, 0x180e, 0x2028, 0x2029, 0x202f, 0x205f, 0x212a, 0x3000, 0xfeff,
    0x10fffe,
  ].flatMap(around),
  ...Array.from({ length: 14 }, (_, index) => 0x1fff + index),
];

function members(source: string, flags: string, points: readonly number[]): readonly number[] {
  // What they stand for is not spelt out.
  if (/\\[pPuxc]/.test(source)) throw new Unproven();
  // The other cases of letters are among the usual ones for those of ASCII only.
  if (flags.includes('i') && /[^\0-\x7f]/.test(source)) throw new Unproven();
  const one = new RegExp(`^${source}$`, flags);
  return points.filter((point) => one.test(String.fromCodePoint(point)));
}

function everyMentioned(source: string): readonly number[] {
  return [...source].flatMap((character) => around(character.codePointAt(0)!));
}

function around(point: number): readonly number[] {
  return [point - 1, point, point + 1].filter((each) => each >= 0 && each <= 0x10ffff);
}
