// The pages of the rules that a project brings itself: its modules and its ruleset for Spectral.
import type { Project } from '../../config.ts';
import type { CatalogEntry } from '../../diagnostics/catalog-entry.ts';
import { loadCustomRules } from './custom-rules.ts';
import { rulePage } from '../rule-page.ts';
import { loadSpectralRules } from '../spectral/spectral-rules.ts';

/** `builtIn` are the pages of our own rules. */
export async function ownPages(
  project: Project,
  builtIn: readonly CatalogEntry[],
  cwd: string,
): Promise<readonly CatalogEntry[]> {
  const codes = builtIn.map(({ code }) => code);
  const rules = await loadCustomRules(project, codes, cwd);
  const spectral = await loadSpectralRules(project, cwd);
  return [...rules.map(rulePage), ...(spectral?.pages ?? [])];
}
