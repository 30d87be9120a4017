// The configuration of a run, and what its settings and flags come to.
import { loadConfig, type Project } from '../../config.ts';
import { didYouMean } from '../../diagnostics/suggest.ts';
import { locate } from '../../diagnostics/locate.ts';
import type { Session } from '../session.ts';
import { ConfigError, UsageError } from '../usage-error.ts';

export async function openProject(
  session: Session,
  configFile: string | undefined,
): Promise<Project> {
  const result = await loadConfig(session.cwd, configFile);
  if (result.kind === 'project') return result.project;
  const { source, diagnostics } = result;
  throw new ConfigError(locate(diagnostics, new Map([[source.path, source]])));
}

/** Names given to an option or a setting, each of which has to exist. */
export function checkNames(what: string, names: readonly string[], known: readonly string[]): void {
  for (const name of names) {
    if (known.includes(name)) continue;
    const guess = didYouMean(name, known) || '.';
    throw new UsageError(`there is no ${what} \`${name}\`${guess} There are: ${known.join(', ')}`);
  }
}
