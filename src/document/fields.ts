// Reading members of values nobody has checked yet. Each function takes what fits and reports what does not,
// so that one wrong value never hides the rest of the document.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { child, type Location } from '../source/location.ts';

export type Report = (diagnostic: Diagnostic) => void;

/** A mapping of the document with its place and the way to complain about its members. */
export interface Fields {
  readonly value: Readonly<Record<string, unknown>>;
  readonly at: Location;
  readonly report: Report;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fields(value: unknown, at: Location, report: Report, what: string): Fields {
  if (isRecord(value)) return { value, at, report };
  if (value !== undefined && value !== null) wrongKind(value, at, report, what, 'a mapping');
  return { value: {}, at, report };
}

export function text(from: Fields, key: string): string | undefined {
  const value = from.value[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  // YAML reads `1.10` and `yes` as other kinds than the author sees: a scalar is taken for its text.
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  wrongKind(value, child(from.at, key), from.report, `\`${key}\``, 'text');
  return undefined;
}

export function flag(from: Fields, key: string): boolean | undefined {
  const value = from.value[key];
  if (value === undefined || value === null || typeof value === 'boolean')
    return value ?? undefined;
  if (value === 'true' || value === 'false') return value === 'true';
  wrongKind(value, child(from.at, key), from.report, `\`${key}\``, '`true` or `false`');
  return undefined;
}

export function integer(from: Fields, key: string): number | undefined {
  const value = from.value[key];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number)) return number;
  wrongKind(value, child(from.at, key), from.report, `\`${key}\``, 'a whole number');
  return undefined;
}

export function number(from: Fields, key: string): number | undefined {
  const value = from.value[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  wrongKind(value, child(from.at, key), from.report, `\`${key}\``, 'a number');
  return undefined;
}

export function list(
  from: Fields,
  key: string,
): readonly { readonly value: unknown; readonly at: Location }[] {
  const value = from.value[key];
  if (value === undefined || value === null) return [];
  const at = child(from.at, key);
  if (Array.isArray(value))
    return value.map((item: unknown, index) => ({ value: item, at: child(at, index) }));
  wrongKind(value, at, from.report, `\`${key}\``, 'a list');
  return [];
}

export function texts(from: Fields, key: string): readonly string[] {
  return list(from, key).flatMap(({ value, at }) => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return [String(value)];
    wrongKind(value, at, from.report, `an item of \`${key}\``, 'text');
    return [];
  });
}

export interface Entry {
  /** Undefined for a list item without a name. */
  readonly name: string | undefined;
  readonly fields: Fields;
}

/**
 * The items of a named collection: a list whose items have a `name`, or a map from name to item.
 * The one place that knows both spellings; it goes by the value's shape, never by the version.
 */
export function namedEntries(from: Fields, key: string): readonly Entry[] {
  const value = from.value[key];
  if (value === undefined || value === null) return [];
  const at = child(from.at, key);
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index): Entry[] => {
      const itemAt = child(at, index);
      if (!isRecord(item)) {
        wrongKind(item, itemAt, from.report, `an item of \`${key}\``, 'a mapping');
        return [];
      }
      const itemFields = { value: item, at: itemAt, report: from.report };
      return [{ name: text(itemFields, 'name'), fields: itemFields }];
    });
  if (isRecord(value))
    return Object.keys(value).flatMap((name): Entry[] => {
      const item = value[name];
      const itemAt = child(at, name);
      if (item !== null && !isRecord(item)) {
        wrongKind(item, itemAt, from.report, `\`${name}\` of \`${key}\``, 'a mapping');
        return [];
      }
      return [{ name, fields: { value: item ?? {}, at: itemAt, report: from.report } }];
    });
  wrongKind(value, at, from.report, `\`${key}\``, 'a list or a mapping of named items');
  return [];
}

export function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  switch (typeof value) {
    case 'object':
      return 'a mapping';
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    default:
      return 'a truth value';
  }
}

function wrongKind(
  value: unknown,
  at: Location,
  report: Report,
  what: string,
  wanted: string,
): void {
  report({
    code: 'shape',
    severity: 'error',
    message: `${what} must be ${wanted}, not ${kindOf(value)}`,
    at,
  });
}

/** Members of `value` whose value is undefined are left out: keeps optional properties absent. */
export function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) if (item !== undefined) result[key] = item;
  return result as { [K in keyof T]: Exclude<T[K], undefined> };
}
