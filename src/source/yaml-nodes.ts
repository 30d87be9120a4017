// Values of a YAML text with the place of each, as a tree, and the way from JSON pointers to places.
import { itemNames } from './item-names.ts';
import { unescapeSegment } from './location.ts';
import type { NodeMap } from './source-file.ts';

export interface YamlNode {
  value: unknown;
  start: number;
  end: number;
  members?: Map<string, { readonly start: number; readonly end: number; readonly node: YamlNode }>;
  items?: YamlNode[];
  /** Nodes below it with aliases written out; guards against texts that grow exponentially. */
  size: number;
}

export const emptyNodes: NodeMap = { find: () => undefined, names: () => [] };

export function nodeMap(root: YamlNode, shift: number): NodeMap {
  const steps = new Steps(root);
  return {
    value: root.value,
    scalarAt(offset) {
      const span = scalarAt(root, offset - shift);
      return span && { start: span.start + shift, end: span.end + shift };
    },
    names: (pointer) => itemNames(root.value, pointer),
    find(pointer, on) {
      const found = steps.to(pointer);
      if (found === undefined) return undefined;
      const span = on === 'key' && found.key !== undefined ? found.key : found.node;
      return { start: span.start + shift, end: span.end + shift };
    },
  };
}

interface Step {
  readonly node: YamlNode;
  readonly key: { readonly start: number; readonly end: number } | undefined;
  /** Of the pointer to it. */
  readonly length: number;
}

/** The way to the node that was asked for last: the next one is mostly near. */
class Steps {
  readonly #steps: Step[];
  #pointer = '';

  constructor(root: YamlNode) {
    this.#steps = [{ node: root, key: undefined, length: 0 }];
  }

  to(pointer: string): Step | undefined {
    const steps = this.#steps;
    let step = steps.at(-1)!;
    while (!this.#isOnTheWay(step.length, pointer)) {
      steps.pop();
      step = steps.at(-1)!;
    }
    this.#pointer = pointer;
    while (step.length < pointer.length) {
      const slash = pointer.indexOf('/', step.length + 1);
      const end = slash === -1 ? pointer.length : slash;
      const segment = unescapeSegment(pointer.slice(step.length + 1, end));
      const member = step.node.members?.get(segment);
      const node = member?.node ?? step.node.items?.[Number(segment)];
      if (node === undefined) return undefined;
      step = { node, key: member, length: end };
      steps.push(step);
    }
    return step;
  }

  /** Whether the first `length` characters of the last pointer are whole steps of this one. */
  #isOnTheWay(length: number, pointer: string): boolean {
    return (
      length === 0 ||
      (length <= pointer.length &&
        (length === pointer.length || pointer.charCodeAt(length) === 47) &&
        pointer.startsWith(this.#pointer.slice(0, length)))
    );
  }
}

/** What an alias stands for is written elsewhere: parts of a node are looked at only inside its own span. */
function scalarAt(
  node: YamlNode,
  offset: number,
): { readonly start: number; readonly end: number } | undefined {
  const within = (span: { readonly start: number; readonly end: number }): boolean =>
    span.start <= offset && offset < span.end;
  if (!within(node)) return undefined;
  const parts = node.members === undefined ? node.items : [...node.members.values()];
  if (parts === undefined || parts.length === 0)
    return node.value !== null && typeof node.value === 'object' ? undefined : node;
  for (const part of parts) {
    if (within(part) && 'node' in part) return part;
    const value = 'node' in part ? part.node : part;
    if (within(value)) return scalarAt(value, offset);
  }
  return undefined;
}
