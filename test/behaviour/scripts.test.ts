// Script steps, in threads of their own; and what is said of those that cannot run.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesOf, compileFiles } from '../support/compile.ts';
import { connectTools } from '../support/mcp.ts';
import { json, runCapability, type RunningCapability } from '../support/run.ts';

const scripts: Readonly<Record<string, string>> = {
  'total.js':
    '// sets what is there\nresult = { total: sum(context.orders.map((order) => order.n)), who: context.who, tax: context.tax };',
  'lib/sum.js': 'function sum(list) { return list.reduce((a, b) => a + b, 0); }\n',
  'declares.js':
    '#!/usr/bin/env node\nconst result = { last: context.total.total, keys: Object.keys(context).sort() }; // no line at the end',
  'throws.js': 'throw new Error("token k-1");',
  'forever.js': 'for (;;) {}',
  'nothing.js': 'void 0;',
  'exits.js': 'process.exit(0);',
  'escapes.js':
    'result = { env: Object.keys(process.env), polluted: ({}).polluted }; Object.prototype.polluted = 1;',
};

const route = (name: string, file: string): string => `        ${name}:
          path: /${name}
          operations:
            get: { method: GET, steps: { out: { type: script, language: javascript, location: "file:///./scripts", file: ${file} } }, mappings: [{ target: out, value: $.out }] }
`;

const yaml = `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      resources: { orders: { path: /orders, operations: { list: { method: GET } } } }
  exposes:
    - type: control
      port: 9090
      management:
        scripting: { enabled: true, defaultLocation: "file:///./scripts", defaultLanguage: javascript, timeout: 1500 }
    - type: rest
      namespace: api
      port: 8080
      resources:
        total:
          path: /total
          operations:
            get:
              method: GET
              inputParameters: { who: { in: query, type: string, description: d } }
              steps:
                orders: { type: call, call: up.list }
                total: { type: script, file: total.js, dependencies: [lib/sum.js], with: { tax: 7, who: "Dr {{who}}" } }
                more: { type: script, file: declares.js }
              mappings:
                - { target: total, value: $.total }
                - { target: more, value: $.more }
                - { target: text, value: "{{total.who}}: {{total.total}}" }
${['throws', 'forever', 'nothing', 'exits', 'escapes'].map((name) => route(name, `${name}.js`)).join('')}        python:
          path: /python
          operations:
            get: { method: GET, steps: { out: { type: script, language: python, file: a.py } }, mappings: [{ target: out, value: $.out }] }
`;

const files = {
  'sub/main.yaml': yaml,
  ...Object.fromEntries(
    Object.entries(scripts).map(([name, text]) => [`sub/scripts/${name}`, text]),
  ),
};

let run: RunningCapability;
beforeAll(async () => {
  run = await runCapability(files, () => json([{ n: 1 }, { n: 2.5 }]), { built: true });
});
afterAll(() => run.close());

describe('scripts', () => {
  it('see inputs, earlier steps and `with`; what they leave in `result` is their output', async () => {
    expect(await run.answer('GET /total?who=Ada')).toEqual({
      status: 200,
      body: {
        total: { total: 3.5, who: 'Dr Ada', tax: 7 },
        more: { last: 3.5, keys: ['orders', 'total', 'who'] },
        text: 'Dr Ada: 3.5',
      },
    });
  });

  it.each([
    ['throws', 500],
    ['forever', 504],
    ['exits', 500],
    ['python', 501],
  ])('%s: %d, and the server goes on', async (name, status) => {
    const { status: got, body } = await run.answer(`GET /${name}`);
    expect([got, body]).toEqual([status, expect.objectContaining({ step: 'out' })]);
    expect(JSON.stringify(body)).not.toContain('k-1');
    expect((await run.answer('GET /nothing')).status).toBe(200);
  });

  it('leave nothing behind, and see no environment', async () => {
    for (let i = 0; i < 2; i++)
      expect((await run.answer('GET /escapes')).body).toEqual({ out: { env: [] } });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('what is said when the file is compiled', () => {
  const codes = (
    change: (text: string) => string,
    more: Record<string, string> = {},
  ): readonly string[] =>
    codesOf(compileFiles({ ...files, 'sub/main.yaml': change(yaml), ...more }));
  it.each<[string, (text: string) => string, Record<string, string>, string[]]>([
    ['python', (text) => text, {}, ['script-not-compiled']],
    [
      'a file that is not there',
      (text) => text.replace('file: total.js', 'file: totals.js').replace(/ +python:[^]*/, ''),
      {},
      ['script-missing'],
    ],
    [
      'a dependency that is not there',
      (text) => text.replace('lib/sum.js', 'lib/product.js').replace(/ +python:[^]*/, ''),
      {},
      ['script-missing'],
    ],
    [
      'a way out of the project',
      (text) =>
        text.replace('file: total.js', 'file: ../../../total.js').replace(/ +python:[^]*/, ''),
      {},
      ['script-path-escape'],
    ],
    [
      'another file system',
      (text) =>
        text
          .replace('file: total.js', 'location: "file:///etc", file: passwd')
          .replace(/ +python:[^]*/, ''),
      {},
      ['script-path-escape', 'script-path-escape'],
    ],
    [
      'broken syntax',
      (text) => text.replace(/ +python:[^]*/, ''),
      { 'sub/scripts/total.js': 'let = ' },
      ['script-syntax'],
    ],
    [
      'a way out of the function',
      (text) => text.replace(/ +python:[^]*/, ''),
      { 'sub/scripts/total.js': '} process.exit(1); {' },
      ['script-syntax'],
    ],
    [
      'a language that is not allowed',
      (text) => text.replace('timeout: 1500', 'allowedLanguages: [javascript]'),
      {},
      ['script-language-unsupported'],
    ],
    [
      'scripting switched off',
      (text) =>
        text
          .replace('enabled: true', 'enabled: false')
          .replace(/ +python:[^]*/, '')
          .replace(/ +(?:throws|forever|nothing|exits|escapes):\n.*\n.*\n.*\n/g, ''),
      {},
      ['script-not-compiled', 'script-not-compiled'],
    ],
  ])('%s', (_, change, more, wanted) => {
    expect(codes(change, more)).toEqual(wanted);
  });
});

it('a script of a tool runs like one of a route', async () => {
  const tool = yaml.replace(
    / {4}- type: rest[^]*/,
    `    - type: mcp
      port: 9091
      namespace: agent
      tools:
        total:
          description: Adds up.
          inputParameters: { who: { type: string, description: Who asks. } }
          steps:
            orders: { type: call, call: up.list }
            total: { type: script, file: total.js, dependencies: [lib/sum.js], with: { tax: 7, who: "Dr {{who}}" } }
          mappings:
            - { target: total, value: $.total }
`,
  );
  const running = await runCapability(
    { ...files, 'sub/main.yaml': tool },
    () => json([{ n: 1 }, { n: 2 }]),
    { built: true },
  );
  const tools = await connectTools(running);
  expect(await tools.call('total', { who: 'Ann' })).toEqual({
    isError: false,
    value: { total: { total: 3, who: 'Dr Ann', tax: 7 } },
  });
  await tools.close();
  await running.close();
});
