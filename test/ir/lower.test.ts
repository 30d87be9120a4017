import { describe, expect, it } from 'vitest';
import type { Operation, Route, Tool } from '../../src/ir/capability.ts';
import { operationPath } from '../../src/ir/lower/lower-service.ts';
import { pathText } from '../../src/ir/parse/parse-path.ts';
import { capabilityOf, codesOf, compileText, routesOf, toolsOf } from '../support/compile.ts';

function indent(text: string, by: number): string {
  return text
    .trim()
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n');
}

/** A document with one operation; `operation` holds its members from column 0. */
function document(options: {
  readonly path?: string;
  readonly operation?: string;
  readonly api?: string;
  readonly rest?: string;
  readonly tools?: string;
  readonly binds?: string;
}): string {
  return [
    'naftiko: 1.0.0-alpha2',
    options.binds ?? '',
    'capability:',
    '  consumes:',
    '  - type: http',
    '    namespace: api',
    options.api === undefined ? '    baseUri: https://api.example.com' : indent(options.api, 4),
    '    resources:',
    '    - name: things',
    `      path: ${JSON.stringify(options.path ?? '/things')}`,
    '      operations:',
    '      - name: do-it',
    indent(options.operation ?? 'method: POST', 8),
    options.rest === undefined && options.tools === undefined ? '' : '  exposes:',
    options.rest === undefined
      ? ''
      : `  - type: rest\n    namespace: web\n    port: 8080\n    resources:\n${indent(options.rest, 4)}`,
    options.tools === undefined
      ? ''
      : `  - type: mcp\n    namespace: agent\n    port: 9090\n    tools:\n${indent(options.tools, 4)}`,
  ].join('\n');
}

const operation = (options: Parameters<typeof document>[0]): Operation =>
  capabilityOf(document(options)).operations[0]!;
const inputs = (from: { readonly inputs: Operation['inputs'] }): readonly string[] =>
  from.inputs.map(
    (input) =>
      `${input.name} ${input.in}${input.required ? ' required' : ''}${input.inferred ? ' inferred' : ''}${input.value === undefined ? '' : ' fixed'}`,
  );

describe('inputs of operations', () => {
  it('path variables nobody declares are required text', () => {
    expect(inputs(operation({ path: '/a/{b}/{{c}}', operation: 'method: GET' }))).toEqual([
      'b path required inferred',
      'c path required inferred',
    ]);
  });

  it('a declared variable in another spelling is the same one, and gives it its name', () => {
    const found = operation({
      path: '/a/{account_id}',
      operation: 'method: GET\ninputParameters:\n- {name: accountId, in: path, type: integer}',
    });
    expect(inputs(found)).toEqual(['accountId path required']);
    expect(pathText(found.path)).toBe('/a/{accountId}');
  });

  it('the nearer declaration wins, header names fold', () => {
    const found = operation({
      api: 'baseUri: https://api.example.com\ninputParameters:\n- {name: If-Match, in: header}\n- {name: limit, in: query, value: 5}',
      operation:
        'method: GET\ninputParameters:\n- {name: if-match, in: header, required: true}\n- {name: limit, in: query}',
    });
    expect(inputs(found)).toEqual(['if-match header required', 'limit query']);
  });

  it('the same name in path and query stays two inputs', () => {
    const found = operation({
      path: '/a/{id}',
      operation: 'method: GET\ninputParameters:\n- {name: id, in: query}',
    });
    expect(inputs(found)).toEqual(['id path required inferred', 'id query']);
  });

  it('a credential in a header parameter is not asked for beside authentication', () => {
    const found = operation({
      api: 'baseUri: https://api.example.com\nauthentication: {type: bearer, token: "{{TOKEN}}"}',
      operation:
        'method: GET\ninputParameters:\n- {name: Authorization, in: header, required: true}',
    });
    expect(inputs(found)).toEqual(['Authorization header']);
  });

  it('values: constants, templates and the environment', () => {
    const found = operation({
      binds: 'binds:\n- namespace: env\n  keys: {ORG: MY_ORG}',
      path: '/a/{org}',
      operation:
        "method: GET\ninputParameters:\n- {name: org, in: path, value: '{{env.ORG}}'}\n- {name: v, in: query, value: 2}\n- {name: q, in: query, value: 'tag:{{tag}}'}\n- {name: same, in: query, value: '{{same}}'}",
    });
    expect(found.inputs.map(({ name, value }) => [name, value])).toEqual([
      ['org', { kind: 'secret', name: 'ORG' }],
      ['v', { kind: 'literal', value: 2 }],
      ['q', { kind: 'template', parts: ['tag:', { kind: 'input', name: 'tag' }] }],
      ['same', undefined],
      ['tag', undefined],
    ]);
    expect(inputs(found).at(-1)).toBe('tag variable required inferred');
  });

  it('several API keys in headers become fixed header inputs', () => {
    const found = operation({
      api: "baseUri: https://api.example.com\nauthentication:\n  type: apikey\n  headers: {X-Key: '{{A}}', X-App: '{{B}}'}",
      operation: 'method: GET',
    });
    expect(inputs(found)).toEqual(['X-Key header inferred fixed', 'X-App header inferred fixed']);
  });
});

