import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import {
  countFindings,
  formatBaseline,
  parseBaseline,
  Remaining,
  type Baseline,
} from '../../src/lint/baseline.ts';
import { compile } from '../../src/compiler.ts';
import { cli, project } from '../cli/memory-session.ts';
import { compileText } from '../support/compile.ts';
import { readProject } from '../support/shared.ts';

const options = { lint: true, preset: 'strict' } as const;

function baselineOf(yaml: string): Baseline {
  const { diagnostics, sources } = compileText(yaml, options);
  return countFindings(diagnostics, sources);
}

function newIn(yaml: string, baseline: Baseline, isGone = false): readonly string[] {
  const { diagnostics, sources } = compileText(yaml, options);
  return new Remaining(baseline, () => isGone).filter(diagnostics, sources).map(({ code }) => code);
}

const sample = readProject('capabilities/order-desk.yaml');

/** Every list of the document the other way round. */
function reversed(value: unknown, key = ''): unknown {
  if (Array.isArray(value))
    return (
      ['steps', 'mappings', 'outputParameters'].includes(key) ? value : value.toReversed()
    ).map((item) => reversed(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, reversed(item, name)]),
  );
}

describe('a baseline', () => {
  const baseline = baselineOf(sample);

  it('holds every finding of its own file', () => {
    expect(baseline.size).toBe(1);
    expect(newIn(sample, baseline)).toEqual([]);
  });

  it('survives lines, comments, another layout and another order', () => {
    expect(newIn(`# a line\n\n\n${sample}`, baseline)).toEqual([]);
    expect(newIn(stringify(parse(sample), { lineWidth: 0 }), baseline)).toEqual([]);
    expect(
      newIn(stringify(reversed(parse(sample))), baseline).filter(
        (code) => code !== 'route-shadowed',
      ),
    ).toEqual([]);
  });

  it('shows what is new, and counts what it cannot tell apart', () => {
    const more = sample.replace(
      /^(\s*)- type: mcp$/m,
      '$1- {type: rest, namespace: fresh, port: 8999, resources: []}\n$1- type: mcp',
    );
    expect(more).not.toBe(sample);
    expect(newIn(more, baseline).length).toBeGreaterThan(0);
    const halved = new Map(
      [...baseline].map(([file, counts]) => [
        file,
        new Map([...counts].map(([key, count]) => [key, count - 1])),
      ]),
    );
    const { diagnostics } = compileText(sample, options);
    const places = diagnostics.reduce((sum, { sites }) => sum + (sites?.length ?? 1), 0);
    const kinds = [...baseline.values()].reduce((sum, counts) => sum + counts.size, 0);
    const { diagnostics: again, sources } = compileText(sample, options);
    const left = new Remaining(halved, () => false)
      .filter(again, sources)
      .reduce((sum, { sites }) => sum + (sites?.length ?? 1), 0);
    expect(left).toBe(kinds);
    expect(left).toBeLessThanOrEqual(places);
  });

  it('follows a file that was moved, and no file that was copied', () => {
    const moved: Baseline = new Map([['old.yaml', baseline.get('test.yaml')!]]);
    expect(newIn(sample, moved, true)).toEqual([]);
    expect(newIn(sample, moved, false).length).toBeGreaterThan(0);
  });

  it('is written and read back, sorted, and nothing else is taken for one', () => {
    const text = formatBaseline(baseline);
    expect(parseBaseline(text)).toEqual(
      new Map(
        [...baseline].map(([file, counts]) => [
          file,
          new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
        ]),
      ),
    );
    expect(formatBaseline(parseBaseline(text)!)).toBe(text);
    for (const wrong of [
      '',
      '[]',
      '{}',
      '{"version":2,"findings":{}}',
      '{"version":1}',
      '{"version":1,"findings":[]}',
      'null',
    ])
      expect(parseBaseline(wrong)).toBeUndefined();
  });
});

describe('the command', () => {
  const compiler = { compile };
  const file =
    "naftiko: 1.0.0-alpha2\ninfo: {label: x, description: x}\ncapability:\n  consumes:\n    - {type: http, namespace: a, baseUri: '', resources: [{name: r, path: /r, operations: [{name: o, method: GET}]}]}\n";

  it('writes a baseline, lives with it, and says what is gone', async () => {
    const folder = project({ 'caps/a.yaml': file });
    expect(await cli(folder, 'lint caps --update-baseline', { compiler })).toEqual({
      code: 0,
      out: '',
      err: 'wrote capwright.baseline.json\n',
    });
    expect(
      Object.keys(
        (
          JSON.parse(readFileSync(join(folder, 'capwright.baseline.json'), 'utf8')) as {
            findings: object;
          }
        ).findings,
      ),
    ).toEqual(['caps/a.yaml']);
    expect((await cli(folder, 'lint caps', { compiler })).code).toBe(1);
    expect(
      await cli(folder, 'lint caps --baseline capwright.baseline.json --format json', { compiler }),
    ).toEqual({ code: 0, out: '[]\n', err: '' });
    writeFileSync(join(folder, 'caps/a.yaml'), file.replace("''", 'https://a.dev'));
    const { code, err } = await cli(
      folder,
      'lint caps --baseline capwright.baseline.json --format json',
      { compiler },
    );
    expect(code).toBe(0);
    expect(err).toMatch(/^\d+ findings? of the baseline (is|are) gone/);
  });

  it('takes the file from the configuration, wherever it is called from', async () => {
    const folder = project({
      'caps/a.yaml': file,
      'capwright.config.yaml': 'baseline: known/findings.json\n',
    });
    expect((await cli(folder, 'lint caps --update-baseline', { compiler })).code).toBe(0);
    expect((await cli(folder, 'lint caps --format json', { compiler })).out).toBe('[]\n');
    expect(
      (await cli(folder, 'lint a.yaml --format json', { compiler, cwd: join(folder, 'caps') })).out,
    ).toBe('[]\n');
  });

  it('says what is no baseline', async () => {
    const folder = project({ 'a.yaml': file, 'b.json': '{}' });
    expect(await cli(folder, 'lint a.yaml --baseline b.json', { compiler })).toMatchObject({
      code: 2,
      err: expect.stringContaining('b.json is no baseline') as string,
    });
  });
});
