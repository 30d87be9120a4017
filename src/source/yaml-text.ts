// Plain values as YAML text, to be set between what an author wrote.

export type Plain =
  null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

export interface Layout {
  /** Column of the mapping or list, from 0. */
  readonly column: number;
  /** How far the items of a list stand behind the key that holds them. */
  readonly listIndent: number;
  readonly newline: string;
}

/** A scalar on one line: plain where that is plainly text, else in the quotes that are asked for. */
export function scalarText(
  value: null | boolean | number | string,
  quote: '' | "'" | '"' = '',
): string {
  if (typeof value !== 'string') return String(value);
  if (quote === '' && isPlain(value)) return value;
  // Single quotes know no escapes: they hold what can be printed on one line.
  if (quote !== '"' && /^[\x20-\x7e]*$/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return doubleQuoted(value);
}

/** Outside of braces and brackets, where those and commas are text like any other behind the first character. */
export function blockScalarText(value: string): string {
  return isPlain(value.replace(/(?<=.)[{}[\],]/g, 'x')) ? value : scalarText(value);
}

/** JSON is YAML, but for characters that YAML takes for line breaks or does not print. */
function doubleQuoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]/g,
    (character) => {
      const code = character.charCodeAt(0);
      const isPair = code >= 0xd800 && code <= 0xdfff;
      return isPair ? character : `\\u${code.toString(16).padStart(4, '0')}`;
    },
  );
}

const plain =
  /^[A-Za-z0-9$_/.](?:[A-Za-z0-9$_/.+@()=;-]| (?=[A-Za-z0-9$_/.(])|:(?=[A-Za-z0-9/]))*$/;

/** Words and numbers that some reader takes for something else than text are quoted. */
function isPlain(value: string): boolean {
  return (
    value.length <= 200 &&
    plain.test(value) &&
    !/^[-+.0-9]|^(?:~|null|true|false|yes|no|on|off|y|n)$/i.test(value)
  );
}

/** On one line, in braces and brackets. */
export function flowText(value: Plain): string {
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalarText(value);
  const members = Object.entries(value).map(
    ([key, item]) => `${scalarText(key)}: ${flowText(item)}`,
  );
  return `{${members.join(', ')}}`;
}

/** What stands behind `key:`, with the blank or line break before it. */
export function valueText(value: Plain, layout: Layout): string {
  const { column, listIndent, newline } = layout;
  if (typeof value !== 'object' || value === null || isEmpty(value)) return ` ${flowText(value)}`;
  const inner = column + (isList(value) ? listIndent : 2);
  return `${newline}${' '.repeat(inner)}${blockText(value, { ...layout, column: inner })}`;
}

/** A mapping or list over several lines; its first line is not indented, for it follows what is there. */
export function blockText(value: Plain, layout: Layout): string {
  const { column, newline } = layout;
  if (typeof value !== 'object' || value === null || isEmpty(value)) return flowText(value);
  const rows = isList(value)
    ? value.map((item) => `- ${blockText(item, { ...layout, column: column + 2 })}`)
    : Object.entries(value).map(([key, item]) => `${scalarText(key)}:${valueText(item, layout)}`);
  return rows.join(`${newline}${' '.repeat(column)}`);
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
