// Types of the intermediate representation as trees to be laid out; what they say is what `typeText` says.
import type { Property, Type } from '../../ir/type.ts';
import { type Code, flat, type Item, type Member } from './code.ts';
import { docCommentText } from './doc-comment.ts';
import { memberKey } from './names.ts';
import { type Direction, enumTexts, typeText } from './type-text.ts';

/** The name that stands for an object type; undefined: its members stand where it is. */
export type NameOf = (type: Type) => string | undefined;

const unnamed: NameOf = () => undefined;

export function typeCode(type: Type, direction: Direction, nameOf: NameOf = unnamed): Code {
  switch (type.kind) {
    case 'object':
      return (
        nameOf(type) ?? {
          kind: 'list',
          style: 'members',
          items: memberCodes(type.properties, direction, nameOf),
        }
      );
    case 'record': {
      const readonly = direction === 'input' ? 'readonly ' : '';
      const values = typeCode(type.values, direction, nameOf);
      const key = `${readonly}[key: string]`;
      return { kind: 'list', style: 'members', items: [{ kind: 'member', key, type: values }] };
    }
    case 'array':
      return arrayCode(type.items, direction, nameOf);
    case 'union':
      return unionOf(type.members.map((member) => typeCode(member, direction, nameOf)));
    case 'enum':
      return unionOf(enumTexts(type.values));
    default:
      return typeText(type, direction);
  }
}

export function memberCodes(
  properties: readonly Property[],
  direction: Direction,
  nameOf: NameOf = unnamed,
): readonly Member[] {
  return properties.map((property): Member => {
    const comment = docCommentText({ text: property.description });
    return {
      kind: 'member',
      key: `${direction === 'input' ? 'readonly ' : ''}${memberKey(property.name)}${property.required ? '' : '?'}`,
      type: optionalCode(property.type, property.required, direction, nameOf),
      ...(comment === '' ? {} : { comment }),
    };
  });
}

/** With `undefined` where it may be left out, so that passing an optional value on needs no detour. */
export function optionalCode(
  type: Type,
  required: boolean,
  direction: Direction,
  nameOf: NameOf = unnamed,
): Code {
  const code = typeCode(type, direction, nameOf);
  return required || code === 'unknown' ? code : unionOf([code, 'undefined']);
}

/** Of unions the members; each text once. */
export function unionOf(codes: readonly Code[]): Code {
  const members = codes.flatMap((code) =>
    typeof code !== 'string' && code.kind === 'union' ? code.members : [code],
  );
  const distinct = members.filter((member, index) => members.indexOf(member) === index);
  const [first = 'never'] = distinct;
  return distinct.length < 2 ? first : { kind: 'union', members: distinct };
}

/** With the members of each object type on lines of their own. */
export function onLines(code: Code): Code {
  if (typeof code === 'string') return code;
  if (code.kind === 'union') return { ...code, members: code.members.map(onLines) };
  if (code.kind !== 'list') return code;
  if (code.style === 'types') return { ...code, items: code.items.map(itemOnLines) };
  const isRecord = code.items.some((item) => isMember(item) && item.key.endsWith(']'));
  const items = code.items.map(itemOnLines);
  return code.style === 'members' && !isRecord
    ? { ...code, items, broken: true }
    : { ...code, items };
}

function itemOnLines(item: Item): Item {
  if (isMember(item)) return { ...item, type: onLines(item.type) };
  return typeof item === 'string' || item.kind === 'entry' || item.kind === 'noted'
    ? item
    : onLines(item);
}

function isMember(item: Item): item is Member {
  return typeof item !== 'string' && item.kind === 'member';
}

function arrayCode(items: Type, direction: Direction, nameOf: NameOf): Code {
  const readonly = direction === 'input' ? 'readonly ' : '';
  const code = typeCode(items, direction, nameOf);
  const head = typeof code === 'string' ? code : code.kind === 'list' ? code.head : '';
  const nested = head?.startsWith('readonly ') === true;
  if (typeof code !== 'string' && code.kind === 'list' && !nested)
    return { ...code, head: `${readonly}${code.head ?? ''}`, end: `${code.end ?? ''}[]` };
  const line = flat(code);
  if (line === undefined) return typeText({ kind: 'array', items }, direction);
  const grouped = nested || (typeof code !== 'string' && code.kind === 'union');
  return `${readonly}${grouped ? `(${line})` : line}[]`;
}
