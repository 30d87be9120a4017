// Which format a document declares: root key and version together, as authors write them.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatById, formatOf, formats } from '../../src/document/formats.ts';

const cases: readonly (readonly [string, unknown, string])[] = [
  ['naftiko 0.4', { naftiko: '0.4' }, 'known naftiko-0.4'],
  ['naftiko 1.0.0-alpha3', { naftiko: '1.0.0-alpha3' }, 'known naftiko-1.0.0-alpha3'],
  [
    'ikanos 1.0.0-alpha3, which is another format',
    { ikanos: '1.0.0-alpha3' },
    'known ikanos-1.0.0-alpha3',
  ],
  ['a number, as YAML reads an unquoted version', { naftiko: 0.5 }, 'known naftiko-0.5'],
  ['a leading v, spaces', { ikanos: ' v1.0.0-beta5 ' }, 'known ikanos-1.0.0-beta5'],
  ['a later beta', { ikanos: '1.0.0-beta6' }, 'newer ikanos-1.0.0-beta5 1.0.0-beta6'],
  ['beta10 comes after beta5', { ikanos: '1.0.0-beta10' }, 'newer ikanos-1.0.0-beta5 1.0.0-beta10'],
  ['a release comes after its betas', { ikanos: '1.0.0' }, 'newer ikanos-1.0.0-beta5 1.0.0'],
  ['a candidate, too', { ikanos: '1.0.0-rc1' }, 'newer ikanos-1.0.0-beta5 1.0.0-rc1'],
  ['a number for a release', { ikanos: 1 }, 'newer ikanos-1.0.0-beta5 1'],
  [
    'a later alpha under the old key',
    { naftiko: '1.0.0-alpha4' },
    'other-key ikanos-1.0.0-alpha4 1.0.0-alpha4',
  ],
  [
    'a beta under the old key',
    { naftiko: '1.0.0-beta5' },
    'other-key ikanos-1.0.0-beta5 1.0.0-beta5',
  ],
  [
    'an early version under the new key',
    { ikanos: '1.0.0-alpha2' },
    'other-key naftiko-1.0.0-alpha2 1.0.0-alpha2',
  ],
  ['a version in between', { naftiko: '0.6' }, 'newer naftiko-0.5 0.6'],
  ['0.3', { naftiko: '0.3' }, 'unsupported naftiko 0.3 older'],
  ['0.3 as a number', { naftiko: 0.3 }, 'unsupported naftiko 0.3 older'],
  ['no version', { naftiko: null }, 'unsupported naftiko null unreadable'],
  ['a word', { ikanos: 'latest' }, 'unsupported ikanos latest unreadable'],
  ['an empty text', { ikanos: '' }, 'unsupported ikanos  unreadable'],
  ['a mapping', { ikanos: { version: 1 } }, 'unsupported ikanos a mapping unreadable'],
  ['a list', { naftiko: ['0.4'] }, 'unsupported naftiko a list unreadable'],
  ['both keys', { naftiko: '1.0.0-alpha2', ikanos: '1.0.0-beta5' }, 'known ikanos-1.0.0-beta5'],
  [
    'both keys, one of which says nothing',
    { naftiko: '1.0.0-alpha2', ikanos: null },
    'known naftiko-1.0.0-alpha2',
  ],
  [
    'both keys, one newer',
    { naftiko: '1.0.0-alpha2', ikanos: '2.0' },
    'known naftiko-1.0.0-alpha2',
  ],
  ['neither key', { openapi: '3.1.0' }, 'not-a-capability'],
  ['the key in other letters', { Naftiko: '0.5' }, 'not-a-capability'],
  ['a list of documents', [{ naftiko: '0.5' }], 'not-a-capability'],
  ['a text', 'naftiko', 'not-a-capability'],
  ['nothing', null, 'not-a-capability'],
  ['an inherited key', Object.create({ naftiko: '0.5' }), 'not-a-capability'],
];

describe('formatOf', () => {
  it.each(cases)('%s', (_, value, expected) => {
    expect(said(value)).toBe(expected);
  });

  it('never throws and always answers', () => {
    fc.assert(
      fc.property(
        fc.anything({ maxDepth: 2 }),
        fc.constantFrom('naftiko', 'ikanos', 'other'),
        (version, key) => {
          expect(['known', 'newer', 'other-key', 'unsupported', 'not-a-capability']).toContain(
            formatOf({ [key]: version }).kind,
          );
          formatOf(version);
        },
      ),
    );
  });
});

describe('formats', () => {
  it('each recognises itself', () => {
    for (const format of formats) {
      expect(formatOf({ [format.rootKey]: format.version })).toEqual({ kind: 'known', format });
      expect(formatById(format.id)).toBe(format);
    }
  });

  test('each has its schema', () => {
    const folder = join(import.meta.dirname, '../../schemas');
    for (const { id } of formats) expect(existsSync(join(folder, `${id}.json`)), id).toBe(true);
    const shipped = readdirSync(folder).filter((name) => /^(?:naftiko|ikanos)-/.test(name));
    expect(shipped).toHaveLength(formats.length);
  });
});

function said(value: unknown): string {
  const verdict = formatOf(value);
  switch (verdict.kind) {
    case 'known':
      return `known ${verdict.format.id}`;
    case 'newer':
    case 'other-key':
      return `${verdict.kind} ${verdict.format.id} ${verdict.declared}`;
    case 'unsupported':
      return `unsupported ${verdict.rootKey} ${verdict.declared} ${verdict.reason}`;
    case 'not-a-capability':
      return verdict.kind;
  }
}
