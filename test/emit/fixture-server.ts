// A capability with every kind of action and names that want to break out, made by hand.
import type {
  Action,
  Capability,
  Input,
  Operation,
  OutputNode,
  PathPart,
  RestSurface,
  Route,
} from '../../src/ir/capability.ts';
import type { Expression, JsonPath } from '../../src/ir/expression.ts';
import { stringType, unknownType, type Type } from '../../src/ir/type.ts';
import type { Location } from '../../src/source/location.ts';

const at: Location = { file: 'fixture.yaml', pointer: '/capability' };
const integer: Type = { kind: 'scalar', scalar: 'integer' };
export const hostile = '*/ ${alert(1)} `"\'</script>\u2028';

export const inputOf = (name: string): Expression => ({ kind: 'input', name });
export const literalOf = (value: string | number): Expression => ({ kind: 'literal', value });
const whole: OutputNode = { kind: 'whole', type: unknownType };
const keys = (...path: string[]): JsonPath => ({
  source: `$.${path.join('.')}`,
  definite: true,
  segments: path.map((key) => ({ kind: 'key', key })),
});

export function pathOf(text: string): PathPart[] {
  return text
    .split(/(\{[^}]*\})/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('{') ? { variable: part.slice(1, -1) } : part));
}

export function inputAt(name: string, place: Input['in'], more: Partial<Input> = {}): Input {
  return {
    name,
    in: place,
    type: stringType,
    required: place === 'path',
    inferred: false,
    at,
    ...more,
  };
}

export function operationOf(
  id: string,
  method: Operation['method'],
  path: string,
  inputs: Input[] = [],
  more: Partial<Operation> = {},
): Operation {
  const name = id.split('.').slice(1).join('.');
  return {
    id,
    service: id.split('.')[0] ?? '',
    name,
    tags: [],
    method,
    path: pathOf(path),
    inputs,
    output: { format: 'json', type: unknownType },
    client: ['people', name],
    shape: id,
    deprecated: false,
    origins: [at],
    at,
    ...more,
  };
}

export function routeOf(
  method: Route['method'],
  path: string,
  action: Action,
  inputs: Input[] = [],
  more: Partial<Route> = {},
): Route {
  return {
    id: `${method} ${path}`,
    tags: [],
    method,
    path: pathOf(path),
    inputs,
    action,
    origins: [at],
    at,
    ...more,
  };
}

export function surfaceOf(
  id: string,
  routes: Route[],
  more: Partial<RestSurface> = {},
): RestSurface {
  return { kind: 'rest', id, routes, at, ...more };
}

export function capabilityOf(more: Partial<Capability>): Capability {
  const none = { declared: 0, unique: 0 };
  return {
    id: 'fixture',
    format: 'naftiko-1.0.0-alpha2',
    title: 'Fixture',
    tags: [],
    sources: ['fixture.yaml'],
    services: [{ id: 'api', baseUrl: { kind: 'fixed', url: 'https://api.test/v1' }, at }],
    operations: [],
    flows: [],
    surfaces: [],
    secrets: [],
    stats: { operations: { ...none, shapes: 0 }, routes: none, tools: none },
    ...more,
  };
}

const id = inputAt('id', 'path');
const list = operationOf('api.list', 'GET', '/people', [inputAt('q', 'query')]);
const get = operationOf('api.get', 'GET', '/people/{id}', [id, inputAt('id', 'query')]);
const create = operationOf(
  'api.create',
  'POST',
  '/people',
  [inputAt('body', 'body', { required: true, type: unknownType })],
  {
    body: { kind: 'input', input: 'body', contentType: 'application/json' },
  },
);
const upload = operationOf(
  'api.upload',
  'PUT',
  '/files/{id}',
  [id, inputAt('body', 'body', { type: { kind: 'binary' } })],
  {
    body: { kind: 'input', input: 'body', contentType: 'application/octet-stream' },
  },
);

const argument = (name: string, from = name) => ({ name, value: inputOf(from) });
const call = (operation: string, names: string[], output: OutputNode = whole): Action => ({
  kind: 'call',
  operation,
  arguments: names.map((name) => argument(name)),
  output,
});

