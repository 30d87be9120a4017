// One capability in every version of the format is valid by each schema, and the same in meaning.
import { describe, expect, it } from 'vitest';
import { formats, type Format } from '../../src/document/formats.ts';
import { stableJson } from '../../src/util/stable-json.ts';
import { compileText } from '../support/compile.ts';
import { dialectOf, familyDocument } from './family.ts';

const ignored = ['at', 'origins'];
const meaning = (format: Format, withLate: boolean): string => {
  const { capability, diagnostics } = compileText(familyDocument(format, withLate));
  expect(
    diagnostics.map(({ code, message }) => `${code}: ${message}`),
    format.id,
  ).toEqual([]);
  return stableJson({ ...capability, format: undefined }, ignored);
};

describe('what every version can say', () => {
  const newest = meaning(formats.at(-1)!, false);
  it.each(formats.map((format) => [format.id, format] as const))(
    '%s is valid and means the same',
    (_, format) => {
      expect(meaning(format, false)).toBe(newest);
    },
  );

  it('and it is something', () => {
    expect(compileText(familyDocument(formats[0]!, false)).capability!.stats).toEqual({
      operations: { declared: 3, unique: 3, shapes: 3 },
      routes: { declared: 2, unique: 2 },
      tools: { declared: 2, unique: 2 },
    });
  });
});

describe('what came with 1.0.0-alpha2', () => {
  const newest = meaning(formats.at(-1)!, true);
  it.each(
    formats
      .filter((format) => dialectOf(format).late)
      .map((format) => [format.id, format] as const),
  )('%s is valid and means the same', (_, format) => {
    expect(meaning(format, true)).toBe(newest);
  });
});
