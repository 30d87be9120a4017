import { describe, expect, it } from 'vitest';
import { link } from '../src/document/link.ts';
import { readText } from '../src/document/read.ts';
import { lint } from '../src/lint/lint.ts';
import type { Rule } from '../src/lint/rule.ts';
import { rules } from '../src/lint/rules.ts';
import { memoryHost } from './support/compile.ts';

function findings(rule: Rule, yaml: string): readonly string[] {
  const { document } = readText('example.yaml', yaml, (diagnostic) => {
    if (diagnostic.code !== 'schema') throw new Error(`${diagnostic.code}: ${diagnostic.message}`);
  });
  if (document === undefined) throw new Error('the example is no document');
  const program = link(document, memoryHost({}), new Map(), () => {});
  return lint(program, { rules: {} }, [rule]).map(({ message }) => message);
}

describe.each(rules.map((rule) => [rule.code, rule] as const))('%s', (_, rule) => {
  it.each(rule.examples.map((example) => [example.title, example] as const))('example: %s', (_title, example) => {
    expect(findings(rule, example.yaml)).toEqual(example.reports);
  });

  it('has an example that reports and one that does not', () => {
    expect(rule.examples.some((example) => example.reports.length > 0)).toBe(true);
    expect(rule.examples.some((example) => example.reports.length === 0)).toBe(true);
  });

  it('explains itself', () => {
    for (const text of [rule.summary, rule.why, rule.whatToDo]) expect(text).toMatch(/^.{20,}[.]$/s);
    expect(rule.code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});

it('every code is given once', () => {
  const codes = rules.map((rule) => rule.code);
  expect(new Set(codes).size).toBe(codes.length);
});

it('a rule can be turned off and given another severity', () => {
  const [rule] = rules;
  const yaml = rule!.examples.find((example) => example.reports.length > 0)!.yaml;
  const { document } = readText('example.yaml', yaml, () => {});
  const program = link(document!, memoryHost({}), new Map(), () => {});
  expect(lint(program, { rules: { [rule!.code]: 'off' } }, [rule!])).toEqual([]);
  expect(lint(program, { rules: { [rule!.code]: 'info' } }, [rule!]).map(({ severity }) => severity)).toEqual(['info']);
});
