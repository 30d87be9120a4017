// Code that is printed as prettier would: values and types as trees, laid out in 80 columns.
// Only what is emitted is covered; a shape that is not known well enough is printed by best guess and marks the text.
import { isCertain } from './certain.ts';

export type Code = string | List | Call | Arrow | Union | Sum;

/** Something in brackets, on one line where it fits. `types` are arguments, `members` make an object type. */
export interface List {
  readonly kind: 'list';
  readonly style: 'object' | 'array' | 'types' | 'members';
  readonly items: readonly Item[];
  /** Before the bracket: `Promise` of `Promise<T>`. */
  readonly head?: string;
  /** Behind it: `[]`. */
  readonly end?: string;
  /** On lines of its own even where it would fit on one. */
  readonly broken?: true;
}

/** What a list holds. */
export type Item = Code | Entry | Member | Noted;

/** Something with a comment above it: text of lines. */
export interface Noted {
  readonly kind: 'noted';
  readonly comment: string;
  readonly code: Code;
}

/** `key: value` of an object. */
export interface Entry {
  readonly kind: 'entry';
  readonly key: string;
  readonly value: Code;
}

/** `readonly key?: type` of an object type; the comment is text of lines. */
export interface Member {
  readonly kind: 'member';
  readonly key: string;
  readonly type: Code;
  readonly comment?: string;
}

export interface Call {
  readonly kind: 'call';
  /** With a comment before it where there is one. */
  readonly callee: string;
  readonly args: readonly Code[];
}

/** A function that gives what another one makes: the body is a call. */
export interface Arrow {
  readonly kind: 'arrow';
  /** `(a, b) =>` */
  readonly head: string;
  readonly body: Code;
}

export interface Union {
  readonly kind: 'union';
  readonly members: readonly Code[];
}

/** A string in pieces. */
export interface Sum {
  readonly kind: 'sum';
  readonly pieces: readonly string[];
}

/** Where printing stands. */
export interface Place {
  readonly indent: number;
  /** Of the first character. */
  readonly column: number;
  /** Characters that follow on the last line. */
  readonly tail: number;
  /** Called when the layout is a guess. */
  readonly guess: () => void;
}

export const printWidth = 80;

const brackets = {
  object: ['{', '}', ' ', ','],
  array: ['[', ']', '', ','],
  types: ['<', '>', '', ','],
  members: ['{', '}', ' ', ';'],
} as const;

