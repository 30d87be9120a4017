// An operation as the notation that the runtime reads, with data for what the notation has no words for.
import type { Body, Input, Method, Operation, OutputFormat } from '../../ir/capability.ts';
import type { Expression, JsonPath } from '../../ir/expression.ts';
import { groupBy } from '../../util/group-by.ts';
import { callSource, type LiteralValue, Source } from '../typescript/literal.ts';
import type { Field, Signature } from '../typescript/signature.ts';

export type ResponseFormat = 'json' | 'text' | 'binary';

/** How the client hands out a response. */
export function responseFormat(format: OutputFormat): ResponseFormat {
  if (format === 'json') return 'json';
  return format === 'binary' || format === 'avro' || format === 'protobuf' ? 'binary' : 'text';
}

export interface Descriptor {
  /** `GET /path/{variable} query:a&b`; behind an id it is what `operation` takes. */
  readonly text: string;
  /** Undefined: the text says everything. */
  readonly more: { readonly [key: string]: LiteralValue } | undefined;
}

/** Notes that a function of the runtime is used, and gives its name. */
export type Use = (name: string, file: string) => string;

interface Traits {
  /** Safe to send twice although the method does not say so. */
  readonly idempotent: boolean;
  /** It belongs to the first service. */
  readonly main: boolean;
}

export function descriptor(
  operation: Operation,
  { fields }: Signature,
  { idempotent, main }: Traits,
  use: Use,
): Descriptor {
  const { method, service, client, output, pagination } = operation;
  const id = client.join('.');
  const path = pathWord(operation);
  // Path variables that go by their own name are arguments anyway.
  const asked = fields.filter(({ key, wire }) => wire.in !== 'path' || key !== wire.name);
  const plain = asked.filter(
    ({ key, wire }) =>
      wire.in !== 'path' && /^[^\s&=!:]+$/.test(key) && /^[^\s&=!:]+$/.test(wire.name),
  );
  const odd = asked.filter((field) => !plain.includes(field));
  const inputs = [
    ...odd.map((field) => oddInput(field, operation)),
    ...workedInputs(operation, use),
    ...cookieInputs(fields, use),
  ];
  const more: { readonly [key: string]: LiteralValue } = {
    id: /\s/.test(id) ? id : undefined,
    service: main || isWord(service) ? undefined : service,
    path: path === undefined ? operation.path : undefined,
    inputs: inputs.length === 0 ? undefined : inputs,
    body: bodyEncoder(operation, use),
    read: reader(operation, use),
    accept: output.mediaType,
    pages: pagination && { next: names(pagination.next), items: names(pagination.items) },
  };
  const mark = idempotent && !repeatable.has(method) ? '!' : '';
  const at = main || !isWord(service) ? '' : `@${service}`;
  const verb = `${method}${mark}${at}`;
  return {
    text: [verb, path ?? '/', ...lists(plain, operation)].join(' '),
    more: Object.values(more).some((value) => value !== undefined) ? more : undefined,
  };
}

/** The id as the first word of the notation, or what stands for one that is none. */
export function idWord({ client }: Operation): string {
  const id = client.join('.');
  return /\s/.test(id) ? '-' : id;
}

/** Methods that the runtime repeats anyway. */
const repeatable: ReadonlySet<Method> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

function isWord(text: string): boolean {
  return /^[^\s@]+$/.test(text);
}

/** `/a/{b}.json`; undefined where the notation would be read differently. */
function pathWord({ path }: Operation): string | undefined {
  const isPlain = path.every((part) =>
    typeof part === 'string' ? !/[\s{}]/.test(part) : /^[^\s{}]+$/.test(part.variable),
  );
  const text = path
    .map((part) => (typeof part === 'string' ? part : `{${part.variable}}`))
    .join('');
  return isPlain && text !== '' ? text : undefined;
}

