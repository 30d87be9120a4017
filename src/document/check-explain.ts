// Why a schema refuses a value: a walk of both that follows, in a union, only the branch the author had in mind.
import { child, location, onKey, top, type Place } from './check-place.ts';
import type { Cause, Problem, Subject } from './check-problem.ts';
import { misspeltKey, renamedWord, withNames, withoutNames, type Entry } from './check-repair.ts';
import type { DocumentSchema, Schema } from './check-schema.ts';
import { hasType, isMapping, typeOf, typesOf, type Mapping } from './check-type.ts';
import { chooseCondition, chooseVariant, hasTellingKey, tellingKeys } from './check-union.ts';

interface Walk {
  readonly resolve: (schema: Schema) => Schema;
  readonly resolveAll: (schemas: readonly Schema[]) => readonly Schema[];
  readonly report: (cause: Cause, at: Place, found?: string) => void;
}

/** Every problem of a value, none exactly when the schema accepts it. Knows the keywords of `Schema`, as a test holds. */
export function explain(schema: DocumentSchema, value: unknown, file: string): readonly Problem[] {
  const resolve = (part: Schema): Schema =>
    part.$ref === undefined ? part : schema.$defs[part.$ref.slice('#/$defs/'.length)]!;
  const resolved = new Map<readonly Schema[], readonly Schema[]>();
  const resolveAll: Walk['resolveAll'] = (parts) => {
    let all = resolved.get(parts);
    if (all === undefined) resolved.set(parts, (all = parts.map(resolve)));
    return all;
  };
  const problems: Problem[] = [];
  const report: Walk['report'] = (cause, at, found) =>
    problems.push({ cause, at: location(at, file), ...(found !== undefined && { found }) });
  walkValue({ resolve, resolveAll, report }, schema, value, top, { noun: 'capability file' });
  return problems;
}

function walkValue(walk: Walk, reference: Schema, value: unknown, at: Place, from: Subject): void {
  const schema = walk.resolve(reference);
  const { type, oneOf } = schema;
  if (oneOf?.[0]?.$ref !== undefined) walkVariants(walk, schema, oneOf, value, at, from);
  else if (type !== undefined && !hasType(value, type)) walkMismatch(walk, schema, value, at, from);
  else if (typeof value === 'string') walkText(walk, schema, value, at, from);
  else if (typeof value === 'number') walkNumber(walk, schema, value, at, from);
  else if (Array.isArray(value)) walkList(walk, schema, value, at, from);
  else if (isMapping(value)) walkMapping(walk, schema, value, at, subjectOf(schema, from));
}

function subjectOf({ title }: Schema, from: Subject): Subject {
  return title === undefined ? from : { noun: title };
}

/** A value of another type; a collection in the shape of other formats is reported as that, and walked all the same. */
function walkMismatch(walk: Walk, schema: Schema, value: unknown, at: Place, from: Subject): void {
  const { items, additionalProperties: entries, type } = schema;
  if (Array.isArray(value) && entries && holdsThings(walk, entries)) {
    walk.report({ kind: 'collection', expected: 'mapping' }, onKey(at), from.field);
    walkEntries(walk, entries, withoutNames(value), at, from);
  } else if (isMapping(value) && items !== undefined && holdsThings(walk, items, 'name')) {
    walk.report({ kind: 'collection', expected: 'list' }, onKey(at), from.field);
    walkEntries(walk, items, withNames(value), at, from);
  } else {
    const subject = from.field === undefined ? subjectOf(schema, from) : from;
    walk.report(
      { kind: 'type', subject, expected: typesOf(type ?? []), actual: typeOf(value) },
      at,
    );
  }
}

/** Whether the entries of a collection are things with fields, or with one certain field; not plain texts. */
function holdsThings(walk: Walk, entry: Schema, field?: string): boolean {
  const { properties, oneOf } = walk.resolve(entry);
  if (oneOf !== undefined) return oneOf.some((variant) => holdsThings(walk, variant, field));
  return properties !== undefined && (field === undefined || properties[field] !== undefined);
}

