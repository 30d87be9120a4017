// Code that is printed as prettier would: values and types as trees, laid out in 80 columns.
// Only what is emitted is covered; a shape that is not known well enough is printed by best guess and marks the text.

export type Code = string | List | Call | Union | Sum;

/** Something in brackets, on one line where it fits. `types` are arguments, `members` make an object type. */
export interface List {
  readonly kind: 'list';
  readonly style: 'object' | 'array' | 'types' | 'members';
  readonly items: readonly Item[];
  /** Before the bracket: `Promise` of `Promise<T>`. */
  readonly head?: string;
  /** Behind it: `[]`. */
  readonly end?: string;
}

/** What a list holds. */
export type Item = Code | Entry | Member;

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
  const line = flat(code);
  // Characters may be wider than one column, and prettier has its own mind about quotes.
  if (line !== undefined && /[^ -~]|\\/.test(line)) place.guess();
  if (line !== undefined && place.column + line.length + place.tail <= printWidth) return line;
  if (typeof code === 'string') {
    // What is in brackets could be broken there.
    if (/^[^"]*[(<{]/.test(code)) place.guess();
    return code;
  }
  switch (code.kind) {
    case 'list':
      return code.items.length === 0 ? (line ?? '') : brokenList(code, place);
    case 'call':
      return brokenCall(code, place);
    case 'sum':
      return code.pieces.join(` +\n${spaces(place.indent + 2)}`);
    case 'union':
      return isHugged(code)
        ? huggedUnion(code, place)
        : unionLines(code, place).join(`\n${spaces(place.indent)}`);
    case 'entry':
      return entry(code, place);
    case 'member':
      return member(code, place);
  }
}

/** On one line; undefined where prettier would break it whatever the width. */
export function flat(code: Item): string | undefined {
  if (typeof code === 'string') return code;
  switch (code.kind) {
    case 'list': {
      if (isAlwaysBroken(code)) return undefined;
      const { style, head = '', end = '' } = code;
      const [open, close, pad, separator] = brackets[style];
      const items = flatAll(code.items);
      const space = items?.length === 0 ? '' : pad;
      return items && `${head}${open}${space}${items.join(`${separator} `)}${space}${close}${end}`;
    }
    case 'call': {
      const args = flatAll(code.args);
      return args && `${code.callee}(${args.join(', ')})`;
    }
    case 'union':
      return flatAll(code.members)?.join(' | ');
    case 'sum':
      return code.pieces.join(' + ');
    case 'entry':
      return joined(code.key, flat(code.value));
    case 'member':
      return code.comment === undefined ? joined(code.key, flat(code.type)) : undefined;
  }
}

function joined(key: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${key}: ${value}`;
}

/** An entry that does not fit on one line. */
function entry({ key, value }: Entry, place: Place): string {
  const below = place.indent + 2;
  if (typeof value === 'string') {
    if (!/^"|^[A-Za-z]\w{5,}$/.test(value)) place.guess();
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
function member({ key, type, comment = '' }: Member, place: Place): string {
  const doc = comment.replace(/\n/g, `\n${spaces(place.indent)}`);
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

/** What comes behind `=` or `: Type =`, with the space or the line break before it. */
export function assigned(value: Code, left: string, place: Place): string {
  const line = flat(value);
  const column = left.length - (left.lastIndexOf('\n') + 1) + 1;
  if (line !== undefined && column + line.length + place.tail <= printWidth) return ` ${line}`;
  const isPlain = typeof value === 'string' && !value.startsWith('"');
  const isEmpty = typeof value !== 'string' && value.kind === 'list' && value.items.length === 0;
  if (isPlain || isEmpty || column > printWidth) place.guess();
  const start = typeof value === 'string' ? Infinity : firstBreak(value);
  const here = column + start <= printWidth && !isPoorlyBreakable(value);
  const below = { ...place, indent: place.indent + 2, column: place.indent + 2 };
  return here
    ? ` ${print(value, { ...place, column })}`
    : `\n${spaces(below.column)}${print(value, below)}`;
}

export function spaces(count: number): string {
  return ' '.repeat(count);
}

/** Characters up to the first place where a line may end. */
function firstBreak(code: Exclude<Code, string>): number {
  if (code.kind === 'call') return code.callee.length + (code.args.length === 0 ? 2 : 1);
  if (code.kind === 'list') return (code.head?.length ?? 0) + (code.items.length === 0 ? 2 : 1);
  return Infinity;
}

function flatAll(items: readonly Item[]): readonly string[] | undefined {
  const lines: string[] = [];
  for (const item of items) {
    const line = flat(item);
    if (line === undefined) return undefined;
    lines.push(line);
  }
  return lines;
}

/** Several objects, or several lists, with more than one member each. */
function isAlwaysBroken({ style, items }: List): boolean {
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
  const indent = place.indent + 2;
  // Numbers are filled into lines.
  if (items.every((item) => typeof item === 'string' && /^[-\d]/.test(item))) place.guess();
  const lines = items.map((item, index) => {
    // Type arguments take no comma at the end.
    const mark = style === 'types' && index === items.length - 1 ? '' : separator;
    const text = print(item, { ...place, indent, column: indent, tail: mark.length });
    return `${spaces(indent)}${text}${mark}\n`;
  });
  return `${head}${open}\n${lines.join('')}${spaces(place.indent)}${close}${end}`;
}

/** A last argument in brackets stays on the line where those before it fit; else each argument has its own. */
function brokenCall({ callee, args }: Call, place: Place): string {
  const last = args.at(-1);
  const others = flatAll(args.slice(0, -1));
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
    : isBracketed(only) && only.style === 'members';
}

/** Breaking its arguments would gain little: prettier breaks before it. */
function isPoorlyBreakable(code: Code): boolean {
  if (typeof code === 'string' || code.kind !== 'call') return false;
  const [first = '', ...others] = code.args;
  return others.length === 0 && typeof first === 'string' && first.length <= printWidth / 4;
}
