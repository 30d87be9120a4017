// What the rules about generated code say, held against what is generated.
import { expect, it } from 'vitest';
import { clientNames } from '../../src/emit/typescript/operation-names.ts';
import { signature } from '../../src/emit/typescript/signature.ts';
import type { Capability } from '../../src/ir/capability.ts';
import { example, type ExampleParts } from '../../src/lint/example.ts';
import { clientMembers, reservedWords, usedByClient } from '../../src/util/reserved-names.ts';
import { compileText } from '../support/compile.ts';

function look(
  parts: ExampleParts,
  code: string,
): { readonly said: readonly string[]; readonly capability: Capability } {
  const { diagnostics, capability } = compileText(example(parts), {
    lint: true,
    preset: 'strict',
    rules: { [code]: 'warning' },
  });
  if (capability === undefined) throw new Error('it cannot be compiled');
  const said = diagnostics.flatMap((item) => (item.code === code ? [item.message] : []));
  return { said, capability };
}

const plain = ['find', 'search', 'describe'];

it.each([...plain, ...clientMembers, ...reservedWords, ...usedByClient])(
  'an operation `%s` has its name exactly where the rule is silent',
  (name) => {
    const { said, capability } = look(
      { path: '/', operations: `- name: ${JSON.stringify(name)}\n  method: GET` },
      'reserved-word-clash',
    );
    const [operation] = capability.operations;
    const { function: given } = clientNames(capability.operations).operations.get(operation!.id)!;
    // A word nobody expects in a name may be taken for two: `await` becomes `aWait`.
    const camel = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const kept = given === camel && operation!.client.join('.') === camel;
    expect(said.length === 0).toBe(kept);
  },
);

it.each(['title', 'constructor', 'toString', 'valueOf', 'hasOwn', '__proto__'])(
  'an input `%s` has its name exactly where the rule is silent',
  (name) => {
    const { said, capability } = look(
      {
        operations: `- name: find\n  method: GET\n  inputParameters:\n  - name: ${name}\n    in: query`,
      },
      'reserved-word-clash',
    );
    const { fields } = signature(capability.operations[0]!);
    expect(said.length === 0).toBe(fields[0]!.key === name);
  },
);

it.each([
  ['find', true],
  ['3d', false],
  ['--', false],
  ['_find', true],
  ['42', false],
  ['ärger', true],
  ['名前', true],
] as const)('a name `%s` can be taken over: %s', (name, can) => {
  const { said, capability } = look(
    { path: '/', operations: `- name: ${JSON.stringify(name)}\n  method: GET` },
    'name-cannot-become-identifier',
  );
  expect(said.length === 0).toBe(can);
  const client = capability.operations[0]!.client.join('');
  expect(client === name.replace('_', '')).toBe(can);
});

it('a mock without a value answers null', () => {
  const { said, capability } = look(
    {
      tools:
        '- name: latest\n  description: The latest note.\n  outputParameters:\n  - name: a\n    type: string\n    value: x\n  - name: b\n    type: number',
    },
    'response-example-missing',
  );
  expect(said).toHaveLength(1);
  expect(capability.surfaces[0]).toMatchObject({
    tools: [
      {
        action: {
          kind: 'mock',
          output: {
            properties: [
              { name: 'a', node: { value: { value: 'x' } } },
              { name: 'b', node: { value: { value: null } } },
            ],
          },
        },
      },
    ],
  });
});
