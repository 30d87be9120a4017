// What has to arrive when an operation is called: worked out from the capability alone, for the generated tests.
// Knows nothing of the client's descriptors and shares no code with its runtime, so that one can prove the other.
import type { Auth, Body, MultipartPart, Operation, Service } from '../../ir/capability.ts';
import { type Field, signature } from '../typescript/signature.ts';
import { type Environment, serviceBase } from './test-environment.ts';
import { Refusal, toText, type Value, valueReader, type ValueReader } from './expected-value.ts';
import { Bytes, type Sample, testSample } from './sample-value.ts';

export interface ExpectedRequest {
  readonly method: string;
  /** Without query. */
  readonly url: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: ExpectedBody;
}

export type ExpectedBody =
  | { readonly json: Value }
  | { readonly text: string }
  | { readonly form: Readonly<Record<string, string | readonly string[]>> };

export interface ExpectedCall {
  /** By the names callers use; all that can be given is given. */
  readonly args: Readonly<Record<string, Sample>>;
  /** Headers given with the call: credentials that a test cannot have. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: nothing may be sent, the call is refused. */
  readonly request: ExpectedRequest | undefined;
}

type Pairs = readonly (readonly [name: string, value: string])[];

export type Given = readonly (readonly [field: Field, value: Sample])[];

export function expectedCall(
  operation: Operation,
  service: Service,
  environment: Environment,
): ExpectedCall {
  const { fields } = signature(operation, service.auth);
  const given = fields.map((field, index): [Field, Sample] => [
    field,
    testSample(field.type, field.wire.in, field.wire.name, 11 + index),
  ]);
  return {
    args: Object.fromEntries(given.map(([field, value]) => [field.key, value])),
    headers: ungiven(service.auth) ? testCredentials : {},
    request: expectedRequest(operation, service, given, environment),
  };
}

