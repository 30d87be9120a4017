// The objects inside arguments and output of an operation that have a type of their own. A name says which operation it is
// of and where it stands in it, nothing else: it stays whatever becomes of other operations.
import type { Operation } from '../../ir/capability.ts';
import type { JsonPath } from '../../ir/expression.ts';
import { pluralia } from '../../ir/names/vocabulary.ts';
import { singular } from '../../ir/names/words.ts';
import type { Type } from '../../ir/type.ts';
import { compareText } from '../../util/compare.ts';
import { typeIdentifier } from './names.ts';

export type ObjectType = Extract<Type, { readonly kind: 'object' }>;

/** By the type itself: it is the same object wherever the operation has it. */
export type NestedNames = ReadonlyMap<Type, string>;

export interface NestedTypes {
  readonly args: NestedNames;
  readonly output: NestedNames;
  /** One of a list, or of the pages it comes in, where it is an object for sure: `PersonsListItem`. */
  readonly item?: string;
}

/** Smaller objects are read more easily where they stand. */
const leastProperties = 3;

/** Behind a long way a name would be longer than what it stands for. */
const longestName = 80;

interface Found {
  readonly type: ObjectType;
  readonly words: readonly string[];
}

/** `stem` begins all names of the operation; `claim` gives a name that is free. */
export function nestedTypes(
  { inputs, output, pagination }: Operation,
  stem: string,
  claim: (wanted: string) => string,
): NestedTypes {
  const row = rowOf(output.type, pagination?.items);
  const results: Found[] = [];
  collect(output.type, [], row, [stem, 'Output'], [stem, 'Item'], results);
  const args: Found[] = [];
  for (const { name, type } of inputs)
    collect(type, [nameOfOne(name, type)], undefined, [stem, 'Args'], [], args);
  const names = claimed(results, claim);
  const item = row && names.get(row);
  return {
    args: claimed(args, claim),
    output: names,
    ...(item === undefined ? {} : { item }),
  };
}

/** Names in the order of their own texts: the order of properties plays no part. */
function claimed(found: readonly Found[], claim: (wanted: string) => string): NestedNames {
  const wanted = found
    .map(({ type, words }) => [type, typeIdentifier(words)] as const)
    .filter(([, name]) => name.length <= longestName);
  const sorted = wanted.sort(([, a], [, b]) => compareText(a, b));
  return new Map(sorted.map(([type, name]) => [type, claim(name)]));
}

function collect(
  type: Type,
  path: readonly string[],
  row: ObjectType | undefined,
  front: readonly string[],
  rowFront: readonly string[],
  found: Found[],
): void {
  const go = (inner: Type, ...further: readonly string[]): void =>
    collect(inner, [...path, ...further], row, front, rowFront, found);
  if (type.kind === 'array') go(type.items);
  else if (type.kind === 'record') go(type.values, ...(path.length === 0 ? ['value'] : []));
  else if (type.kind === 'union') {
    // Several objects in one place would differ in a number only.
    const [only, ...others] = type.members.filter((member) => member.kind !== 'null');
    if (only !== undefined && others.length === 0) go(only);
  } else if (type.kind === 'object') {
    const isRow = type === row;
    const words = isRow ? rowFront : [...front, ...path];
    const isNamed = isRow || (path.length > 0 && type.properties.length >= leastProperties);
    if (isNamed && !found.some((other) => other.type === type)) found.push({ type, words });
    for (const { name, type: inner } of type.properties) {
      const word = nameOfOne(name, inner);
      if (isRow) collect(inner, [word], undefined, rowFront, [], found);
      else go(inner, word);
    }
  }
}

/** `line_items` of a list is one `line_item`. */
function nameOfOne(name: string, type: Type): string {
  const last = /[A-Za-z][a-z]*$/.exec(name)?.[0] ?? '';
  if (!isList(type) || pluralia.has(last.toLowerCase())) return name;
  return `${name.slice(0, name.length - last.length)}${singular(last)}`;
}

function isList(type: Type): boolean {
  return type.kind === 'array' || (type.kind === 'union' && type.members.some(isList));
}

/** The object that the output is a list of, or that pages are full of. */
function rowOf(output: Type, items: JsonPath | undefined): ObjectType | undefined {
  let type = withoutNull(output);
  for (const segment of items?.segments ?? []) {
    const property =
      segment.kind === 'key' && type.kind === 'object'
        ? type.properties.find(({ name }) => name === segment.key)
        : undefined;
    if (property === undefined) return undefined;
    type = withoutNull(property.type);
  }
  const row = type.kind === 'array' ? type.items : undefined;
  return row?.kind === 'object' && row.properties.length > 0 ? row : undefined;
}

export function withoutNull(type: Type): Type {
  if (type.kind !== 'union') return type;
  const [first, ...others] = type.members.filter((member) => member.kind !== 'null');
  return first !== undefined && others.length === 0 ? first : type;
}
