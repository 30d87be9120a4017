// Unions of a schema: which branch the author had in mind.
import { renamedWord } from './check-repair.ts';
import type { Schema } from './check-schema.ts';
import { hasType, isMapping, typesOf, type JsonType, type Mapping } from './check-type.ts';

export type Choice =
  | { readonly kind: 'variant'; readonly variant: Schema }
  | { readonly kind: 'no-such-type'; readonly expected: readonly JsonType[] }
  /** The key that tells the variants apart is missing, or has a value that none of them has. */
  | {
      readonly kind: 'no-tag' | 'no-such-tag';
      readonly key: string;
      readonly known: readonly string[];
    };

const tag = 'type';

/** Of several definitions the one meant: told by the type of the value, by its `type` key, or by the keys it has. */
export function chooseVariant(variants: readonly Schema[], value: unknown): Choice {
  if (!isMapping(value)) {
    const variant = variants.find(({ type }) => type === undefined || hasType(value, type));
    if (variant !== undefined) return { kind: 'variant', variant };
    return {
      kind: 'no-such-type',
      expected: [...new Set(variants.flatMap(({ type }) => typesOf(type ?? [])))],
    };
  }
  const match = variants.find((variant) => isTaggedBy(variant, value[tag]));
  if (match !== undefined) return { kind: 'variant', variant: match };
  const things = variants.filter(({ properties }) => properties !== undefined);
  const known = things.map(tagsOf);
  if (Object.hasOwn(value, tag) && known.some((tags) => tags.length > 0))
    return { kind: 'no-such-tag', key: tag, known: known.flat() };
  if (known.every((tags) => tags.length > 0))
    return { kind: 'no-tag', key: tag, known: known.flat() };
  return {
    kind: 'variant',
    variant: things.reduce((best, other) =>
      sharedKeys(other, value) > sharedKeys(best, value) ? other : best,
    ),
  };
}

function isTaggedBy({ properties }: Schema, value: unknown): boolean {
  const field = properties?.[tag];
  if (field === undefined || typeof value !== 'string') return false;
  return field.const === value || field.enum?.includes(value) === true;
}

function tagsOf({ properties }: Schema): readonly string[] {
  const field = properties?.[tag];
  return field?.const === undefined ? (field?.enum ?? []) : [field.const];
}

function sharedKeys({ properties = {} }: Schema, value: Mapping): number {
  const known = Object.keys(properties);
  return Object.keys(value).filter(
    (key) => Object.hasOwn(properties, key) || renamedWord(key, known) !== undefined,
  ).length;
}

export type ConditionChoice =
  | { readonly kind: 'one'; readonly condition: Schema }
  /** None can be told; one of these keys is needed. */
  | { readonly kind: 'none'; readonly keys: readonly string[] }
  /** A key that tells has a value that no condition knows, which is an error of its own. */
  | { readonly kind: 'unknown' };

/** Of conditions over the keys of an object, none of which it meets, the one meant. */
export function chooseCondition(conditions: readonly Schema[], value: Mapping): ConditionChoice {
  // A condition that fixes a value, such as `transport: stdio`, is meant only where that value stands.
  const open = conditions.filter((condition) => agrees(condition, value));
  if (open.length === 0) return { kind: 'unknown' };
  const condition =
    open.find((one) => hasTellingKey(one, value)) ??
    open.find(({ required }) => required === undefined) ??
    (open.length === 1 ? open[0] : undefined);
  return condition === undefined
    ? { kind: 'none', keys: open.flatMap(tellingKeys) }
    : { kind: 'one', condition };
}

/** The key that tells a condition from its like: the first required one. */
export function tellingKeys({ required = [] }: Schema): readonly string[] {
  return required.slice(0, 1);
}

export function hasTellingKey(condition: Schema, value: Mapping): boolean {
  const key = condition.required?.[0];
  return key !== undefined && Object.hasOwn(value, key);
}

function agrees({ properties = {}, required = [] }: Schema, value: Mapping): boolean {
  return Object.entries(properties).every(
    ([key, field]) =>
      field.const === undefined ||
      (Object.hasOwn(value, key) ? value[key] === field.const : !required.includes(key)),
  );
}
