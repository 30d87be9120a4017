// The lock of names: what was published stays, whatever happens around it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cli, project } from '../cli/memory-session.ts';
import * as compiler from '../../src/compiler.ts';
import { applyLock, lockNames } from '../../src/ir/names/apply-lock.ts';
import type { Capability } from '../../src/ir/capability.ts';
import { parseLocks, printLocks, type NamesLock } from '../../src/ir/names/lock.ts';
import { capabilityOf, toolsOf } from '../support/compile.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Sketch = readonly [name: string, method: string, path: string];

function yaml(operations: readonly Sketch[], namespace = 'api'): string {
  const resources = operations.map(
    ([name, method, path]) =>
      `    - {name: thing, path: ${JSON.stringify(path)}, operations: [{name: ${JSON.stringify(name)}, method: ${method}}]}`,
  );
  const tools = operations.map(
    ([name]) =>
      `    - {name: use-${name}, description: Does it., call: ${JSON.stringify(`${namespace}.${name}`)}}`,
  );
  return [
    'naftiko: 1.0.0-alpha2',
    'capability:',
    '  consumes:',
    '  - type: http',
    `    namespace: ${namespace}`,
    '    baseUri: https://api.example.com',
    '    resources:',
    ...resources,
    '  exposes:',
    '  - type: mcp',
    '    namespace: tools',
    '    tools:',
    ...tools,
  ].join('\n');
}

const sketch = (operations: readonly Sketch[], namespace?: string): Capability =>
  capabilityOf(yaml(operations, namespace));
const names = ({ operations }: Capability): Record<string, string> =>
  Object.fromEntries(
    operations.map(({ method, path, client }) => [
      `${method} ${path.map((part) => (typeof part === 'string' ? part : `{${part.variable}}`)).join('')}`,
      client.join('.'),
    ]),
  );
const lockOf = (capability: Capability): NamesLock => lockNames(capability, undefined);

const base: readonly Sketch[] = [
  ['personslist', 'GET', '/persons'],
  ['personsretrieve', 'GET', '/persons/{id}'],
];

