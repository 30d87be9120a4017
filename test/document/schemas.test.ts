// Our schemas give the official verdict: over the recorded documents, the wild ones, and random ones.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it, test } from 'vitest';
import { formatById, formats, type Format } from '../../src/document/formats.ts';
import { schemaFiles } from '../../scripts/build-schemas.mjs';
import {
  hasShared,
  officiallyValid,
  oracleDocument,
  randomDocuments,
  rounds,
  verdicts,
  wildDocuments,
} from './oracle.ts';

const folder = join(import.meta.dirname, '../../schemas');

const validators = new Map<string, ValidateFunction>(
  formats.map((format) => {
    const schema = JSON.parse(readFileSync(join(folder, `${format.id}.json`), 'utf8')) as object;
    const ajv = new Ajv2020({
      strict: true,
      allowUnionTypes: true,
      strictRequired: false,
      strictTypes: false,
    });
    ajv.addKeyword('patternErrorMessage');
    return [format.id, ajv.compile(schema)];
  }),
);
const valid = (format: Format, value: unknown): boolean => validators.get(format.id)!(value);

describe('the shipped schemas', () => {
  it('are what scripts/build-schemas.mjs writes', async () => {
    const files = await schemaFiles();
    expect(files.map(([name]) => name)).toEqual(formats.map((format) => `${format.id}.json`));
    for (const [name, text] of files)
      expect(readFileSync(join(folder, name), 'utf8'), name).toBe(text);
  });

  it.each(formats.map(({ id }) => id))('%s stands alone and says what everything is', (id) => {
    const schema = JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')) as Record<
      string,
      unknown
    >;
    const undescribed: string[] = [];
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== 'object' || node === null) return;
      const { $ref, properties, description } = node as Record<string, unknown>;
      if (typeof $ref === 'string') expect($ref).toMatch(/^#\/\$defs\//);
      // A condition repeats fields that are described where they are declared.
      if (description !== undefined)
        for (const [key, field] of Object.entries(properties ?? {}))
          if (!describes(field, schema)) undescribed.push(`${path}.${key}`);
      for (const [key, part] of Object.entries(node)) walk(part, `${path}.${key}`);
    };
    walk(schema, id);
    expect(undescribed).toEqual([]);
  });
});

describe.skipIf(!hasShared)('the official verdict', { timeout: 600_000 }, () => {
  test('is recorded for documents of the reference engine', () => {
    const wrong: string[] = [];
    for (const { path, format, officialSchema: verdict } of verdicts()) {
      const known = formatById(format);
      if (known === undefined) expect(verdict).toBe('none');
      else if (valid(known, oracleDocument(path)) !== (verdict === 'valid')) wrong.push(path);
    }
    expect(wrong).toEqual([]);
  });

  test('is the same for wild documents, read as any format', () => {
    const wrong: string[] = [];
    for (const { path, value } of wildDocuments())
      for (const format of formats)
        if (valid(format, value) !== officiallyValid(format, value))
          wrong.push(`${format.id} ${path}`);
    expect(wrong).toEqual([]);
  });

  test.each(formats.map((format) => [format.id, format] as const))(
    'is the same for random documents in %s',
    (id, format) => {
      const counts = { valid: 0, invalid: 0 };
      for (const value of randomDocuments(format, rounds / formats.length / 2, 1)) {
        const verdict = officiallyValid(format, value);
        counts[verdict ? 'valid' : 'invalid']++;
        if (valid(format, value) !== verdict)
          expect.fail(`${id}: officially ${verdict}: ${JSON.stringify(value)}`);
      }
      expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(rounds / formats.length / 40);
    },
  );
});

function describes(field: unknown, schema: Record<string, unknown>): boolean {
  const { description, $ref } = field as { description?: string; $ref?: string };
  if (description !== undefined) return description.length > 3;
  if ($ref === undefined) return false;
  const target = (schema['$defs'] as Record<string, unknown>)[$ref.slice('#/$defs/'.length)];
  const { oneOf, title } = target as { oneOf?: unknown; title?: string };
  return describes(target, schema) || (oneOf !== undefined && title !== undefined);
}
