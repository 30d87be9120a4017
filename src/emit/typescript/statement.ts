// Statements of generated modules, printed as prettier would. Each ends without a line break.
import {
  type Call,
  type Code,
  flat,
  type List,
  type Member,
  type Place,
  print,
  printWidth,
  spaces,
} from './code.ts';

/** Collects the text of a module. */
export class ModuleText {
  readonly #statements: string[] = [];
  /** Whether prettier has nothing to add. */
  sure = true;

  readonly guess = (): void => {
    this.sure = false;
  };

  /** With an empty line before it, unless it is the first. */
  add(statement: string): void {
    if (statement !== '') this.#statements.push(statement);
  }

  /** `note` and the imports stand close together. */
  text(note: string, imports: readonly string[]): string {
    const head = [note, ...imports].map((line) => `${line}\n`).join('');
    return [head, ...this.#statements.map((statement) => `${statement}\n`)].join('\n');
  }

  /** `export interface …`; a single base may have type arguments. */
  interface(
    name: string,
    comment: string,
    members: readonly Member[],
    ...bases: readonly Code[]
  ): void {
    const start = `export interface ${name}`;
    const list: List = { kind: 'list', style: 'members', items: members };
    const extension = this.#bases(bases, start, members.length === 0 ? ' {}' : ' {');
    const body = members.length === 0 ? '{}' : this.#broken(list);
    this.add(`${comment}${start}${extension} ${body}`);
  }

  /** `export type …` */
  type(name: string, type: Code, comment = ''): void {
    const left = `export type ${name} =`;
    const line = flat(type);
    const place = { indent: 0, column: left.length + 1, tail: 1, guess: this.guess };
    const fits = line !== undefined && place.column + line.length + 1 <= printWidth;
    if (!fits && (line?.includes('(') || isMixed(type, place.column))) this.guess();
    const text =
      typeof type === 'string' && !fits
        ? `\n  ${print(type, { ...place, column: 2 })}`
        : typeof type !== 'string' && type.kind === 'union' && !fits
          ? this.#union(type)
          : ` ${print(type, place)}`;
    this.add(`${comment}${left}${text};`);
  }

  /** `export const …: … = …` */
  constant(name: string, type: Code, value: Code, comment = ''): void {
    const start = `export const ${name}: `;
    const place = { indent: 0, column: start.length, tail: 2, guess: this.guess };
    const left = `${start}${print(type, place)} =`;
    this.add(`${comment}${left}${assigned(value, left, { ...place, tail: 1 })};`);
  }

  /** `const … = …` */
  value(name: string, value: Code): string {
    const left = `const ${name} =`;
    const place = { indent: 0, column: left.length + 1, tail: 1, guess: this.guess };
    return `${left}${assigned(value, left, place)};`;
  }

  /** `export function …` with one statement. */
  function(
    name: string,
    parameters: readonly string[],
    result: string,
    body: readonly string[],
    comment = '',
  ): void {
    const start = `export function ${name}(`;
    const line = `${start}${parameters.join(', ')}): ${result} {`;
    const head =
      line.length <= printWidth || parameters.length === 0
        ? line
        : `${start}\n${parameters.map((each) => `  ${each},\n`).join('')}): ${result} {`;
    this.add(`${comment}${head}\n${body.map((each) => `  ${each}\n`).join('')}}`);
  }

  /** `return f(…);` inside a function. */
  returned(value: Code): string {
    return `return ${print(value, { indent: 2, column: 9, tail: 1, guess: this.guess })};`;
  }

  /** A call as a statement inside a block, or of the module. */
  statement(call: Call, indent: 0 | 2 = 2): string {
    return `${print(call, { indent, column: indent, tail: 1, guess: this.guess })};`;
  }

  #bases(bases: readonly Code[], start: string, end: string): string {
    const [first] = bases;
    if (first === undefined) return '';
    const column = start.length + ' extends '.length;
    if (bases.length === 1)
      return ` extends ${print(first, { indent: 0, column, tail: end.length, guess: this.guess })}`;
    const texts = bases.map((base) => flat(base) ?? '');
    const line = texts.join(', ');
    const room = printWidth - end.length - line.length;
    if (column <= room) return ` extends ${line}`;
    return '  extends '.length <= room
      ? `\n  extends ${line}`
      : `\n  extends${texts.map((text) => `\n    ${text}`).join(',')}`;
  }

  #union(type: Code): string {
    return `\n  ${print(type, { indent: 2, column: 2, tail: 1, guess: this.guess })}`;
  }

  /** Interfaces are never on one line. */
  #broken(list: List): string {
    return print(list, { indent: 0, column: printWidth, tail: 0, guess: this.guess });
  }
}

/** Of what may stay on the line of the name or not, the rules are not known here. */
function isMixed(type: Code, column: number): boolean {
  if (typeof type === 'string') return false;
  return type.kind === 'union'
    ? type.members.some((member) => typeof member !== 'string')
    : type.kind === 'list' &&
        (type.items.length === 0 ||
          type.head?.startsWith('readonly') === true ||
          column >= printWidth);
}

/** What comes behind `=` or `: Type =`, with the space or the line break before it. */
function assigned(value: Code, left: string, place: Place): string {
  const line = flat(value);
  const column = left.length - (left.lastIndexOf('\n') + 1) + 1;
  if (line !== undefined && column + line.length + place.tail <= printWidth) return ` ${line}`;
  const isPlain = typeof value === 'string' && !/^["']/.test(value);
  const isEmpty = typeof value !== 'string' && value.kind === 'list' && value.items.length === 0;
  // The space behind `=` is none where the line ends there.
  if (isPlain || isEmpty || column > printWidth + 1) place.guess();
  const start = typeof value === 'string' ? Infinity : firstBreak(value);
  const here = column + start <= printWidth && !isPoorlyBreakable(value);
  const below = { ...place, indent: place.indent + 2, column: place.indent + 2 };
  return here
    ? ` ${print(value, { ...place, column })}`
    : `\n${spaces(below.column)}${print(value, below)}`;
}

/** Characters up to the first place where a line may end. */
function firstBreak(code: Exclude<Code, string>): number {
  if (code.kind === 'call') return code.callee.length + (code.args.length === 0 ? 2 : 1);
  if (code.kind === 'list') return (code.head?.length ?? 0) + (code.items.length === 0 ? 2 : 1);
  return Infinity;
}

/** Breaking its arguments would gain little: prettier breaks before it. */
function isPoorlyBreakable(code: Code): boolean {
  if (typeof code === 'string' || code.kind !== 'call') return false;
  const [first = '', ...others] = code.args;
  return others.length === 0 && typeof first === 'string' && first.length <= printWidth / 4;
}
