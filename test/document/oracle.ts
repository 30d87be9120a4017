// Documents to judge, the official schemas that judge them, and random changes that break them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { formats, type Format } from '../../src/document/formats.ts';
import { grow, mutate, nearMisses, pick, randomFrom, type Accepts } from './mutate.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Verdict {
  readonly path: string;
  readonly format: string;
  readonly officialSchema: 'valid' | 'invalid' | 'none';
}

const shared = join(import.meta.dirname, '../../../shared');

export const hasShared = existsSync(join(shared, 'oracle/verdicts.json'));
if (!hasShared) console.warn(`skipped: no documents and no official schemas at ${shared}`);

export function verdicts(): readonly Verdict[] {
  return JSON.parse(readFileSync(join(shared, 'oracle/verdicts.json'), 'utf8')) as Verdict[];
}

export function oracleDocument(path: string): Json {
  return read(join(shared, 'oracle', path));
}

export function persons(): Json {
  return read(join(shared, 'corpus/persons/posthog-persons.yaml'));
}

export function wildDocuments(): readonly { readonly path: string; readonly value: Json }[] {
  const folder = join(shared, 'corpus/wild');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.ya?ml$/.test(path))
    .sort()
    .map((path) => ({ path, value: read(join(folder, path)) }));
}

export type JsonSchema = { readonly [keyword: string]: Json };

const official = new Map<string, JsonSchema>();

export function officialSchema(format: Format): JsonSchema {
  let schema = official.get(format.id);
  if (schema === undefined) {
    schema = JSON.parse(
      readFileSync(join(shared, 'oracle/schemas', `${format.id}.json`), 'utf8'),
    ) as JsonSchema;
    official.set(format.id, schema);
  }
  return schema;
}

const judges = new Map<string, Ajv2020>();

/** What the official schema of a format, or one definition in it, says. Its `format` keywords are annotations. */
export function officiallyValid(format: Format, value: unknown, definition?: string): boolean {
  let judge = judges.get(format.id);
  if (judge === undefined) {
    judge = new Ajv2020({ strict: false, validateFormats: false, logger: false });
    judge.addSchema({ ...officialSchema(format), $id: 'official' });
    judges.set(format.id, judge);
  }
  return judge.validate(
    definition === undefined ? 'official' : `official#/$defs/${definition}`,
    value,
  );
}

/** A document that the official schema accepts, of a shape that depends on the seed; undefined where none was found. */
export function grownDocument(format: Format, seed: number): Json | undefined {
  const accepts: Accepts = (definition, value) => officiallyValid(format, value, definition);
  return grow(randomFrom(seed), officialSchema(format), accepts);
}

/** How many random documents a test looks at, over all formats. */
export const rounds = Number(process.env['CAPWRIGHT_MUTATIONS'] ?? 24_000);

/** Random documents: grown ones, what is one change away from them, and documents of the engine with a few changes. */
export function* randomDocuments(format: Format, count: number, seed: number): Generator<Json> {
  const random = randomFrom(seed);
  const own = documentsOf(format);
  const others = formats.flatMap(documentsOf);
  let left = count;
  for (let next = seed; left > 0; next++) {
    const grown = grownDocument(format, next);
    if (grown !== undefined) {
      yield grown;
      for (const near of nearMisses(grown, () => random() < 0.1)) {
        yield near;
        if (--left <= 0) return;
      }
    }
    for (let mutated = 0; mutated < 8; mutated++, left--)
      yield mutate(random, pick(random, own), pick(random, others), pick(random, [1, 1, 2, 4]));
  }
}

const documents = new Map<string, readonly Json[]>();

/** Documents of the reference engine in a format; the betas without documents of their own get those of the first. */
export function documentsOf(format: Format): readonly Json[] {
  let own = documents.get(format.id);
  if (own === undefined) {
    const all = verdicts();
    const source = all.some((verdict) => verdict.format === format.id)
      ? format.id
      : 'ikanos-1.0.0-beta1';
    own = all
      .filter((verdict) => verdict.format === source)
      .map(({ path }) => ({
        ...(oracleDocument(path) as { [key: string]: Json }),
        [format.rootKey]: format.version,
      }));
    documents.set(format.id, own);
  }
  return own;
}

function read(path: string): Json {
  return load(readFileSync(path, 'utf8')) as Json;
}