/** What arrives when the operation is called with these values; undefined: nothing, the call is refused. */
export function expectedRequest(
  operation: Operation,
  service: Service,
  given: Given,
  environment: Environment,
): ExpectedRequest | undefined {
  const read = valueReader(operation, given, environment.secret);
  const headers = ungiven(service.auth) ? testCredentials : {};
  try {
    return request(operation, service, read, headers, environment);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Credentials that a test cannot have: it gives others. */
export function ungiven(auth: Auth | undefined): boolean {
  return auth?.kind === 'digest' || auth?.kind === 'oauth2';
}

export const testCredentials: Readonly<Record<string, string>> = {
  authorization: 'Test credentials',
};

function request(
  operation: Operation,
  service: Service,
  read: ValueReader,
  given: Readonly<Record<string, string>>,
  environment: Environment,
): ExpectedRequest {
  const path = filledPath(operation, read);
  const [pathname = '', ...declared] = path.split('?');
  const base = new URL(serviceBase(service, environment).url);
  const prefix = base.pathname.replace(/\/+$/, '');
  const tail = pathname.startsWith('/') ? pathname : `/${pathname}`;
  const url = new URL(base.origin + (pathname === '' ? base.pathname : prefix + tail));
  const encoded = encodedBody(operation.body, read);
  const headers = expectedHeaders(operation, read, encoded?.type);
  for (const [name, value] of Object.entries(given)) setHeader(headers, name, value);
  const pairs = [
    ...new URLSearchParams(base.search),
    ...new URLSearchParams(declared.join('?')),
    ...spread(read.place('query')),
  ];
  const query = authorized(service.auth, headers, pairs, read);
  return {
    method: operation.method,
    url: url.origin + url.pathname,
    query: record(query),
    headers: Object.fromEntries([...headers].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(encoded === undefined ? {} : { body: encoded.body }),
  };
}

function filledPath(operation: Operation, read: ValueReader): string {
  let path = '';
  for (const part of operation.path) {
    if (typeof part !== 'string') {
      const value = read.path(part.variable);
      if (typeof value === 'object' || value === '') throw new Refusal();
      path += encodeURIComponent(toText(value));
      continue;
    }
    const [text = '', ...fragment] = part.split('#');
    path += text;
    if (fragment.length > 0) break;
  }
  return path;
}

function expectedHeaders(
  operation: Operation,
  read: ValueReader,
  type: string | undefined,
): Map<string, string> {
  const headers = new Map<string, string>();
  const { format, mediaType } = operation.output;
  setHeader(headers, 'accept', mediaType ?? (format === 'json' ? 'application/json' : '*/*'));
  if (type !== undefined) setHeader(headers, 'content-type', type);
  for (const [name, value] of read.place('header'))
    if (value !== null)
      setHeader(headers, name, Array.isArray(value) ? value.map(toText).join(', ') : toText(value));
  const cookies = read
    .place('cookie')
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(toText(value))}`);
  if (cookies.length > 0) setHeader(headers, 'cookie', cookies.join('; '));
  return headers;
}

function setHeader(headers: Map<string, string>, name: string, value: string): void {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) throw new Refusal();
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) throw new Refusal();
  headers.set(name.toLowerCase(), value.trim());
}

/** The query with the credential in it, where that is its place. What the caller sets is not overruled. */
function authorized(
  auth: Auth | undefined,
  headers: Map<string, string>,
  query: Pairs,
  read: ValueReader,
): Pairs {
  const credential = (name: string, value: () => string): void => {
    if (!headers.has(name.toLowerCase())) setHeader(headers, name, value());
  };
  switch (auth?.kind) {
    case 'bearer':
      credential('authorization', () => `Bearer ${read.credential(auth.token)}`);
      return query;
    case 'basic':
      credential('authorization', () => {
        const user = read.credential(auth.username);
        if (user.includes(':')) throw new Refusal();
        const bytes = new TextEncoder().encode(`${user}:${read.credential(auth.password)}`);
        return `Basic ${btoa(String.fromCharCode(...bytes))}`;
      });
      return query;
    case 'apikey': {
      if (auth.placement === 'header') credential(auth.name, () => read.credential(auth.value));
      const isFree = auth.placement === 'query' && !query.some(([name]) => name === auth.name);
      return isFree ? [...query, [auth.name, read.credential(auth.value)]] : query;
    }
    case 'digest':
    case 'oauth2':
    case undefined:
      return query;
  }
}

interface Encoded {
  readonly body: ExpectedBody;
  /** Undefined: the platform sets it. */
  readonly type?: string;
}

function encodedBody(body: Body | undefined, read: ValueReader): Encoded | undefined {
  switch (body?.kind) {
    case undefined:
      return undefined;
    case 'input':
      return encoded(
        read.place('body').find(([name]) => name === body.input)?.[1],
        body.contentType,
      );
    case 'fields': {
      const fields = read.place('body');
      return fields.length === 0
        ? undefined
        : encoded(Object.fromEntries(fields) as Sample, body.contentType);
    }
    case 'json':
      return encoded(read.value(body.value), 'application/json');
    case 'text': {
      const value = read.value(body.value);
      return value === undefined ? undefined : written(toText(value), body.contentType);
    }
    case 'form':
      return {
        body: {
          form: record(spread(body.fields.map(({ name, value }) => [name, read.value(value)]))),
        },
      };
    case 'multipart':
      return { body: { form: record(body.parts.flatMap((part) => multipart(part, read))) } };
  }
}

/** A part with a type or a file name is a file. */
function multipart(part: MultipartPart, read: ValueReader): Pairs {
  const type = part.contentType;
  const name = part.filename && toText(read.value(part.filename));
  const values = [read.value(part.value)].flat() as readonly Value[];
  return values
    .filter((value) => value !== undefined && value !== null)
    .map((value) => {
      const text = value instanceof Bytes ? value.text : toText(value);
      const isFile = value instanceof Bytes || type !== undefined || name !== undefined;
      return [part.name, isFile ? fileText(text, name, type) : text] as const;
    });
}

/** As the tests write down a file; the platform calls one without a name `blob`. */
function fileText(text: string, name = 'blob', type = ''): string {
  return `${name} (${type.toLowerCase()}): ${text}`;
}

/** A text that the document has written down; the tests read it as what it says it is. */
function written(text: string, type: string): Encoded {
  if (/[/+]json\b/i.test(type))
    try {
      return { body: { json: JSON.parse(text) as Value }, type };
    } catch {
      // Sent as it is.
    }
  return { body: { text }, type };
}

function encoded(value: Value, type: string): Encoded | undefined {
  if (value === undefined) return undefined;
  if (value instanceof Bytes) return { body: { text: value.text }, type };
  if (/[/+]json\b/i.test(type)) return { body: { json: value }, type };
  if (typeof value !== 'object' || value === null) return { body: { text: toText(value) }, type };
  if (/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    return { body: { form: record(spread(Object.entries(value))) } };
  throw new Refusal();
}

/** A list is one pair for each item; what is missing is left out. */
function spread(entries: readonly (readonly [string, Value])[]): Pairs {
  return entries
    .flatMap(([name, value]): readonly (readonly [string, Value])[] =>
      Array.isArray(value) ? value.map((item: Value) => [name, item] as const) : [[name, value]],
    )
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [name, value instanceof Bytes ? fileText(value.text) : toText(value)]);
}

function record(pairs: Pairs): Readonly<Record<string, string | readonly string[]>> {
  const values = new Map<string, string | readonly string[]>();
  for (const [name, value] of pairs) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
}
