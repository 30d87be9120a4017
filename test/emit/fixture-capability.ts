// A capability written by hand: every place of input, every body, every kind of credentials, and names that bite.
import type {
  Body,
  Capability,
  Input,
  Method,
  Operation,
  Output,
  PathPart,
  Service,
} from '../../src/ir/capability.ts';
import type { Expression } from '../../src/ir/expression.ts';
import { stringType, type Type, unknownType } from '../../src/ir/type.ts';

const file = 'fixture.yaml';
const at = { file, pointer: '' };

export const hostile =
  'Ends */ here; ${process.exit(1)} `tick` </script> @me {@link x} \u202e @cf/model\n@param y';

export const input = (name: string, place: Input['in'], more: Partial<Input> = {}): Input => ({
  name,
  in: place,
  type: stringType,
  required: false,
  inferred: false,
  at: { file, pointer: `/inputs/${name.replaceAll('/', '~1')}` },
  ...more,
});

export const pathInput = (name: string): Input => input(name, 'path', { required: true });
export const read = (name: string): Expression => ({ kind: 'input', name });
export const secret = (name: string): Expression => ({ kind: 'secret', name });
export const template = (...parts: readonly (string | Expression)[]): Expression => ({
  kind: 'template',
  parts,
});

interface OperationSketch {
  readonly service?: string;
  readonly method?: Method;
  readonly path: readonly PathPart[];
  readonly inputs?: readonly Input[];
  readonly body?: Body;
  readonly output?: Partial<Output>;
  readonly shape?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
}

export function operation(client: readonly string[], sketch: OperationSketch): Operation {
  const name = client.join('.');
  const {
    service = 'main',
    method = 'GET',
    path,
    inputs = [],
    body,
    output,
    shape,
    description,
    deprecated,
  } = sketch;
  return {
    id: `${service}.${name}`,
    service,
    name,
    tags: [],
    method,
    path,
    inputs,
    ...(body === undefined ? {} : { body }),
    ...(description === undefined ? {} : { description }),
    output: { format: 'json', type: unknownType, ...output },
    client,
    shape: shape ?? `${service}.${name}`,
    deprecated: deprecated ?? false,
    origins: [{ file, pointer: `/operations/${name}` }],
    at: { file, pointer: `/operations/${name}` },
  };
}

const person: Type = {
  kind: 'object',
  properties: [
    {
      name: 'id',
      type: { kind: 'scalar', scalar: 'integer' },
      required: true,
      description: hostile,
    },
    { name: 'weird key*/', type: { kind: 'array', items: stringType }, required: false },
    {
      name: 'kind',
      type: {
        kind: 'union',
        members: [{ kind: 'enum', values: ['a"b', '</script>', 3] }, { kind: 'null' }],
      },
      required: true,
    },
  ],
};

const scoped = (
  scope: string,
  scopeVariable: string,
  client: readonly string[],
  deprecated: boolean,
): Operation =>
  operation(client, {
    path: [`/api/${scope}/`, { variable: scopeVariable }, '/persons/'],
    inputs: [
      pathInput(scopeVariable),
      input('search', 'query', { description: hostile }),
      input('limit', 'query', { type: { kind: 'scalar', scalar: 'integer' } }),
      input('ids', 'query', { type: { kind: 'array', items: stringType } }),
      input('filter', 'query', { type: { kind: 'record', values: unknownType } }),
    ],
    output: { type: person },
    shape: 'persons.list',
    description: hostile,
    deprecated,
  });

