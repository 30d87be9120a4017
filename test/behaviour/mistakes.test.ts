// One mistake, as a person makes it, in a document that is right otherwise: one thing is said, at its place, with what was
// meant; nothing else is called wrong because of it.
import { describe, expect, it } from 'vitest';
import { isSpan } from '../../src/source/location.ts';
import { compileFiles } from '../support/compile.ts';

const right = `ikanos: 1.0.0-beta5
info:
  display: Shop
  description: Orders and their customers.
  tags: [orders]
binds:
  - namespace: env
    description: Credentials.
    keys: { SHOP_TOKEN: SHOP_TOKEN }
capability:
  consumes:
    - type: http
      namespace: shop
      description: The shop.
      baseUri: https://api.shop.dev
      authentication: { type: bearer, token: "{{SHOP_TOKEN}}" }
      resources:
        orders:
          path: /orders/{{id}}
          operations:
            get-order:
              method: GET
              inputParameters:
                id: { in: path }
              outputParameters:
                customer: { type: string, value: $.customer.id }
        customers:
          path: /customers
          operations:
            list-customers:
              method: GET
              inputParameters:
                q: { in: query }
            add-customer:
              method: POST
              body: { type: json, data: { name: "{{name}}" } }
              inputParameters:
                name: { in: body }
  aggregates:
    - display: Orders
      namespace: desk
      flows:
        find:
          description: Finds customers by any part of their name.
          semantics: { safe: true }
          inputParameters:
            q: { type: string, description: What to look for. }
          call: shop.list-customers
          with: { q: desk.q }
  exposes:
    - type: rest
      namespace: api
      address: localhost
      port: 8080
      authentication: { type: bearer, token: "{{SHOP_TOKEN}}" }
      resources:
        order:
          description: Orders.
          path: /orders/{{id}}
          operations:
            read:
              description: One order with its customer.
              method: GET
              inputParameters:
                id: { in: path, type: string, description: Which order. }
              steps:
                order: { type: call, call: shop.get-order, with: { id: api.id } }
                people: { type: call, call: shop.list-customers, with: { q: "{{order.customer}}" } }
                person: { type: lookup, index: people, match: id, lookupValue: $.order.customer, outputParameters: [name] }
              mappings:
                - { target: name, value: $.person.name }
              outputParameters:
                name: { type: string }
        customers:
          description: Customers.
          path: /customers
          operations:
            add:
              description: Adds a customer.
              method: POST
              inputParameters:
                name: { in: body, type: string, description: Its name. }
              call: shop.add-customer
              with: { name: api.name }
              outputParameters:
                - type: object
                  properties:
                    id: { type: string, mapping: $.id }
    - type: mcp
      namespace: tools
      address: localhost
      port: 9090
      description: Tools of the desk.
      authentication: { type: bearer, token: "{{SHOP_TOKEN}}" }
      tools:
        find-customers:
          description: Finds customers by any part of their name.
          ref: desk.find
          inputParameters:
            q: { type: string, description: What to look for. }
          with: { q: tools.q }
`;

function skill(namespace: string, action: string): [from: string, to: string] {
  return [
    '  exposes:\n',
    `  exposes:\n    - { type: skill, namespace: skills, address: localhost, port: 7070, authentication: { type: bearer, token: "{{SHOP_TOKEN}}" }, skills: { one: { description: Reads orders., tools: { read: { description: Reads one., from: { sourceNamespace: ${namespace}, action: ${action} } } } } } }\n`,
  ];
}

interface Said {
  readonly code: string;
  readonly message: string;
  /** The text at its place. */
  readonly text: string;
}

function said(text: string): readonly Said[] {
  const { diagnostics, sources } = compileFiles(
    { 'test.yaml': text },
    { lint: true, preset: 'recommended' },
  );
  return diagnostics.map(({ code, message, at }) => {
    const source = at && sources.get(at.file);
    const range = at && (isSpan(at) ? at : source?.range(at));
    return { code, message, text: range === undefined ? '' : text.slice(range.start, range.end) };
  });
}

