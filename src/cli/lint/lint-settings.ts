// Which rules a project wants for which file, and whether the names it uses exist.
import { relative, resolve } from 'node:path';
import type { Project } from '../../config.ts';
import { catalog } from '../../diagnostics/catalog.ts';
import type { CatalogEntry } from '../../diagnostics/catalog-entry.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { locate } from '../../diagnostics/locate.ts';
import type { RuleSetting, RuleSettings } from '../../lint/settings.ts';
import { escapePointer } from '../../source/location.ts';
import { matchesGlob } from '../../util/glob.ts';
import { ConfigError } from '../usage-error.ts';

const none: RuleSettings = {};

/** The settings for one file: those of the project, and of every override that it matches. */
export function rulesFor(file: string, { root, config }: Project, cwd: string): RuleSettings {
  if (config.overrides === undefined) return config.rules ?? none;
  const path = relative(root, resolve(cwd, file)).replaceAll('\\', '/');
  const matching = config.overrides.filter(({ files }) =>
    [files].flat().some((glob) => matchesGlob(path, glob)),
  );
  return Object.assign({}, config.rules, ...matching.map(({ rules }) => rules)) as RuleSettings;
}

/** All that is wrong with the names of rules and of their options, each in its place, ends the run. */
export function checkRuleNames({ config, source }: Project, pages: readonly CatalogEntry[]): void {
  const byName = new Map(
    [...catalog, ...pages].flatMap((page) =>
      [page.code, ...(page.aliases ?? [])].map((name) => [name, page] as const),
    ),
  );
  const places: readonly (readonly [pointer: string, settings: RuleSettings])[] = [
    ['/rules', config.rules ?? none],
    ...(config.overrides ?? []).map(
      ({ rules }, index) => [`/overrides/${index}/rules`, rules] as const,
    ),
  ];
  const file = source?.path ?? '';
  const problems = places.flatMap(([pointer, settings]) =>
    Object.entries(settings).flatMap(([name, setting]): readonly Diagnostic[] => {
      const wrong = problemOf(name, setting, byName);
      if (wrong === undefined) return [];
      const { message, option = [] } = wrong;
      const at = [pointer, ...[name, ...option].map(escapePointer)].join('/');
      const place = { file, pointer: at, on: 'key' as const };
      return [{ code: 'config-invalid', severity: 'error', message, at: place }];
    }),
  );
  if (problems.length === 0) return;
  throw new ConfigError(locate(problems, new Map(source && [[file, source]])));
}

function problemOf(
  name: string,
  setting: RuleSetting,
  byName: ReadonlyMap<string, CatalogEntry>,
): { readonly message: string; readonly option?: readonly [string] } | undefined {
  const page = byName.get(name);
  if (page === undefined) {
    const guess = didYouMean(name, byName.keys()) || '; `capwright rules` lists them all';
    return { message: `there is no rule \`${name}\`${guess}` };
  }
  if (typeof setting !== 'object') return undefined;
  const known = ['severity', ...Object.keys(page.options ?? {})];
  const unknown = Object.keys(setting).find((key) => !known.includes(key));
  if (unknown === undefined) return undefined;
  const guess = didYouMean(unknown, known) || `; there are: ${known.join(', ')}`;
  return { message: `\`${name}\` has no option \`${unknown}\`${guess}`, option: [unknown] };
}
