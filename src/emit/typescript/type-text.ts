// Types of the intermediate representation as TypeScript.
import type { Property, Type } from '../../ir/type.ts';
import { docCommentText } from './doc-comment.ts';
import { propertyKey, quote } from './names.ts';

/** What goes in is read only and forgiving, what comes out is the caller's to keep. */
export type Direction = 'input' | 'output';

/** Names that `typeText` may use; they have to be in scope. */
export const typeTextNames = { output: 'JsonValue', binary: 'BinaryInput' } as const;

/** Longer members of an enum would make long lines, which a type cannot break. */
const longestLiteral = 100;

export function typeText(type: Type, direction: Direction): string {
  switch (type.kind) {
    case 'unknown':
      return direction === 'input' ? 'unknown' : typeTextNames.output;
    case 'null':
      return 'null';
    case 'scalar':
      return type.scalar === 'integer' ? 'number' : type.scalar;
    case 'enum':
      return enumText(type.values);
    case 'array':
      return `${direction === 'input' ? 'readonly ' : ''}${parenthesized(type.items, direction)}[]`;
    case 'object':
      return `{\n${memberTexts(type.properties, direction).join('\n')}\n}`;
    case 'record':
      return `{ ${direction === 'input' ? 'readonly ' : ''}[key: string]: ${typeText(type.values, direction)} }`;
    case 'union':
      return unionText(type.members.map((member) => parenthesized(member, direction)));
    case 'binary':
      return direction === 'input' ? typeTextNames.binary : 'Blob';
  }
}

/** The members of an object type, each with its comment, as they stand between braces. */
export function memberTexts(
  properties: readonly Property[],
  direction: Direction,
): readonly string[] {
  return properties.map((property) => {
    const doc = docCommentText({ text: property.description });
    const readonly = direction === 'input' ? 'readonly ' : '';
    const optional = property.required ? '' : '?';
    return `${doc}${readonly}${propertyKey(property.name)}${optional}: ${optionalText(property.type, property.required, direction)};`;
  });
}

/** With `undefined` where it may be left out, so that passing an optional value on needs no detour. */
export function optionalText(type: Type, required: boolean, direction: Direction): string {
  const text = typeText(type, direction);
  return required || text === 'unknown' ? text : unionText([text, 'undefined']);
}

/** `JsonValue` and `BinaryInput` where the type mentions them. */
export function usedNames(type: Type, direction: Direction): readonly string[] {
  switch (type.kind) {
    case 'unknown':
      return direction === 'output' ? [typeTextNames.output] : [];
    case 'binary':
      return direction === 'input' ? [typeTextNames.binary] : [];
    case 'array':
      return usedNames(type.items, direction);
    case 'record':
      return usedNames(type.values, direction);
    case 'union':
      return type.members.flatMap((member) => usedNames(member, direction));
    case 'object':
      return type.properties.flatMap((property) => usedNames(property.type, direction));
    default:
      return [];
  }
}

function parenthesized(type: Type, direction: Direction): string {
  const text = typeText(type, direction);
  const composite =
    type.kind === 'union' ||
    type.kind === 'enum' ||
    (type.kind === 'array' && direction === 'input');
  return composite ? `(${text})` : text;
}

function enumText(values: readonly (string | number)[]): string {
  return unionText(enumTexts(values));
}

/** The members of an enum; `string` where one would make the line too long. */
export function enumTexts(values: readonly (string | number)[]): readonly string[] {
  if (values.some((value) => typeof value === 'string' && quote(value).length > longestLiteral))
    return ['string'];
  return values.map((value) => (typeof value === 'string' ? quote(value) : numberText(value)));
}

function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : 'number';
}

function unionText(members: readonly string[]): string {
  return members.length === 0 ? 'never' : [...new Set(members)].join(' | ');
}