describe('paths of operations', () => {
  it.each([
    ['/repos/{o}', '/repos/{o}/tags/{t}', '/repos/{o}/tags/{t}'],
    ['/api/v2/teams', '/api/v2/teams/{id}', '/api/v2/teams/{id}'],
    ['/projects', '/{id}/hooks', '/projects/{id}/hooks'],
    ['/projects/', 'hooks', '/projects/hooks'],
    ['/projects', undefined, '/projects'],
    ['', '/x', '/x'],
  ])('%s and %s: %s', (resource, own, path) => expect(operationPath(resource, own)).toBe(path));
});

describe('bodies', () => {
  const hole = (name: string): object => ({ kind: 'input', name });
  it.each<[string, string, unknown]>([
    [
      'an input called body',
      'method: POST\ninputParameters:\n- {name: body, in: body, type: object}',
      { kind: 'input', input: 'body', contentType: 'application/json' },
    ],
    [
      'several inputs',
      'method: POST\ninputParameters:\n- {name: a, in: body}\n- {name: b, in: body}',
      { kind: 'fields', contentType: 'application/json' },
    ],
    [
      'json data',
      "method: POST\nbody:\n  type: json\n  data: {a: '{{a}}', b: 'x{{c}}', d: 1}",
      {
        kind: 'json',
        value: {
          kind: 'object',
          members: [
            { name: 'a', value: hole('a') },
            { name: 'b', value: { kind: 'template', parts: ['x', hole('c')] } },
            { name: 'd', value: { kind: 'literal', value: 1 } },
          ],
        },
      },
    ],
    [
      'json text: a quoted hole is text, a bare one a value',
      `method: POST\nbody: '{"a": "{{a}}", "b": {{b}}}'`,
      {
        kind: 'json',
        value: {
          kind: 'object',
          members: [
            { name: 'a', value: { kind: 'template', parts: [hole('a')] } },
            { name: 'b', value: hole('b') },
          ],
        },
      },
    ],
    [
      'text that is no JSON',
      `method: POST\nbody: 'a={{a}}'`,
      {
        kind: 'text',
        contentType: 'application/json',
        value: { kind: 'template', parts: ['a=', hole('a')] },
      },
    ],
    [
      'xml',
      "method: POST\nbody: {type: xml, data: '<a>{{a}}</a>'}",
      {
        kind: 'text',
        contentType: 'application/xml',
        value: { kind: 'template', parts: ['<a>', hole('a'), '</a>'] },
      },
    ],
    [
      'a form',
      "method: POST\nbody: {type: formUrlEncoded, data: {a: '{{a}}'}}",
      { kind: 'form', fields: [{ name: 'a', value: hole('a') }] },
    ],
    [
      'a form, as the wild writes it',
      "method: POST\nbody: {type: form, data: {a: '{{tools.a}}'}}",
      { kind: 'form', fields: [{ name: 'a', value: hole('a') }] },
    ],
    [
      'multipart',
      "method: POST\nbody:\n  type: multipartForm\n  data:\n  - {name: f, value: '{{f}}', filename: 'x-{{n}}.txt', contentType: text/plain}",
      {
        kind: 'multipart',
        parts: [
          {
            name: 'f',
            value: hole('f'),
            filename: { kind: 'template', parts: ['x-', hole('n'), '.txt'] },
            contentType: 'text/plain',
          },
        ],
      },
    ],
    [
      'announced without data',
      'method: POST\nbody: {type: json}',
      { kind: 'input', input: 'body', contentType: 'application/json' },
    ],
    ['none', 'method: POST', undefined],
  ])('%s', (_, text, body) => {
    expect(operation({ operation: text }).body).toEqual(body);
  });

  it('what templates read is asked for; what stands alone may be left out', () => {
    expect(
      inputs(
        operation({
          operation: "method: POST\nbody: {type: json, data: {a: '{{a}}', b: 'x{{c}}'}}",
        }),
      ),
    ).toEqual(['a variable inferred', 'c variable required inferred']);
  });

  it('a kind nobody knows is an error at its place', () => {
    const result = compileText(
      document({ operation: 'method: POST\nbody: {type: protobuf, data: x}' }),
    );
    expect(codesOf(result)).toEqual(['body-type-unknown']);
    expect(result.diagnostics.at(-1)!.at).toMatchObject({
      pointer: expect.stringMatching(/\/body\/type$/) as string,
    });
  });
});

