// How two types differ, part by part. What it means depends on who gives the values: see inputs and results.
import { compareText } from '../../util/compare.ts';
import { stableJson } from '../../util/stable-json.ts';
import { typeName } from '../summary.ts';
import type { Property, Type } from '../type.ts';

export interface TypeDifference {
  /** `.items[].name`, empty for the whole; `{}` are the members of an object with names of its own. */
  readonly path: string;
  readonly kind:
    | 'specified'
    | 'lost'
    | 'widened'
    | 'narrowed'
    | 'changed'
    | 'null-added'
    | 'null-removed'
    | 'values-added'
    | 'values-removed'
    | 'pattern-added'
    | 'pattern-removed'
    | 'pattern-changed'
    | 'format'
    | 'property-added'
    | 'property-removed'
    | 'property-required'
    | 'property-optional'
    | 'description';
  /** The two sides in words. */
  readonly before: string;
  readonly after: string;
  /** Of a property that is new. */
  readonly required?: boolean;
}

export function typeDifferences(before: Type, after: Type, path = ''): readonly TypeDifference[] {
  if (stableJson(before) === stableJson(after)) return [];
  const nullable = nullability(before, after, path);
  if (nullable !== undefined) return nullable;
  if (before.kind === 'scalar' && after.kind === 'scalar' && before.scalar === after.scalar)
    return [...patterns(before, after, path), ...formats(before, after, path)];
  if (before.kind === 'enum' && after.kind === 'enum')
    return values(before.values, after.values, path);
  if (before.kind === 'array' && after.kind === 'array')
    return typeDifferences(before.items, after.items, `${path}[]`);
  if (before.kind === 'record' && after.kind === 'record')
    return typeDifferences(before.values, after.values, `${path}{}`);
  if (before.kind === 'object' && after.kind === 'object')
    return properties(before.properties, after.properties, path);
  return [difference(relation(before, after), path, before, after)];
}

/** A type in a few words: `string`, `list of integer`, `"a" or "b"`. */
export function typeWords(type: Type): string {
  switch (type.kind) {
    case 'array':
      return `list of ${typeWords(type.items)}`;
    case 'enum':
      return type.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'union':
      return type.members.map(typeWords).join(' or ');
    default:
      return typeName(type);
  }
}

function difference(
  kind: TypeDifference['kind'],
  path: string,
  before: Type,
  after: Type,
): TypeDifference {
  return { path, kind, before: typeWords(before), after: typeWords(after) };
}

function relation(
  before: Type,
  after: Type,
): 'specified' | 'lost' | 'widened' | 'narrowed' | 'changed' {
  if (before.kind === 'unknown') return 'specified';
  if (after.kind === 'unknown') return 'lost';
  if (isWithin(before, after)) return 'widened';
  return isWithin(after, before) ? 'narrowed' : 'changed';
}

/** Whether every value of `inner` is one of `outer`. */
function isWithin(inner: Type, outer: Type): boolean {
  if (outer.kind === 'unknown') return true;
  if (inner.kind === 'union') return inner.members.every((member) => isWithin(member, outer));
  if (outer.kind === 'union') return outer.members.some((member) => isWithin(inner, member));
  if (inner.kind === 'enum' && outer.kind === 'enum')
    return inner.values.every((value) => outer.values.includes(value));
  if (inner.kind === 'enum' && outer.kind === 'scalar')
    return inner.values.every((value) => isScalarValue(value, outer));
  if (inner.kind === 'scalar' && outer.kind === 'scalar')
    return (
      (inner.scalar === outer.scalar ||
        (inner.scalar === 'integer' && outer.scalar === 'number')) &&
      (outer.pattern === undefined || outer.pattern === inner.pattern)
    );
  if (inner.kind === 'array' && outer.kind === 'array') return isWithin(inner.items, outer.items);
  if (inner.kind === 'record' && outer.kind === 'record')
    return isWithin(inner.values, outer.values);
  if (inner.kind === 'object' && outer.kind === 'record')
    return inner.properties.every((property) => isWithin(property.type, outer.values));
  if (inner.kind === 'object' && outer.kind === 'object')
    return outer.properties.every((property) => {
      const own = inner.properties.find(({ name }) => name === property.name);
      return own === undefined
        ? !property.required
        : isWithin(own.type, property.type) && (own.required || !property.required);
    });
  return inner.kind === outer.kind && inner.kind !== 'object';
}

