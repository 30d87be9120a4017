import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalog } from '../src/diagnostics/catalog.ts';
import type { Diagnostic } from '../src/diagnostics/diagnostic.ts';
import { formatById } from '../src/document/formats.ts';
import { rules } from '../src/lint/rules.ts';
import { migrate } from '../src/migrate/migrate.ts';
import { compileFiles, memoryHost } from './support/compile.ts';
import { projectRoot } from './support/shared.ts';

const withExample = catalog.filter((entry) => entry.example !== undefined);

it.each(withExample.map((entry) => [entry.code, entry] as const))(
  'the example of `%s` reports it',
  (_, { code, severity, example }) => {
    expect(example!.reports).toBe(code);
    if (example!.to !== undefined) {
      const told = toldBy(example!.yaml, example!.to).filter(
        (diagnostic) => diagnostic.code === code,
      );
      expect(told.map((diagnostic) => diagnostic.severity)).toContain(severity);
      return;
    }
    const found = compileFiles(
      {
        'test.yaml': example!.yaml,
        ...example!.files,
        ...(example!.overlay === undefined ? {} : { 'test.overlay.yaml': example!.overlay }),
      },
      code.startsWith('ignore-') ? { lint: true, preset: 'strict' } : {},
    ).diagnostics.filter((diagnostic) => diagnostic.code !== 'schema' || code === 'schema');
    expect(found.map((diagnostic) => diagnostic.code)).toContain(code);
    expect(found.find((diagnostic) => diagnostic.code === code)!.severity).toBe(severity);
  },
);

function toldBy(text: string, to: string): readonly Diagnostic[] {
  const host = memoryHost({ 'test.yaml': text });
  const target = formatById(to)!;
  const migration = migrate({ file: 'test.yaml', text, host, target, unsafe: false });
  return migration.kind === 'impossible'
    ? [migration.problem]
    : [...migration.notes, ...migration.left];
}

it('most codes have an example; the others cannot be shown by a document', () => {
  const without = catalog.filter((entry) => entry.example === undefined).map((entry) => entry.code);
  expect(
    without.filter(
      (code) => !/^(file|output|import|input|surface|config|yaml-encoding)-?/.test(code),
    ),
  ).toEqual([]);
});

it('every code that the source reports has a page, and every page is of a code that is reported', () => {
  const known = new Set([...catalog.map((entry) => entry.code), ...rules.map((rule) => rule.code)]);
  const reported = new Set<string>();
  let source = '';
  for (const file of readdirSync(`${projectRoot}/src`, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.includes('rules/') || file.includes('pages/')) continue;
    const text = readFileSync(`${projectRoot}/src/${file}`, 'utf8');
    source += text;
    for (const match of text.matchAll(/(?:code: |complain\()'([a-z]+(?:-[a-z]+)*)'/g))
      reported.add(match[1]!);
    if (text.includes('code: read.kind') || text.includes('`file-${'))
      for (const kind of ['missing', 'is-folder', 'binary', 'encoding', 'too-large', 'denied'])
        reported.add(`file-${kind}`);
  }
  expect([...reported].filter((code) => !known.has(code))).toEqual([]);
  expect(
    catalog
      .map((entry) => entry.code)
      .filter((code) => !reported.has(code) && !source.includes(`'${code}'`)),
  ).toEqual([]);
});

describe.each(catalog.map((entry) => [entry.code, entry] as const))('%s', (_, entry) => {
  it('explains itself', () => {
    for (const text of [entry.summary, entry.why, entry.whatToDo])
      expect(text.trim()).toMatch(/^[^\n].{15,}/s);
  });
});