describe('base URLs', () => {
  const base = (uri: string, binds = ''): unknown =>
    capabilityOf(document({ api: `baseUri: ${JSON.stringify(uri)}`, binds })).services[0]!.baseUrl;
  const bound = 'binds:\n- namespace: env\n  keys: {HOST: HOST}';
  it.each([
    ['https://api.example.com/', '', { kind: 'fixed', url: 'https://api.example.com' }],
    ['http://localhost:8080/v1', '', { kind: 'fixed', url: 'http://localhost:8080/v1' }],
    ['', '', { kind: 'missing', template: '' }],
    ['api.example.com', '', { kind: 'missing', template: 'api.example.com' }],
    ['javascript:alert(1)', '', { kind: 'missing', template: 'javascript:alert(1)' }],
    ['https://{sub}.example.com', '', { kind: 'missing', template: 'https://{sub}.example.com' }],
    ['{{HOST}}', '', { kind: 'missing', template: '{{HOST}}' }],
    ['{{HOST}}', bound, { kind: 'expression', value: { kind: 'secret', name: 'HOST' } }],
    [
      'https://{{env.HOST}}/v1',
      bound,
      {
        kind: 'expression',
        value: { kind: 'template', parts: ['https://', { kind: 'secret', name: 'HOST' }, '/v1'] },
      },
    ],
  ])('%s', (uri, binds, url) => expect(base(uri, binds)).toEqual(url));
});

