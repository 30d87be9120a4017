// The rules over published files: how often each speaks, checked against counts made another way.
import { posix } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { compile, type Compilation } from '../../src/compiler.ts';
import { rules } from '../../src/lint/rules.ts';
import { nodeHost } from '../../src/source/host.ts';
import { compareText } from '../../src/util/compare.ts';
import { hasShared, projectRoot, readProject, sharedFiles } from '../support/shared.ts';
import { countByHand } from './independent-counts.ts';
import { countRelations } from './independent-relations.ts';

const all = Object.fromEntries(rules.map(({ code, severity }) => [code, severity]));
const host = nodeHost(projectRoot);

function lintAll(file: string): Compilation {
  return compile(file, host, { preset: 'strict', rules: all, lint: true });
}

function placesOf({ diagnostics }: Compilation, code: string): number {
  return diagnostics
    .filter((diagnostic) => diagnostic.code === code)
    .reduce((sum, { sites }) => sum + (sites?.length ?? 1), 0);
}

/** Where the two ways of counting rightly differ, and why. */
const countedOtherwise: Readonly<Record<string, string>> = {
  '../shared/corpus/wild/refactor/snowflake/data-management.yaml description-not-sentence':
    'tools of skills have inputs there, as below',
  '../shared/corpus/wild/refactor/snowflake/cortex-ai.yaml description-not-sentence':
    'tools of skills have inputs there, as below',
  '../shared/corpus/wild/refactor/snowflake/data-management.yaml jsonpath-suspicious-root':
    'tools of skills have outputs there, which the format does not know and nothing reads',
};

describe.skipIf(!hasShared)('250 published files and persons', () => {
  const files = [...sharedFiles('corpus/wild'), ...sharedFiles('corpus/persons')];
  const found = new Map(
    files.map((file) => [file, hasShared ? lintAll(file) : undefined] as const),
  );

  it('each rule speaks as often as the committed table says', async () => {
    const table = new Map(
      rules.map(({ code }) => [code, { findings: 0, places: 0, files: 0, persons: 0 }]),
    );
    for (const [file, result] of found) {
      const seen = new Set<string>();
      for (const { code, sites } of result!.diagnostics) {
        const row = table.get(code);
        if (row === undefined) continue;
        const places = sites?.length ?? 1;
        if (file.includes('/persons/')) row.persons += places;
        else {
          row.findings++;
          row.places += places;
          if (!seen.has(code)) row.files++;
          seen.add(code);
        }
      }
    }
    const lines = [...table]
      .sort(([a], [b]) => compareText(a, b))
      .map(([code, row]) => `  ${JSON.stringify(code)}: ${JSON.stringify(row)}`);
    await expect(`{\n${lines.join(',\n')}\n}\n`).toMatchFileSnapshot('wild-counts.json');
  });

  it('as often as counted from the plain YAML, in every file', () => {
    const wrong: string[] = [];
    const codes = new Set<string>();
    for (const [file, result] of found) {
      const source = readProject(file);
      const document = parse(source) as Readonly<Record<string, unknown>>;
      const load = (place: string): Readonly<Record<string, unknown>> =>
        parse(readProject(posix.join(posix.dirname(file), place))) as Readonly<
          Record<string, unknown>
        >;
      const counts = {
        ...countByHand(document, source),
        ...countRelations(document, source, load),
      };
      for (const code of Object.keys(counts)) codes.add(code);
      for (const code of new Set([...codes, ...Object.keys(counts)])) {
        const own = placesOf(result!, code);
        if (own !== (counts[code] ?? 0) && countedOtherwise[`${file} ${code}`] === undefined)
          wrong.push(`${file} ${code}: ${own}, by hand ${counts[code] ?? 0}`);
      }
    }
    expect(wrong).toEqual([]);
    // No figure of the table stands for itself alone.
    const spoken = new Set(
      [...found.values()].flatMap((result) => result!.diagnostics.map((one) => one.code)),
    );
    const uncounted = rules.filter(({ code }) => spoken.has(code) && !codes.has(code));
    expect(uncounted.map(({ code }) => code)).toEqual([]);
  }, 120_000);

  it('recommended says at most 25 things of any of them', () => {
    const counts = files.map(
      (file) =>
        [
          file,
          compile(file, host, { preset: 'recommended', rules: {}, lint: true }).diagnostics.length,
        ] as const,
    );
    const persons = counts.find(([file]) => file.includes('persons/'));
    expect(persons?.[1]).toBeLessThanOrEqual(25);
    const sorted = counts.map(([, count]) => count).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(25);
  }, 120_000);

  it('no rule takes noticeably long for the largest file', () => {
    const largest = files.find((file) => file.endsWith('cloudflare-accounts.yaml'))!;
    lintAll(largest);
    const timings = [...lintAll(largest).timings!]
      .filter(([code]) => code !== '(fixes)')
      .sort(([, a], [, b]) => b - a);
    const total = timings.reduce((sum, [, time]) => sum + time, 0);
    const slowest = timings.slice(0, 5).map(([code, time]) => `${code} ${time.toFixed(1)}`);
    process.stderr.write(
      `${timings.length} rules, ${total.toFixed(0)} ms for ${(readProject(largest).length / 1e6).toFixed(2)} MB: ${slowest.join(', ')}\n`,
    );
    // Many times what it takes on an idle machine: something quadratic takes longer still.
    expect(total).toBeLessThan(2500);
  });
});
