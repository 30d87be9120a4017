// A capability that has one of everything the docs print, and one with a hostile text in every place that takes one.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { EmitContext } from '../../src/emit/emitter.ts';
import type {
  Capability,
  Input,
  McpSurface,
  Operation,
  RestSurface,
  Route,
  Tool,
} from '../../src/ir/capability.ts';
import { stringType, type Type, unknownType } from '../../src/ir/type.ts';
import type { Location } from '../../src/source/location.ts';

export const context: EmitContext = {
  template: (path) =>
    readFileSync(fileURLToPath(new URL(`../../templates/${path}`, import.meta.url)), 'utf8'),
  place: (at) => `${at.file}:${at.pointer.length}`,
};

const at: Location = { file: 'shop.yaml', pointer: '/x' };
const integer: Type = { kind: 'scalar', scalar: 'integer' };

export function input(name: string, place: Input['in'], overrides: Partial<Input> = {}): Input {
  return {
    name,
    in: place,
    type: stringType,
    required: place === 'path',
    inferred: false,
    at,
    ...overrides,
  };
}

export function operation(name: string, overrides: Partial<Operation> = {}): Operation {
  return {
    id: `shop.${name}`,
    service: 'shop',
    name,
    tags: [],
    method: 'GET',
    path: [`/${name}`],
    inputs: [],
    output: { format: 'json', type: unknownType },
    client: ['orders', name],
    shape: name,
    deprecated: false,
    origins: [at],
    at,
    ...overrides,
  };
}

export function route(id: string, overrides: Partial<Route> = {}): Route {
  return {
    id,
    tags: [],
    method: 'GET',
    path: [`/v1/${id}`],
    inputs: [],
    action: {
      kind: 'call',
      operation: `shop.${id}`,
      arguments: [],
      output: { kind: 'whole', type: unknownType },
    },
    origins: [at],
    at,
    ...overrides,
  };
}

export function tool(name: string, overrides: Partial<Tool> = {}): Tool {
  return {
    id: `shop-mcp.${name}`,
    name,
    declaredNames: [name],
    tags: [],
    hints: {},
    inputs: [],
    action: {
      kind: 'call',
      operation: `shop.${name}`,
      arguments: [],
      output: { kind: 'whole', type: unknownType },
    },
    origins: [at],
    at,
    ...overrides,
  };
}

const orderId = input('order_id', 'path', { inferred: true });

const list = operation('list', {
  title: 'List orders',
  description:
    'Orders of the shop, newest first. See [the guide](https://docs.shop.example/orders).',
  path: ['/orders'],
  inputs: [
    input('status', 'query', {
      type: { kind: 'enum', values: ['open', 'paid'] },
      description: 'Only these | those',
    }),
    input('limit', 'query', { type: integer }),
    input('ids', 'query', { type: { kind: 'array', items: stringType }, required: true }),
    input('Shop-Version', 'header', { value: { kind: 'literal', value: '2030-01-31' } }),
    input('X-Secret', 'header', { value: { kind: 'literal', value: 'hunter2' } }),
  ],
  output: {
    format: 'json',
    type: {
      kind: 'object',
      properties: [
        {
          name: 'next',
          type: { kind: 'union', members: [stringType, { kind: 'null' }] },
          required: false,
        },
        {
          name: 'results',
          required: true,
          type: {
            kind: 'array',
            items: {
              kind: 'object',
              properties: [{ name: 'id', type: integer, required: true, description: 'The `id`.' }],
            },
          },
        },
      ],
    },
  },
  origins: [at, { file: 'shop.yaml', pointer: '/y/1' }],
});

const create = operation('create', {
  method: 'POST',
  path: ['/orders'],
  inputs: [
    input('item', 'body', { required: true }),
    input('count', 'body', { type: integer, required: true }),
    input('note', 'body'),
    input('address', 'body', {
      required: true,
      type: {
        kind: 'object',
        properties: [
          { name: 'street', type: stringType, required: true },
          { name: 'country', type: stringType, required: true },
        ],
      },
    }),
  ],
  body: { kind: 'fields', contentType: 'application/json' },
});

const remove = operation('delete', {
  method: 'DELETE',
  path: ['/shops/', { variable: 'shop_id' }, '/orders/', { variable: 'order_id' }],
  inputs: [input('shop_id', 'path', { type: integer }), orderId],
  deprecated: false,
  shape: 'delete',
});

const removeOld = operation('old-delete', {
  ...remove,
  id: 'shop.old-delete',
  name: 'old-delete',
  path: ['/stores/', { variable: 'shop_id' }, '/orders/', { variable: 'order_id' }],
  client: ['stores', 'orders', 'delete'],
  deprecated: true,
});

const upload = operation('upload', {
  method: 'POST',
  client: ['files', 'upload'],
  inputs: [
    input('name', 'variable', { required: true }),
    input('content', 'variable', { required: true }),
  ],
  body: {
    kind: 'multipart',
    parts: [
      {
        name: 'label',
        value: { kind: 'template', parts: ['file ', { kind: 'input', name: 'name' }] },
      },
      {
        name: 'file',
        value: { kind: 'input', name: 'content' },
        filename: { kind: 'input', name: 'name' },
      },
    ],
  },
});

