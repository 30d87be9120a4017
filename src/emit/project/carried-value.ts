// Values that a request can carry to a route, as the text that stands for them there: what a server has to read back.
import type { Input } from '../../ir/capability.ts';
import type { Type } from '../../ir/type.ts';
import { isHarmless } from '../../util/pattern-cost.ts';
import { readPattern } from '../../util/pattern.ts';
import { Bytes, type Sample } from './sample-value.ts';

/** Several texts: the name is given as often. Undefined: this value cannot be given there. */
export function carried(
  type: Type,
  place: Input['in'],
  value: Sample,
): string | readonly string[] | undefined {
  const isList = type.kind === 'array' && Array.isArray(value);
  const texts = isList
    ? value.map((item: Sample) => textOf(type.items, item))
    : [textOf(type, value)];
  const known = texts.filter((text) => text !== undefined);
  if (known.length < texts.length || known.length === 0) return undefined;
  if (place === 'query') return known.length === 1 ? known[0] : known;
  // Elsewhere a name stands once: lists are separated by commas.
  if (isList && known.some((text) => text.includes(','))) return undefined;
  const text = known.join(',');
  return place === 'header' && !/^[\t\x20-\x7e\x80-\xff]*$/.test(text) ? undefined : text;
}

function textOf(type: Type, value: Sample): string | undefined {
  switch (type.kind) {
    case 'scalar':
      return isScalar(type.scalar, value) && matches(type.pattern, value)
        ? String(value)
        : undefined;
    case 'enum':
      return type.values.some((one) => one === value) ? String(value) : undefined;
    case 'unknown':
      return typeof value === 'string' ? value : undefined;
    case 'binary':
      return undefined;
    case 'object':
    case 'record':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? JSON.stringify(value)
        : undefined;
    case 'union':
      return type.members[0] && textOf(type.members[0], value);
    case 'array':
    case 'null':
      return undefined;
  }
}

/** Whether a JSON body can hold the value where the type is asked for. */
export function fits(type: Type, value: Sample): boolean {
  switch (type.kind) {
    case 'unknown':
      return !(value instanceof Bytes);
    case 'null':
      return value === null;
    case 'scalar':
      return isScalar(type.scalar, value) && matches(type.pattern, value);
    case 'enum':
      return type.values.some((one) => one === value);
    case 'array':
      return Array.isArray(value) && value.every((item: Sample) => fits(type.items, item));
    case 'record':
      return isPlain(value) && Object.values(value).every((item) => fits(type.values, item));
    case 'object':
      return (
        isPlain(value) &&
        type.properties.every(({ name, type: of, required }) => {
          const member = value[name];
          return member === undefined ? !required : fits(of, member);
        })
      );
    case 'union':
      return type.members.some((member) => fits(member, value));
    case 'binary':
      return typeof value === 'string';
  }
}

function isPlain(value: Sample): value is { readonly [key: string]: Sample } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Bytes)
  );
}

function isScalar(scalar: string, value: Sample): boolean {
  if (scalar === 'integer') return Number.isSafeInteger(value);
  return typeof value === scalar;
}

/** Patterns that servers do not run are not checked; those that may take long do not match. */
function matches(pattern: string | undefined, value: Sample): boolean {
  const read = pattern === undefined ? undefined : readPattern(pattern);
  if (pattern === undefined || read?.kind !== 'pattern') return true;
  return isHarmless(read) && new RegExp(pattern, read.flags).test(String(value));
}
