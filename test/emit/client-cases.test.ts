// What generated tests expect of a client, where a document says odd things.
import { check } from 'prettier';
import { expect, test } from 'vitest';
import { emit, loadEmitters } from '../../src/compiler.ts';
import { compileFiles } from '../support/compile.ts';

async function casesOf(operations: string): Promise<string> {
  const { capability } = compileFiles({
    'texts.yaml': `ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: texts
      baseUri: https://texts.example.com
      resources:
        texts:
          path: /texts
          operations:
            ${operations}
`,
  });
  const files = emit(capability!, await loadEmitters(['client', 'project']), new Map());
  return files.find(({ path }) => path === 'test/cases/all.ts')?.content ?? '';
}

test.each([
  ['{"a":"b"}', 'json: {'],
  ['{"a": ', 'text: \'{"a": \''],
])('a body that is the text %s is expected as it is recorded', async (data, expected) => {
  const cases = await casesOf(`add: { method: POST, body: { type: json, data: '${data}' } }`);
  expect(cases).toContain(expected);
});

test('names with quotation marks are written as prettier writes them', async () => {
  const cases = await casesOf(
    `get: { method: GET, inputParameters: { '"a"': { in: query }, "it's": { in: query } } }`,
  );
  expect(cases).toContain(`'"a"': `);
  expect(await check(cases, { parser: 'typescript' })).toBe(true);
});
