import { expect, test } from 'vitest';
import { catalog } from '../../src/diagnostics/catalog.ts';
import { explain } from '../../src/diagnostics/explain.ts';
import { plainPalette } from '../../src/diagnostics/palette.ts';

test('codes are unique slugs with whole pages', () => {
  const codes = catalog.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const entry of catalog) {
    expect(entry.code).toMatch(/^[a-z]+(?:-[a-z0-9]+)*$/);
    expect(entry.summary, entry.code).toMatch(/^[A-Z][^\n]{10,90}\.$/);
    expect(entry.why, entry.code).toMatch(/\.$/);
    expect(entry.whatToDo, entry.code).toMatch(/[.`]$/);
    if (entry.example !== undefined) expect(entry.example.reports).toBe(entry.code);
  }
});

test('a page wraps to the terminal and keeps its example as written', () => {
  for (const entry of catalog) {
    const text = explain(entry, plainPalette, 60);
    const [prose = '', example = ''] = text.split('Reported as');
    for (const line of prose.split('\n')) expect(line.length, line).toBeLessThanOrEqual(60);
    const shown = example.split(/With (?:the overlay|`.*`)\n/).map((part, index) =>
      part
        .split('\n')
        .slice(index === 0 ? 1 : 0)
        .map((line) => line.slice(2))
        .join('\n')
        .trimEnd(),
    );
    const { yaml = '', overlay, files = {} } = entry.example ?? {};
    const parts = [yaml, ...(overlay === undefined ? [] : [overlay]), ...Object.values(files)];
    expect(shown).toEqual(parts.map((part) => part.trimEnd()));
  }
});

test('a rule says which presets have it, and how it is left out', () => {
  const entry = { ...catalog[0]!, code: 'odd', presets: ['recommended', 'strict'] };
  const text = explain(entry, plainPalette, 60);
  expect(text).toContain('\nPresets\nrecommended, strict\nLeave it out of a project by');
  expect(text).toContain('`rules: { odd: off }`');
  expect(explain(catalog[0]!, plainPalette, 60)).not.toContain('Presets');
});