function walkText(walk: Walk, schema: Schema, value: string, at: Place, subject: Subject): void {
  const {
    pattern,
    patternErrorMessage: words = 'of another form',
    minLength: least,
    maxLength: most,
  } = schema;
  const allowed = schema.const === undefined ? schema.enum : [schema.const];
  if (allowed !== undefined && !allowed.includes(value))
    walk.report({ kind: 'value', subject, allowed }, at, value);
  if (pattern !== undefined && !expression(pattern).test(value))
    walk.report({ kind: 'form', subject, words }, at, value);
  // Lengths count characters, not UTF-16 units.
  if (least !== undefined && [...value].length < least) walk.report({ kind: 'empty', subject }, at);
  if (most !== undefined && value.length > most && [...value].length > most)
    walk.report({ kind: 'length', subject, most }, at);
}

function walkNumber(walk: Walk, schema: Schema, value: number, at: Place, subject: Subject): void {
  const { minimum: least, maximum: most } = schema;
  if (value < (least ?? -Infinity) || value > (most ?? Infinity))
    walk.report({ kind: 'range', subject, least, most }, at, String(value));
}

function walkList(
  walk: Walk,
  schema: Schema,
  value: readonly unknown[],
  at: Place,
  subject: Subject,
): void {
  if (value.length < (schema.minItems ?? 0)) walk.report({ kind: 'empty', subject }, at);
  if (schema.items === undefined) return;
  const entries = value.map((item, key) => ({ key, value: item }));
  walkEntries(walk, schema.items, entries, at, subject);
}

function walkEntries(
  walk: Walk,
  schema: Schema,
  entries: readonly Entry[],
  at: Place,
  from: Subject,
): void {
  const subject: Subject = { ...from, part: 'entry' };
  for (const { key, value } of entries) walkValue(walk, schema, value, child(at, key), subject);
}

function walkMapping(
  walk: Walk,
  schema: Schema,
  written: Mapping,
  at: Place,
  subject: Subject,
): void {
  const { noun } = subject;
  const { properties = {}, required, propertyNames, additionalProperties: others, not } = schema;
  const keys = Object.keys(written);
  let value = written;
  for (const key of keys) {
    if (propertyNames !== undefined)
      walkValue(walk, propertyNames, key, onKey(child(at, key)), { ...subject, part: 'name' });
    const field = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (field !== undefined)
      walkValue(walk, field, written[key], child(at, key), { noun, field: key });
    else if (others === false) value = walkUnknownKey(walk, properties, value, key, at, noun);
    else if (others !== undefined)
      walkValue(walk, others, written[key], child(at, key), { ...subject, part: 'entry' });
  }
  if (keys.length < (schema.minProperties ?? 0)) walk.report({ kind: 'empty', subject }, at);
  for (const key of required ?? []) {
    if (Object.hasOwn(value, key)) continue;
    const field = walk.resolve(properties[key] ?? {});
    const values = field.const === undefined ? (field.enum ?? []) : [field.const];
    walk.report({ kind: 'missing-key', noun, key, values }, at);
  }
  walkConditions(walk, schema, value, at, subject);
  if (not !== undefined) walkExclusion(walk, not, [], value, at, noun);
}

/** Reports a key that is not allowed. One that clearly stands for another is read as that one from here on. */
function walkUnknownKey(
  walk: Walk,
  properties: Readonly<Record<string, Schema>>,
  value: Mapping,
  key: string,
  at: Place,
  noun: string,
): Mapping {
  const place = child(at, key);
  const allowed = Object.keys(properties);
  const free = allowed.filter((name) => !Object.hasOwn(value, name));
  const renamed = renamedWord(key, free);
  const misspelt = renamed === undefined ? misspeltKey(key, free) : undefined;
  if (renamed === undefined)
    walk.report({ kind: 'unknown-key', noun, key, misspelt, allowed }, onKey(place));
  else walk.report({ kind: 'renamed-key', key, instead: renamed }, onKey(place));
  const meant = renamed ?? misspelt;
  if (meant === undefined) return value;
  walkValue(walk, properties[meant] ?? {}, value[key], place, { noun, field: meant });
  return { ...value, [meant]: value[key] };
}