describe('routes', () => {
  const get =
    'method: GET\ninputParameters:\n- {name: limit, in: query, type: integer, description: How many.}\n- {name: key, in: query, required: true}';
  const route = (rest: string, options: Parameters<typeof document>[0] = {}): Route =>
    routesOf(capabilityOf(document({ operation: get, ...options, rest })))[0]!;

  it('inputs come through `with`, renamed path variables are matched back, required ones are never lost', () => {
    const found = route(
      '- path: /v1/{account-id}\n  operations:\n  - {method: GET, call: api.do-it, with: {limit: rest.limit}}',
      { path: '/a/{account_id}', operation: get },
    );
    expect(inputs(found)).toEqual([
      'account-id path required inferred',
      'limit query inferred',
      'key query required inferred',
    ]);
    expect(found.inputs[1]).toMatchObject({
      type: { kind: 'scalar', scalar: 'integer' },
      description: 'How many.',
    });
    expect(found.action).toMatchObject({
      kind: 'call',
      arguments: [
        { name: 'account_id', value: { kind: 'input', name: 'account-id' } },
        { name: 'limit', value: { kind: 'input', name: 'limit' } },
        { name: 'key', value: { kind: 'input', name: 'key' } },
      ],
    });
  });

  it('a source of `with` in another spelling is the path variable', () => {
    const found = route(
      '- path: /v1/{account-id}\n  operations:\n  - {method: GET, call: api.do-it, with: {account_id: rest.account_id}}',
      { path: '/a/{account_id}', operation: 'method: GET' },
    );
    expect(inputs(found)).toEqual(['account-id path required inferred']);
    expect(found.action).toMatchObject({
      arguments: [{ name: 'account_id', value: { kind: 'input', name: 'account-id' } }],
    });
  });

  it('variables renamed beyond recognition are matched by position', () => {
    const found = route(
      '- path: /v1/{org}/{app}\n  operations:\n  - {method: GET, call: api.do-it}',
      { path: '/a/{x}/b/{y}', operation: 'method: GET' },
    );
    expect(found.action).toMatchObject({
      arguments: [
        { name: 'x', value: { kind: 'input', name: 'org' } },
        { name: 'y', value: { kind: 'input', name: 'app' } },
      ],
    });
    expect(inputs(found)).toHaveLength(2);
  });

  it('a route that says nothing passes everything on', () => {
    expect(inputs(route('- path: /v1\n  operations:\n  - {method: GET, call: api.do-it}'))).toEqual(
      ['limit query inferred', 'key query required inferred'],
    );
  });

  it('declared inputs are taken as they are; what they feed decides whether they are required', () => {
    const found = route(
      '- path: /v1\n  operations:\n  - method: GET\n    call: api.do-it\n    inputParameters:\n    - {name: k, in: header, type: string, description: The key.}\n    with: {key: web.k}',
    );
    expect(inputs(found)).toEqual(['k header required']);
  });

  it('values of `with`', () => {
    const found = route(
      "- path: /v1\n  operations:\n  - method: GET\n    call: api.do-it\n    with: {limit: 5, key: 'k-{{name}}'}",
    );
    expect(found.action).toMatchObject({
      arguments: [
        { name: 'limit', value: { kind: 'literal', value: 5 } },
        {
          name: 'key',
          value: { kind: 'template', parts: ['k-', { kind: 'input', name: 'name' }] },
        },
      ],
    });
    expect(inputs(found)).toEqual(['name query inferred']);
  });

  it('text that only looks like a source stays text', () => {
    const found = route(
      "- path: /v1\n  operations:\n  - {method: GET, call: api.do-it, with: {key: some.text, limit: 'rest of it'}}",
    );
    expect(found.action).toMatchObject({
      arguments: [
        { name: 'limit', value: { kind: 'literal', value: 'rest of it' } },
        { name: 'key', value: { kind: 'literal', value: 'some.text' } },
      ],
    });
  });

  it('repeated routes are one, with all places; different ones on one path are kept apart', () => {
    const same = '  - {method: GET, call: api.do-it}\n';
    const capability = capabilityOf(
      document({
        operation: get,
        rest: `- path: /v1\n  operations:\n${same}${same}  - {method: GET, call: api.do-it, description: Other.}`,
      }),
    );
    expect(routesOf(capability).map((item) => [item.id, item.origins.length])).toEqual([
      ['GET /v1', 2],
      ['GET /v1 #2', 1],
    ]);
    expect(capability.stats.routes).toEqual({ declared: 3, unique: 2 });
  });

  it('forward', () => {
    const found = route(
      '- path: /proxy/{{path}}\n  forward: {targetNamespace: api, trustedHeaders: [X-Id]}',
    );
    expect(found).toMatchObject({
      method: 'ALL',
      action: { kind: 'forward', service: 'api', headers: ['X-Id'] },
    });
  });

  it.each<[string, string, unknown]>([
    [
      'one object of everything is the response as it is',
      '[{type: object, mapping: $.}]',
      { kind: 'whole' },
    ],
    ['a path', '[{type: string, mapping: $.a.b}]', { kind: 'path', path: { source: '$.a.b' } }],
    [
      'properties read from the root',
      '[{type: object, properties: {x: {type: string, mapping: $.a}}}]',
      { kind: 'object', properties: [{ name: 'x', node: { kind: 'path' } }] },
    ],
    [
      'an array of objects',
      '[{type: array, mapping: $.list, items: {type: object, properties: {x: {type: string, mapping: $.a}}}}]',
      { kind: 'array', from: { source: '$.list' }, items: { kind: 'object' } },
    ],
    [
      'several named ones are members',
      '[{name: a, type: string, mapping: $.x}, {name: b, type: number, mapping: $.y}]',
      { kind: 'object', properties: [{ name: 'a' }, { name: 'b' }] },
    ],
    [
      'a value',
      '[{type: number, value: "5"}]',
      {
        kind: 'mock',
        output: { properties: [{ name: 'value', node: { value: { kind: 'literal', value: 5 } } }] },
      },
    ],
  ])('outputs: %s', (_, outputs, node) => {
    const isMock = (node as { kind: string }).kind === 'mock';
    const { action } = route(
      `- path: /v1\n  operations:\n  - {method: GET, ${isMock ? 'name: mock' : 'call: api.do-it'}, outputParameters: ${outputs}}`,
    );
    expect(isMock ? action : (action as { output: unknown }).output).toMatchObject(node as object);
  });
});

