// A document put into the words of another format, guided by its schema: keys it calls otherwise are renamed, lists and
// maps become each other, texts and numbers take the type asked for. What is special is left to the adjusters.
import { renamedWord } from '../document/check-repair.ts';
import type { DocumentSchema, Schema } from '../document/check-schema.ts';
import { typesOf } from '../document/check-type.ts';
import { chooseVariant } from '../document/check-union.ts';
import type { Format } from '../document/formats.ts';
import type { Program } from '../document/program.ts';
import {
  memberOf,
  textOf,
  withKey,
  withMember,
  withValue,
  without,
  type Draft,
  type ListDraft,
  type MappingDraft,
} from '../source/draft.ts';
import type { Notes } from './notes.ts';

/** What an adjuster may know and do. */
export interface Walk {
  readonly schema: DocumentSchema;
  readonly target: Format;
  readonly program: Program;
  readonly notes: Notes;
  /** What is only likely to be meant may be written, too. */
  readonly unsafe: boolean;
  /** The document as it was given to the migration, names put right. */
  readonly whole: Draft;
  readonly implicitCalls: ReadonlyMap<string, string>;
  /** The text of a scalar as it was written. */
  readonly written: (draft: Draft) => string | undefined;
  /** What the part lies in, the nearest last. */
  readonly above: readonly MappingDraft[];
  /** The key or name under which the part stands. */
  readonly key: string;
  /** A part as the schema, or what the schemas call by a name, has it. */
  readonly conform: (draft: Draft, as: string | Schema, walk: Walk) => Draft;
}

/** Puts right what no schema can tell, before the members are looked at (`before`) or when they are as they should be. */
export interface Adjuster {
  readonly before?: (draft: MappingDraft, walk: Walk) => MappingDraft;
  readonly after?: (draft: MappingDraft, walk: Walk) => MappingDraft;
}

/** By what the schemas call a thing. */
export type Adjusters = Readonly<Record<string, Adjuster>>;

export function conform(
  draft: Draft,
  walk: Omit<Walk, 'conform' | 'above' | 'key'>,
  adjusters: Adjusters,
): Draft {
  const conformer = new Conformer(adjusters);
  const conformAs: Walk['conform'] = (part, as, within) => {
    const schema = typeof as === 'string' ? definitionOf(walk.schema, as) : as;
    return schema === undefined
      ? part
      : conformer.value(part, schema, within, typeof as === 'string' ? as : '');
  };
  const top: Walk = { ...walk, above: [], key: '', conform: conformAs };
  return conformer.value(draft, walk.schema, top, 'capability file');
}

export function resolveSchema(schema: DocumentSchema, part: Schema): Schema {
  return part.$ref === undefined ? part : schema.$defs[part.$ref.slice('#/$defs/'.length)]!;
}

/** The definition of what the schemas call `noun`. */
export function definitionOf(schema: DocumentSchema, noun: string): Schema | undefined {
  return Object.values(schema.$defs).find(({ title }) => title === noun);
}

/** Whether a format has a word for a key of a thing. */
export function allows({ schema }: Walk, noun: string, key: string): boolean {
  return definitionOf(schema, noun)?.properties?.[key] !== undefined;
}

class Conformer {
  readonly #adjusters: Adjusters;

  constructor(adjusters: Adjusters) {
    this.#adjusters = adjusters;
  }

  value(draft: Draft, reference: Schema, walk: Walk, noun: string): Draft {
    const schema = resolveSchema(walk.schema, reference);
    const inner = schema.title ?? noun;
    if (schema.oneOf?.[0]?.$ref !== undefined) return this.#variant(draft, schema, walk, inner);
    if (draft.kind === 'scalar') return scalar(draft, schema, walk);
    const turned = this.#turned(draft, schema, walk);
    if (turned.kind === 'list') return this.#list(turned, schema, walk, inner);
    return turned.kind === 'mapping' ? this.#mapping(turned, schema, walk, inner) : turned;
  }

