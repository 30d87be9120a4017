// No field of the IR escapes `diff`: a capability with everything in it, each of its values changed in turn. What is not
// told is listed, with why. A field that is new in the IR has to be given a value here before this file compiles.
import { describe, expect, it } from 'vitest';
import type { Capability } from '../../src/ir/capability.ts';
import { compare } from '../../src/ir/compare/compare.ts';
import type { Expression, JsonPath } from '../../src/ir/expression.ts';
import type { Type } from '../../src/ir/type.ts';

type Full<T> = T extends Expression | Type | JsonPath | string | number | boolean | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Full<Item>[]
    : { [K in keyof T]-?: Full<Exclude<T[K], undefined>> };

const at = { file: 'a.yaml', pointer: '/a', on: 'value' } as const;
const origins = [at];
const input = (name: string): Expression => ({ kind: 'input', name });
const secret = (name: string): Expression => ({ kind: 'secret', name });
const text: Type = { kind: 'scalar', scalar: 'string', format: 'date', pattern: '^a' };
const path = (key: string): JsonPath => ({
  source: `$.${key}`,
  definite: true,
  segments: [{ kind: 'key', key }],
});
const oauth = {
  kind: 'oauth2',
  authorizationServer: 'https://login.dev',
  resource: 'https://shop.dev',
  scopes: ['read'],
  audience: 'shop',
  tokenEndpoint: 'https://login.dev/token',
  tokenValidation: 'introspection',
  clientId: secret('ID'),
  clientSecret: secret('SECRET'),
} as const;
const given = {
  name: 'q',
  in: 'query',
  type: text,
  required: false,
  description: 'Which.',
  inferred: false,
  at,
} as const;
const inputs = [given, { ...given, name: 'r', value: input('q') }] as unknown as readonly Full<
  Capability['operations'][number]['inputs'][number]
>[];
const hints = { readOnly: false, destructive: false, idempotent: true, openWorld: false };
const whole = { kind: 'whole', type: text } as const;
const output = {
  kind: 'object',
  from: path('all'),
  properties: [
    { name: 'a', description: 'An a.', node: { kind: 'path', path: path('a'), type: text } },
    { name: 'b', description: 'A b.', node: { kind: 'value', value: input('q'), type: text } },
    { name: 'c', description: 'A c.', node: { kind: 'array', from: path('c'), items: whole } },
  ],
} as const;
const call = {
  kind: 'call',
  operation: 'shop.list',
  arguments: [{ name: 'q', value: { kind: 'literal', value: 'x' } }],
  output,
} as const;
const steps = {
  kind: 'steps',
  steps: [
    { kind: 'call', name: 'one', operation: 'shop.list', arguments: call.arguments },
    {
      kind: 'lookup',
      name: 'two',
      index: 'one',
      match: 'id',
      value: { kind: 'literal', value: 1 },
      fields: ['a'],
    },
    {
      kind: 'script',
      name: 'three',
      language: 'javascript',
      file: 'a.js',
      arguments: call.arguments,
      script: { text: 'result = 1', declaresResult: false, timeoutMs: 10 },
    },
  ],
  mappings: [{ target: ['a'], value: { kind: 'literal', value: 2 } }],
  output: whole,
} as const;
const operation = {
  id: 'shop.list',
  service: 'shop',
  name: 'list',
  resource: 'orders',
  title: 'List',
  description: 'Lists.',
  tags: ['a'],
  method: 'POST',
  path: ['/orders/', { variable: 'id' }],
  inputs,
  body: {
    kind: 'multipart',
    parts: [
      { name: 'file', value: input('q'), filename: input('name'), contentType: 'text/plain' },
    ],
  },
  output: {
    format: 'avro',
    type: text,
    mediaType: 'avro/binary',
    schema: 'a',
    maxBytes: 10,
    projection: output,
  },
  pagination: {
    kind: 'next-url',
    next: path('next'),
    previous: path('previous'),
    items: path('items'),
  },
  client: ['orders', 'list'],
  shape: 's',
  deprecated: false,
  origins,
  at,
} as const;
const plain = { ...operation.output, projection: whole } as const;
const bodies = [
  { kind: 'input', input: 'q', contentType: 'text/plain' },
  { kind: 'fields', contentType: 'application/json' },
  { kind: 'json', value: input('q') },
  { kind: 'text', contentType: 'text/xml', value: input('q') },
  { kind: 'form', fields: [{ name: 'a', value: input('q') }] },
] as const;
const auths = [
  { kind: 'basic', username: secret('USER'), password: secret('PASSWORD') },
  { kind: 'bearer', token: secret('TOKEN') },
  { kind: 'apikey', name: 'X-Key', value: secret('KEY'), placement: 'header' },
] as const;
const base = { description: 'A server.', address: '127.0.0.1', maxBytes: 10, auth: oauth, at };

