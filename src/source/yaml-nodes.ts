// Values of a YAML text with the place of each, as a tree, and the way from JSON pointers to places.
import { itemNames } from './item-names.ts';
import { pointerSegments } from './location.ts';
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
  return {
    value: root.value,
    scalarAt(offset) {
      const span = scalarAt(root, offset - shift);
      return span && { start: span.start + shift, end: span.end + shift };
    },
    names: (pointer) => itemNames(root.value, pointer),
    find(pointer, on) {
      let node = root;
      let key: { readonly start: number; readonly end: number } | undefined;
      for (const segment of pointerSegments(pointer)) {
        const member = node.members?.get(segment);
        const next = member?.node ?? node.items?.[Number(segment)];
        if (next === undefined) return undefined;
        key = member;
        node = next;
      }
      const span = on === 'key' && key !== undefined ? key : node;
      return { start: span.start + shift, end: span.end + shift };
    },
  };
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
