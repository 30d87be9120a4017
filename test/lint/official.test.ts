// The preset `official` against Spectral with the same rules, over documents of every kind.
import spectral from '@stoplight/spectral-core';
import parsers from '@stoplight/spectral-parsers';
import { parse, stringify } from 'yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { rules } from '../../src/lint/rules.ts';
import { codeNames } from '../../src/lint/settings.ts';
import { escapePointer, isSpan } from '../../src/source/location.ts';
import { randomFrom, pick } from '../document/mutate.ts';
import { compileText } from '../support/compile.ts';
import { hasShared, readProject, sharedFiles } from '../support/shared.ts';
import { officialRuleset } from './official-ruleset.ts';

/** Where we say more than the published rules do, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'oauth2-https-authserver':
    'as published it looks for a list where the format has a mapping, and never fires',
  'oauth2-resource-https':
    'as published it looks for a list where the format has a mapping, and never fires',
  'oauth2-scopes-defined':
    'as published it looks for a list where the format has a mapping, and never fires',
  'script-defaults-required':
    'as published it does not see steps, tools and flows that are written as mappings',
  'aggregates-namespace-required':
    'as published it does not see aggregates whose flows are called `flows`',
  'aggregates-unique-function-name': 'as published it does not see flows that are called `flows`',
  'info-tags': 'its text asks for tags; as published an empty list will do',
};

const names = codeNames(rules);
const published = Object.keys((officialRuleset as unknown as { readonly rules: object }).rules);
const codes = new Map(published.map((name) => [names.get(`ikanos-${name}`)!, name]));

let linter: InstanceType<typeof spectral.Spectral>;
beforeAll(() => {
  linter = new spectral.Spectral();
  linter.setRuleset(officialRuleset);
});

/** The pointer of what exists of a place, so that a missing member is where it is missing. */
function existing(document: unknown, segments: readonly string[]): string {
  let value = document;
  let pointer = '';
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) break;
    value = (value as Readonly<Record<string, unknown>>)[segment];
    pointer += `/${escapePointer(segment)}`;
  }
  return pointer;
}

function wantedMember(name: string): string | undefined {
  const { then } = (
    officialRuleset as unknown as {
      readonly rules: Readonly<Record<string, { readonly then: { readonly field?: string } }>>;
    }
  ).rules[name]!;
  return then.field;
}

