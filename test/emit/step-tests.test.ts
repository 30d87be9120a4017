// The generated tests of what runs in steps, tested in turn: a broken `with`, mapping, lookup or order of steps has to make
// one fail, for routes and for tools. MUTANTS=all tries every mutant, not a sample.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { emit, loadEmitters } from '../../src/compiler.ts';
import { compileFiles } from '../support/compile.ts';
import { writeGenerated } from '../support/generated.ts';
import { type Mutant, mutants, survivors } from '../support/mutants.ts';

const inputs = `
              inputParameters:
                - { name: order, in: path, type: string, description: Number }
                - { name: lang, in: query, type: string, description: Language }`;

const steps = `
              steps:
                - name: order
                  type: call
                  call: shop.get-order
                  with: { id: "{{order}}" }
                - name: stock
                  type: call
                  call: shop.list-stock
                  with: { depot: "{{order.depot.id}}", lang: "{{lang}}" }
                - { name: carriers, type: call, call: shop.list-carriers }
                - { name: place, type: lookup, index: stock, match: sku, lookupValue: $.order.sku, outputParameters: [shelf, row] }
                - { name: carrier, type: lookup, index: carriers, match: code, lookupValue: $.order.carrier, outputParameters: [phone] }
                - name: pick
                  type: call
                  call: shop.pick
                  with: { depot: "{{order.depot.id}}", note: "{{order.depot.name}}: {{place.shelf}}/{{place.row}} for {{order}}" }
              mappings:
                - { targetName: order.sku, value: $.order.sku }
                - { targetName: order.place.shelf, value: $.place.shelf }
                - { targetName: phone, value: $.carrier.phone }
                - { targetName: pick, value: $.pick.number }`;

/** As a flow or tool has it: places are of no use, and it stands further left. */
const outside = (text: string): string =>
  text.replaceAll(/in: \w+, /g, '').replaceAll('\n    ', '\n');

const document = `
naftiko: 1.0.0-alpha2
binds: [{ namespace: env, keys: { KEY: KEY } }]
capability:
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.test/v2
      authentication: { type: bearer, token: "{{KEY}}" }
      resources:
        - name: orders
          path: /orders/{id}
          operations:
            - { name: get-order, method: GET, inputParameters: [{ name: id, in: path }] }
        - name: depots
          path: /depots/{depot}
          operations:
            - name: list-stock
              method: GET
              inputParameters: [{ name: depot, in: path }, { name: lang, in: query }]
            - name: pick
              method: POST
              inputParameters: [{ name: depot, in: path }, { name: note, in: body }]
        - name: carriers
          path: /carriers
          operations:
            - name: list-carriers
              method: GET
              outputParameters:
                - { name: code, type: string, value: $.id }
                - { name: phone, type: string, value: $.desk.phone }
  aggregates:
    - label: Shop
      namespace: flows
      functions:
        - name: fetch
          description: Fetches what was ordered.${outside(inputs + steps)}
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        - name: order
          path: /orders/{order}
          operations:
            - name: fetch
              method: POST${inputs}${steps}
            - name: shaped
              method: PUT${inputs}
              steps:
                - { name: order, type: call, call: shop.get-order, with: { id: "{{order}}" } }
                - { name: stock, type: call, call: shop.list-stock, with: { depot: "{{order.depot}}" } }
              outputParameters:
                - type: object
                  properties:
                    first: { type: string, mapping: "$[0].sku" }
                    all: { type: array, mapping: "$", items: { type: string, mapping: $.shelf.name } }
    - type: mcp
      namespace: tools
      transport: http
      port: 9090
      tools:
        - name: fetch-order
          description: Fetches what was ordered.${outside(inputs + steps)}
        - name: fetch-by-flow
          description: The same by a flow.${outside(inputs)}
          ref: flows.fetch
          with: { order: "{{order}}", lang: "{{lang}}" }
          outputParameters:
            - { type: object, properties: { sku: { type: string, mapping: $.order.sku }, shelf: { type: string, mapping: $.order.place.shelf }, phone: { type: string, mapping: $.phone }, pick: { type: string, mapping: $.pick } } }
`;

let folder: string;
beforeAll(async () => {
  const { capability, diagnostics, sources } = compileFiles({ 'shop.yaml': document });
  if (diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const emitters = await loadEmitters(['client', 'server', 'mcp', 'project']);
  folder = await writeGenerated(emit(capability!, emitters, sources));
}, 180_000);

/** What failed; empty where all went well. */
function failures(file: string): string {
  const options = { cwd: folder, encoding: 'utf8', timeout: 60_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], options);
  return status === 0 ? '' : `${stdout}${stderr}`;
}

const routes = 'test/server.test.js';
const tools = 'test/tools.test.js';

/** What nothing shows: handlers, kinds, words for people, texts that paths were parsed from, a step that nothing reads. */
const unseen = [
  /^\[\d+\]\.name$/,
  /^\[1\]\.action\.steps\[1\]\.name$/,
  /\.(kind|id|port|source|definite|title|description|transport|hints|annotations)$/,
];

/** Data that says what is run in steps. */
function mutantsIn(part: string): readonly Mutant[] {
  return readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js') && !/runtime|index|stdio|http/.test(name))
    .flatMap((name) => mutants(join(folder, part, name), unseen))
    .filter(({ name }) => /steps|mappings|output/i.test(name));
}

describe('the generated tests of what runs in steps', () => {
  test('pass', () => {
    expect(failures(routes)).toBe('');
    expect(failures(tools)).toBe('');
  }, 180_000);

  test('notice whatever is broken in a route', () => {
    const all = mutantsIn('server');
    expect(all.length).toBeGreaterThan(60);
    expect(survivors(all, 10, () => failures(routes) === '')).toEqual([]);
  }, 900_000);

  test('notice whatever is broken in a tool', () => {
    const all = mutantsIn('mcp');
    expect(all.length).toBeGreaterThan(60);
    expect(survivors(all, 7, () => failures(tools) === '')).toEqual([]);
  }, 900_000);
});
