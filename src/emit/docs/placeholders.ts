// Values for samples: chosen by type and name so that a sample reads well, and never like somebody's real credentials.
import type { Input } from '../../ir/capability.ts';
import type { Expression, Json } from '../../ir/expression.ts';
import type { Type } from '../../ir/type.ts';

export function placeholder(name: string, type: Type, depth = 0): Json {
  switch (type.kind) {
    case 'null':
      return null;
    case 'enum':
      return type.values[0] ?? 'value';
    case 'scalar':
      return scalar(name, type.scalar);
    case 'array':
      return [placeholder(name.replace(/s$/, ''), type.items, depth + 1)];
    case 'object':
      return depth > 4
        ? {}
        : Object.fromEntries(
            type.properties
              .filter(({ required }) => required)
              .map(({ name, type }) => [name, placeholder(name, type, depth + 1)]),
          );
    case 'record':
      return {};
    case 'union': {
      const member = type.members.find(({ kind }) => kind !== 'null');
      return member === undefined ? null : placeholder(name, member, depth + 1);
    }
    case 'unknown':
      return /(^|_|-)body$/i.test(name) ? {} : text(name);
    case 'binary':
      return text(name);
  }
}

function scalar(name: string, kind: 'string' | 'number' | 'integer' | 'boolean'): Json {
  if (kind === 'string') return text(name);
  if (kind === 'boolean') return true;
  const words = wordsOf(name);
  if (words.some((word) => ['limit', 'size', 'count', 'max', 'per'].includes(word))) return 10;
  if (words.some((word) => ['offset', 'skip', 'start'].includes(word))) return 0;
  return words.includes('id') ? 123 : 1;
}

const byWord: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  guid: '00000000-0000-4000-8000-000000000000',
  email: 'someone@example.com',
  mail: 'someone@example.com',
  url: 'https://example.com',
  uri: 'https://example.com',
  href: 'https://example.com',
  host: 'example.com',
  hostname: 'example.com',
  domain: 'example.com',
  ip: '192.0.2.1',
  date: '2030-01-31',
  time: '2030-01-31T12:00:00Z',
  timestamp: '2030-01-31T12:00:00Z',
  at: '2030-01-31T12:00:00Z',
  token: '<token>',
  secret: '<secret>',
  password: '<password>',
  key: '<key>',
  authorization: '<authorization>',
  cookie: '<cookie>',
  id: '123',
  ids: '123',
  format: 'json',
  language: 'en',
  locale: 'en',
  country: 'US',
  currency: 'EUR',
  version: '1',
};

function text(name: string): string {
  const last = wordsOf(name).at(-1) ?? '';
  return Object.hasOwn(byWord, last) ? byWord[last]! : 'example';
}

function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** A body of unknown type reads best as an empty object, whatever it is called. */
export function bodyName(name: string): string {
  return /body|payload|data/i.test(name) ? 'body' : name;
}

const credential = /auth|token|secret|password|api-?_?key|cookie|credential|signature/i;

/** Whether a fixed value under this name must not be repeated in the docs. */
export function isCredential(name: string): boolean {
  return credential.test(name);
}

/** What a caller has to give: declared or inferred, not worked out by the capability. */
export function asked(inputs: readonly Input[]): readonly Input[] {
  return inputs.filter((input) => input.value === undefined);
}

/** What a sample shows: all that is required, and something of a body even where all of it is optional. */
export function sampled<Item extends { readonly required: boolean }>(
  items: readonly Item[],
  placeOf: (item: Item) => Input['in'],
): readonly Item[] {
  const body = items.filter((item) => placeOf(item) === 'body');
  const shown = new Set(body.some(({ required }) => required) ? [] : body.slice(0, 3));
  return items.filter((item) => item.required || shown.has(item));
}

export function sampledInputs(inputs: readonly Input[]): readonly Input[] {
  return sampled(asked(inputs), (input) => input.in);
}

/** Arguments for a sample call, by name. */
export function sampleArguments(inputs: readonly Input[]): { readonly [name: string]: Json } {
  return Object.fromEntries(
    sampledInputs(inputs).map((input) => [
      input.name,
      placeholder(bodyName(input.name), input.type),
    ]),
  );
}

/** A value as text with holes for environment variables; `name` is where it goes. */
export type Pieces = readonly (string | { readonly variable: string })[];

export function pieces(
  name: string,
  value: Expression,
  inputs: readonly Input[],
  variableOf: (secret: string) => string,
): Pieces {
  switch (value.kind) {
    case 'literal':
      if (isCredential(name) && typeof value.value === 'string')
        return [{ variable: shellVariable(name) }];
      return [typeof value.value === 'string' ? value.value : JSON.stringify(value.value)];
    case 'secret':
      return [{ variable: variableOf(value.name) }];
    case 'template':
      return value.parts.flatMap((part) =>
        typeof part === 'string' ? [part] : pieces('', part, inputs, variableOf),
      );
    case 'array':
    case 'object':
      return jsonPieces(value, inputs, variableOf);
    case 'input': {
      const input = inputs.find((input) => input.name === value.name);
      const sample = placeholder(value.name, input?.type ?? { kind: 'unknown' });
      return [typeof sample === 'string' ? sample : JSON.stringify(sample)];
    }
    case 'step':
      return ['example'];
  }
}

/** The same as JSON: holes stand where text stood, within quotes. */
export function jsonPieces(
  value: Expression,
  inputs: readonly Input[],
  variableOf: (secret: string) => string,
): Pieces {
  switch (value.kind) {
    case 'array':
      return between(
        '[',
        value.items.map((item) => jsonPieces(item, inputs, variableOf)),
        ']',
      );
    case 'object':
      return between(
        '{',
        value.members.map(({ name, value }) => [
          `${JSON.stringify(name)}:`,
          ...(value.kind === 'literal' && isCredential(name)
            ? ['"', ...pieces(name, value, inputs, variableOf), '"']
            : jsonPieces(value, inputs, variableOf)),
        ]),
        '}',
      );
    case 'literal':
      return [JSON.stringify(value.value)];
    case 'input': {
      const input = inputs.find((input) => input.name === value.name);
      return [JSON.stringify(placeholder(value.name, input?.type ?? { kind: 'unknown' }))];
    }
    default: {
      const text = pieces('', value, inputs, variableOf).map((piece) =>
        typeof piece === 'string' ? JSON.stringify(piece).slice(1, -1) : piece,
      );
      return ['"', ...text, '"'];
    }
  }
}

function between(open: string, items: readonly Pieces[], close: string): Pieces {
  return [open, ...items.flatMap((item, i) => (i === 0 ? item : [',', ...item])), close];
}

/** A name that is a variable in every shell. */
export function shellVariable(name: string): string {
  const variable = name
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toUpperCase();
  return /^[A-Z]/.test(variable) ? variable : `SECRET${variable === '' ? '' : `_${variable}`}`;
}