it('the document is right otherwise', () => {
  expect(said(right)).toEqual([]);
});

describe('one mistake', () => {
  it.each<[what: string, from: string, to: string, code: string, place: string, hint: string]>([
    [
      'a namespace nobody has',
      'call: shop.add-customer',
      'call: shopp.add-customer',
      'call-unresolved',
      'shopp.add-customer',
      '`shop`',
    ],
    [
      'an operation nobody has',
      'call: shop.add-customer',
      'call: shop.add-custmer',
      'call-unresolved',
      'shop.add-custmer',
      '`add-customer`',
    ],
    [
      'a call with the resource',
      'call: shop.add-customer',
      'call: shop.customers.add-customer',
      'call-unresolved',
      'shop.customers.',
      '`shop.add-customer`',
    ],
    [
      'a call without a namespace',
      'call: shop.add-customer',
      'call: add-customer',
      'call-malformed',
      'add-customer',
      '`namespace.operation`',
    ],
    [
      'a flow nobody has',
      'ref: desk.find',
      'ref: desk.fnd',
      'ref-unresolved',
      'desk.fnd',
      '`desk.find`',
    ],
    [
      'an aggregate nobody has',
      'ref: desk.find',
      'ref: dsk.find',
      'ref-unresolved',
      'dsk.find',
      '`desk.find`',
    ],
    [
      'a step that refers forward',
      '{{order.customer}}',
      '{{person.customer}}',
      'template-name-unknown',
      '"{{person',
      'comes later',
    ],
    [
      'a step that is misspelt',
      '{{order.customer}}',
      '{{ordr.customer}}',
      'template-name-unknown',
      '"{{ordr',
      '`order`',
    ],
    [
      'a lookup in itself',
      'index: people',
      'index: person',
      'step-reference-unresolved',
      'person',
      'comes later',
    ],
    [
      'a lookup in a step that is misspelt',
      'index: people',
      'index: peple',
      'step-reference-unresolved',
      'peple',
      '`people`',
    ],
    [
      'a lookup without its field',
      'match: id, ',
      '',
      'schema',
      '{ type: lookup',
      '`match` is missing',
    ],
    [
      'a value of a step that is misspelt',
      'lookupValue: $.order',
      'lookupValue: $.ordr',
      'step-reference-unresolved',
      '$.ordr',
      '`order`',
    ],
    [
      'a mapping of a step that is misspelt',
      'value: $.person.name',
      'value: $.persn.name',
      'step-reference-unresolved',
      '$.persn',
      '`person`',
    ],
    [
      'an input that is misspelt',
      'with: { name: api.name }',
      'with: { name: api.nme }',
      'with-source-undeclared',
      'api.nme',
      '`nme`',
    ],
    [
      'an input the operation does not have',
      'with: { name: api.name }',
      'with: { nme: api.name }',
      'with-key-not-a-target-input',
      'api.name',
      '`nme`',
    ],
    [
      'nothing for an input',
      'with: { name: api.name }',
      'with: { name: null }',
      'schema',
      'null',
      'text or a number',
    ],
    [
      'a template without closing braces',
      'data: { name: "{{name}}" }',
      'data: { name: "{{name" }',
      'template-syntax',
      '{ name: "{{name"',
      '`{{name}}`',
    ],
    [
      'a template that is a program',
      'data: { name: "{{name}}" }',
      'data: { name: "{{#name}}x{{/name}}" }',
      'template-syntax',
      '{ name: "{{#',
      'more than a name',
    ],
    [
      'a JSONPath that does not parse',
      'mapping: $.id',
      'mapping: "$.id["',
      'jsonpath-invalid',
      '"$.id["',
      '`[`',
    ],
    [
      'a JSONPath of an operation that does not parse',
      'value: $.customer.id',
      'value: "$.customer["',
      'jsonpath-invalid',
      '"$.customer["',
      '`[`',
    ],
    [
      'a filter that does not end',
      'mapping: $.id',
      'mapping: "$..[?(@.a ="',
      'jsonpath-invalid',
      '"$..[?',
      'never closed',
    ],
    [
      'two modes at once',
      'call: shop.add-customer',
      'call: shop.add-customer\n              steps: { one: { type: call, call: shop.add-customer } }',
      'ref-and-call-conflict',
      'description: Adds',
      '`add`',
    ],
    [
      'a call beside a flow',
      'ref: desk.find',
      'ref: desk.find\n          call: shop.list-customers',
      'ref-and-call-conflict',
      'description: Finds',
      '`find-customers`',
    ],
    ['a port that is taken', 'port: 9090', 'port: 8080', 'port-conflict', '8080', '`tools`'],
    ['a port nobody has', 'port: 9090', 'port: 99999', 'schema', '99999', '65535'],
    ['a port in words', 'port: 9090', 'port: nine', 'shape', 'nine', 'whole number'],
    ['no port', '      port: 9090\n', '', 'schema', 'type: mcp', '`port` is missing'],
    ['an adapter that is misspelt', 'type: mcp', 'type: mpc', 'shape', 'mpc', '`mcp`'],
    ['an adapter by its old name', 'type: rest', 'type: api', 'schema', 'api', '`rest`'],
    ['an API of another type', 'type: http', 'type: https', 'shape', 'https', '`http`'],
    ['a step of another type', 'type: lookup,', 'type: lookups,', 'shape', 'lookups', '`lookup`'],
    [
      'a method that is misspelt',
      'method: POST\n              body',
      'method: PSOT\n              body',
      'method-unknown',
      'PSOT',
      '`POST`',
    ],
    [
      'a method in small letters',
      'method: POST\n              body',
      'method: post\n              body',
      'schema',
      'post',
      '`POST`',
    ],
    [
      'a place of an input that is misspelt',
      'q: { in: query }',
      'q: { in: qurey }',
      'schema',
      'qurey',
      '`query`',
    ],
    [
      'a type that is misspelt',
      'type: string, description: Its',
      'type: sting, description: Its',
      'schema',
      'sting',
      '`string`',
    ],
    [
      'a body of another type',
      'type: json, data',
      'type: jsn, data',
      'body-type-unknown',
      'jsn',
      '`json`',
    ],
    [
      'credentials of another type',
      '{ type: bearer, token: "{{SHOP_TOKEN}}" }\n      resources:\n        orders',
      '{ type: beaer, token: "{{SHOP_TOKEN}}" }\n      resources:\n        orders',
      'auth-unsupported',
      'beaer',
      '`bearer`',
    ],
    [
      'an API key without a name',
      '{ type: bearer, token: "{{SHOP_TOKEN}}" }\n      resources:\n        orders',
      '{ type: apikey, value: "{{SHOP_TOKEN}}" }\n      resources:\n        orders',
      'auth-unsupported',
      '{ type: apikey',
      '`key`',
    ],
    [
      'a credential that is bound nowhere',
      '{ type: bearer, token: "{{SHOP_TOKEN}}" }\n      resources:\n        orders',
      '{ type: bearer, token: "{{SHOP_TOKN}}" }\n      resources:\n        orders',
      'bind-key-undeclared',
      '"{{SHOP_TOKN}}"',
      '`SHOP_TOKN`',
    ],
    [
      'a format nobody reads',
      'method: GET\n              inputParameters:\n                id',
      'method: GET\n              outputRawFormat: jsn\n              inputParameters:\n                id',
      'output-format-unsupported',
      'jsn',
      '`json`',
    ],
    [
      'an address without a scheme',
      'baseUri: https://api.shop.dev',
      'baseUri: api.shop.dev',
      'base-uri-not-absolute',
      'api.shop.dev',
      'absolute',
    ],
    [
      'an address with a slash at its end',
      'baseUri: https://api.shop.dev',
      'baseUri: https://api.shop.dev/',
      'base-uri-trailing-slash',
      'https://api.shop.dev/',
      'slash',
    ],
    [
      'a version nobody knows',
      'beta5',
      'beta9',
      'spec-version-unknown',
      '1.0.0-beta9',
      '`1.0.0-beta5`',
    ],
    ['no version', 'ikanos: 1.0.0-beta5\n', '', 'not-a-capability', 'info:', '`ikanos`'],
    [
      'a key that is misspelt',
      'inputParameters:\n                name: { in: body }',
      'inputParamters:\n                name: { in: body }',
      'schema',
      'inputParamters',
      '`inputParameters`',
    ],
    ['a key by its old name', 'display: Shop', 'label: Shop', 'schema', 'label', '`display`'],
    ['a section that is misspelt', '  exposes:', '  exposs:', 'schema', 'exposs', '`exposes`'],
    [
      'a key that is given twice',
      'tags: [orders]',
      'tags: [orders]\n  tags: [x]',
      'yaml-duplicate-key',
      'tags',
      'twice',
    ],
    ['a tab', 'info:\n', 'info:\n\t', 'yaml-syntax', '\t', 'tab'],
    [
      'a size without its unit',
      'port: 9090',
      'port: 9090\n      maxBinarySize: 5MB',
      'schema',
      '5MB',
      '`10MiB`',
    ],
    [
      'a file that imports itself',
      '  aggregates:\n',
      '  aggregates:\n    - { from: test.yaml, import: other }\n',
      'import-cycle',
      '{ from',
      'where it began',
    ],
    [
      'an import of no file',
      '  aggregates:\n',
      '  aggregates:\n    - { from: other.yaml, import: other }\n',
      'import-target-missing',
      'other.yaml',
      '`other.yaml`',
    ],
    [
      'a route to no API',
      '  exposes:\n',
      '  exposes:\n    - { type: rest, namespace: proxy, address: localhost, port: 7070, authentication: { type: bearer, token: "{{SHOP_TOKEN}}" }, resources: { all: { description: d, path: "/all/{path}", forward: { targetNamespace: shp } } } }\n',
      'call-unresolved',
      'shp',
      '`shop`',
    ],
    ['a skill of no adapter', ...skill('apii', 'read'), 'skill-source-unresolved', 'apii', '`api`'],
    [
      'a skill of no operation',
      ...skill('api', 'reed'),
      'skill-source-unresolved',
      'reed',
      '`read`',
    ],
    [
      'a secret of a server that is switched off by a typing error',
      'token: "{{SHOP_TOKEN}}" }\n      resources:\n        order:',
      'tokn: "{{SHOP_TOKEN}}" }\n      resources:\n        order:',
      'schema',
      'tokn',
      '`token`',
    ],
    [
      'a name in a body that is misspelt',
      'data: { name: "{{name}}" }',
      'data: { name: "{{nam}}" }',
      'template-name-undeclared',
      '{ name: "{{nam}}"',
      '`name`',
    ],
    [
      'a name in an argument that is misspelt',
      'with: { name: api.name }',
      'with: { name: "{{nme}}" }',
      'template-name-undeclared',
      '"{{nme}}"',
      '`name`',
    ],
    [
      'a secret in a header that is misspelt',
      '      resources:\n        orders:\n          path: /orders/{{id}}\n          operations:\n            get',
      '      inputParameters: { X-Key: { in: header, value: "{{SHOP_TOKN}}" } }\n      resources:\n        orders:\n          path: /orders/{{id}}\n          operations:\n            get',
      'template-name-undeclared',
      '"{{SHOP_TOKN}}"',
      '`SHOP_TOKEN`',
    ],
    [
      'an argument of a prompt that is misspelt',
      '      tools:\n',
      '      prompts: { greet: { display: Greet, description: Greets., arguments: { person: { description: Who. } }, template: [{ role: user, content: "Greet {{persn}}" }] } }\n      tools:\n',
      'template-name-undeclared',
      '"Greet',
      '`person`',
    ],
    [
      'a path variable that is misspelt',
      'path: /orders/{{id}}\n          operations:\n            get-order',
      'path: /orders/{{idd}}\n          operations:\n            get-order',
      'path-parameter-not-in-path',
      '{ in: path }',
      '`idd`',
    ],
    [
      'a path parameter that is misspelt',
      'inputParameters:\n                id: { in: path }',
      'inputParameters:\n                idd: { in: path }',
      'path-parameter-not-in-path',
      '{ in: path }',
      '`id`',
    ],
    [
      'a variable of a route that is misspelt',
      'path: /orders/{{id}}\n          operations:\n            read',
      'path: /orders/{{idd}}\n          operations:\n            read',
      'path-parameter-not-in-path',
      '{ in: path, type',
      '`idd`',
    ],
    [
      'an input of a route that is misspelt',
      'id: { in: path, type: string, description: Which order. }',
      'idd: { in: path, type: string, description: Which order. }',
      'path-parameter-not-in-path',
      '{ in: path, type',
      '`id`',
    ],
    [
      'a brace that is not closed',
      'path: /orders/{{id}}\n          operations:\n            get-order',
      'path: /orders/{id\n          operations:\n            get-order',
      'path-braces-unbalanced',
      '/orders/{id',
      'brace',
    ],
    [
      'braces that are not closed alike',
      'path: /orders/{{id}}\n          operations:\n            get-order',
      'path: /orders/{{id}\n          operations:\n            get-order',
      'path-braces-unbalanced',
      '/orders/{{id}',
      'brace',
    ],
    [
      'a brace of a route that is not closed',
      'path: /orders/{{id}}\n          operations:\n            read',
      'path: /orders/{id\n          operations:\n            read',
      'path-braces-unbalanced',
      '/orders/{id',
      'brace',
    ],
    [
      'a brace of a route that is not opened',
      'path: /orders/{{id}}\n          operations:\n            read',
      'path: /orders/id}}\n          operations:\n            read',
      'path-braces-unbalanced',
      '/orders/id}}',
      'brace',
    ],
    [
      'an API without a namespace',
      '      namespace: shop\n',
      '',
      'name-missing',
      'type: http',
      '`namespace`',
    ],
    [
      'an API whose namespace is empty',
      '      namespace: shop\n',
      '      namespace:\n',
      'name-missing',
      'type: http',
      '`namespace`',
    ],
    [
      'an API without an address',
      '      baseUri: https://api.shop.dev\n',
      '',
      'base-uri-empty',
      'type: http',
      '`shop`',
    ],
    [
      'an API whose address is empty',
      '      baseUri: https://api.shop.dev\n',
      '      baseUri:\n',
      'base-uri-empty',
      '',
      '`shop`',
    ],
    [
      'routes without a namespace',
      '      namespace: api\n',
      '',
      'exposes-namespace-required',
      'type: rest',
      'namespace',
    ],
    [
      'tools without a namespace',
      '      namespace: tools\n',
      '',
      'exposes-namespace-required',
      'type: mcp',
      'namespace',
    ],
    [
      'flows without a namespace',
      '      namespace: desk\n',
      '',
      'aggregates-namespace-required',
      'display: Orders',
      'namespace',
    ],
    [
      'an adapter without a type',
      '    - type: rest\n      namespace',
      '    - namespace',
      'shape',
      'namespace: api',
      '`rest`',
    ],
    [
      'a call that is a list',
      'call: shop.add-customer',
      'call: [shop.add-customer]',
      'shape',
      '[shop.add-customer]',
      'text',
    ],
    [
      'a call that is a mapping',
      'call: shop.add-customer',
      'call: { shop: add-customer }',
      'shape',
      '{ shop: add-customer }',
      'text',
    ],
    [
      'a call of a step that is a list',
      'call: shop.get-order, with',
      'call: [shop.get-order], with',
      'shape',
      '[shop.get-order]',
      'text',
    ],
    ['a flow that is a list', 'ref: desk.find', 'ref: [desk.find]', 'shape', '[desk.find]', 'text'],
    [
      'a version under the old root key',
      'ikanos: 1.0.0-beta5',
      'naftiko: 1.0.0-beta5',
      'spec-version-unknown',
      '1.0.0-beta5',
      '`ikanos: 1.0.0-beta5`',
    ],
    [
      'an instruction of a skill without a folder',
      '  exposes:\n',
      '  exposes:\n    - { type: skill, namespace: skills, address: localhost, port: 7070, authentication: { type: bearer, token: "{{SHOP_TOKEN}}" }, skills: { one: { description: Reads orders., tools: { read: { description: Reads one., instruction: read.md } } } } }\n',
      'skill-source-unresolved',
      'read.md',
      '`location`',
    ],
    [
      'a part of a body without a name',
      'body: { type: json, data: { name: "{{name}}" } }',
      'body: { type: multipartForm, data: [{ value: "{{name}}" }] }',
      'shape',
      '{ value',
      '`name`',
    ],
    [
      'an import of nothing',
      '  aggregates:\n',
      '  aggregates:\n    - { from: other.yaml }\n',
      'shape',
      '{ from',
      '`import`',
    ],
    [
      'an import from nowhere',
      '  aggregates:\n',
      '  aggregates:\n    - { import: other }\n',
      'shape',
      '{ import',
      '`from`',
    ],
    [
      'a script without a file',
      'type: lookup, index: people, match: id, lookupValue: $.order.customer, outputParameters: [name]',
      'type: script, language: javascript, location: "file:///./scripts"',
      'script-missing',
      '{ type: script',
      '`file`',
    ],
    [
      'a port of standard input',
      'authentication: { type: bearer, token: "{{SHOP_TOKEN}}" }\n      tools',
      'transport: stdio\n      tools',
      'schema',
      'type: mcp',
      '`port`',
    ],
    [
      'a route that says what it gives, but not from where',
      '              call: shop.add-customer\n              with: { name: api.name }\n',
      '',
      'unit-without-action',
      'description: Adds',
      '`add`',
    ],
    [
      'a tool that does nothing',
      '          ref: desk.find\n',
      '',
      'unit-without-action',
      'description: Finds',
      '`find-customers`',
    ],
    [
      'a namespace of values that is there already',
      'capability:\n',
      '  - { namespace: env, description: More., keys: { SHOP_TOKEN: TOKEN } }\ncapability:\n',
      'duplicate-namespace',
      'env',
      '`env`',
    ],
    [
      'a time that is negative',
      'port: 9090',
      'port: 9090\n      ttlMs: -5',
      'shape',
      '-5',
      'milliseconds',
    ],
  ])('%s', (_, from, to, code, place, hint) => {
    expect(right).toContain(from);
    const found = said(right.replace(from, () => to));
    expect(found.map((one) => one.code)).toEqual([code]);
    const [{ message, text } = { message: '', text: '' }] = found;
    expect(text.startsWith(place), `${text} begins with ${place}`).toBe(true);
    expect(message).toContain(hint);
  });

  it('where it concerns one unit, the others are compiled', () => {
    const { capability } = compileFiles({
      'test.yaml': right.replace('call: shop.add-customer', 'call: shop.add-custmer'),
    });
    const routes = capability?.surfaces.flatMap((surface) =>
      surface.kind === 'rest' ? surface.routes : [],
    );
    expect(routes?.map(({ action }) => action.kind)).toEqual(['steps', 'unimplemented']);
  });
});
