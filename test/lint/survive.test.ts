// No rule throws, whatever a document looks like, and each finding stands somewhere.
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { expect, it } from 'vitest';
import { rules } from '../../src/lint/rules.ts';
import { randomFrom, pick } from '../document/mutate.ts';
import { compileText } from '../support/compile.ts';
import { readProject } from '../support/shared.ts';
import { toMapShape } from './map-shape.ts';

const all = Object.fromEntries(rules.map(({ code, severity }) => [code, severity]));

const samples = ['shipyard', 'order-desk', 'field-notes'].map(
  (name) => parse(readProject(`capabilities/${name}.yaml`)) as unknown,
);
const examples = rules
  .flatMap((rule) => rule.examples.flatMap(({ yaml }) => [yaml, toMapShape(yaml) ?? yaml]))
  .map((yaml) => parse(yaml) as unknown);

const hostile: readonly unknown[] = [
  null,
  '',
  0,
  -1,
  Number.POSITIVE_INFINITY,
  true,
  [],
  {},
  [[]],
  [null],
  { a: null },
  '{{',
  '{{x}}',
  '{{a.b.c}}',
  '{',
  '}',
  '/{',
  '/{a}/{a}',
  '//',
  '?',
  '#',
  '$',
  '$.',
  '$.a[',
  '.',
  'a.b',
  'rest.',
  'rest.x',
  'tools.x',
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(5000),
  '<'.repeat(200),
  '`'.repeat(201),
  '<a '.repeat(100),
  '/'.repeat(300),
  '{a}'.repeat(100),
  '\u2028',
  '\ud800',
  'a\nb',
  'GET',
  'control',
  'oauth2',
  'script',
  { type: 'object', properties: [{ name: 'x' }] },
  { name: 'n', in: 'path' },
  [{ name: 'n' }, { name: 'n' }],
];

function disturb(document: unknown, random: () => number): void {
  const holders: object[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    holders.push(value);
    for (const item of Object.values(value)) visit(item);
  };
  visit(document);
  const holder = pick(random, holders) as Record<string, unknown>;
  const keys = Object.keys(holder).filter((key) => key !== 'naftiko' && key !== 'ikanos');
  if (keys.length === 0) return;
  const key = pick(random, keys);
  const choice = random();
  if (choice < 0.5) holder[key] = structuredClone(pick(random, hostile));
  else if (choice < 0.65 && !Array.isArray(holder)) delete holder[key];
  else if (choice < 0.8) holder[key] = structuredClone(pick(random, holders));
  else if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
  else
    Object.defineProperty(
      holder,
      pick(random, ['__proto__', 'constructor', 'a b', '9', '', '{{x}}']),
      { value: holder[key], enumerable: true, configurable: true, writable: true },
    );
}

it('all rules survive documents broken at random', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 6 }), (seed, edits) => {
      const random = randomFrom(seed);
      const document = structuredClone(pick(random, random() < 0.3 ? samples : examples));
      for (let edit = 0; edit < edits; edit++) disturb(document, random);
      let text: string;
      try {
        text = stringify(document);
      } catch {
        return;
      }
      if (text.length > 2_000_000) return;
      const { diagnostics, sources } = compileText(text, {
        lint: true,
        preset: 'strict',
        rules: all,
      });
      for (const { code, at, sites = [], message } of diagnostics) {
        for (const place of at === undefined ? sites : [at, ...sites])
          expect(sources.get(place.file)!.range(place).line).toBeGreaterThan(0);
        expect(message).not.toBe('');
        if (all[code] !== undefined) expect(message.length).toBeLessThan(600);
      }
    }),
    { numRuns: 300 },
  );
}, 120_000);

it('texts that are no capability at all', () => {
  for (const text of [
    'naftiko: 1.0.0-alpha2\n',
    'ikanos: 1.0.0-beta5\ncapability:\n',
    'naftiko: 1.0.0-alpha2\ninfo: 3\nbinds: x\ncapability: {consumes: 1, exposes: [], aggregates: {}}\n',
    '- a\n',
    '',
    '# only\n',
    '\uFEFF\tx: [\n',
  ])
    expect(() => compileText(text, { lint: true, preset: 'strict', rules: all })).not.toThrow();
});
