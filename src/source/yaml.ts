// YAML text → plain values and the place of each of them, in one pass over the parser's events.
// Every problem is data; nothing here throws for bad input.
import {
  CORE_SCHEMA,
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
} from 'js-yaml';
import { readBlockYaml } from './block-yaml.ts';
import type { NodeMap } from './source-file.ts';
import { emptyNodes, nodeMap, type YamlNode } from './yaml-nodes.ts';

export interface YamlProblem {
  readonly kind: 'syntax' | 'duplicate-key' | 'multiple-documents' | 'alias' | 'tag' | 'key';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Of a duplicate key: where it stands first. */
  readonly first?: { readonly start: number; readonly end: number };
}

export interface YamlResult {
  /** Undefined where the text holds no document or cannot be parsed. */
  readonly value: unknown;
  readonly nodes: NodeMap;
  readonly problems: readonly YamlProblem[];
}

type Event = ReturnType<typeof parseEvents>[number];

/** Aliases may repeat at most this many nodes: far beyond any honest document, far below what hurts. */
const maxExpandedNodes = 1_000_000;
const maxDepth = 200;

const byteOrderMark = '\uFEFF';

export function parseYaml(text: string): YamlResult {
  const shift = text.startsWith(byteOrderMark) ? 1 : 0;
  const source = shift === 0 ? text : text.slice(1);
  const plainly = readBlockYaml(source, resolveScalar);
  if (plainly !== undefined)
    return { value: plainly.value, nodes: nodeMap(plainly, shift), problems: [] };
  return parseAnyYaml(source, shift);
}

/** The way for all of YAML, for what is not written plainly. */
export function parseAnyYaml(source: string, shift = 0): YamlResult {
  const problems: YamlProblem[] = [];
  let events: readonly Event[];
  try {
    events = parseEvents(source, { maxDepth });
  } catch (error) {
    return { value: undefined, nodes: emptyNodes, problems: [syntaxProblem(error, source, shift)] };
  }
  const builder = new Builder(source, events, problems);
  const node = builder.document();
  const shifted = shift === 0 ? problems : problems.map((problem) => shiftProblem(problem, shift));
  if (node === undefined) return { value: undefined, nodes: emptyNodes, problems: shifted };
  return { value: node.value, nodes: nodeMap(node, shift), problems: shifted };
}

class Builder {
  readonly #source: string;
  readonly #events: readonly Event[];
  readonly #problems: YamlProblem[];
  readonly #anchors = new Map<string, YamlNode>();
  #index = 0;
  /** End of the last thing read: where an empty value stands. */
  #last = 0;
  #expanded = 0;

  constructor(source: string, events: readonly Event[], problems: YamlProblem[]) {
    this.#source = source;
    this.#events = events;
    this.#problems = problems;
  }

