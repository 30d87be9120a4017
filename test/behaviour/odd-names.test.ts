// Inputs, outputs, steps and arguments that are called like members every object has: they arrive like any other, over REST
// and over MCP, and no prototype learns of them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectTools, type ToolCaller } from '../support/mcp.ts';
import { runCapability, type RunningCapability } from '../support/run.ts';

const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'toJSON', 'then', 'length'];

const list = (write: (name: string) => string): string =>
  `{ ${names.map((name) => `${name}: ${write(name)}`).join(', ')} }`;
const given = Object.fromEntries(names.map((name) => [name, `${name} é`]));
const taken = list((name) => `"{{${name}}}"`);
const inputs = (place: string, all: string): string =>
  all.replaceAll('PLACE', place === '' ? '' : `in: ${place}, `);
const declared = list(() => '{ PLACEtype: string, description: d }');
const consumed = (place: string): string => list(() => `{ in: ${place} }`);
const outputs = `[{ type: object, properties: ${list((name) => `{ type: string, mapping: "$.${name}" }`)} }]`;

const yaml = `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      resources:
        query: { path: /query, operations: { in-query: { method: GET, inputParameters: ${consumed('query')} } } }
        body: { path: /body, operations: { in-body: { method: POST, inputParameters: ${consumed('body')} } } }
        path: { path: "/path/${names.map((name) => `{${name}}`).join('/')}", operations: { in-path: { method: GET } } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        query: { path: /query, operations: { query: { method: GET, call: up.in-query, with: ${taken}, inputParameters: ${inputs('query', declared)}, outputParameters: ${outputs} } } }
        body: { path: /body, operations: { body: { method: POST, call: up.in-body, with: ${taken}, inputParameters: ${inputs('body', declared)} } } }
        path: { path: "/path/${names.map((name) => `{${name}}`).join('/')}", operations: { path: { method: GET, call: up.in-path, with: ${taken}, inputParameters: ${inputs('path', declared)} } } }
        steps:
          path: /steps
          operations:
            steps:
              method: GET
              inputParameters: ${inputs('query', declared)}
              steps:
                constructor: { type: call, call: up.in-query, with: ${taken} }
                toString: { type: call, call: up.in-body, with: ${list((name) => `"{{constructor.${name}}}"`)} }
                valueOf: { type: lookup, index: toString, match: constructor, lookupValue: $.constructor.constructor, outputParameters: [toString, hasOwnProperty] }
              mappings:
                - { target: constructor.prototype, value: $.constructor.then }
                - { target: toString, value: $.valueOf.toString }
    - type: mcp
      namespace: tools
      port: 9090
      tools:
        in-query: { description: d, call: up.in-query, with: ${taken}, inputParameters: ${inputs('', declared)}, outputParameters: ${outputs} }
        in-body: { description: d, call: up.in-body, with: ${taken}, inputParameters: ${inputs('', declared)} }
        in-path: { description: d, call: up.in-path, with: ${taken}, inputParameters: ${inputs('', declared)} }
`;

let running: RunningCapability;
let tools: ToolCaller;
beforeAll(async () => {
  running = await runCapability(yaml, ({ query, body }) => ({
    headers: { 'content-type': 'application/json' },
    body: body === '' ? JSON.stringify(Object.fromEntries(query)) : body,
  }));
  tools = await connectTools(running);
});
afterAll(async () => {
  await tools.close();
  await running.close();
});

const query = new URLSearchParams(given).toString();
const path = names.map((name) => encodeURIComponent(given[name] ?? '')).join('/');

/** What the upstream was asked last. */
function asked(): { readonly path: string; readonly query: object; readonly body: unknown } {
  const { path: where, query: pairs, body } = running.requests.at(-1)!;
  return {
    path: where,
    query: Object.fromEntries(pairs),
    body: body === '' ? undefined : (JSON.parse(body) as unknown),
  };
}

describe('names of members that every object has', () => {
  test('arrive over REST', async () => {
    expect(await running.answer(`GET /query?${query}`)).toEqual({ status: 200, body: given });
    expect(asked().query).toEqual(given);
    expect(await running.answer('POST /body', { body: given })).toMatchObject({ status: 200 });
    expect(asked().body).toEqual(given);
    expect(await running.answer(`GET /path/${path}`)).toMatchObject({ status: 200 });
    expect(asked().path).toBe(`/up/path/${path}`);
  });

  test('are nothing where nothing is given', async () => {
    const nothing = Object.fromEntries(names.map((name) => [name, null]));
    expect(await running.answer('GET /query')).toEqual({ status: 200, body: nothing });
    expect(asked().query).toEqual({});
    const { isError, value } = await tools.call('in-query', {});
    expect(isError).toBe(true);
    for (const name of names) expect(value).toContain(`"${name}" is required`);
  });

  test('go from step to step', async () => {
    expect(await running.answer(`GET /steps?${query}`)).toEqual({
      status: 200,
      body: { constructor: { prototype: 'then é' }, toString: 'toString é' },
    });
    expect(asked().body).toEqual(given);
  });

  test('arrive over MCP', async () => {
    expect(await tools.call('in-query', given)).toEqual({ isError: false, value: given });
    expect(asked().query).toEqual(given);
    expect(await tools.call('in-body', given)).toMatchObject({ isError: false });
    expect(asked().body).toEqual(given);
    expect(await tools.call('in-path', given)).toMatchObject({ isError: false });
    expect(asked().path).toBe(`/up/path/${path}`);
  });
});