const full: Full<Capability> = {
  id: 'shop',
  format: 'naftiko-1.0.0-alpha2',
  title: 'Shop',
  description: 'Orders.',
  version: '1.0',
  tags: ['a'],
  sources: ['a.yaml'],
  services: [
    {
      id: 'shop',
      description: 'The shop.',
      baseUrl: { kind: 'fixed', url: 'https://shop.dev' },
      servers: [{ url: 'https://eu.shop.dev', description: 'Europe.' }],
      auth: oauth,
      at,
    },
    ...auths.map((auth, index) => ({
      id: `more${index}`,
      description: 'More.',
      baseUrl: { kind: 'expression', value: secret(`HOST${index}`) } as const,
      servers: [{ url: 'https://more.dev', description: 'More.' }],
      auth,
      at,
    })),
  ],
  operations: [
    operation,
    ...bodies.map((body, index) => ({
      ...operation,
      id: `shop.more${index}`,
      name: `more${index}`,
      path: [`/more${index}`],
      client: ['more', String(index)],
      inputs: [],
      output: plain,
      body,
    })),
  ],
  flows: [
    {
      id: 'f.one',
      name: 'one',
      description: 'One.',
      hints,
      inputs,
      action: call,
      mediaType: 'image/png',
      origins,
      at,
    },
  ],
  surfaces: [
    {
      ...base,
      kind: 'rest',
      id: 'rest',
      port: 1,
      routes: [
        ['/a', call],
        ['/b', steps],
        ['/c', { kind: 'flow', flow: 'f.one', arguments: call.arguments, output }],
        ['/d', { kind: 'mock', output }],
        ['/e', { kind: 'forward', service: 'shop', headers: ['x'] }],
        ['/f', { kind: 'unimplemented', reason: 'nothing' }],
      ].map(([at0, action]) => ({
        id: `GET ${at0 as string}`,
        name: at0 as string,
        title: 'T',
        description: 'D.',
        tags: ['a'],
        method: 'GET',
        path: [at0 as string],
        inputs: at0 === '/a' ? inputs : [],
        action: action as typeof call,
        binary: { mediaType: 'image/png', status: 201 },
        deprecated: false,
        origins,
        at,
      })),
    },
    {
      ...base,
      kind: 'mcp',
      id: 'mcp',
      port: 2,
      transport: 'http',
      ttlMs: 10,
      cacheScope: 'private',
      tools: [
        {
          id: 'mcp.list',
          name: 'list',
          declaredNames: ['list-it'],
          title: 'List',
          description: 'Lists.',
          tags: ['a'],
          hints,
          inputs,
          action: call,
          deprecated: false,
          origins,
          at,
        },
      ],
      resources: [
        {
          name: 'all',
          title: 'All',
          description: 'All.',
          uri: 'notes://all',
          mimeType: 'text/plain',
          binary: false,
          action: call,
          location: 'file:///a',
          at,
        },
      ],
      prompts: [
        {
          name: 'sum',
          title: 'Sum',
          description: 'Sums.',
          arguments: [{ name: 'of', title: 'Of', description: 'What.', required: true }],
          messages: [{ role: 'user', content: 'Sum.' }],
          location: 'file:///b',
          at,
        },
      ],
    },
    {
      ...base,
      kind: 'skill',
      id: 'skill',
      port: 3,
      skills: [
        {
          name: 'notes',
          description: 'Notes.',
          license: 'MIT',
          location: 'file:///c',
          details: { model: 'x' },
          tools: [
            {
              name: 'list',
              description: 'Lists.',
              from: { surface: 'mcp', action: 'list' },
              instruction: 'file:///d',
            },
          ],
          at,
        },
      ],
    },
    {
      ...base,
      kind: 'control',
      id: 'control',
      port: 4,
      health: true,
      info: true,
      metrics: true,
      traces: { sampling: 1, propagation: 'w3c', size: 10 },
      scripting: {
        enabled: true,
        defaultLanguage: 'javascript',
        defaultLocation: 'file:///e',
        timeoutMs: 10,
        allowedLanguages: ['javascript'],
      },
    },
  ],
  secrets: ['TOKEN', 'ID', 'SECRET'].map((name) => ({
    name,
    variable: name,
    file: 'f',
    description: 'D.',
    at,
  })),
  stats: {
    operations: { declared: 1, unique: 1, shapes: 1 },
    routes: { declared: 1, unique: 1 },
    tools: { declared: 1, unique: 1 },
  },
};

