// package.json is made once and is its owner's from then on: what generated code has come to need since is said here.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { WantedCapability } from '../../output/plan.ts';
import { root } from '../../source/location.ts';

/** `shown`: the output folder as people are shown it. */
export function checkPackages(
  capabilities: readonly Pick<WantedCapability, 'id' | 'files'>[],
  folder: string,
  shown: string,
): readonly Diagnostic[] {
  return capabilities.flatMap(({ id, files }) => {
    const wanted = files.find(({ path }) => path === 'package.json');
    const path = join(folder, id, 'package.json');
    if (wanted === undefined || !existsSync(path)) return [];
    const missing = missingParts(wanted.content, readFileSync(path, 'utf8'));
    if (missing.length === 0) return [];
    const name = `${shown}/${id}/package.json`;
    const message = `\`${name}\` lacks what generated code needs: ${missing.join(', ')}; add it, or delete the file to have it made anew`;
    return [
      { code: 'output-package-outdated', severity: 'warning', message, at: root(name) } as const,
    ];
  });
}

/** Entries and packages that a package.json has to have, whatever else is in it. */
export function missingParts(wanted: string, found: string): readonly string[] {
  const [want, have] = [parse(wanted), parse(found)];
  const given = new Set(
    ['dependencies', 'peerDependencies', 'devDependencies'].flatMap((key) =>
      Object.keys(member(have, key)),
    ),
  );
  const exported = member(have, 'exports');
  return [
    ...Object.keys(member(want, 'exports'))
      .filter((key) => !Object.hasOwn(exported, key) && key !== './package.json')
      .map((key) => `the export \`${key}\``),
    ...Object.keys(member(want, 'peerDependencies'))
      .filter((name) => !given.has(name))
      .map((name) => `the package \`${name}\``),
    ...(have['type'] === 'module' ? [] : ['`"type": "module"`']),
  ];
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function member(value: Readonly<Record<string, unknown>>, key: string): object {
  const found = value[key];
  return typeof found === 'object' && found !== null ? found : {};
}