function isMapping(document: unknown, segments: readonly string[]): boolean {
  let value = document;
  for (const segment of segments)
    value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[segment];
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function theirs(document: unknown): Promise<ReadonlySet<string>> {
  const text = new spectral.Document(JSON.stringify(document), parsers.Json);
  const results = await linter.run(text, { ignoreUnknownFormat: true });
  return new Set(
    results.flatMap(({ code, path }) => {
      const name = String(code);
      if (!published.includes(name)) return [];
      // Where a member is there but empty, Spectral points at it and we at what should have it.
      const whole = path.at(-1) === wantedMember(name) ? path.slice(0, -1) : path;
      // What is no mapping at all is reported as `schema`: nobody misses a description there.
      if (wantedMember(name) !== undefined && !isMapping(document, whole.map(String))) return [];
      return [`${name} ${existing(document, whole.map(String))}`];
    }),
  );
}

function ours(document: unknown): ReadonlySet<string> | undefined {
  const { diagnostics, document: read } = compileText(JSON.stringify(document), {
    lint: true,
    preset: 'official',
  });
  if (read === undefined) return undefined;
  const found = new Set<string>();
  for (const { code, at, sites } of diagnostics) {
    const name = codes.get(code);
    if (name === undefined) {
      expect(['schema', 'spec-version-unknown']).toContain(code);
      continue;
    }
    for (const place of sites ?? [at!]) {
      if (isSpan(place)) throw new Error(`${code} is about a stretch of text`);
      const segments =
        place.pointer === ''
          ? []
          : place.pointer
              .slice(1)
              .split('/')
              .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
      found.add(`${name} ${existing(document, segments)}`);
    }
  }
  return found;
}

/** What only one of the two says. */
async function differences(document: unknown): Promise<readonly string[]> {
  const own = ours(document);
  if (own === undefined) return [];
  const other = await theirs(document);
  return [
    ...[...other].filter((line) => !own.has(line)).map((line) => `only Spectral: ${line}`),
    ...[...own]
      .filter((line) => !other.has(line) && exceptions[line.split(' ')[0]!] === undefined)
      .map((line) => `only capwright: ${line}`),
  ];
}

it('every published rule has a code of ours', () => {
  expect(published).toHaveLength(34);
  expect(codes.has(undefined as unknown as string)).toBe(false);
  expect(codes.size).toBe(published.length);
});

it('each exception is one: there is a document for which we say more', async () => {
  const auth = { type: 'oauth2', authorizationServerUri: 'http://a.dev', resource: 'http://b.dev' };
  const script = { type: 'script', file: 'a.js' };
  const document = {
    ikanos: '1.0.0-beta5',
    info: { display: 'x', description: 'x', tags: [] },
    capability: {
      exposes: [
        {
          type: 'mcp',
          namespace: 'm',
          port: 1,
          authentication: auth,
          tools: { t: { description: 'x', steps: { s: script } } },
        },
      ],
      aggregates: [
        { flows: { f: { description: 'x', call: 'a.b' } } },
        {
          namespace: 'a',
          flows: [
            { name: 'f', description: 'x' },
            { name: 'f', description: 'x' },
          ],
        },
      ],
    },
  };
  const [own, other] = [ours(document)!, await theirs(document)];
  const more = new Set(
    [...own].filter((line) => !other.has(line)).map((line) => line.split(' ')[0]!),
  );
  expect([...more].sort()).toEqual(Object.keys(exceptions).sort());
});

const samples = ['shipyard', 'order-desk', 'field-notes'].map(
  (name) => parse(readProject(`capabilities/${name}.yaml`)) as unknown,
);
const examples = rules
  .filter(({ code }) => codes.has(code))
  .flatMap(({ code, examples: list }) =>
    list.map(({ title, yaml }) => [`${code}: ${title}`, parse(yaml) as unknown] as const),
  );

it.each(examples)('the example %s', async (_, document) => {
  expect(await differences(document)).toEqual([]);
});

it('our samples, changed at random', async () => {
  const random = randomFrom(7);
  const fired = new Set(
    examples.flatMap(([, document]) => [...ours(document)!].map((line) => line.split(' ')[0]!)),
  );
  const start = [...samples, ...examples.map(([, document]) => document)];
  for (let run = 0; run < 200; run++) {
    const document = structuredClone(pick(random, start));
    for (let edit = 0; edit < 4; edit++) change(document, random);
    expect(await differences(document), stringify(document)).toEqual([]);
    for (const line of ours(document) ?? []) fired.add(line.split(' ')[0]!);
  }
  expect(published.filter((name) => !fired.has(name))).toEqual([]);
}, 120_000);

const values: readonly unknown[] = [
  '',
  'a',
  '/x/',
  '/x?y=1',
  '.',
  'https://example.com/',
  'http://localhost',
  'x.example.com',
  '0.0.0.0',
  '<script>',
  'eval(x)',
  'a b',
  null,
  0,
  8080,
  true,
  false,
  [],
  {},
  { type: 'oauth2' },
  ['x'],
  'GET',
  'POST',
  'control',
  'stdio',
  'oauth2',
  'script',
  '{{a.B}}',
  'direct',
];
const keys = [
  'namespace',
  'description',
  'baseUri',
  'path',
  'address',
  'type',
  'port',
  'from',
  'import',
  'as',
  'tunnel',
  'fallback',
  'identity',
  'authentication',
  'transport',
  'tags',
  'steps',
  'name',
  'ref',
  'hints',
  'semantics',
  'safe',
  'readOnly',
  'method',
  'scopes',
  'resource',
  'label',
  'display',
];

/** Sets, removes or repeats one thing somewhere in the document. */
function change(document: unknown, random: () => number): void {
  const holders: object[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    holders.push(value);
    for (const item of Object.values(value)) visit(item);
  };
  visit(document);
  const holder = pick(random, holders);
  if (Array.isArray(holder)) {
    if (holder.length > 0 && random() < 0.7)
      holder.push(structuredClone(pick(random, holder as unknown[])));
    else holder.splice(Math.floor(random() * holder.length), 1);
    return;
  }
  const members = holder as Record<string, unknown>;
  const present = Object.keys(members).filter((key) => key !== 'naftiko' && key !== 'ikanos');
  if (present.length > 0 && random() < 0.3) delete members[pick(random, present)];
  else
    members[present.length > 0 && random() < 0.5 ? pick(random, present) : pick(random, keys)] =
      structuredClone(pick(random, values));
}

describe.skipIf(!hasShared)('documents beside the project', () => {
  const files = [
    ...sharedFiles('oracle/docs'),
    ...sharedFiles('corpus/persons'),
    ...sharedFiles('corpus/wild'),
  ];

  it('the reference documents and the published ones', async () => {
    const wrong: string[] = [];
    for (const file of files) {
      let document: unknown;
      try {
        document = parse(readProject(file), { merge: false, logLevel: 'silent' });
      } catch {
        continue;
      }
      // Large files say nothing that small ones do not, and take Spectral seconds.
      if (readProject(file).length > 300_000) continue;
      for (const line of await differences(document)) wrong.push(`${file}: ${line}`);
    }
    expect(wrong).toEqual([]);
  }, 600_000);
});
