// Random documents: changes of a document that stands, and documents grown from a schema.
import type { Json, JsonSchema } from './oracle.ts';

export type Random = () => number;

/** A small generator with a seed, so that a failing case can be repeated (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

const keys =
  'name label display description type tags path method call with steps ref mappings outputParameters inputParameters in value mapping const properties items required port namespace address transport tools resources prompts operations forward functions flows from import as location targetName target keys binds externalRefs consumes exposes aggregates info capability hints semantics arguments template instruction action body data responses responseBinary authentication placement version ttlMs x-extra'.split(
    ' ',
  );

const values: readonly Json[] = [
  null,
  true,
  false,
  0,
  1,
  8080,
  70000,
  1.5,
  -1,
  '',
  'a',
  'a-b',
  'a.b',
  'a_b',
  'a b',
  'ns.op',
  'ns.op.more',
  'é',
  'http',
  'rest',
  'api',
  'mcp',
  'skill',
  'control',
  'stdio',
  'string',
  'number',
  'integer',
  'boolean',
  'object',
  'array',
  'call',
  'lookup',
  'script',
  'json',
  'text',
  'formUrlEncoded',
  'form',
  'multipartForm',
  'basic',
  'bearer',
  'apikey',
  'oauth2',
  'query',
  'path',
  'body',
  'environment',
  'GET',
  'HEAD',
  'get',
  'https://a.b',
  'https://a.b/{c}',
  'file:///a',
  'file://a',
  'application/json',
  '2025-01-31',
  '2025-1-31',
  '1KiB',
  '10',
  'binary',
  '{{KEY}}',
  '$.a',
  'x'.repeat(1025),
  [],
  {},
  [null],
  ['a'],
  [1],
  [{}],
  { a: {} },
  { a: null },
  { A_KEY: 'a' },
  { 'a b': {} },
  { a: { type: 'string' } },
  [{ type: 'string', mapping: '$.a' }],
  [{ name: 'a', type: 'string', value: 'a' }],
  { type: 'string', mapping: '$', value: 'a' },
  { a: { type: 'string', value: 'a' } },
  [{ name: 'a', type: 'call', call: 'a.b' }],
  { a: { type: 'call', call: 'a.b' } },
  { type: 'object', properties: {} },
  { type: 'array', items: { type: 'number', value: '1' } },
  { type: 'array', items: [] },
  [{ name: 'a', type: 'array', items: [{ name: 'b', type: 'string' }] }],
  { a: { type: 'array', items: { b: { type: 'string' } } } },
  { type: 'basic' },
  { type: 'ziti', service: 'a', identity: 'b' },
  { from: 'a', import: 'b' },
  { location: 'a', import: 'b' },
];

interface Spot {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

/** A copy with `count` random changes. `donor` is a document whose parts may be planted into it. */
export function mutate(random: Random, document: Json, donor: Json, count: number): Json {
  const root: { [key: string]: Json } = { '': structuredClone(document) };
  for (let done = 0; done < count; done++) {
    if (!('' in root)) return null;
    const { holder, key } = pick(random, spots(root));
    const planted = (): Json =>
      structuredClone(
        random() < 0.5 ? pick(random, values) : valueAt(pick(random, spots({ '': donor }))),
      );
    const value = valueAt({ holder, key });
    const change = random();
    if (change < 0.2) remove(holder, key);
    else if (change < 0.35) put(holder, key, planted());
    else if (change < 0.5) rename(holder, key, pick(random, keys));
    else if (change < 0.75 && isHolder(value)) put(value, pick(random, keys), planted());
    else if (change < 0.85) put(holder, key, switched(value));
    else if (change < 0.92 && Array.isArray(holder)) holder.push(structuredClone(value));
    else if (typeof value === 'string')
      put(
        holder,
        key,
        pick(
          random,
          values.filter((other) => typeof other === 'string'),
        ),
      );
    else put(holder, key, planted());
  }
  return root[''] ?? null;
}

