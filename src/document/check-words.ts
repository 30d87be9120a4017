// The message of a group of problems with one cause: what is wrong, what is allowed, what was probably meant.
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Cause, Problem, Subject } from './check-problem.ts';
import { renamedWord } from './check-repair.ts';
import { schemaOf, type Schema } from './check-schema.ts';
import type { JsonType } from './check-type.ts';
import { formats, type Format } from './formats.ts';

/** More keys than this are better looked up than read in a message. */
const fewKeys = 7;
const fewValues = 3;
const longestValue = 48;

export function message(cause: Cause, problems: readonly Problem[], format: Format): string {
  const found = [...new Set(problems.flatMap((problem) => problem.found ?? []))];
  switch (cause.kind) {
    case 'unknown-key': {
      const keys = [...new Set(problems.flatMap(keyOf))];
      const verb = keys.length === 1 ? 'is' : 'are';
      return `${list(keys, 'and')} ${verb} not allowed in ${a(cause.noun)}${unknownKeyHint(cause, keys, format)}`;
    }
    case 'renamed-key':
      return `${code(cause.key)} is called ${code(cause.instead)} in ${name(format)}`;
    case 'missing-key': {
      const values = cause.values.length > 1 ? `; it may be ${list(cause.values, 'or')}` : '';
      return `${code(cause.key)} is missing in ${a(cause.noun)}${values}`;
    }
    case 'missing-choice':
      return `${a(cause.noun)} needs ${list(cause.keys, 'or')}`;
    case 'exclusive':
      return `${list(cause.keys, 'and')} exclude each other in ${a(cause.noun)}`;
    case 'collection': {
      const keys = `${list(found, 'and')} ${found.length === 1 ? 'is' : 'are'} written as`;
      return cause.expected === 'mapping'
        ? `${keys} a mapping from name to item in ${name(format)}, not as a list`
        : `${keys} a list of items with a \`name\` in ${name(format)}, not as a mapping`;
    }
    case 'type': {
      const quotes =
        cause.expected.includes('string') &&
        ['integer', 'number', 'boolean'].includes(cause.actual);
      const types = join(
        cause.expected.map((type) => typeWords[type]),
        'or',
      );
      return `${about(cause.subject)} must be ${types}, not ${typeWords[cause.actual]}${quotes ? '; put it in quotes' : ''}`;
    }
    case 'value':
      return `${about(cause.subject)} must be ${list(cause.allowed, 'or')}, not ${examples(found)}${valueHint(cause.allowed, found, format)}`;
    case 'form':
      return `${about(cause.subject)} must be ${cause.words}, not ${examples(found)}`;
    case 'range': {
      const { least, most } = cause;
      const range = most === undefined ? `at least ${least}` : `from ${least ?? 0} to ${most}`;
      return `${about(cause.subject)} must be ${range}, not ${examples(found)}`;
    }
    case 'length':
      return `${about(cause.subject)} must not be longer than ${cause.most} characters`;
    case 'empty':
      return `${about(cause.subject)} must not be empty`;
  }
}

function valueHint(allowed: readonly string[], found: readonly string[], format: Format): string {
  const [only] = found;
  if (only === undefined || found.length > 1 || allowed.length < 2) return '';
  const renamed = renamedWord(only, allowed);
  return renamed === undefined
    ? didYouMean(only, allowed)
    : `; ${code(only)} is called ${code(renamed)} in ${name(format)}`;
}

function keyOf({ cause }: Problem): readonly string[] {
  return cause.kind === 'unknown-key' ? [cause.key] : [];
}

function unknownKeyHint(
  { noun, key, misspelt, allowed }: Extract<Cause, { kind: 'unknown-key' }>,
  keys: readonly string[],
  format: Format,
): string {
  if (misspelt !== undefined) return `; did you mean ${code(misspelt)}?`;
  if (key === 'name' && format.rootKey === 'ikanos') return '; the key it stands under is its name';
  const newest = formats.at(-1);
  const known = newest === format ? undefined : newest && definition(newest, noun)?.properties;
  if (newest !== undefined && known !== undefined && keys.every((one) => Object.hasOwn(known, one)))
    return `; ${name(newest)} allows ${keys.length === 1 ? 'it' : 'them'}`;
  return allowed.length > fewKeys ? '' : `; it may have ${list(allowed, 'and')}`;
}

function definition(format: Format, noun: string): Schema | undefined {
  return Object.values(schemaOf(format).$defs).find(({ title }) => title === noun);
}

const typeWords: Readonly<Record<JsonType, string>> = {
  null: 'empty',
  boolean: '`true` or `false`',
  integer: 'a whole number',
  number: 'a number',
  string: 'text',
  array: 'a list',
  object: 'a mapping',
};

function about({ noun, field, part }: Subject): string {
  if (field === undefined)
    return part === undefined
      ? a(noun)
      : `${part === 'name' ? 'a name' : 'an entry'} in ${a(noun)}`;
  const whole = `${code(field)} of ${a(noun)}`;
  return part === undefined ? whole : `${part === 'name' ? 'a name' : 'an entry'} in ${whole}`;
}

/** The noun with its article; what is written as code or cannot be counted has none. */
function a(noun: string): string {
  if (/^`|authentication$/.test(noun)) return noun;
  return /^(?:[aeio]|MCP)/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

function name({ rootKey, version }: Format): string {
  return `${rootKey} ${version}`;
}

function examples(found: readonly string[]): string {
  const shown = found.slice(0, fewValues).map((text) => (text === '' ? 'empty' : code(text)));
  const more = found.length - shown.length;
  return more === 0 ? join(shown, 'or') : `${shown.join(', ')} or ${more} more`;
}

function list(words: readonly string[], conjunction: 'and' | 'or'): string {
  return join(words.map(code), conjunction);
}

function join(words: readonly string[], conjunction: 'and' | 'or'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

function code(text: string): string {
  if (text.length <= longestValue) return `\`${text}\``;
  // Long names of one document tend to differ at the end.
  return `\`${text.slice(0, longestValue / 2).trimEnd()}…${text.slice(-longestValue / 2).trimStart()}\``;
}