export function print(code: Item, place: Place): string {
  const line = flat(code, printWidth - place.column - place.tail);
  if (line !== undefined) {
    if (!isCertain(line)) place.guess();
    return line;
  }
  if (typeof code === 'string') {
    if (!isCertain(code)) place.guess();
    // What is in brackets could be broken there.
    if (/^[^"']*[(<{]/.test(code)) place.guess();
    return code;
  }
  switch (code.kind) {
    case 'list':
      return code.items.length === 0 ? (flat(code) ?? '') : brokenList(code, place);
    case 'call':
      return brokenCall(code, place);
    case 'arrow':
      return `${code.head}${onNextLine(code.body, place)}`;
    case 'sum':
      return code.pieces.join(` +\n${spaces(place.indent + 2)}`);
    case 'union':
      return isHugged(code)
        ? huggedUnion(code, place)
        : unionLines(code, place).join(`\n${spaces(place.indent)}`);
    case 'entry':
      return printEntry(code, place);
    case 'member':
      return printMember(code, place);
    case 'noted':
      return `${indented(code.comment, place)}${print(code.code, place)}`;
  }
}

function onNextLine(code: Code, place: Place): string {
  const indent = place.indent + 2;
  return `\n${spaces(indent)}${print(code, { ...place, indent, column: indent })}`;
}

/** On one line; undefined where prettier would break it whatever the width, and where there is no room for it. */
export function flat(code: Item, room = Infinity): string | undefined {
  if (typeof code === 'string') return code.length <= room ? code : undefined;
  const line = flatTree(code, room);
  return line !== undefined && line.length <= room ? line : undefined;
}

function flatTree(code: Exclude<Item, string>, room: number): string | undefined {
  switch (code.kind) {
    case 'list': {
      if (isAlwaysBroken(code)) return undefined;
      const { style, head = '', end = '' } = code;
      const [open, close, pad, separator] = brackets[style];
      const items = flatAll(code.items, room);
      const space = items?.length === 0 ? '' : pad;
      return items && `${head}${open}${space}${items.join(`${separator} `)}${space}${close}${end}`;
    }
    case 'call': {
      const args = flatAll(code.args, room);
      return args && `${code.callee}(${args.join(', ')})`;
    }
    case 'arrow': {
      const body = flat(code.body, room);
      return body && `${code.head} ${body}`;
    }
    case 'union':
      return flatAll(code.members, room)?.join(' | ');
    case 'sum':
      return code.pieces.join(' + ');
    case 'entry':
      return joined(code.key, flat(code.value, room));
    case 'member':
      return code.comment === undefined ? joined(code.key, flat(code.type, room)) : undefined;
    case 'noted':
      return undefined;
  }
}

function joined(key: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${key}: ${value}`;
}

/** An entry that does not fit on one line. */
function printEntry({ key, value }: Entry, place: Place): string {
  const below = place.indent + 2;
  if (!isCertain(`${key}:`)) place.guess();
  if (typeof value === 'string') {
    if (!/^["']|^[A-Za-z]\w{5,}$/.test(value)) place.guess();
    // Behind a short key a line break would gain nothing.
    return key.length < 5 ? `${key}: ${value}` : `${key}:\n${spaces(below)}${value}`;
  }
  if (value.kind === 'sum')
    return `${key}:\n${spaces(below)}${value.pieces.join(` +\n${spaces(below)}`)}`;
  const column = place.column + key.length + 2;
  if (column + 1 > printWidth) place.guess();
  return `${key}: ${print(value, { ...place, column })}`;
}

/** A member that does not fit on one line, or has a comment. */
function printMember({ key, type, comment = '' }: Member, place: Place): string {
  const doc = indented(comment, place);
  if (!isCertain(`${key}:`)) place.guess();
  const line = flat(type);
  const column = place.column + key.length + 2;
  const fits = (start: number): boolean =>
    line !== undefined && start + line.length + place.tail <= printWidth;
  // An index signature may be broken inside its brackets, and what holds an empty object may not be broken at all.
  if (!fits(column) && (key.endsWith(']') || line?.includes('{}'))) place.guess();
  const isUnion = typeof type !== 'string' && type.kind === 'union' && !isHugged(type);
  if (!isUnion || fits(column)) return `${doc}${key}: ${print(type, { ...place, column })}`;
  const below = place.indent + 2;
  return fits(below)
    ? `${doc}${key}:\n${spaces(below)}${line}`
    : `${doc}${key}:\n${unionLines(type, { ...place, indent: below })
        .map((each) => spaces(below) + each)
        .join('\n')}`;
}

function indented(comment: string, { indent }: Place): string {
  return comment.replaceAll('\n', `\n${spaces(indent)}`);
}

export function spaces(count: number): string {
  return ' '.repeat(count);
}

/** Ends as soon as there is no room: what does not fit is asked again, piece by piece. */
function flatAll(items: readonly Item[], room = Infinity): readonly string[] | undefined {
  const lines: string[] = [];
  let left = room;
  for (const item of items) {
    const line = flat(item, left);
    if (line === undefined) return undefined;
    left -= line.length;
    lines.push(line);
  }
  return lines;
}

/** Several objects, or several lists, with more than one member each. */
function isAlwaysBroken({ style, items, broken }: List): boolean {
  if (broken === true) return items.length > 0;
  if (style !== 'array' || items.length < 2) return false;
  const inner = (item: Item): string | undefined =>
    typeof item !== 'string' && item.kind === 'list' && item.items.length > 1
      ? item.style
      : undefined;
  const first = inner(items[0] ?? '');
  return first !== undefined && items.every((item) => inner(item) === first);
}

function brokenList({ style, items, head = '', end = '' }: List, place: Place): string {
  const [open, close, , separator] = brackets[style];
  const [only = '', ...others] = items;
  // A break would gain little.
  if (style === 'types' && others.length === 0 && isHuggedType(only))
    return `${head}<${print(only, { ...place, column: place.column + head.length + 1 })}>${end}`;
  const indent = place.indent + 2;
  // Numbers are filled into lines.
  if (items.every(isNumber)) place.guess();
  const lines = items.map((item, index) => {
    // Type arguments take no comma at the end.
    const mark = style === 'types' && index === items.length - 1 ? '' : separator;
    const text = print(item, { ...place, indent, column: indent, tail: mark.length });
    return `${spaces(indent)}${text}${mark}\n`;
  });
  return `${head}${open}\n${lines.join('')}${spaces(place.indent)}${close}${end}`;
}

/** A name, or an object. */
function isHuggedType(item: Item): boolean {
  return typeof item === 'string'
    ? /^[\w$]+$/.test(item)
    : item.kind === 'list' && item.style === 'members' && item.end === undefined;
}

function isNumber(item: Item): boolean {
  const code = typeof item !== 'string' && item.kind === 'noted' ? item.code : item;
  return typeof code === 'string' && /^[-\d]/.test(code);
}

/** A last argument in brackets stays on the line where those before it fit; else each argument has its own. */
function brokenCall({ callee, args }: Call, place: Place): string {
  const last = args.at(-1);
  const others = flatAll(args.slice(0, -1));
  if (typeof last === 'object' && last.kind === 'arrow' && args.length === 1)
    return `${callee}(${print(last, { ...place, column: printWidth, tail: 1 })},\n${spaces(place.indent)})`;
  if (last !== undefined && isBracketed(last) && others !== undefined) {
    const start = `${callee}(${others.map((other) => `${other}, `).join('')}`;
    if (place.column + start.length + 1 <= printWidth) return `${start}${brokenList(last, place)})`;
  }
  if (args.length === 0) return `${callee}()`;
  const indent = place.indent + 2;
  const lines = args.map(
    (arg) => `${spaces(indent)}${print(arg, { ...place, indent, column: indent, tail: 1 })},\n`,
  );
  return `${callee}(\n${lines.join('')}${spaces(place.indent)})`;
}

function isBracketed(code: Code): code is List {
  return typeof code !== 'string' && code.kind === 'list' && code.items.length > 0;
}

/** Each member behind a bar. */
function unionLines({ members }: Union, place: Place): readonly string[] {
  const indent = place.indent + 2;
  return members.map((each) => `| ${print(each, { ...place, indent, column: indent })}`);
}

/** An object or nothing: the object is broken where it stands. */
function huggedUnion({ members }: Union, place: Place): string {
  return members.map((each) => (isBracketed(each) ? brokenList(each, place) : each)).join(' | ');
}

function isHugged({ members }: Union): boolean {
  const [only, ...others] = members.filter((each) => each !== 'null' && each !== 'void');
  if (only === undefined || others.length > 0) return false;
  return typeof only === 'string'
    ? /^[A-Z][\w$]*$/.test(only)
    : isBracketed(only) && only.style === 'members' && only.end === undefined;
}