function walkVariants(
  walk: Walk,
  schema: Schema,
  references: readonly Schema[],
  value: unknown,
  at: Place,
  from: Subject,
): void {
  const subject = subjectOf(schema, from);
  const { noun } = subject;
  const choice = chooseVariant(walk.resolveAll(references), value);
  switch (choice.kind) {
    case 'variant':
      return walkValue(walk, choice.variant, value, at, from);
    case 'no-such-type': {
      const cause = { kind: 'type', expected: choice.expected, actual: typeOf(value) } as const;
      return walk.report({ ...cause, subject: from.field === undefined ? subject : from }, at);
    }
    case 'no-tag':
      return walk.report({ kind: 'missing-key', noun, key: choice.key, values: choice.known }, at);
    case 'no-such-tag': {
      const tag: Schema = { type: 'string', enum: choice.known };
      const place = child(at, choice.key);
      return walkValue(walk, tag, (value as Mapping)[choice.key], place, {
        noun,
        field: choice.key,
      });
    }
  }
}

/** `anyOf` and `oneOf` over which keys an object has. */
function walkConditions(
  walk: Walk,
  schema: Schema,
  value: Mapping,
  at: Place,
  subject: Subject,
): void {
  const conditions = schema.anyOf ?? schema.oneOf ?? [];
  if (conditions.length === 0) return;
  const { noun } = subject;
  const met = conditions.filter((condition) => meets(walk, condition, value, at, subject));
  if (met.length > 1 && schema.oneOf !== undefined) {
    walk.report({ kind: 'exclusive', noun, keys: met.flatMap(tellingKeys) }, at);
  } else if (met.length === 0) {
    const meant = chooseCondition(conditions, value);
    if (meant.kind === 'one') walkCondition(walk, meant.condition, value, at, subject);
    else if (meant.kind === 'none')
      walk.report({ kind: 'missing-choice', noun, keys: meant.keys }, at);
  }
}

function meets(
  walk: Walk,
  condition: Schema,
  value: Mapping,
  at: Place,
  subject: Subject,
): boolean {
  let met = true;
  const report = (): void => {
    met = false;
  };
  walkCondition({ ...walk, report }, condition, value, at, subject);
  return met;
}

function walkCondition(
  walk: Walk,
  condition: Schema,
  value: Mapping,
  at: Place,
  subject: Subject,
): void {
  const { required = [], properties = {}, not } = condition;
  const { noun } = subject;
  for (const key of required)
    if (!Object.hasOwn(value, key)) walk.report({ kind: 'missing-key', noun, key, values: [] }, at);
  // What another condition is about is not looked into: outputs can be large.
  if (required.length > 0 && !hasTellingKey(condition, value)) return;
  walkMapping(walk, { properties }, value, at, subject);
  if (not === undefined) return;
  const beside = tellingKeys(condition).map((key) => {
    const only = properties[key]?.const;
    return only === undefined ? key : `${key}: ${only}`;
  });
  walkExclusion(walk, not, beside, value, at, noun);
}

function walkExclusion(
  walk: Walk,
  not: Schema,
  beside: readonly string[],
  value: Mapping,
  at: Place,
  noun: string,
): void {
  const excluded = (not.anyOf ?? [not]).map(({ required = [] }) => required);
  const present = excluded.find((keys) => keys.every((key) => Object.hasOwn(value, key)));
  if (present !== undefined)
    walk.report({ kind: 'exclusive', noun, keys: [...beside, ...present] }, at);
}

const expressions = new Map<string, RegExp>();

function expression(pattern: string): RegExp {
  let compiled = expressions.get(pattern);
  if (compiled === undefined) expressions.set(pattern, (compiled = new RegExp(pattern, 'u')));
  return compiled;
}