describe('tools', () => {
  const tools = (text: string, options: Parameters<typeof document>[0] = {}): readonly Tool[] =>
    toolsOf(capabilityOf(document({ ...options, tools: text })));

  it('copies that differ in their number only are one tool with aliases', () => {
    const copy = (name: string): string =>
      `- {name: ${name}, description: Does it., call: api.do-it}\n`;
    const [tool, ...others] = tools(copy('this-does-it') + copy('this-does-it-2'));
    expect(others).toEqual([]);
    expect(tool).toMatchObject({
      name: 'things_create',
      declaredNames: ['this-does-it', 'this-does-it-2'],
    });
    expect(tool!.origins).toHaveLength(2);
  });

  it('steps, lookups and mappings', () => {
    const [tool] = tools(
      `- name: report
  description: Reports.
  inputParameters:
  - {name: id, type: string, description: Which.}
  steps:
  - {name: one, type: call, call: api.do-it, with: {key: agent.id}}
  - {name: two, type: lookup, index: one, match: id, lookupValue: $.one.owner, outputParameters: [name]}
  mappings:
  - {targetName: owner.name, value: $.two.name}
  - {targetName: id, value: "{{id}}"}`,
      { operation: 'method: GET\ninputParameters:\n- {name: key, in: query}' },
    );
    expect(inputs(tool!)).toEqual(['id variable required']);
    expect(tool!.action).toMatchObject({
      kind: 'steps',
      steps: [
        {
          kind: 'call',
          operation: 'api.do-it',
          arguments: [{ name: 'key', value: { kind: 'input', name: 'id' } }],
        },
        {
          kind: 'lookup',
          index: 'one',
          match: 'id',
          value: { kind: 'step', step: 'one', path: ['owner'] },
          fields: ['name'],
        },
      ],
      mappings: [
        { target: ['owner', 'name'], value: { kind: 'step', step: 'two', path: ['name'] } },
        { target: ['id'], value: { kind: 'input', name: 'id' } },
      ],
    });
  });

  it('a step that reads a later one is an error', () => {
    const result = compileText(
      document({
        tools:
          '- name: t\n  description: T.\n  steps:\n  - {name: one, type: lookup, index: two, match: id, lookupValue: $.two.x, outputParameters: [a]}',
      }),
    );
    expect(codesOf(result)).toEqual(['step-reference-unresolved', 'step-reference-unresolved']);
  });

  it('`mapping` of an input says what it feeds', () => {
    const [tool] = tools(
      '- name: t\n  description: T.\n  call: api.do-it\n  inputParameters:\n  - {name: n, type: string, mapping: body.name}\n  - {name: s, type: string, mapping: $.body.size}',
      {
        operation: 'method: POST\ninputParameters:\n- {name: body, in: body, type: object}',
      },
    );
    expect(tool!.action).toMatchObject({
      arguments: [
        {
          name: 'body',
          value: {
            kind: 'object',
            members: [
              { name: 'name', value: { kind: 'input', name: 'n' } },
              { name: 'size', value: { kind: 'input', name: 's' } },
            ],
          },
        },
      ],
    });
  });
});