  #variant(draft: Draft, schema: Schema, walk: Walk, noun: string): Draft {
    const variants = schema.oneOf!.map((variant) => resolveSchema(walk.schema, variant));
    const tags = variants.flatMap(({ properties }) => enumOf(properties?.['type']));
    const isOwn = variants.every(({ title }) => title !== noun);
    const adjust = isOwn ? this.#adjusters[noun]?.before : undefined;
    const adjusted = draft.kind === 'mapping' && adjust !== undefined ? adjust(draft, walk) : draft;
    const tagged = adjusted.kind === 'mapping' ? withTag(adjusted, tags) : adjusted;
    const choice = chooseVariant(variants, outline(tagged));
    return choice.kind === 'variant' ? this.value(tagged, choice.variant, walk, noun) : tagged;
  }

  /** A list of named items as a map, or the other way round, where the format has it that way. */
  #turned(draft: MappingDraft | ListDraft, schema: Schema, walk: Walk): Draft {
    const { additionalProperties: entries, items } = schema;
    if (draft.kind === 'list' && entries && isThing(walk.schema, entries)) return toMap(draft);
    if (draft.kind === 'mapping' && items !== undefined && isThing(walk.schema, items, 'name'))
      return toList(draft);
    return draft;
  }

  #list(draft: ListDraft, schema: Schema, walk: Walk, noun: string): Draft {
    if (schema.items === undefined) return draft;
    const items = draft.items.map((item) => {
      const name = textOf(item.value, 'name') ?? '';
      const value = this.value(item.value, schema.items!, { ...walk, key: name }, noun);
      return value === item.value ? item : { ...item, value };
    });
    return items.every((item, index) => item === draft.items[index]) ? draft : { ...draft, items };
  }

  #mapping(given: MappingDraft, schema: Schema, walk: Walk, noun: string): Draft {
    const adjuster = this.#adjusters[schema.title ?? ''];
    let draft = adjuster?.before?.(given, walk) ?? given;
    const { properties, additionalProperties: others } = schema;
    if (properties !== undefined) draft = renamed(draft, properties);
    const below = {
      ...walk,
      above: properties === undefined ? walk.above : [...walk.above, draft],
    };
    const members = draft.members.flatMap((member) => {
      const { key, value } = member;
      const own =
        properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
      const field = own ?? (typeof others === 'object' ? others : undefined);
      if (field === undefined) {
        if (properties === undefined || others !== false) return [member];
        walk.notes.add(
          'dropped',
          `\`${key}\` of ${a(noun)} has no word in ${walk.target.rootKey} ${walk.target.version} and is left out`,
          value,
        );
        walk.notes.drop(given, key, value);
        return [];
      }
      // A key without a value says nothing, and no schema wants it.
      const isNothing = value.kind === 'scalar' && value.value === null;
      const isOptional = own !== undefined && !(schema.required ?? []).includes(key);
      if (isOptional && (isNothing || isTooEmpty(value, resolveSchema(walk.schema, own))))
        return [];
      const filled: Draft =
        isNothing && own === undefined && isThing(walk.schema, field)
          ? { kind: 'mapping', members: [] }
          : value;
      const conformed = this.value(filled, field, { ...below, key }, own?.title ?? noun);
      return [conformed === value ? member : { ...member, value: conformed }];
    });
    const isSame =
      members.length === draft.members.length &&
      members.every((member, index) => member === draft.members[index]);
    if (!isSame) draft = { ...draft, members };
    return adjuster?.after?.(draft, walk) ?? draft;
  }
}