/** `query:a&b!` for each place that has inputs. */
function lists(fields: readonly Field[], operation: Operation): readonly string[] {
  return [...groupBy(fields, (field) => placeOf(field.wire, operation))].map(
    ([place, group]) =>
      `${place}:${group
        .map(({ key, wire, required }) => {
          const own = key === wire.name ? '' : `=${key}`;
          return `${wire.name}${own}${required ? '!' : ''}`;
        })
        .join('&')}`,
  );
}

/** The runtime's word: a body is given as a whole or by its fields, or else only expressions read it. */
function placeOf(
  wire: { readonly name: string; readonly in: Input['in'] },
  { body }: Operation,
): string {
  if (wire.in === 'cookie') return 'variable';
  if (wire.in !== 'body') return wire.in;
  if (body?.kind === 'fields') return 'field';
  return body?.kind === 'input' && body.input === wire.name ? 'body' : 'variable';
}

function oddInput(field: Field, operation: Operation): LiteralValue {
  const { key, wire, required } = field;
  return {
    name: wire.name,
    in: placeOf(wire, operation),
    key: key === wire.name ? undefined : key,
    required: required || undefined,
  };
}

function workedInputs(operation: Operation, use: Use): readonly LiteralValue[] {
  return operation.inputs.flatMap((input) =>
    input.value === undefined
      ? []
      : [
          {
            name: input.name,
            in: placeOf(input, operation),
            value: callSource(use('computed', 'expression.ts'), [input.value]),
          },
        ],
  );
}

/** Cookies are one header, made of the arguments. */
function cookieInputs(fields: readonly Field[], use: Use): readonly LiteralValue[] {
  const cookies = fields.filter(({ wire }) => wire.in === 'cookie');
  if (cookies.length === 0) return [];
  const keys = cookies.map(({ key, wire }) => ({ name: wire.name, key }));
  return [
    { name: 'cookie', in: 'header', value: callSource(use('cookies', 'cookies.ts'), [keys]) },
  ];
}

function bodyEncoder({ body, method }: Operation, use: Use): LiteralValue {
  const encoder = body && encoderOf(body, use);
  if (body === undefined || (method !== 'GET' && method !== 'HEAD')) return encoder;
  return callSource(use('forOwnFetch', 'media.ts'), [
    encoder ?? new Source(use('asJson', 'request.ts')),
  ]);
}

function encoderOf(body: Body, use: Use): LiteralValue {
  switch (body.kind) {
    case 'input':
    case 'fields':
      return body.contentType === 'application/json'
        ? undefined
        : callSource(use('asMedia', 'media.ts'), [body.contentType]);
    case 'json':
      return callSource(use('jsonOf', 'templates.ts'), [body.value]);
    case 'text':
      return callSource(use('textOf', 'templates.ts'), [body.contentType, body.value]);
    case 'form':
      return callSource(use('formOf', 'templates.ts'), [body.fields]);
    case 'multipart':
      return callSource(use('multipartOf', 'templates.ts'), [
        body.parts.map((part) => ({ ...part })),
      ]);
  }
}

function reader({ output }: Operation, use: Use): LiteralValue {
  switch (responseFormat(output.format)) {
    case 'json':
      return undefined;
    case 'text':
      return new Source(use('readText', 'formats.ts'));
    case 'binary':
      return callSource(use('readBlob', 'formats.ts'), [output.maxBytes]);
  }
}

/** The names that lead to a value; a path that is more than names leads nowhere. */
function names({ segments }: JsonPath): LiteralValue {
  const keys = segments.flatMap((segment) => (segment.kind === 'key' ? [segment.key] : []));
  return keys.length === 1 && !keys[0]?.includes('.') ? keys[0] : keys;
}

/** A credential of a service: the name of a secret, or how it is made of some. */
export function credential(expression: Expression | undefined, use: Use): LiteralValue {
  if (expression === undefined) return undefined;
  const named = expression.kind === 'secret' || expression.kind === 'input';
  if (named && !('path' in expression && expression.path !== undefined)) return expression.name;
  return callSource(use('secretText', 'expression.ts'), [expression]);
}