describe('nothing that differs is merged', () => {
  const copies = (
    change: (text: string) => string,
  ): { readonly unique: number; readonly shapes: number } => {
    const base =
      '      - name: do-it\n        method: GET\n        description: Does it.\n        inputParameters:\n        - {name: a, in: query, type: string}\n';
    const text = `naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n  - type: http\n    namespace: api\n    baseUri: https://api.example.com\n    resources:\n    - name: things\n      path: /things\n      operations:\n${base}${change(base)}`;
    return capabilityOf(text).stats.operations;
  };
  it('equal ones are', () =>
    expect(copies((text) => text)).toMatchObject({ unique: 1, shapes: 1 }));
  it.each([
    ['a method', 'method: GET', 'method: POST'],
    ['a description', 'Does it.', 'Does it too.'],
    ['a type', 'type: string', 'type: integer'],
    ['a place', 'in: query', 'in: header'],
    ['a name', 'do-it', 'do-that'],
    ['a requirement', 'type: string}', 'type: string, required: true}'],
  ])('%s', (_, from, to) =>
    expect(copies((text) => text.replace(from, to))).toMatchObject({ unique: 2, shapes: 2 }),
  );
});

it('mirrors share a shape only where the scope is all that differs', () => {
  const text = (second: string, input = ''): string => `naftiko: 1.0.0-alpha2
capability:
  consumes:
  - type: http
    namespace: api
    baseUri: https://api.example.com
    resources:
    - {name: a, path: '/projects/{project_id}/notes', operations: [{name: a, method: GET}]}
    - {name: b, path: '${second}', operations: [{name: b, method: GET${input}}]}
`;
  const shapes = (source: string): number => capabilityOf(source).stats.operations.shapes;
  expect(shapes(text('/environments/{environment_id}/notes'))).toBe(1);
  expect(shapes(text('/environments/{environment_id}/tags'))).toBe(2);
  expect(
    shapes(
      text('/environments/{environment_id}/notes', ', inputParameters: [{name: q, in: query}]'),
    ),
  ).toBe(2);
  expect(shapes(text('/users/{id}'))).toBe(2);
});

it('one namespace consumed twice: the same connection is one service, another is a service of its own', () => {
  const entry = (url: string, name: string): string =>
    `  - {type: http, namespace: api, baseUri: '${url}', resources: [{name: r, path: /${name}, operations: [{name: ${name}, method: GET}]}]}\n`;
  const capability = capabilityOf(
    `naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n${entry('https://a.example.com', 'a')}${entry('https://a.example.com', 'b')}${entry('https://c.example.com', 'c')}`,
  );
  expect(capability.services.map((service) => service.id)).toEqual(['api', 'api-2']);
  expect(capability.operations.map((operation) => [operation.id, operation.service])).toEqual([
    ['api.a', 'api'],
    ['api.b', 'api'],
    ['api-2.c', 'api-2'],
  ]);
});