export const serverFixture: Capability = capabilityOf({
  operations: [list, get, create, upload],
  secrets: [{ name: 'SERVER_TOKEN', variable: 'SERVER_TOKEN', at }],
  flows: [
    {
      id: 'lib.greet',
      name: 'greet',
      hints: {},
      inputs: [
        inputAt('name', 'variable'),
        inputAt('mood', 'variable', { value: literalOf('glad') }),
      ],
      action: {
        kind: 'mock',
        output: {
          kind: 'value',
          value: { kind: 'template', parts: ['hello ', inputOf('name'), ', ', inputOf('mood')] },
          type: stringType,
        },
      },
      origins: [at],
      at,
    },
  ],
  surfaces: [
    surfaceOf(
      'rest',
      [
        routeOf(
          'GET',
          '/people',
          call('api.list', ['q']),
          [inputAt('q', 'query', { type: { kind: 'enum', values: ['a', hostile] } })],
          {
            description: hostile,
          },
        ),
        routeOf(
          'GET',
          '/people/{person-id}',
          {
            kind: 'call',
            operation: 'api.get',
            arguments: [argument('id', 'person-id')],
            output: {
              kind: 'object',
              properties: [
                {
                  name: 'name',
                  node: { kind: 'path', path: keys('person', 'name'), type: stringType },
                },
              ],
            },
          },
          [inputAt('person-id', 'path', { type: integer })],
        ),
        routeOf('POST', '/people', call('api.create', ['body']), [
          inputAt('body', 'body', {
            required: true,
            type: { kind: 'record', values: unknownType },
          }),
        ]),
        routeOf('PUT', '/files/{id}.bin', call('api.upload', ['id', 'body']), [
          id,
          inputAt('body', 'body', { type: { kind: 'binary' } }),
        ]),
        routeOf(
          'GET',
          '/people/{id}/summary',
          {
            kind: 'steps',
            steps: [
              { kind: 'call', name: 'all', operation: 'api.list', arguments: [] },
              {
                kind: 'lookup',
                name: 'one',
                index: 'all',
                match: 'id',
                value: inputOf('id'),
                fields: ['name'],
              },
            ],
            mappings: [
              { target: ['summary', 'name'], value: { kind: 'step', step: 'one', path: ['name'] } },
            ],
            output: whole,
          },
          [id],
          { name: 'summary' },
        ),
        routeOf(
          'GET',
          '/greet/{name}',
          { kind: 'flow', flow: 'lib.greet', arguments: [argument('name')], output: whole },
          [inputAt('name', 'path')],
          { name: 'greet' },
        ),
        routeOf(
          'POST',
          '/fields',
          {
            kind: 'mock',
            output: {
              kind: 'object',
              properties: [
                {
                  name: '__proto__',
                  node: { kind: 'value', value: inputOf(hostile), type: stringType },
                },
                { name: 'n', node: { kind: 'value', value: inputOf('n'), type: integer } },
              ],
            },
          },
          [
            inputAt(hostile, 'body'),
            inputAt('n', 'body', { type: integer, required: true }),
            inputAt('bad', 'query', { type: { kind: 'scalar', scalar: 'string', pattern: '(?<' } }),
          ],
          { name: hostile },
        ),
        routeOf(
          'GET',
          '/a/{hostile}/*',
          { kind: 'mock', output: { kind: 'value', value: inputOf(hostile), type: stringType } },
          [inputAt(hostile, 'path')],
          { name: 'constructor', path: ['/a/', { variable: hostile }, '/*'] },
        ),
        routeOf(
          'ALL',
          '/proxy/{path}',
          { kind: 'forward', service: 'api', headers: ['X-Trace'] },
          [inputAt('path', 'path')],
          { name: 'proxy' },
        ),
        routeOf('GET', '/nothing', { kind: 'unimplemented', reason: hostile }, [], {
          name: 'nothing',
        }),
        routeOf('GET', '/lost', call('api.gone', []), [], { name: 'lost' }),
        routeOf('GET', '/people', call('api.list', []), [], {
          name: 'shadow',
          id: 'GET /people #2',
        }),
      ],
      { port: 0, auth: { kind: 'bearer', token: { kind: 'secret', name: 'SERVER_TOKEN' } } },
    ),
    surfaceOf(
      'closed "surface"',
      [
        routeOf(
          'GET',
          '/x',
          { kind: 'mock', output: { kind: 'value', value: literalOf(1), type: integer } },
          [],
          { name: 'closed' },
        ),
      ],
      {
        auth: { kind: 'oauth2', authorizationServer: 'https://as.test', scopes: [] },
      },
    ),
  ],
});