/** What says where a thing stands, how often, or how it was found: the same for whoever uses it. */
const places: ReadonlySet<string> = new Set(
  'at origins sources stats format shape inferred source definite kind'.split(' '),
);

/** Told by nothing, with why. */
const untold: readonly (readonly [pointer: RegExp, why: string])[] = [
  [/^\/id$/, 'files are compared by their names, which it is made of'],
  [/\/(?:operations|routes|tools)\/\d+\/(?:id|resource)$/, 'made of what is told of'],
  [/^\/flows\/\d+\/name$/, 'a part of the id, which is told of'],
  [/^\/services\/\d+\/auth\/tokenValidation$/, 'who calls checks no tokens'],
  [/\/inputs\/1\/(?:type|required|description)/, 'nobody is asked for what is worked out'],
  [/\/(?:flows|tools)\/\d+\/inputs\/\d+\/in$/, 'arguments of flows and tools have a name only'],
  [/\/body\/input$/, 'which inputs make a body is told as inputs'],
  [/\/projection\/.*\/description$/, 'what a step keeps is shown to nobody'],
  [/^\/operations\/\d+\/output\/projection\//, 'of operations in no steps nothing is kept'],
  [/\/action\/reason$/, 'the words of a failure'],
];

type Node = { [key: string]: unknown };

/** Where not every text is a value. */
const others: Readonly<Record<string, string>> = { private: 'public', string: 'integer' };

/** Every value of it, and every item of a list, as a change of one copy. */
function* changes(
  value: unknown,
  pointer: string,
  apply: (other: unknown) => Capability,
): Generator<readonly [string, Capability]> {
  if (typeof value === 'string') yield [pointer, apply(others[value] ?? `${value}x`)];
  else if (typeof value === 'number') yield [pointer, apply(value + 1)];
  else if (typeof value === 'boolean') yield [pointer, apply(!value)];
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield [`${pointer}/-${index}`, apply(value.toSpliced(index, 1))];
      yield* changes(item, `${pointer}/${index}`, (other) => apply(value.with(index, other)));
    }
  } else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      if (!places.has(key))
        yield* changes(item, `${pointer}/${key}`, (other) =>
          apply({ ...(value as Node), [key]: other }),
        );
}

describe('every value of a capability', () => {
  const whole: Capability = full;
  const all = [...changes(whole, '', (other) => other as Capability)];

  it('is one of many', () => {
    expect(all.length).toBeGreaterThan(400);
    expect(compare(whole, structuredClone(whole)).changes).toEqual([]);
  });

  it('is told of when it changes', () => {
    const missed = all.flatMap(([pointer, changed]) =>
      compare(whole, changed).changes.length === 0 ? [pointer] : [],
    );
    expect(missed.filter((pointer) => !untold.some(([pattern]) => pattern.test(pointer)))).toEqual(
      [],
    );
    for (const [pattern, why] of untold)
      expect(
        missed.some((one) => pattern.test(one)),
        why,
      ).toBe(true);
  });
});
