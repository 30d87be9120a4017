// Collections in brackets and braces on one line, as far as they are written plainly.
import { leave } from './yaml-folding.ts';
import type { YamlNode } from './yaml-nodes.ts';

const flowKey = /[A-Za-z_$][\w$./-]*(?=: )/y;
const flowPlain = /-?[A-Za-z0-9_$./~][^,[\]{}\n:#]*(?=[,\]}])/y;
const maxDepth = 50;

/** The collection or scalar that starts at `start`. */
export function readFlow(
  text: string,
  start: number,
  resolve: (scalar: string) => unknown,
  depth = 0,
): YamlNode {
  if (depth > maxDepth) leave();
  switch (text[start]) {
    case '[':
      return sequence(text, start, resolve, depth);
    case '{':
      return mapping(text, start, resolve, depth);
    default:
      return scalar(text, start, resolve);
  }
}

function sequence(...[text, start, resolve, depth = 0]: Parameters<typeof readFlow>): YamlNode {
  const items: YamlNode[] = [];
  const value: unknown[] = [];
  const node: YamlNode = { value, items, start, end: start, size: 1 };
  node.end = parts(text, start, ']', (at) => {
    const item = readFlow(text, at, resolve, depth + 1);
    items.push(item);
    value.push(item.value);
    node.size += item.size;
    return item.end;
  });
  return node;
}

function mapping(...[text, start, resolve, depth = 0]: Parameters<typeof readFlow>): YamlNode {
  const members: NonNullable<YamlNode['members']> = new Map();
  const value: Record<string, unknown> = {};
  const node: YamlNode = { value, members, start, end: start, size: 1 };
  node.end = parts(text, start, '}', (at) => {
    flowKey.lastIndex = at;
    const name = flowKey.exec(text)?.[0] ?? leave();
    if (name === '__proto__' || members.has(name)) leave();
    const end = at + name.length;
    const item = readFlow(text, skipBlanks(text, end + 1), resolve, depth + 1);
    members.set(name, { start: at, end, node: item });
    value[name] = item.value;
    node.size += item.size;
    return item.end;
  });
  return node;
}

/** Reads what is between commas; behind the closing bracket. */
function parts(text: string, start: number, close: string, read: (at: number) => number): number {
  let at = skipBlanks(text, start + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    at = skipBlanks(text, read(at));
    if (text[at] === close) return at + 1;
    if (text[at] !== ',' || text[at + 1] !== ' ') leave();
    at = skipBlanks(text, at + 1);
  }
}

function scalar(...[text, start, resolve]: Parameters<typeof readFlow>): YamlNode {
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, start + 1);
    const value = end === -1 ? leave() : text.slice(start + 1, end);
    if (/[\\\n]/.test(value) || text[end + 1] === quote || text[end + 1] === ':') leave();
    return { value, start, end: end + 1, size: 1 };
  }
  flowPlain.lastIndex = start;
  const value = (flowPlain.exec(text)?.[0] ?? leave()).trimEnd();
  return { value: resolve(value), start, end: start + value.length, size: 1 };
}

export function skipBlanks(text: string, from: number): number {
  let index = from;
  while (text.charCodeAt(index) === 32) index++;
  return index;
}
