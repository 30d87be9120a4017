// Samples in TypeScript and JSON, printed the way prettier prints them.
import type { Auth, Capability, Operation } from '../../ir/capability.ts';
import type { Json } from '../../ir/expression.ts';
import { literalKey, propertyAccess, quote } from '../typescript/names.ts';
import { signature } from '../typescript/signature.ts';
import { bodyName, placeholder, sampled } from './placeholders.ts';

const lineWidth = 80;

/** A call of the generated client with what it cannot do without. */
export function clientSample(operation: Operation, auth: Auth | undefined): string {
  const values = Object.fromEntries(
    sampled(signature(operation, auth).fields, ({ wire }) => wire.in).map(({ key, wire, type }) => [
      key,
      placeholder(wire.in === 'body' ? bodyName(wire.name) : wire.name, type),
    ]),
  );
  const callee = clientPath(operation);
  const empty = Object.keys(values).length === 0;
  const start = `const result = await ${callee}(`;
  // Too long to be kept on one line with a name for the result: formatters would move it around.
  const head = start.length + 2 <= lineWidth ? start : `await ${callee}(`;
  if (empty) return `${head});`;
  if (head.length + 1 > lineWidth) return `${head}\n  ${script(values, '  ', 2, 1)},\n);`;
  return `${head}${script(values, '', head.length, 2)});`;
}

/** From nothing to a first result. */
export function quickStart(capability: Capability, first: Operation | undefined): string {
  const missing = capability.services.filter(({ baseUrl }) => baseUrl.kind === 'missing');
  const example = 'https://example.com';
  const baseURL =
    capability.services.length === 1
      ? example
      : Object.fromEntries(missing.map(({ id }) => [id, example]));
  const start = 'const client = createClient(';
  const options = missing.length === 0 ? '' : script({ baseURL }, '', start.length, 2);
  const auth = capability.services.find(({ id }) => id === first?.service)?.auth;
  return [
    'import { createClient } from "../client/index.ts";',
    '',
    `${start}${options});`,
    ...(first === undefined ? [] : [clientSample(first, auth)]),
  ].join('\n');
}

export function clientPath(operation: Operation): string {
  return `client${operation.client.map(propertyAccess).join('')}`;
}

/** The parameters of a `tools/call` request. */
export function toolCallSample(name: string, values: { readonly [name: string]: Json }): string {
  return json({ name, arguments: values });
}

/** `before` columns are taken on the line already, `after` follow the value. */
function script(value: Json, indent: string, before: number, after: number): string {
  const line = scriptLine(value);
  if (before + line.length + after <= lineWidth || typeof value !== 'object' || value === null)
    return line;
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.length === 0) return line;
    const items = value.map((item) => `${inner}${script(item, inner, inner.length, 1)},\n`);
    return `[\n${items.join('')}${indent}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return line;
  const members = entries.map(([name, item]) => {
    const start = `${inner}${key(name)}: `;
    return breaksAfterColon(start, item)
      ? `${start.trimEnd()}\n${inner}  ${script(item, `${inner}  `, inner.length + 2, 1)},\n`
      : `${start}${script(item, inner, start.length, 1)},\n`;
  });
  return `{\n${members.join('')}${indent}}`;
}

/** A value that could not even begin on the line of its name goes on the next. */
function breaksAfterColon(start: string, value: Json): boolean {
  if (typeof value !== 'string' && (typeof value !== 'object' || value === null)) return false;
  const opens = typeof value === 'object' && Object.keys(value).length > 0;
  return start.length + (opens ? 1 : scriptLine(value).length + 1) > lineWidth;
}

function scriptLine(value: Json): string {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return plain(value);
  if (isList(value)) return `[${value.map(scriptLine).join(', ')}]`;
  const entries = Object.entries(value);
  return entries.length === 0
    ? '{}'
    : `{ ${entries.map(([name, item]) => `${key(name)}: ${scriptLine(item)}`).join(', ')} }`;
}

/** In the quotes that need fewer escapes, as formatters have it. */
function text(value: string): string {
  const double = quote(value);
  if (value.split('"').length <= value.split("'").length) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function key(name: string): string {
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
    return literalKey(name) === `"${name}"` ? name : literalKey(name);
  return text(name);
}

/** JSON with its objects opened up and its lists of plain values on one line. */
export function json(value: Json, indent = '', before = 0): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return plain(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    const line = `[${value.map((item) => json(item)).join(', ')}]`;
    if (value.length === 0 || (!line.includes('\n') && before + line.length + 1 <= lineWidth))
      return line;
    return `[\n${value.map((item) => inner + json(item, inner, inner.length)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(([name, item]) => {
    const start = `${inner}${quote(name)}: `;
    return start + json(item, inner, start.length);
  });
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}

function plain(value: number | boolean | null): string {
  return JSON.stringify(value).replace('e+', 'e');
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
