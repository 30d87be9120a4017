// Patterns that the engine of JavaScript may never end with, run as automata: the time is that of the text, whatever it
// is. Looking ahead is asked of all places of a text at once, from its end; looking behind from its beginning.

/** Text is one character, as the source of an expression that matches it; a list is a sequence. */
export type PatternNode =
  | string
  | readonly PatternNode[]
  | { readonly either: readonly PatternNode[] }
  | { readonly of: PatternNode; readonly min: number; readonly max?: number }
  | { readonly at: string }
  | {
      readonly look: PatternNode;
      readonly behind?: true;
      readonly not?: true;
    };

/** `next` of the last state is -1: there the pattern has matched. */
type State =
  | {
      readonly one: (character: string) => boolean;
      readonly next: number;
    }
  | { readonly ways: readonly number[] }
  | {
      readonly holds: (text: Text, position: number) => boolean;
      readonly next: number;
    };

interface Machine {
  readonly states: readonly State[];
  readonly start: number;
  readonly backwards: boolean;
}

interface Text {
  readonly characters: readonly string[];
  /** Where what is looked for stands, worked out when it is first asked for. */
  readonly looked: Map<Machine, readonly boolean[]>;
}

/** States times characters: longer texts do not match. */
const mostWork = 20_000_000;

/** Whether the pattern matches somewhere in a text. */
export function patternTest(
  node: PatternNode,
  flags: string,
): (text: string) => boolean {
  let machine: Machine | undefined;
  return (text) => {
    machine ??= build(node, flags, false);
    if (text.length * machine.states.length > mostWork) return false;
    const characters = flags.includes("u") ? [...text] : text.split("");
    return places(machine, { characters, looked: new Map() }, true).includes(
      true,
    );
  };
}

function build(root: PatternNode, flags: string, backwards: boolean): Machine {
  const states: State[] = [];
  const tests = new Map<string, (character: string) => boolean>();
  const add = (state: State): number => states.push(state) - 1;
  const one = (source: string): ((character: string) => boolean) => {
    const known = tests.get(source);
    if (known !== undefined) return known;
    const expression = new RegExp(`^${source}$`, flags.replace("m", ""));
    const test = (character: string): boolean => expression.test(character);
    tests.set(source, test);
    return test;
  };
  const optional = (node: PatternNode, next: number, after: number): number =>
    add({ ways: [from(node, next), after] });
  /** The state by which a node begins that goes on at `next`. */
  const from = (node: PatternNode, next: number): number => {
    if (typeof node === "string") return add({ one: one(node), next });
    if (isSequence(node)) {
      const nodes = backwards ? node : [...node].reverse();
      return nodes.reduce<number>((after, each) => from(each, after), next);
    }
    if ("either" in node)
      return add({ ways: node.either.map((each) => from(each, next)) });
    if ("at" in node)
      return add({ holds: condition(node.at, flags, one("\\w")), next });
    if ("look" in node) {
      const machine = build(node.look, flags, node.behind !== true);
      const isWanted = node.not !== true;
      return add({
        holds: (text, position) => places(machine, text)[position] === isWanted,
        next,
      });
    }
    const { of, min, max } = node;
    let first = next;
    if (max === undefined) {
      const ways: number[] = [];
      first = add({ ways });
      ways.push(from(of, first), next);
    } else
      for (let times = min; times < max; times++)
        first = optional(of, first, next);
    for (let times = 0; times < min; times++) first = from(of, first);
    return first;
  };
  return { start: from(root, -1), states, backwards };
}

function isSequence(node: PatternNode): node is readonly PatternNode[] {
  return Array.isArray(node);
}

function condition(
  at: string,
  flags: string,
  isWord: (character: string) => boolean,
): (text: Text, position: number) => boolean {
  const isBreak = (character: string | undefined): boolean =>
    character === undefined ||
    (flags.includes("m") && /^[\n\r\u2028\u2029]$/.test(character));
  if (at === "^")
    return ({ characters }, position) => isBreak(characters[position - 1]);
  if (at === "$")
    return ({ characters }, position) => isBreak(characters[position]);
  return ({ characters }, position) => {
    const before = isWord(characters[position - 1] ?? "");
    const isBorder = before !== isWord(characters[position] ?? "");
    return isBorder === (at === "\\b");
  };
}

/** For each place of the text whether a match ends there, in the machine's direction; `once` stops at the first. */
function places(
  machine: Machine,
  text: Text,
  once = false,
): readonly boolean[] {
  const known = text.looked.get(machine);
  if (known !== undefined) return known;
  const { characters } = text;
  const { states, start, backwards } = machine;
  const found: boolean[] = [];
  text.looked.set(machine, found);
  let current: number[] = [];
  for (let step = 0; step <= characters.length; step++) {
    const position = backwards ? characters.length - step : step;
    const reached = reach(machine, text, position, [...current, start]);
    found[position] = reached.has(-1);
    if (once && found[position]) return found;
    const character = characters[backwards ? position - 1 : position];
    if (character === undefined) break;
    current = [];
    for (const index of reached) {
      const state = states[index];
      if (state !== undefined && "one" in state && state.one(character))
        current.push(state.next);
    }
  }
  return found;
}

/** All states that are there without another character. */
function reach(
  { states }: Machine,
  text: Text,
  position: number,
  from: readonly number[],
): ReadonlySet<number> {
  const found = new Set<number>();
  const pending = [...from];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    if (found.has(index)) continue;
    found.add(index);
    const state = states[index];
    if (state === undefined || "one" in state) continue;
    if ("ways" in state) pending.push(...state.ways);
    else if (state.holds(text, position)) pending.push(state.next);
  }
  return found;
}