/** Says whether a definition of the schema, or the root (undefined), accepts a value. */
export type Accepts = (definition: string | undefined, value: Json) => boolean;

/** A document that follows a schema, grown branch by branch: each definition is tried until it is accepted. */
export function grow(random: Random, schema: JsonSchema, accepts: Accepts): Json | undefined {
  const definitions = schema['$defs'] as { readonly [name: string]: JsonSchema };
  const tryFor = (name: string | undefined, node: JsonSchema, depth: number): Json => {
    let value: Json = null;
    for (let tries = 0; tries < 12; tries++) {
      value = follow(node, depth, {});
      if (accepts(name, value)) break;
    }
    return value;
  };
  const follow = (node: Json, depth: number, outer: Properties): Json => {
    if (!isObject(node)) return pick(random, ['a', [], {}]);
    if (typeof node['$ref'] === 'string') {
      const name = node['$ref'].split('/').at(-1)!;
      return tryFor(name, definitions[name]!, depth);
    }
    if ('const' in node) return node['const']!;
    if (Array.isArray(node['enum'])) return pick(random, node['enum']);
    const properties = { ...outer, ...(node['properties'] as Properties | undefined) };
    let grown = leafOrHolder(node, properties, depth);
    for (const part of (node['allOf'] as Json[] | undefined) ?? [])
      grown = merged(grown, follow(part, depth, properties));
    const branches = ((node['oneOf'] ?? node['anyOf']) as Json[] | undefined) ?? [];
    return branches.length === 0
      ? grown
      : merged(grown, follow(depth > 9 ? branches[0]! : pick(random, branches), depth, properties));
  };
  const leafOrHolder = (
    node: { [key: string]: Json },
    properties: Properties,
    depth: number,
  ): Json => {
    switch (Array.isArray(node['type']) ? pick(random, node['type']) : node['type']) {
      case 'array': {
        const least = Number(node['minItems'] ?? 0);
        const length = Math.max(least, Math.floor(random() * (depth > 6 ? 2 : 3)));
        return Array.from({ length }, () => follow(node['items'] ?? true, depth + 1, {}));
      }
      case 'integer':
        return pick(random, [1, 100, 8080, 65535]);
      case 'number':
        return pick(random, [0, 0.5, 1]);
      case 'boolean':
        return random() < 0.5;
      case 'string':
        return pick(
          random,
          strings.filter((text) => fits(node['pattern'], text)),
        );
      case 'object':
      case undefined:
        return holder(node, properties, depth);
      default:
        return null;
    }
  };
  const holder = (node: { [key: string]: Json }, properties: Properties, depth: number): Json => {
    const required = (node['required'] as string[] | undefined) ?? [];
    const grown: { [key: string]: Json } = {};
    for (const key of Object.keys({
      ...(node['properties'] as Properties | undefined),
      ...Object.fromEntries(required.map((name) => [name, true])),
    }))
      if (required.includes(key) || random() < (depth > 7 ? 0.15 : 0.4))
        grown[key] = follow(properties[key] ?? true, depth + 1, {});
    const more = node['additionalProperties'];
    if (isObject(more))
      for (const key of ['a', 'b-2', 'KEY', '200', 'text/html'])
        if (random() < 0.3 || Object.keys(grown).length < Number(node['minProperties'] ?? 0))
          grown[key] = follow(more, depth + 1, {});
    return grown;
  };
  const value = tryFor(undefined, schema, 0);
  return accepts(undefined, value) ? value : undefined;
}

type Properties = { readonly [key: string]: Json };

function merged(one: Json, other: Json): Json {
  return isObject(one) && isObject(other) ? { ...one, ...other } : other;
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const strings = [
  'a',
  'b-c',
  'ns.op',
  'KEY',
  'https://api.example.com',
  'file:///srv/a',
  'application/json',
  '2025-01-31',
  '10MiB',
  'a@b.cd',
  'localhost',
  '127.0.0.1',
  '::1',
  '200',
];

function fits(pattern: Json | undefined, text: string): boolean {
  return typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text);
}

