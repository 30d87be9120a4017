import { describe, expect, it } from 'vitest';
import { link } from '../src/document/link.ts';
import { readText } from '../src/document/read.ts';
import type { Diagnostic } from '../src/diagnostics/diagnostic.ts';
import { lint } from '../src/lint/lint.ts';
import { presetCodes, presetNames } from '../src/lint/presets.ts';
import type { Rule } from '../src/lint/rule.ts';
import { rules } from '../src/lint/rules.ts';
import { codeNames, settingsOf, type RuleSettings } from '../src/lint/settings.ts';
import { toMapShape } from './lint/map-shape.ts';
import { memoryHost } from './support/compile.ts';

function run(
  rule: Rule,
  yaml: string,
  given: RuleSettings = { [rule.code]: rule.severity },
): readonly Diagnostic[] {
  const { document, sources } = readText('example.yaml', yaml, () => {});
  if (document === undefined) throw new Error('the example is no document');
  const program = link(
    document,
    { host: memoryHost({}), report: () => {}, overlays: false },
    new Map(),
  );
  return lint(program, sources[0]!, settingsOf('recommended', given, rules, []), [rule])
    .diagnostics;
}

function messages(rule: Rule, yaml: string): readonly string[] {
  return run(rule, yaml).map(({ message }) => message);
}

/** Problems of their own: these examples are no capability, or have what the format reads with a word of complaint. */
const broken = new Set([
  'bind-key-undeclared',
  'import-from-required',
  'import-import-required',
  'import-unique-alias',
  'import-from-not-self',
  'standalone-no-imports',
]);

/** Of these the text itself matters, not what it says. */
const aboutText = /^(?:yaml-.*|line-width|spec-version-unquoted)$/;

describe.each(rules.map((rule) => [rule.code, rule] as const))('%s', (_, rule) => {
  it.each(rule.examples.map((example) => [example.title, example] as const))(
    'example: %s',
    (_title, example) => {
      expect(messages(rule, example.yaml)).toEqual(example.reports);
    },
  );

  // Two items of one name cannot be written as a mapping, and rules about the text itself are about this one text.
  const both = rule.examples.flatMap((example) => {
    const map = aboutText.test(rule.code) ? undefined : toMapShape(example.yaml);
    return map === undefined ? [] : [[example.title, map, example.reports] as const];
  });
  it.runIf(both.length > 0).each(both)(
    'the same with mappings for lists: %s',
    (_title, yaml, reports) => {
      if (rule.code === 'spec-version-outdated') return;
      expect(messages(rule, yaml)).toEqual(reports);
    },
  );

  it.runIf(!broken.has(rule.code))('its examples can be read', () => {
    for (const { yaml } of rule.examples) {
      const codes: string[] = [];
      readText('example.yaml', yaml, ({ code }) => codes.push(code));
      expect(codes.filter((code) => !['schema', 'name-missing', 'shape'].includes(code))).toEqual(
        [],
      );
    }
  });

  it('has an example that reports and one that does not', () => {
    expect(rule.examples.some((example) => example.reports.length > 0)).toBe(true);
    expect(rule.examples.some((example) => example.reports.length === 0)).toBe(true);
  });

  it('explains itself', () => {
    for (const text of [rule.summary, rule.why, rule.whatToDo])
      expect(text).toMatch(/^.{20,}[.]$/s);
    expect(rule.code).toMatch(/^[a-z]+[0-9]?(-[a-z]+)*$/);
  });

  it('says one thing in one line', () => {
    for (const { reports } of rule.examples)
      for (const message of reports) expect(message).toMatch(/^[^\n]{10,300}[^.\s]$/);
  });

  it('is a part of a preset', () => {
    expect(presetNames.filter((preset) => presetCodes(preset).includes(rule.code))).not.toEqual([]);
  });
});

it('every code is given once, and no alias names two rules or another code', () => {
  const codes = rules.map((rule) => rule.code);
  expect(new Set(codes).size).toBe(codes.length);
  const aliases = rules.flatMap((rule) => [...new Set(rule.aliases)]);
  expect(new Set([...codes, ...aliases]).size).toBe(codes.length + aliases.length);
});

it('presets name codes that exist', () => {
  const known = new Set(codeNames(rules).values());
  for (const preset of presetNames)
    expect(presetCodes(preset).filter((code) => !known.has(code))).toEqual([]);
});

/** Suffixes of the identifiers of the published rule sets: the framework's, and those the engine adds. */
const framework =
  `namespaces-unique consumes-baseuri-no-trailing-slash consumed-resource-no-query-in-path rest-resource-path-no-trailing-slash
  rest-resource-path-no-query address-not-example aggregate-function-description aggregate-semantics-consistency mcp-auth-stdio-conflict
  oauth2-https-authserver oauth2-resource-https oauth2-scopes-defined info-tags consumes-description rest-resource-description
  rest-operation-description steps-name-pattern no-script-tags-in-markdown no-eval-in-markdown baseuri-not-example
  control-port-singleton-and-unique control-address-localhost-warning script-defaults-required`.split(
    /\s+/,
  );
const engine =
  `aggregate-flow-description import-from-required import-import-required import-unique-alias import-from-not-self standalone-no-imports
  exposes-namespace-required aggregates-namespace-required aggregates-unique-function-name tunnel-identity-must-bind
  tunnel-fallback-direct-warns tunnel-with-public-baseuri-warns`.split(/\s+/);

it('every official identifier is known, and what it names is in the official preset', () => {
  const names = codeNames(rules);
  const identifiers = [
    ...framework.map((name) => `naftiko-${name}`),
    ...[...framework.slice(0, -1), ...engine].map((name) => `ikanos-${name}`),
  ];
  expect(identifiers.filter((name) => !names.has(name))).toEqual([]);
  const codes = new Set(identifiers.map((name) => names.get(name)!));
  expect([...codes].sort()).toEqual(
    presetCodes('official')
      .filter((code) => code !== 'schema')
      .toSorted(),
  );
});

describe('settings', () => {
  const rule = rules.find(({ code }) => code === 'too-many-tools')!;
  const yaml = rule.examples.find((example) => example.reports.length > 0)!.yaml;

  it.each<readonly [RuleSettings, readonly string[]]>([
    [{}, ['warning']],
    [{ 'too-many-tools': 'off' }, []],
    [{ 'too-many-tools': 'info' }, ['info']],
    [{ 'too-many-tools': { severity: 'error' } }, ['error']],
    [{ 'too-many-tools': { limit: 41 } }, []],
    [{ 'too-many-tools': { limit: 41, severity: 'error' } }, []],
    [{ 'too-many-tools': { limit: 3 } }, ['warning']],
  ])('%j', (given, severities) => {
    expect(run(rule, yaml, given).map(({ severity }) => severity)).toEqual(severities);
  });

  it('take an alias for a code', () => {
    const { severityOf } = settingsOf(
      'official',
      { 'ikanos-namespaces-unique': 'off', 'naftiko-info-tags': 'error' },
      rules,
      [],
    );
    const severity = (code: string): string => severityOf(rules.find((one) => one.code === code)!);
    expect([
      severity('duplicate-namespace'),
      severity('info-tags'),
      severity('consumes-description'),
      severity('base-uri-empty'),
    ]).toEqual(['off', 'error', 'warning', 'off']);
  });
});