function isScalarValue(
  value: string | number,
  { scalar, pattern }: Type & { readonly kind: 'scalar' },
): boolean {
  if (pattern !== undefined) return false;
  if (typeof value === 'string') return scalar === 'string';
  return scalar === 'number' || (scalar === 'integer' && Number.isInteger(value));
}

/** Differences of types that are the same but for null; undefined where null plays no part. */
function nullability(
  before: Type,
  after: Type,
  path: string,
): readonly TypeDifference[] | undefined {
  const [old, fresh] = [withoutNull(before), withoutNull(after)];
  const was = old !== before;
  const is = fresh !== after;
  if (!was && !is) return undefined;
  const rest = typeDifferences(old, fresh, path);
  if (was === is) return rest;
  return [difference(is ? 'null-added' : 'null-removed', path, before, after), ...rest];
}

function withoutNull(type: Type): Type {
  if (type.kind !== 'union') return type;
  const members = type.members.filter(({ kind }) => kind !== 'null');
  if (members.length === type.members.length || members.length === 0) return type;
  return members.length === 1 ? members[0]! : { kind: 'union', members };
}

type ScalarType = Type & { readonly kind: 'scalar' };

function patterns(before: ScalarType, after: ScalarType, path: string): readonly TypeDifference[] {
  if (before.pattern === after.pattern) return [];
  const kind =
    before.pattern === undefined
      ? 'pattern-added'
      : after.pattern === undefined
        ? 'pattern-removed'
        : 'pattern-changed';
  return [{ path, kind, before: before.pattern ?? 'none', after: after.pattern ?? 'none' }];
}

function formats(before: ScalarType, after: ScalarType, path: string): readonly TypeDifference[] {
  if (before.format === after.format) return [];
  return [{ path, kind: 'format', before: before.format ?? 'none', after: after.format ?? 'none' }];
}

function values(
  before: readonly (string | number)[],
  after: readonly (string | number)[],
  path: string,
): readonly TypeDifference[] {
  const missing = (from: readonly (string | number)[], to: readonly (string | number)[]): string =>
    from
      .filter((value) => !to.includes(value))
      .map((value) => JSON.stringify(value))
      .sort(compareText)
      .join(', ');
  const added = missing(after, before);
  const removed = missing(before, after);
  return [
    ...(removed === ''
      ? []
      : [{ path, kind: 'values-removed', before: removed, after: '' } as const]),
    ...(added === '' ? [] : [{ path, kind: 'values-added', before: '', after: added } as const]),
  ];
}

function properties(
  before: readonly Property[],
  after: readonly Property[],
  path: string,
): readonly TypeDifference[] {
  const found: TypeDifference[] = [];
  const fresh = new Map(after.map((property) => [property.name, property]));
  for (const old of before) {
    const at = `${path}.${old.name}`;
    const now = fresh.get(old.name);
    fresh.delete(old.name);
    if (now === undefined) {
      found.push({ path: at, kind: 'property-removed', before: typeWords(old.type), after: '' });
      continue;
    }
    if (old.required !== now.required)
      found.push(
        difference(
          now.required ? 'property-required' : 'property-optional',
          at,
          old.type,
          now.type,
        ),
      );
    found.push(...typeDifferences(old.type, now.type, at));
    if (old.description !== now.description)
      found.push({
        path: at,
        kind: 'description',
        before: old.description ?? '',
        after: now.description ?? '',
      });
  }
  for (const [name, { type, required }] of fresh)
    found.push({
      path: `${path}.${name}`,
      kind: 'property-added',
      before: '',
      after: typeWords(type),
      required,
    });
  return found;
}
