// One capability in every version of the format: written with the words and shapes of each.
import { stringify } from 'yaml';
import { formats, type Format } from '../../src/document/formats.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a version calls things, by its place in the line of versions. */
interface Dialect {
  readonly maps: boolean;
  readonly label: 'label' | 'display';
  readonly target: 'target' | 'targetName';
  readonly rest: 'api' | 'rest';
  readonly externalRefs: boolean;
  readonly itemsInList: boolean;
  /** Aggregates, hints and mock outputs came with 1.0.0-alpha2. */
  readonly late: boolean;
  readonly flows: 'functions' | 'flows';
}

export function dialectOf(format: Format): Dialect {
  const at = formats.indexOf(format);
  const maps = format.rootKey === 'ikanos';
  return {
    maps,
    label: maps ? 'display' : 'label',
    target: maps ? 'target' : 'targetName',
    rest: at === 0 ? 'api' : 'rest',
    externalRefs: at <= 1,
    itemsInList: at <= 1,
    late: at >= 3,
    flows: maps ? 'flows' : 'functions',
  };
}

/** `withLate`: with what came with 1.0.0-alpha2. */
export function familyDocument(format: Format, withLate: boolean): string {
  const dialect = dialectOf(format);
  const named = (items: Readonly<Record<string, Json>>): unknown =>
    dialect.maps ? items : Object.entries(items).map(([name, item]) => ({ name, ...item }));
  const secrets = dialect.externalRefs
    ? {
        externalRefs: [
          { name: 'env', type: 'variables', resolution: 'runtime', keys: { TOKEN: 'SHOP_TOKEN' } },
        ],
      }
    : { binds: [{ namespace: 'env', keys: { TOKEN: 'SHOP_TOKEN' } }] };
  const row = {
    type: 'object',
    properties: {
      id: { type: 'string', mapping: '$.id' },
      total: { type: 'number', mapping: '$.sum' },
    },
  };
  const orders = {
    [dialect.label]: 'Orders',
    path: '/orders',
    operations: named({
      'list-orders': {
        [dialect.label]: 'List',
        method: 'GET',
        inputParameters: named({ status: { in: 'query' }, trace: { in: 'header', value: 'on' } }),
      },
      'add-order': { method: 'POST', body: { type: 'json', data: { item: '{{item}}' } } },
    }),
  };
  const order = {
    path: '/orders/{{id}}',
    operations: named({
      'get-order': {
        method: 'GET',
        inputParameters: named({ id: { in: 'path' } }),
        outputParameters: named({ owner: { type: 'string', value: '$.owner' } }),
      },
    }),
  };
  const inputs = (
    items: Readonly<Record<string, Json>>,
  ): { readonly inputParameters: unknown } => ({ inputParameters: named(items) });
  const tools: Record<string, Json> = {
    'list-orders': {
      description: 'Lists orders.',
      ...inputs({ status: { type: 'string', description: 'Which.' } }),
      call: 'shop.list-orders',
      with: { status: 'shop-mcp.status' },
      outputParameters: [
        { type: 'array', mapping: '$.orders', items: dialect.itemsInList ? [row] : row },
      ],
    },
    'order-owner': {
      description: 'Who ordered.',
      ...inputs({ id: { type: 'string', description: 'Which order.' } }),
      steps: named({ order: { type: 'call', call: 'shop.get-order', with: { id: '{{id}}' } } }),
      mappings: [{ [dialect.target]: 'owner', value: '$.order.owner' }],
      outputParameters: named({ owner: { type: 'string' } }),
    },
  };
  if (withLate) {
    tools['list-orders'] = { ...tools['list-orders']!, hints: { readOnly: true } };
    tools['ping'] = {
      description: 'Answers.',
      outputParameters: named({ answer: { type: 'string', value: 'pong' } }),
    };
    tools['any-order'] = { ref: 'flows.any-order' };
  }
  return stringify({
    [format.rootKey]: format.version,
    info: { [dialect.label]: 'Shop', description: 'Orders of a shop.', tags: ['Shop'] },
    ...secrets,
    capability: {
      consumes: [
        {
          type: 'http',
          namespace: 'shop',
          description: 'The shop.',
          baseUri: 'https://shop.example.com',
          authentication: { type: 'bearer', token: '{{TOKEN}}' },
          resources: named({ orders, order }),
        },
      ],
      ...(withLate
        ? {
            aggregates: [
              {
                [dialect.label]: 'Flows',
                namespace: 'flows',
                [dialect.flows]: named({
                  'any-order': {
                    description: 'Some order.',
                    semantics: { safe: true },
                    call: 'shop.list-orders',
                    outputParameters: [row],
                  },
                }),
              },
            ],
          }
        : {}),
      exposes: [
        {
          type: dialect.rest,
          namespace: 'shop-rest',
          port: 8080,
          resources: named({
            orders: {
              path: '/v1/orders',
              description: 'Orders.',
              operations: named({
                'list-orders': {
                  method: 'GET',
                  call: 'shop.list-orders',
                  inputParameters: named({
                    status: { in: 'query', type: 'string', description: 'Which.' },
                  }),
                  with: { status: 'shop-rest.status' },
                },
              }),
            },
            rest: {
              path: '/v1/{path}',
              description: 'All else.',
              forward: { targetNamespace: 'shop', trustedHeaders: ['X-Id'] },
            },
          }),
        },
        {
          type: 'mcp',
          namespace: 'shop-mcp',
          port: 9090,
          description: 'Orders for agents.',
          tools: named(tools),
        },
      ],
    },
  });
}