export function a(noun: string): string {
  if (/^`|authentication$/.test(noun)) return noun;
  return /^(?:[aeio]|MCP)/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** Keys by the names that this format has for them. */
function renamed(draft: MappingDraft, properties: Readonly<Record<string, Schema>>): MappingDraft {
  let result = draft;
  for (const { key } of draft.members) {
    if (Object.hasOwn(properties, key)) continue;
    const free = Object.keys(properties).filter((name) => memberOf(result, name) === undefined);
    const word = renamedWord(key, free);
    if (word !== undefined) result = withKey(result, key, word);
  }
  return result;
}

function withTag(draft: MappingDraft, tags: readonly string[]): MappingDraft {
  const type = textOf(draft, 'type');
  if (type === undefined || tags.includes(type)) return draft;
  const word =
    renamedWord(type, tags) ?? tags.find((tag) => tag.toLowerCase() === type.toLowerCase());
  const tag = word ?? otherTypes[type];
  return tag === undefined || !tags.includes(tag)
    ? draft
    : withMember(draft, 'type', withValue(memberOf(draft, 'type')!, tag));
}

/** What authors write for types that only other languages have. */
const otherTypes: Readonly<Record<string, string>> = {
  integer: 'number',
  int: 'number',
  float: 'number',
  bool: 'boolean',
  text: 'string',
  form: 'formUrlEncoded',
  multipart: 'multipartForm',
  list: 'array',
  map: 'object',
};

function enumOf(schema: Schema | undefined): readonly string[] {
  return schema?.const === undefined ? (schema?.enum ?? []) : [schema.const];
}

/** Only the keys of a value, and its texts: enough to tell variants apart. */
function outline(draft: Draft): unknown {
  if (draft.kind === 'scalar') return draft.value;
  if (draft.kind === 'list') return [];
  return Object.fromEntries(
    draft.members.map(({ key, value }) => [key, value.kind === 'scalar' ? value.value : {}]),
  );
}

/** A collection without items where a format wants at least one says as much as none. */
function isTooEmpty(draft: Draft, { minItems, minProperties }: Schema): boolean {
  const least = minItems ?? minProperties ?? 0;
  if (draft.kind === 'list') return least > 0 && draft.items.length === 0;
  return draft.kind === 'mapping' && least > 0 && draft.members.length === 0;
}

function isThing(schema: DocumentSchema, part: Schema, field?: string): boolean {
  const { properties, oneOf = [] } = resolveSchema(schema, part);
  if (properties === undefined) return oneOf.some((variant) => isThing(schema, variant, field));
  return field === undefined || properties[field] !== undefined;
}

function toMap(draft: ListDraft): Draft {
  const taken = new Set<string>();
  const members = draft.items.map(({ value, written }) => {
    const name = textOf(value, 'name');
    if (value.kind !== 'mapping' || name === undefined || taken.has(name)) return undefined;
    taken.add(name);
    return { key: name, value: without(value, 'name'), ...(written && { written }) };
  });
  const whole = members.filter((member) => member !== undefined);
  if (whole.length === members.length) return { ...draft, kind: 'mapping', members: whole };
  // Two items have one name, or one has none: what is not valid then is said by the official verdict.
  return draft;
}

function toList(draft: MappingDraft): Draft {
  const items = draft.members.map(({ key, value, written }) => {
    const empty: MappingDraft = { kind: 'mapping', members: [] };
    const item =
      value.kind === 'mapping'
        ? value
        : value.kind === 'scalar' && value.value === null
          ? empty
          : value;
    const named =
      item.kind === 'mapping' ? withMember(item, 'name', { kind: 'scalar', value: key }, '') : item;
    return { value: named, ...(written && { written }) };
  });
  const { members: _, ...rest } = draft;
  return { ...rest, kind: 'list', items };
}

/** A scalar of the type asked for, where it is clear what is meant. */
function scalar(draft: Draft, schema: Schema, walk: Walk): Draft {
  if (draft.kind !== 'scalar' || draft.value === null) return draft;
  const { value } = draft;
  const types = typesOf(schema.type ?? []);
  const text = typeof value === 'string' ? value : (walk.written(draft) ?? String(value));
  if (typeof value !== 'string') {
    const fits =
      types.length === 0 ||
      types.includes(typeof value as 'number') ||
      (typeof value === 'number' && types.includes('integer'));
    return !fits && types.includes('string') ? withValue(draft, text) : draft;
  }
  if (types.length > 0 && !types.includes('string')) {
    if (types.includes('boolean') && /^(?:true|false)$/.test(text))
      return withValue(draft, text === 'true');
    const isNumber = types.includes('integer')
      ? /^\d+$/.test(text)
      : types.includes('number') && /^\d+(?:\.\d+)?$/.test(text);
    return isNumber ? withValue(draft, Number(text)) : draft;
  }
  const allowed = enumOf(schema);
  if (allowed.length > 0 && !allowed.includes(text)) {
    const word =
      renamedWord(text, allowed) ??
      allowed.find((other) => other.toLowerCase() === text.toLowerCase()) ??
      (otherTypes[text] !== undefined && allowed.includes(otherTypes[text])
        ? otherTypes[text]
        : undefined);
    return word === undefined ? draft : withValue(draft, word);
  }
  if (schema.patternErrorMessage?.includes('YYYY') === true && /^\d{4}-\d{2}-\d{2}T/.test(text))
    return withValue(draft, text.slice(0, 10));
  return draft;
}
