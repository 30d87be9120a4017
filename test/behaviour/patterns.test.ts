// Patterns of inputs and of filters that would keep the engine of JavaScript busy for years: servers answer, and the work
// is in proportion to what the caller sent. What stays a plain expression brings nothing with it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { compileFiles } from '../support/compile.ts';
import { runCapability, type RunningCapability } from '../support/run.ts';

const yaml = (pattern: string, filter = '/(a|aa)+b/'): string => `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      resources: { one: { path: /one, operations: { read: { method: GET, inputParameters: { q: { in: query } } } } } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        one:
          path: /one
          operations:
            read:
              method: GET
              call: up.read
              inputParameters: { q: { in: query, type: string, description: d, pattern: '${pattern}' } }
              outputParameters: [{ type: array, mapping: "$[?(@.name =~ ${filter})]", items: { type: object, properties: { name: { type: string, mapping: $.name } } } }]
`;

describe('patterns that never end', () => {
  let running: RunningCapability;
  let names: readonly string[] = [];
  beforeAll(async () => {
    running = await runCapability(yaml('^(\\w+\\s?)+$'), () => ({
      body: JSON.stringify(names.map((name) => ({ name }))),
    }));
  });
  afterAll(() => running.close());

  const work = async (query: string): Promise<{ status: number; body: unknown; tests: number }> => {
    const tested = vi.spyOn(RegExp.prototype, 'test');
    try {
      const answer = await running.answer(`GET /one?q=${query}`);
      return { ...answer, tests: tested.mock.calls.length };
    } finally {
      tested.mockRestore();
    }
  };

  it('are checked all the same', async () => {
    names = ['aab', 'aac', 'xaab'];
    expect(await running.answer('GET /one?q=two+words')).toEqual({
      status: 200,
      body: [{ name: 'aab' }],
    });
    expect((await running.answer('GET /one?q=two+words!')).status).toBe(400);
  });

  it('of an input', async () => {
    const answered = await work(`${'a'.repeat(4_000)}!`);
    expect(answered.status).toBe(400);
    expect(answered.tests).toBeLessThan(100_000);
  });

  it('of a filter', async () => {
    names = ['a'.repeat(4_000)];
    const answered = await work('x');
    expect(answered).toMatchObject({ status: 200, body: [] });
    expect(answered.tests).toBeLessThan(100_000);
  });
});

it('patterns that end stay what they are', async () => {
  const running = await runCapability(yaml('^[A-Z]{3}$', '/a+b/i'));
  try {
    const runtime = join(running.folder, 'server', 'runtime');
    expect(readdirSync(runtime)).not.toContain('pattern.ts');
    expect(readFileSync(join(runtime, '../routes/all.ts'), 'utf8')).toContain('^[A-Z]{3}$');
    expect((await running.answer('GET /one?q=abc')).status).toBe(400);
  } finally {
    await running.close();
  }
});

test.each([
  ['(a|b)\\1', '/a/', 'pattern-unchecked', 'refers back'],
  ['(', '/a/', 'pattern-unchecked', 'JavaScript'],
  ['a', '/(a|b)\\1/', 'jsonpath-invalid', 'refers back'],
])('%s and %s cannot be run, and that is said', (pattern, filter, code, words) => {
  const { diagnostics } = compileFiles({
    'test.yaml': yaml(pattern, filter.replaceAll('\\', '\\\\')),
  });
  const found = diagnostics.filter((one) => one.code === code);
  expect(found).toHaveLength(1);
  expect(found[0]?.message).toContain(words);
});