  document(): YamlNode | undefined {
    if (this.#events[this.#index++]?.type !== EVENT_ID.DOCUMENT) return undefined;
    if (this.#events[this.#index]?.type === EVENT_ID.POP) return undefined;
    const node = this.#node();
    if (this.#events.some((event, at) => at >= this.#index && event.type === EVENT_ID.DOCUMENT)) {
      const marker = this.#source.indexOf('\n---', this.#last);
      const start = marker === -1 ? this.#last : marker + 1;
      this.#report(
        'multiple-documents',
        'the file holds more than one YAML document; only the first is read',
        start,
        start + (marker === -1 ? 1 : 3),
      );
    }
    return node;
  }

  #node(): YamlNode {
    const event = this.#events[this.#index++]!;
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.#anchored(event, this.#scalar(event));
      case EVENT_ID.SEQUENCE: {
        const items: YamlNode[] = [];
        const value: unknown[] = [];
        const node: YamlNode = { value, items, start: event.start, end: event.start, size: 1 };
        this.#last = event.start + (event.style === 2 ? 1 : 0);
        while (this.#events[this.#index]!.type !== EVENT_ID.POP) {
          const item = this.#node();
          items.push(item);
          value.push(item.value);
          node.size += item.size;
        }
        return this.#anchored(event, this.#close(node, event.style === 2));
      }
      case EVENT_ID.MAPPING:
        return this.#anchored(event, this.#mapping(event));
      case EVENT_ID.ALIAS:
        return this.#alias(event);
      default:
        throw new Error(`unexpected YAML event ${event.type}`);
    }
  }

  #mapping(event: Event & { readonly start: number; readonly style: number }): YamlNode {
    const members: NonNullable<YamlNode['members']> = new Map();
    const value: Record<string, unknown> = {};
    const node: YamlNode = { value, members, start: event.start, end: event.start, size: 1 };
    this.#last = event.start + (event.style === 2 ? 1 : 0);
    while (this.#events[this.#index]!.type !== EVENT_ID.POP) {
      const key = this.#key();
      const item = this.#node();
      node.size += item.size;
      const earlier = members.get(key.name);
      if (earlier !== undefined) {
        const first = { start: earlier.start, end: earlier.end };
        this.#problems.push({
          kind: 'duplicate-key',
          message: `the key \`${key.name}\` is given twice`,
          start: key.start,
          end: key.end,
          first,
        });
        continue;
      }
      members.set(key.name, { start: key.start, end: key.end, node: item });
      setOwn(value, key.name, item.value);
    }
    return this.#close(node, event.style === 2);
  }

  #key(): { readonly name: string; readonly start: number; readonly end: number } {
    const event = this.#events[this.#index]!;
    const node = this.#node();
    if (event.type === EVENT_ID.SCALAR)
      return { name: getScalarValue(this.#source, event), start: node.start, end: node.end };
    if (event.type === EVENT_ID.ALIAS && typeof node.value === 'string')
      return { name: node.value, start: node.start, end: node.end };
    this.#report('key', 'a key must be plain text', node.start, node.end);
    return { name: JSON.stringify(node.value) ?? '', start: node.start, end: node.end };
  }

  #scalar(
    event: Event & {
      readonly valueStart: number;
      readonly valueEnd: number;
      readonly style: number;
      readonly tagStart: number;
      readonly tagEnd: number;
    },
  ): YamlNode {
    const empty = event.valueStart === -1;
    const plain = event.style === SCALAR_STYLE.PLAIN;
    const quoted =
      event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    const start = empty ? this.#last : event.valueStart - (quoted ? 1 : 0);
    const end = empty ? this.#last : event.valueEnd + (quoted ? 1 : 0);
    this.#last = end;
    const text = empty
      ? ''
      : getScalarValue(this.#source, event as Parameters<typeof getScalarValue>[1]);
    const tag =
      event.tagStart === -1 ? undefined : this.#source.slice(event.tagStart, event.tagEnd);
    if (
      tag !== undefined &&
      tag !== '!!str' &&
      tag !== '!' &&
      !/^!!(int|float|bool|null)$/.test(tag)
    )
      this.#report(
        'tag',
        `the tag \`${tag}\` has no meaning here and is left out`,
        event.tagStart,
        event.tagEnd,
      );
    const resolves = tag === undefined ? plain : tag !== '!!str' && tag !== '!';
    return { value: resolves ? resolveScalar(text) : text, start, end, size: 1 };
  }

  #alias(event: Event & { readonly anchorStart: number; readonly anchorEnd: number }): YamlNode {
    const name = this.#source.slice(event.anchorStart, event.anchorEnd);
    const target = this.#anchors.get(name);
    const start = event.anchorStart - 1;
    this.#last = event.anchorEnd;
    if (target === undefined) {
      this.#report(
        'alias',
        `there is no anchor \`&${name}\` above, or it stands inside itself`,
        start,
        event.anchorEnd,
      );
      return { value: null, start, end: event.anchorEnd, size: 1 };
    }
    this.#expanded += target.size;
    if (this.#expanded > maxExpandedNodes) {
      if (this.#expanded - target.size <= maxExpandedNodes)
        this.#report(
          'alias',
          `aliases repeat more than ${maxExpandedNodes} nodes`,
          start,
          event.anchorEnd,
        );
      return { value: null, start, end: event.anchorEnd, size: 1 };
    }
    return { ...target, start, end: event.anchorEnd };
  }

  #anchored(event: Event, node: YamlNode): YamlNode {
    if ('anchorStart' in event && event.anchorStart !== -1)
      this.#anchors.set(this.#source.slice(event.anchorStart, event.anchorEnd), node);
    return node;
  }

  #close(node: YamlNode, flow: boolean): YamlNode {
    this.#index++;
    if (flow) {
      const bracket = this.#source.startsWith('{', node.start) ? '}' : ']';
      const end = this.#source.indexOf(bracket, this.#last);
      this.#last = end === -1 ? this.#last : end + 1;
    }
    node.end = Math.max(this.#last, node.start);
    return node;
  }

  #report(kind: YamlProblem['kind'], message: string, start: number, end: number): void {
    this.#problems.push({ kind, message, start, end });
  }
}

/** `__proto__` and its like become own members, never the prototype. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else target[key] = value;
}

/** YAML 1.2 core schema: null, booleans, numbers; everything else is text. */
function resolveScalar(text: string): unknown {
  // Most scalars are words, which begin like no number, null or boolean.
  return !/^(?:[-+.0-9~nNtTfF]|$)/.test(text)
    ? text
    : CORE_SCHEMA.resolveImplicitScalarTag(text).value;
}

function syntaxProblem(error: unknown, source: string, shift: number): YamlProblem {
  if (error instanceof YAMLException) {
    const start = Math.min(error.mark?.position ?? 0, source.length);
    return {
      kind: 'syntax',
      message: error.reason,
      start: start + shift,
      end: Math.min(start + 1, source.length) + shift,
    };
  }
  throw error;
}

function shiftProblem(problem: YamlProblem, shift: number): YamlProblem {
  const first = problem.first && {
    start: problem.first.start + shift,
    end: problem.first.end + shift,
  };
  return {
    ...problem,
    start: problem.start + shift,
    end: problem.end + shift,
    ...(first && { first }),
  };
}