export const rest: RestSurface = {
  kind: 'rest',
  id: 'shop-rest',
  description: 'The shop for browsers.',
  port: 8080,
  auth: {
    kind: 'apikey',
    name: 'X-Key',
    value: { kind: 'secret', name: 'shop_key' },
    placement: 'header',
  },
  at,
  routes: [
    route('list', {
      description: list.description!,
      inputs: [input('ids', 'query', { required: true })],
    }),
    route('delete', {
      method: 'DELETE',
      path: ['/v1/orders/', { variable: 'order_id' }],
      inputs: [orderId],
      action: {
        kind: 'call',
        operation: 'shop.delete',
        arguments: [
          { name: 'shop_id', value: { kind: 'literal', value: 1 } },
          { name: 'order_id', value: { kind: 'input', name: 'order_id' } },
        ],
        output: { kind: 'whole', type: unknownType },
      },
    }),
    route('ship', {
      method: 'POST',
      action: {
        kind: 'flow',
        flow: 'orders.ship',
        arguments: [],
        output: { kind: 'whole', type: unknownType },
      },
    }),
    route('raw', {
      method: 'ALL',
      path: ['/raw/', { variable: 'path' }],
      inputs: [input('path', 'path')],
      action: { kind: 'forward', service: 'shop', headers: ['Accept'] },
    }),
    route('ping', {
      action: {
        kind: 'mock',
        output: {
          kind: 'object',
          properties: [
            {
              name: 'ok',
              node: {
                kind: 'value',
                value: { kind: 'literal', value: true },
                type: { kind: 'scalar', scalar: 'boolean' },
              },
            },
          ],
        },
      },
    }),
    route('later', { action: { kind: 'unimplemented', reason: 'nothing is declared' } }),
  ],
};

export const mcp: McpSurface = {
  kind: 'mcp',
  id: 'shop-mcp',
  port: 9090,
  transport: 'http',
  at,
  tools: [
    tool('list', {
      title: 'List orders',
      description: 'Lists what was ordered.',
      hints: { readOnly: true, openWorld: true },
      inputs: [
        input('ids', 'variable', {
          type: { kind: 'array', items: stringType },
          required: true,
          inferred: true,
        }),
      ],
      declaredNames: ['list', 'List all the orders'],
    }),
    tool('delete', { hints: { destructive: true, idempotent: true } }),
  ],
  resources: [
    {
      name: 'terms',
      uri: 'shop://terms',
      mimeType: 'text/plain',
      binary: false,
      location: 'terms',
      description: 'The terms.',
      at,
    },
  ],
  prompts: [
    {
      name: 'greet',
      description: 'A greeting.',
      arguments: [
        { name: 'who', required: true },
        { name: 'how', required: false },
      ],
      messages: [],
      at,
    },
  ],
};

export const shop: Capability = {
  id: 'shop',
  format: 'naftiko-1.0.0-alpha2',
  title: 'Shop',
  description: 'A shop.\n\n- orders\n- files',
  tags: ['shop', 'orders'],
  sources: ['shop.yaml'],
  services: [
    {
      id: 'shop',
      description: 'The API of the shop.',
      baseUrl: { kind: 'fixed', url: 'https://api.shop.example' },
      auth: { kind: 'bearer', token: { kind: 'secret', name: 'shop_key' } },
      at,
    },
  ],
  operations: [list, create, remove, removeOld, upload],
  flows: [
    {
      id: 'orders.ship',
      name: 'ship',
      description: 'Ships an order.',
      hints: { idempotent: true },
      inputs: [input('order_id', 'variable', { required: true })],
      action: {
        kind: 'steps',
        steps: [
          {
            kind: 'call',
            name: 'all',
            operation: 'shop.list',
            arguments: [{ name: 'limit', value: { kind: 'literal', value: 5 } }],
          },
          {
            kind: 'lookup',
            name: 'one',
            index: 'all',
            match: 'id',
            value: { kind: 'input', name: 'order_id' },
            fields: ['id'],
          },
          { kind: 'script', name: 'sum', language: 'javascript', file: 'sum.js', arguments: [] },
        ],
        mappings: [{ target: ['order', 'id'], value: { kind: 'step', step: 'one', path: ['id'] } }],
        output: { kind: 'whole', type: unknownType },
      },
      origins: [at],
      at,
    },
  ],
  surfaces: [
    rest,
    mcp,
    {
      kind: 'skill',
      id: 'skills',
      at,
      skills: [
        {
          name: 'ordering',
          description: 'Orders things.',
          at,
          tools: [
            { name: 'list', from: { surface: 'shop-mcp', action: 'list' } },
            { name: 'think', instruction: 'think.md' },
          ],
        },
      ],
    },
    { kind: 'control', id: 'control', port: 9091, health: true, info: true, metrics: false, at },
  ],
  secrets: [{ name: 'shop_key', variable: 'SHOP_API_KEY', description: 'A key of the shop.', at }],
  stats: {
    operations: { declared: 6, unique: 5, shapes: 4 },
    routes: { declared: 6, unique: 6 },
    tools: { declared: 2, unique: 2 },
  },
};

/** The shop with `text` in every place that takes words, names or paths of a document. */
export function hostileShop(text: string): Capability {
  const replace = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return structural.has(key) ? value : `${value}${text}`;
    if (Array.isArray(value))
      return key === 'client' ? value : value.map((item) => replace(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, replace(item, name)]),
    );
  };
  return replace(shop, '') as Capability;
}

/** What our own code decides or guarantees, whatever the document says. */
const structural = new Set([
  'kind',
  'scalar',
  'in',
  'method',
  'placement',
  'transport',
  'format',
  'language',
  'client',
]);
