// Every kind of request body, as bytes on the wire.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCapability, type RunningCapability } from '../support/run.ts';

const kinds: readonly (readonly [
  name: string,
  body: string,
  type: string | undefined,
  wire: string | RegExp,
])[] = [
  [
    'json',
    '{ type: json, data: { name: "{{name}}", list: [1, "{{name}}"], fixed: true } }',
    'application/json',
    '{"name":"a \\"b\\"\\nü&=","list":[1,"a \\"b\\"\\nü&="],"fixed":true}',
  ],
  [
    'json-text',
    `{ type: json, data: '{"name": "{{name}}", "count": {{count}}}' }`,
    'application/json',
    '{"name":"a \\"b\\"\\nü&=","count":3}',
  ],
  [
    'raw',
    `'{"name": "x {{name}}", "list": {{list}}}'`,
    'application/json',
    '{"name":"x a \\"b\\"\\nü&=","list":["p","q"]}',
  ],
  ['text', '{ type: text, data: "Hello {{name}}" }', 'text/plain', 'Hello a "b"\nü&='],
  ['xml', '{ type: xml, data: "<a>{{count}}</a>" }', 'application/xml', '<a>3</a>'],
  ['sparql', '{ type: sparql, data: "SELECT {{count}}" }', 'application/sparql-query', 'SELECT 3'],
  [
    'form',
    '{ type: formUrlEncoded, data: { name: "{{name}}", count: "{{count}}" } }',
    'application/x-www-form-urlencoded',
    'name=a+%22b%22%0A%C3%BC%26%3D&count=3',
  ],
  [
    'form-text',
    '{ type: formUrlEncoded, data: "a=1&b={{count}}" }',
    'application/x-www-form-urlencoded',
    'a=1&b=3',
  ],
  [
    'multipart',
    '{ type: multipartForm, data: [{ name: note, value: "{{name}}" }, { name: file, value: "{{count}}", filename: "f-{{count}}.txt", contentType: text/csv }] }',
    'multipart/form-data',
    /name="note"\r\n\r\na "b"\r?\nü&=\r\n[^]*name="file"; filename="f-3\.txt"\r\ncontent-type: text\/csv\r\n\r\n3\r\n/i,
  ],
];

const yaml = `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      resources:
        things:
          path: /things
          operations:
${kinds
  .map(
    ([name, body]) => `            ${name}:
              method: POST
              inputParameters:
                name: { in: body }
                count: { in: body }
                list: { in: body }
              body: ${body}
`,
  )
  .join('')}            fields:
              method: POST
              inputParameters:
                name: { in: body }
                count: { in: body }
            whole:
              method: PUT
              inputParameters:
                body: { in: body }
            nothing:
              method: DELETE
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
${[...kinds.map(([name]) => name), 'fields']
  .map(
    (name) => `        ${name}:
          path: /${name}
          operations:
            send:
              method: POST
              inputParameters:
                name: { in: body, type: string, description: d }
                count: { in: body, type: integer, description: d }
                list: { in: body, type: array, description: d }
              call: up.${name}
`,
  )
  .join('')}        whole:
          path: /whole
          operations:
            send: { method: PUT, call: up.whole }
        nothing:
          path: /nothing
          operations:
            send: { method: DELETE, call: up.nothing }
`;

let run: RunningCapability;
beforeAll(async () => {
  run = await runCapability(yaml, () => ({ status: 201, body: '{"id":1}' }));
});
afterAll(() => run.close());
beforeEach(() => {
  run.requests.length = 0;
});

const given = { name: 'a "b"\nü&=', count: 3, list: ['p', 'q'] };

describe('body', () => {
  it.each(kinds)('%s', async (name, _, type, wire) => {
    const { status } = await run.answer(`POST /${name}`, { body: given });
    expect(status).toBe(201);
    const [request] = run.requests;
    expect(request!.headers['content-type']?.split(';')[0]).toBe(type);
    if (typeof wire === 'string') expect(request!.body).toBe(wire);
    else expect(request!.body).toMatch(wire);
  });

  it('inputs in the body without a `body`: members of an object', async () => {
    await run.answer('POST /fields', { body: { name: 'x', count: 3, other: 'not asked for' } });
    expect(run.requests).toMatchObject([
      { body: '{"name":"x","count":3}', headers: { 'content-type': 'application/json' } },
    ]);
  });

  it('one input called `body`: all of it', async () => {
    await run.answer('PUT /whole', { body: { a: [1, { b: null }] } });
    expect(run.requests).toMatchObject([{ body: '{"a":[1,{"b":null}]}' }]);
  });

  it('none', async () => {
    await run.answer('DELETE /nothing');
    expect(run.requests[0]!.body).toBe('');
    expect(run.requests[0]!.headers['content-type']).toBeUndefined();
  });

  it('what is missing inside a text is refused before anything is sent', async () => {
    expect((await run.answer('POST /text', { body: { count: 3 } })).status).toBe(400);
    expect(run.requests).toEqual([]);
  });

  it.each([
    ['{', 'application/json', 400],
    ['name=x', 'text/plain', 415],
    ['[1]', 'application/json', 400],
  ])('%s as %s: %d', async (body, type, status) => {
    expect(
      (await run.answer('POST /fields', { body, headers: { 'content-type': type } })).status,
    ).toBe(status);
    expect(run.requests).toEqual([]);
  });
});
