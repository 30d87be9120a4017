// The generated tests of routes, tested in turn: they pass as generated, and whatever is broken in the data of a server,
// one of them has to fail. MUTANTS=all tries every mutant, not a sample.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check } from 'prettier';
import { beforeAll, describe, expect, test } from 'vitest';
import { emit, loadEmitters } from '../../src/compiler.ts';
import { compileFiles } from '../support/compile.ts';
import { writeGenerated } from '../support/generated.ts';
import { mutants, survivors } from '../support/mutants.ts';
import { readProject } from '../support/shared.ts';

const everything = `
ikanos: 1.0.0-beta5
binds:
  - { namespace: env, keys: { TOKEN: API_TOKEN, SHOP_KEY: SHOP_KEY, PASSWORD: PASSWORD } }
capability:
  aggregates:
    - label: Pets
      namespace: pets
      functions:
        one:
          description: One of them.
          call: shop.get-pet
          with: { id: "{{pet}}", lang: en }
          inputParameters: { pet: { type: string, description: Which } }
          outputParameters: { name: { type: string, mapping: $.data.name }, tags: { type: array, mapping: "$.data.tags[*]", items: { type: string } } }
  consumes:
    - type: http
      namespace: shop
      baseUri: https://shop.test/v2
      authentication: { type: apikey, key: X-Shop-Key, value: "{{SHOP_KEY}}", placement: header }
      resources:
        pets:
          path: /pets
          operations:
            list-pets:
              method: GET
              inputParameters: { limit: { in: query, type: integer }, kind: { in: query, type: string }, ids: { in: query, type: array } }
            add-pet:
              method: POST
              inputParameters: { name: { in: body, type: string, required: true }, age: { in: body, type: integer } }
        pet:
          path: /pets/{id}
          operations:
            get-pet:
              method: GET
              inputParameters: { id: { in: path, type: string }, lang: { in: query, type: string }, trace: { in: header, type: string } }
            note-pet:
              method: PUT
              inputParameters: { id: { in: path, type: string }, body: { in: body, type: object } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      authentication: { type: bearer, token: "{{TOKEN}}" }
      resources:
        pets:
          path: /pets
          operations:
            list:
              method: GET
              inputParameters:
                limit: { in: query, type: integer, required: true, description: How many }
                kind: { in: query, type: string, enum: [cat, dog] }
                X-Ids: { in: header, type: array, items: { type: integer } }
                seen: { in: cookie, type: boolean }
              call: shop.list-pets
              with: { limit: "{{limit}}", kind: "{{kind}}", ids: "{{X-Ids}}" }
              outputParameters:
                pets: { type: array, mapping: $.items, items: { type: object, properties: { name: { type: string, mapping: $.name }, age: { type: integer, mapping: $.born.age } } } }
                total: { type: integer, mapping: $.meta.total }
            add:
              method: POST
              inputParameters:
                name: { in: body, type: string, required: true, description: d }
                age: { in: body, type: integer, description: d }
              call: shop.add-pet
              with: { name: "{{name}}", age: "{{age}}" }
        pet:
          path: /pets/{pet-id}
          operations:
            get:
              method: GET
              inputParameters: { pet-id: { in: path, type: string, description: d }, verbose: { in: query, type: boolean, description: d } }
              ref: pets.one
              with: { pet: "{{pet-id}}" }
            note:
              method: PUT
              inputParameters: { pet-id: { in: path, type: string, description: d }, body: { in: body, type: object, required: true, description: d } }
              call: shop.note-pet
              with: { id: "{{pet-id}}", body: "{{body}}" }
            both:
              method: POST
              inputParameters: { pet-id: { in: path, type: string, description: d } }
              steps:
                first: { type: call, call: shop.get-pet, with: { id: "{{pet-id}}", lang: de } }
                second: { type: call, call: shop.list-pets, with: { kind: "{{first.kind}}" } }
              mappings: [{ target: pets, value: "$.second" }]
        fake:
          path: /fake
          operations:
            mock:
              method: GET
              outputParameters: { answer: { type: string, value: forty-two } }
    - type: rest
      namespace: keyed
      port: 8081
      authentication: { type: apikey, key: api_key, value: "{{TOKEN}}", placement: query }
      resources: { pets: { path: /pets, operations: { list: { method: GET, call: shop.list-pets } } } }
    - type: rest
      namespace: digested
      port: 8082
      authentication: { type: digest, username: me, password: "{{PASSWORD}}" }
      resources: { pets: { path: /pets, operations: { list: { method: GET, call: shop.list-pets } } } }
`;

/** What no request shows: names of handlers, kinds, ports, texts that paths were parsed from. */
const unseen = [/^\[\d+\]\.name$/, /\.kind$/, /\.(id|port|source|definite)$/];

let folder: string;
beforeAll(async () => {
  folder = await generate({ 'everything.yaml': everything });
}, 180_000);

async function generate(sources: Readonly<Record<string, string>>): Promise<string> {
  const { capability, diagnostics, sources: read } = compileFiles(sources);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ message }) => message)).toEqual([]);
  return writeGenerated(
    emit(capability!, await loadEmitters(['client', 'server', 'project']), read),
  );
}

/** What failed; empty where all went well. */
function failures(of: string): string {
  const file = 'test/server.test.js';
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
    cwd: of,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

describe('the generated tests of routes', () => {
  test('pass: persons, with a test of each group for each route', async () => {
    const persons = await generate({
      'posthog-persons.yaml': readProject('capabilities/posthog-persons.yaml'),
    });
    expect(failures(persons)).toBe('');
    const routes = readFileSync(join(persons, 'test/routes/all.ts'), 'utf8');
    expect(routes.match(/^ {4}method: /gm)).toHaveLength(48);
    expect(routes.match(/^ {4}sends: "/gm)).toHaveLength(48);
  }, 180_000);

  test('pass: everything a route can do', () => {
    expect(failures(folder)).toBe('');
  }, 180_000);

  test('are what prettier would make of them', async () => {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!/^test[\\/](routes|server|support).*\.ts$/.test(name)) continue;
      const text = readFileSync(join(folder, name), 'utf8');
      expect([name, await check(text, { parser: 'typescript' })]).toEqual([name, true]);
      expect(text.split('\n').filter((line) => line.length > 160)).toEqual([]);
    }
  });

  test('notice whatever is broken in a server', () => {
    const all = readdirSync(join(folder, 'server/routes'))
      .filter((name) => name.endsWith('.js'))
      .map((name) => `server/routes/${name}`)
      .concat('server/routes.js')
      .flatMap((name) => mutants(join(folder, name), unseen));
    expect(all.length).toBeGreaterThan(60);
    const alive = survivors(all, 14, () => failures(folder) === '');
    expect(alive).toEqual([]);
  }, 600_000);
});