describe('a locked name stays', () => {
  const lock = lockOf(sketch(base));

  it.each<[string, readonly Sketch[], Record<string, string>]>([
    [
      'when nothing happens',
      base,
      { 'GET /persons': 'persons.list', 'GET /persons/{id}': 'persons.retrieve' },
    ],
    [
      'when the order changes',
      base.toReversed(),
      { 'GET /persons': 'persons.list', 'GET /persons/{id}': 'persons.retrieve' },
    ],
    [
      'when the operation is called differently',
      [['fetchEveryone', 'GET', '/persons']],
      { 'GET /persons': 'persons.list' },
    ],
    [
      'when a variable is called differently',
      [['getOne', 'GET', '/persons/{person_id}']],
      { 'GET /persons/{person_id}': 'persons.retrieve' },
    ],
    ['when it moves', [['personslist', 'GET', '/v2/people']], { 'GET /v2/people': 'persons.list' }],
    [
      'beside a new one that would have taken it',
      [...base, ['personslist', 'POST', '/persons/list']],
      {
        'GET /persons': 'persons.list',
        'GET /persons/{id}': 'persons.retrieve',
        'POST /persons/list': 'persons.listCreate',
      },
    ],
    [
      'beside a new one below it',
      [...base, ['personslistitems', 'GET', '/persons/list/items']],
      {
        'GET /persons': 'persons.list',
        'GET /persons/{id}': 'persons.retrieve',
        'GET /persons/list/items': 'persons.listItems.list',
      },
    ],
  ])('%s', (_, operations, expected) => {
    const { capability, diagnostics } = applyLock(sketch(operations), lock);
    expect(names(capability)).toEqual(expected);
    expect(diagnostics).toEqual([]);
  });

  it('when its service is called differently', () => {
    const { capability } = applyLock(sketch(base, 'renamed'), lock);
    expect(Object.values(names(capability))).toEqual(['persons.list', 'persons.retrieve']);
  });

  it('even where it is not what we would choose', () => {
    const chosen = {
      ...lock,
      operations: lock.operations.map((entry) => ({ ...entry, client: ['old', ...entry.client] })),
    };
    expect(Object.values(names(applyLock(sketch(base), chosen).capability))).toEqual([
      'old.persons.list',
      'old.persons.retrieve',
    ]);
  });

  it('after its operation is gone: nobody else gets it', () => {
    const gone = lockNames(sketch(base.slice(1)), lock);
    const { capability } = applyLock(
      sketch([...base.slice(1), ['personslist', 'DELETE', '/everybody']]),
      {
        ...gone,
        operations: gone.operations.map((entry) =>
          entry.client.join('.') === 'persons.list' ? { ...entry, id: 'api.other' } : entry,
        ),
      },
    );
    expect(names(capability)['DELETE /everybody']).not.toBe('persons.list');
    expect(gone.operations.map(({ client }) => client.join('.')).sort()).toEqual([
      'persons.list',
      'persons.retrieve',
    ]);
  });

  it('of tools too, and the declared name becomes an alias', () => {
    const chosen = {
      ...lock,
      tools: lock.tools.map((tool) => ({ ...tool, name: `old_${tool.name.replaceAll('-', '_')}` })),
    };
    const tools = toolsOf(applyLock(sketch(base), chosen).capability);
    expect(tools.map(({ name, declaredNames }) => [name, declaredNames])).toEqual([
      ['old_use_personslist', ['use-personslist']],
      ['old_use_personsretrieve', ['use-personsretrieve']],
    ]);
    const stolen = {
      ...lock,
      tools: lock.tools.map((tool) =>
        tool.declared === 'use-personslist' ? { ...tool, name: 'use-other' } : tool,
      ),
    };
    const more = toolsOf(
      applyLock(sketch([['other', 'GET', '/other'], ...base]), stolen).capability,
    );
    expect(more.map(({ name }) => name)).toEqual([
      'use-other_2',
      'use-other',
      'use-personsretrieve',
    ]);
  });
});

it('two operations with one locked name are reported, and the second is named anew', () => {
  const lock = lockOf(sketch(base));
  const merged = {
    ...lock,
    operations: lock.operations.map((entry) => ({ ...entry, client: ['persons', 'list'] })),
  };
  const { capability, diagnostics } = applyLock(sketch(base), merged);
  expect(diagnostics.map(({ code }) => code)).toEqual(['output-names-conflict']);
  expect(new Set(Object.values(names(capability))).size).toBe(2);
});

it('any two versions of a capability: what both have keeps its name, and names stay unique', () => {
  const operation = fc.tuple(
    fc.constantFrom('list', 'personslist', 'personsactivity', 'personsactivitylist', 'get', 'A-b'),
    fc.constantFrom('GET', 'POST'),
    fc.constantFrom('/', '/persons', '/persons/{id}', '/persons/activity', '/a/{b}/persons'),
  );
  const version = fc.uniqueArray(operation, {
    minLength: 1,
    maxLength: 6,
    selector: ([, method, path]) => `${method} ${path}`,
  });
  fc.assert(
    fc.property(version, version, (before, after) => {
      const old = sketch(before);
      const { capability, diagnostics } = applyLock(sketch(after), lockOf(old));
      expect(diagnostics).toEqual([]);
      const [was, is] = [names(old), names(capability)];
      for (const [request, name] of Object.entries(was))
        if (request in is) expect(is[request], request).toBe(name);
      const all = Object.values(is).map((name) => `${name.toLowerCase()}.`);
      for (const name of all) expect(all.filter((other) => other.startsWith(name))).toEqual([name]);
      const again = applyLock(sketch(after), lockNames(capability, lockOf(old)));
      expect(names(again.capability)).toEqual(is);
    }),
    { numRuns: 100 },
  );
});

