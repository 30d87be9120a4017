// The persons sample against the published file: the same facts, in words of our own.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { groupBy } from '../src/util/group-by.ts';

const published = new URL('../../shared/corpus/persons/posthog-persons.yaml', import.meta.url);
const ours = parse(
  readFileSync(new URL('../capabilities/posthog-persons.yaml', import.meta.url), 'utf8'),
) as unknown;
const here = existsSync(published);
const theirs: unknown = here ? parse(readFileSync(published, 'utf8')) : undefined;

describe.skipIf(!here)('persons beside the published file (../shared is absent: skipped)', () => {
  it('differs in the values of descriptions only, the order of keys included', () => {
    expect(blanked(ours)).toBe(blanked(theirs));
  });

  it('repeats no published description', () => {
    const taken = new Set(descriptions(theirs).map(folded));
    expect(taken.size).toBeGreaterThan(40);
    expect(descriptions(ours).filter((text) => taken.has(folded(text)))).toEqual([]);
  });
});

describe('the texts of persons', () => {
  const operations = consumedOperations(ours);

  it('are whole sentences', () => {
    const all = descriptions(ours);
    expect(all).toHaveLength(480);
    expect(all.filter((text) => !/^[A-Z].*[.]$/s.test(text) || text.length > 240)).toEqual([]);
  });

  it('are equal within each of the 48 pairs, parameters included', () => {
    const groups = groupBy(operations, ({ path, operation }) => `${operation.method} ${path}`);
    expect(groups.size).toBe(48);
    for (const [key, group] of groups) {
      expect(group, key).toHaveLength(2);
      expect(JSON.stringify(group[0]?.operation), key).toBe(JSON.stringify(group[1]?.operation));
    }
  });

  it('are equal for the mirrors of an endpoint and differ between endpoints', () => {
    const groups = groupBy(
      operations,
      ({ path, operation }) =>
        `${operation.method} ${path.replace(/^\/api\/[a-z]+\/\{[a-z_]+\}/, '')}`,
    );
    expect(groups.size).toBe(24);
    const texts = [...groups.values()].map(
      (group) => new Set(group.map(({ operation }) => operation.description)),
    );
    expect(texts.filter((set) => set.size !== 1)).toEqual([]);
    expect(new Set(texts.flatMap((set) => [...set])).size).toBe(24);
  });
});

interface ConsumedOperation {
  readonly path: string;
  readonly operation: { readonly method: string; readonly description: string };
}

function consumedOperations(document: unknown): readonly ConsumedOperation[] {
  const { capability } = document as {
    capability: {
      consumes: {
        resources: { path: string; operations: ConsumedOperation['operation'][] }[];
      }[];
    };
  };
  return capability.consumes.flatMap((service) =>
    service.resources.flatMap(({ path, operations }) =>
      operations.map((operation) => ({ path, operation })),
    ),
  );
}

function isDescription(key: string, value: unknown): value is string {
  return key === 'description' && typeof value === 'string';
}

/** JSON keeps the order of keys, so equal text means equal trees in equal order. */
function blanked(document: unknown): string {
  return JSON.stringify(
    document,
    (key, value: unknown) => (isDescription(key, value) ? '' : value),
    1,
  );
}

function descriptions(document: unknown): readonly string[] {
  const found: string[] = [];
  JSON.stringify(document, (key, value: unknown) => {
    if (isDescription(key, value)) found.push(value);
    return value;
  });
  return found;
}

function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
