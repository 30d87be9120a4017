// JSON laid out as prettier lays it out: members on lines of their own, lists on one line where they fit. Prettier
// itself takes half a second for what large capabilities say.
import { isPlainWidth } from './plain-width.ts';
import type { OutputFile } from './emitter.ts';

const width = 80;

/** Members that are undefined are left out. */
export function jsonFile(path: string, value: object): OutputFile {
  const desk: Desk = { sure: true };
  const content = `${print(value, 0, 0, 0, desk)}\n`;
  return { path, content, ...(desk.sure ? { verbatim: true } : {}) };
}

interface Desk {
  sure: boolean;
}

/** `lead` and `tail`: characters before and behind it on its lines. */
function print(value: unknown, indent: number, lead: number, tail: number, desk: Desk): string {
  if (typeof value !== 'object' || value === null) return scalar(value);
  if (Array.isArray(value)) return printList(value, indent, lead, tail, desk);
  const inner = indent + 2;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const last = members.length - 1;
  const lines = members.map(([key, member], index) => {
    const start = `${JSON.stringify(key)}: `;
    const text = print(member, inner, inner + start.length, index === last ? 0 : 1, desk);
    return `${' '.repeat(inner)}${start}${text}`;
  });
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${' '.repeat(indent)}}`;
}

function printList(
  list: readonly unknown[],
  indent: number,
  lead: number,
  tail: number,
  desk: Desk,
): string {
  if (list.length === 0) return '[]';
  const line = flat(list);
  if (line !== undefined) {
    // Marks make a line shorter, wide letters make it longer: near the edge prettier has to say.
    if (!isPlainWidth(line)) desk.sure = false;
    if (lead + line.length + tail <= width) return line;
    // Numbers are filled into lines.
    if (list.length > 1 && list.every((item) => typeof item === 'number')) desk.sure = false;
  }
  const inner = indent + 2;
  const last = list.length - 1;
  const lines = list.map(
    (item, index) =>
      `${' '.repeat(inner)}${print(item, inner, inner, index === last ? 0 : 1, desk)}`,
  );
  return `[\n${lines.join(',\n')}\n${' '.repeat(indent)}]`;
}

/** Undefined where something in it is on lines of its own. */
function flat(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return scalar(value);
  if (!Array.isArray(value)) return Object.keys(value).length === 0 ? '{}' : undefined;
  if (value.length > 1 && value.every((item) => Array.isArray(item) && item.length > 1))
    return undefined;
  const items: string[] = [];
  for (const item of value as readonly unknown[]) {
    const text = flat(item);
    if (text === undefined) return undefined;
    items.push(text);
  }
  return `[${items.join(', ')}]`;
}

function scalar(value: unknown): string {
  if (typeof value === 'number') return JSON.stringify(value).replace('e+', 'e');
  return JSON.stringify(value) ?? 'null';
}
