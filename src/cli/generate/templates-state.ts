// How the templates stand: they are read as they are, so that what was made of them before they were edited is stale.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from '../../util/package-info.ts';

/** Name, size and time of each, by default of our own; reading them all would take longer. */
export function templatesState(folder = fileURLToPath(packageFile('templates'))): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const states = names.map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return [name, size, mtimeMs];
  });
  return JSON.stringify(states);
}