export const operations: readonly Operation[] = [
  scoped('projects', 'project_id', ['persons', 'list'], false),
  scoped('environments', 'environment_id', ['environments', 'persons', 'list'], true),
  operation(['persons', 'delete'], {
    method: 'DELETE',
    path: ['/api/persons/', { variable: 'id' }, '#refresh'],
    inputs: [
      pathInput('id'),
      input('id', 'query'),
      input('Id', 'query'),
      input('filter[asset.name]', 'query'),
    ],
  }),
  operation(['default'], {
    path: ['/default?fixed=1&name=', { variable: 'name' }],
    inputs: [
      pathInput('name'),
      input('3rd', 'query'),
      input('名前', 'query'),
      input('a`b${c}', 'query'),
    ],
  }),
  operation(['constructor', '__proto__'], {
    path: ['/proto'],
    inputs: [input('__proto__', 'query'), input('constructor', 'query'), input('default', 'query')],
  }),
  operation(['headers', 'read'], {
    path: ['/headers'],
    inputs: [
      input('If-Match', 'header'),
      input('if-match', 'header', { required: true }),
      input('Authorization', 'header', { required: true }),
      input('session id', 'cookie'),
      input('theme', 'cookie'),
      input('X-Fixed', 'header', { value: template('v', read('version')) }),
      input('version', 'variable'),
    ],
  }),
  operation(['bodies', 'whole'], {
    method: 'POST',
    path: ['/whole'],
    inputs: [input('data', 'body', { type: unknownType, required: true })],
    body: { kind: 'input', input: 'data', contentType: 'application/json' },
  }),
  operation(['bodies', 'raw'], {
    method: 'PUT',
    path: ['/raw'],
    inputs: [input('data', 'body', { type: { kind: 'binary' }, required: true })],
    body: { kind: 'input', input: 'data', contentType: 'application/octet-stream' },
  }),
  operation(['bodies', 'fields'], {
    method: 'PATCH',
    path: ['/fields'],
    inputs: [
      input('__proto__', 'body'),
      input('name', 'body', { required: true }),
      input('tags', 'body', { type: unknownType }),
    ],
    body: { kind: 'fields', contentType: 'application/json' },
  }),
  operation(['bodies', 'structured'], {
    method: 'POST',
    path: ['/structured'],
    inputs: [
      input('who', 'variable', { required: true }),
      input('count', 'variable', { type: { kind: 'scalar', scalar: 'number' } }),
    ],
    body: {
      kind: 'json',
      value: {
        kind: 'object',
        members: [
          { name: 'text', value: template('Hello "', read('who'), '"') },
          { name: 'count', value: read('count') },
          {
            name: '</script>',
            value: { kind: 'literal', value: { '__proto__\u2028': ['\ud800', 1.5, null] } },
          },
          { name: 'list', value: { kind: 'array', items: [read('who'), read('count')] } },
        ],
      },
    },
  }),
  operation(['bodies', 'text'], {
    method: 'POST',
    path: ['/text'],
    inputs: [input('query', 'variable', { required: true })],
    body: {
      kind: 'text',
      contentType: 'application/sparql-query',
      value: template('SELECT ', read('query')),
    },
    output: { format: 'csv', mediaType: 'text/csv' },
  }),
  operation(['bodies', 'form'], {
    method: 'POST',
    path: ['/form'],
    inputs: [
      input('a', 'variable'),
      input('list', 'variable', { type: { kind: 'array', items: stringType } }),
    ],
    body: {
      kind: 'form',
      fields: [
        { name: 'a b', value: read('a') },
        { name: 'list', value: read('list') },
      ],
    },
  }),
  operation(['bodies', 'multipart'], {
    method: 'POST',
    path: ['/multipart'],
    inputs: [
      input('file', 'variable', { type: { kind: 'binary' }, required: true }),
      input('note', 'variable'),
    ],
    body: {
      kind: 'multipart',
      parts: [
        {
          name: 'file',
          value: read('file'),
          filename: template('x.txt'),
          contentType: 'text/plain',
        },
        { name: 'note', value: read('note') },
      ],
    },
    output: { format: 'binary', maxBytes: 10 },
  }),
  operation(['2fa', 'class', 'list-all'], {
    service: '2nd-api',
    path: ['/'],
    output: { type: { kind: 'array', items: person } },
  }),
  operation(['keyed', 'query'], { service: 'keyed', path: ['/q'] }),
  operation(['digested', 'get'], { service: 'digested', path: ['/d'] }),
  operation(['granted', 'get'], { service: 'granted', path: ['/g'] }),
  operation(['basic', 'get'], { service: 'basic', path: ['/b'] }),
];

export const services: readonly Service[] = [
  {
    id: 'main',
    baseUrl: { kind: 'missing', template: '' },
    auth: { kind: 'bearer', token: secret('TOKEN') },
    at,
  },
  {
    id: '2nd-api',
    baseUrl: {
      kind: 'expression',
      value: template('https://', secret('REGION'), '.example.com/v2'),
    },
    auth: { kind: 'apikey', name: 'X-Key', value: secret('KEY'), placement: 'header' },
    at,
  },
  {
    id: 'keyed',
    baseUrl: { kind: 'fixed', url: 'https://keyed.example.com' },
    auth: { kind: 'apikey', name: 'api key', value: read('UNBOUND'), placement: 'query' },
    at,
  },
  {
    id: 'digested',
    baseUrl: { kind: 'fixed', url: 'https://digest.example.com' },
    auth: { kind: 'digest', username: secret('USER'), password: secret('PASS') },
    at,
  },
  {
    id: 'granted',
    baseUrl: { kind: 'fixed', url: 'https://granted.example.com' },
    auth: {
      kind: 'oauth2',
      authorizationServer: 'https://login.example.com/tenant',
      scopes: ['read', 'write'],
      clientId: secret('USER'),
      clientSecret: secret('PASS'),
    },
    at,
  },
  {
    id: 'basic',
    baseUrl: { kind: 'fixed', url: 'https://basic.example.com' },
    auth: { kind: 'basic', username: secret('USER'), password: secret('PASS') },
    at,
  },
];

export const capability: Capability = {
  id: 'fixture',
  format: 'naftiko-1.0.0-alpha2',
  title: `Fixture ${hostile}`,
  description: hostile,
  tags: [],
  sources: [file],
  services,
  operations,
  flows: [],
  surfaces: [],
  secrets: ['TOKEN', 'REGION', 'KEY', 'USER', 'PASS'].map((name) => ({
    name,
    variable: `FIXTURE_${name}`,
    description: hostile,
    at,
  })),
  stats: {
    operations: {
      declared: operations.length,
      unique: operations.length,
      shapes: operations.length - 1,
    },
    routes: { declared: 0, unique: 0 },
    tools: { declared: 0, unique: 0 },
  },
};
