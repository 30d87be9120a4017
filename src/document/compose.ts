// A document put together from two texts: its values, and for each node the place where it was written.
// Only overlays need it; values and places are changed side by side.
import { child, escapePointer, onKey, pointerSegments, type Location } from '../source/location.ts';
import { isRecord } from './fields.ts';

/** Where a node is, from the top of the document: names of members and indexes of items. */
export type NodePath = readonly (string | number)[];

interface Node {
  value: unknown;
  readonly at: Location;
  /** Of a mapping or a list, by name or index. */
  readonly parts?: Map<string, Node> | Node[];
}

export class Composition {
  #top: Node;

  constructor(value: unknown, at: Location) {
    this.#top = plant(value, at);
  }

  get value(): unknown {
    return this.#top.value;
  }

  /** Where the node at a place of the document was written; of one that does not exist, below its nearest ancestor. */
  origin(at: Location): Location {
    const segments = pointerSegments(at.pointer);
    let node = this.#top;
    for (const [index, segment] of segments.entries()) {
      const next = partOf(node, segment);
      if (next === undefined) {
        const rest = segments.slice(index).map((name) => `/${escapePointer(name)}`);
        return withSide({ file: node.at.file, pointer: node.at.pointer + rest.join('') }, at);
      }
      node = next;
    }
    return withSide(node.at, at);
  }

  /** Mappings are merged, lists get longer, everything else is replaced. */
  update(path: NodePath, value: unknown, at: Location): void {
    const node = this.#find(path);
    if (node === undefined) return;
    const merged = merge(node, value, at);
    if (merged !== node) this.#replace(path, merged);
  }

  /** The last items of a list go first, so that the places of the others hold. */
  remove(paths: readonly NodePath[]): void {
    for (const path of [...paths].sort(fromTheEnd)) {
      const parent = this.#find(path.slice(0, -1));
      const key = path.at(-1);
      if (parent === undefined || key === undefined) continue;
      if (Array.isArray(parent.parts)) {
        parent.parts.splice(Number(key), 1);
        (parent.value as unknown[]).splice(Number(key), 1);
      } else {
        parent.parts?.delete(String(key));
        delete (parent.value as Record<string, unknown>)[key];
      }
    }
  }

  #find(path: NodePath): Node | undefined {
    let node: Node | undefined = this.#top;
    for (const key of path) node = node && partOf(node, String(key));
    return node;
  }

  #replace(path: NodePath, node: Node): void {
    const parent = path.length === 0 ? undefined : this.#find(path.slice(0, -1));
    if (parent === undefined) this.#top = node;
    else setPart(parent, path.at(-1)!, node);
  }
}

function merge(node: Node, value: unknown, at: Location): Node {
  if (isRecord(value) && isRecord(node.value)) {
    for (const key of Object.keys(value)) {
      const known = partOf(node, key);
      const written = child(at, key);
      setPart(
        node,
        key,
        known === undefined ? plant(value[key], written) : merge(known, value[key], written),
      );
    }
    return node;
  }
  if (Array.isArray(node.parts)) {
    const items = Array.isArray(value)
      ? value.map((item: unknown, index) => plant(item, child(at, index)))
      : [plant(value, at)];
    for (const item of items) setPart(node, node.parts.length, item);
    return node;
  }
  return plant(value, at);
}

/** A value of its own with its places: aliases of a text share values, and what is shared must not be changed. */
function plant(value: unknown, at: Location): Node {
  if (Array.isArray(value)) {
    const node: Node = { value: [], at, parts: [] };
    value.forEach((item: unknown, index) => setPart(node, index, plant(item, child(at, index))));
    return node;
  }
  if (isRecord(value)) {
    const node: Node = { value: {}, at, parts: new Map() };
    for (const key of Object.keys(value)) setPart(node, key, plant(value[key], child(at, key)));
    return node;
  }
  return { value, at };
}

function partOf({ parts }: Node, key: string): Node | undefined {
  return Array.isArray(parts) ? parts[Number(key)] : parts?.get(key);
}

function setPart(node: Node, key: string | number, part: Node): void {
  if (Array.isArray(node.parts)) node.parts[Number(key)] = part;
  else node.parts?.set(String(key), part);
  // Never through an assignment: `__proto__` is a name like any other.
  const content = { value: part.value, enumerable: true, configurable: true, writable: true };
  Object.defineProperty(node.value, key, content);
}

function withSide(written: Location, asked: Location): Location {
  return asked.on === 'key' ? onKey(written) : written;
}

function fromTheEnd(a: NodePath, b: NodePath): number {
  for (const [index, key] of a.entries()) {
    const other = b[index];
    if (other === undefined) return -1;
    if (key === other) continue;
    if (typeof key === 'number' && typeof other === 'number') return other - key;
    return String(key) < String(other) ? 1 : -1;
  }
  return a.length === b.length ? 0 : 1;
}