describe('the file', () => {
  it('is read as it was written, in any order', () => {
    const lock = lockOf(sketch(base));
    const text = printLocks(
      new Map([
        ['b', lock],
        ['a', { operations: lock.operations.toReversed(), tools: [] }],
      ]),
    );
    const result = parseLocks(text);
    expect(result.kind === 'locks' && printLocks(result.locks)).toBe(text);
    expect(text.indexOf('"a"')).toBeLessThan(text.indexOf('"b"'));
  });

  it.each([
    ['no JSON', '<<<<<<< ours'],
    ['something else', '[]'],
    ['a later version', '{"lock": 2, "capabilities": {}}'],
    [
      'names that are none',
      JSON.stringify({
        lock: 1,
        capabilities: {
          a: {
            operations: [{ client: 'a.b(', service: '', method: '', path: '', id: '' }],
            tools: [],
          },
        },
      }),
    ],
    [
      'a name that makes the client a promise',
      JSON.stringify({
        lock: 1,
        capabilities: {
          a: {
            operations: [{ client: 'then', service: '', method: '', path: '', id: '' }],
            tools: [],
          },
        },
      }),
    ],
    [
      'a name that is no property',
      JSON.stringify({
        lock: 1,
        capabilities: {
          a: {
            operations: [{ client: 'a.__proto__', service: '', method: '', path: '', id: '' }],
            tools: [],
          },
        },
      }),
    ],
    [
      'tools that are none',
      JSON.stringify({
        lock: 1,
        capabilities: {
          a: { operations: [], tools: [{ name: 'A b', surface: '', calls: '', declared: '' }] },
        },
      }),
    ],
  ])('%s is refused', (_, text) => expect(parseLocks(text).kind).toBe('broken'));
});

describe('generate', () => {
  const real = { compiler: { ...compiler, loadEmitters: async () => [] } };
  const read = (folder: string): string =>
    readFileSync(join(folder, 'generated/capwright.lock'), 'utf8');

  it('writes the lock, keeps to it, and renames on request only', async () => {
    const folder = project({ 'capabilities/persons.yaml': yaml(base) });
    expect((await cli(folder, 'generate --check', real)).out).toContain('generated/capwright.lock');
    expect((await cli(folder, 'generate', real)).code).toBe(0);
    const first = read(folder);
    expect(first).toContain('"client":"persons.list"');
    expect(await cli(folder, 'generate --check', real)).toMatchObject({ code: 0 });

    writeFileSync(
      join(folder, 'capabilities/persons.yaml'),
      yaml([['fetchcrowd', 'GET', '/persons'], base[1]!]),
    );
    expect((await cli(folder, 'names capabilities/persons.yaml', real)).out).toMatch(
      /persons\.list +locked, else persons\.fetch/,
    );
    expect((await cli(folder, 'generate', real)).code).toBe(0);
    expect(read(folder)).toContain('"client":"persons.list"');
    expect((await cli(folder, 'generate --update-lock', real)).code).toBe(0);
    expect(read(folder)).not.toContain('persons.list');
    expect(read(folder)).toContain('"client":"persons.fetch"');
  });

  it('stops at a lock it cannot read', async () => {
    const folder = project({
      'capabilities/persons.yaml': yaml(base),
      'generated/capwright.lock': '<<<<<<< ours',
    });
    const stopped = await cli(folder, 'generate', real);
    expect(stopped.code).toBe(1);
    expect(stopped.err).toContain('output-names-broken');
    expect((await cli(folder, 'generate --update-lock', real)).code).toBe(0);
  });

  it('locks what one run made beside what others did', async () => {
    const folder = project({
      'capabilities/a.yaml': yaml(base),
      'capabilities/b.yaml': yaml(base),
    });
    await cli(folder, 'generate capabilities/a.yaml', real);
    await cli(folder, 'generate capabilities/b.yaml', real);
    const result = parseLocks(read(folder));
    expect(result.kind === 'locks' && [...result.locks.keys()]).toEqual(['a', 'b']);
  });
});
