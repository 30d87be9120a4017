// Which rules a project wants for which file, and whether the names it uses exist.
import { relative, resolve } from 'node:path';
import type { Project } from '../config.ts';
import { catalog } from '../diagnostics/catalog.ts';
import type { CatalogEntry } from '../diagnostics/catalog-entry.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { RuleSettings } from '../lint/settings.ts';
import { matchesGlob } from '../util/glob.ts';
import { UsageError } from './usage-error.ts';

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

export function checkRuleNames({ config }: Project, pages: readonly CatalogEntry[]): void {
  const all = [...catalog, ...pages];
  const byName = new Map(
    all.flatMap((page) =>
      [page.code, ...(page.aliases ?? [])].map((name) => [name, page] as const),
    ),
  );
  for (const settings of [
    config.rules ?? {},
    ...(config.overrides ?? []).map(({ rules }) => rules),
  ])
    for (const [name, setting] of Object.entries(settings)) {
      const page = byName.get(name);
      if (page === undefined) {
        const guess = didYouMean(name, byName.keys()) || '; `capwright rules` lists them all';
        throw new UsageError(`there is no rule \`${name}\`${guess}`);
      }
      if (typeof setting !== 'object') continue;
      const known = ['severity', ...Object.keys(page.options ?? {})];
      const unknown = Object.keys(setting).find((key) => !known.includes(key));
      if (unknown !== undefined) {
        const guess = didYouMean(unknown, known) || `; there are: ${known.join(', ')}`;
        throw new UsageError(`\`${name}\` has no option \`${unknown}\`${guess}`);
      }
    }
}