function spots(root: { [key: string]: Json }): readonly Spot[] {
  const found: Spot[] = [];
  const walk = (holder: Json[] | { [key: string]: Json }): void => {
    for (const key of Object.keys(holder)) {
      const spot = { holder, key: Array.isArray(holder) ? Number(key) : key };
      found.push(spot);
      const value = valueAt(spot);
      if (isHolder(value)) walk(value);
    }
  };
  walk(root);
  return found;
}

function valueAt({ holder, key }: Spot): Json {
  return Array.isArray(holder) ? holder[Number(key)]! : holder[String(key)]!;
}

function isHolder(value: Json): value is Json[] | { [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}

function put(holder: Json[] | { [key: string]: Json }, key: string | number, value: Json): void {
  if (!Array.isArray(holder)) holder[String(key)] = value;
  else if (typeof key === 'number') holder[key] = value;
  else holder.push(value);
}

function remove(holder: Json[] | { [key: string]: Json }, key: string | number): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[String(key)];
}

function rename(holder: Json[] | { [key: string]: Json }, key: string | number, to: string): void {
  if (Array.isArray(holder) || key === '') return;
  const value = holder[String(key)]!;
  delete holder[String(key)];
  holder[to] = value;
}

/** A list of named items as a map, and a map as a list: what tells the two families of formats apart. */
function switched(value: Json): Json {
  if (Array.isArray(value))
    return Object.fromEntries(
      value.map((item, index) => {
        if (!isHolder(item) || Array.isArray(item)) return [String(index), item];
        const { name, ...rest } = item;
        return [typeof name === 'string' ? name : String(index), rest];
      }),
    );
  if (isHolder(value))
    return Object.entries(value).map(([name, item]) =>
      isHolder(item) && !Array.isArray(item) ? { name, ...item } : item,
    );
  return value === 'a' ? null : 'a';
}

const replacements: readonly Json[] = [
  null,
  true,
  7,
  70000,
  0.5,
  -1,
  'a b',
  '',
  'api',
  'HEAD',
  'integer',
  'x'.repeat(1025),
  [],
  {},
  ['a'],
  [1],
  { a: 1 },
  { a: {} },
];

/**
 * Documents one small change away: a key or an item gone, added, renamed, or of another kind. Every one of them, or the
 * share that `keep` lets through; each is to be used before the next is asked for.
 */
export function* nearMisses(document: Json, keep: () => boolean): Generator<Json> {
  const root: { [key: string]: Json } = { '': structuredClone(document) };
  for (const { holder, key } of spots(root)) {
    const value = valueAt({ holder, key });
    for (const other of [...replacements, switched(value)]) {
      if (!keep()) continue;
      put(holder, key, other);
      yield root['']!;
    }
    put(holder, key, value);
    if (Array.isArray(holder)) {
      holder.splice(Number(key), 1);
      if (keep()) yield root['']!;
      holder.splice(Number(key), 0, value);
    } else if (key !== '') {
      // Taken out and put back with the order of keys as it was.
      const entries = Object.entries(holder);
      delete holder[String(key)];
      if (keep()) yield root['']!;
      holder['x y'] = value;
      if (keep()) yield root['']!;
      delete holder['x y'];
      delete holder[entries[0]![0]];
      for (const [name, one] of entries) {
        delete holder[name];
        holder[name] = one;
      }
    }
    if (isHolder(value) && !Array.isArray(value)) {
      for (const extra of [
        'extra',
        'location',
        'port',
        'const',
        'call',
        'responseBinary',
        'capability',
      ]) {
        if (Object.hasOwn(value, extra) || !keep()) continue;
        value[extra] = extra === 'port' ? 1 : 'a.b';
        yield root['']!;
        delete value[extra];
      }
    }
  }
}
