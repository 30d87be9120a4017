// The reference data beside the project. Tests that need it skip where it is absent, and say so.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
export const sharedRoot = fileURLToPath(new URL('../../../shared', import.meta.url));
export const hasShared = existsSync(`${sharedRoot}/corpus`);
if (!hasShared)
  process.stderr.write('tests that need ../shared are skipped: the folder is absent\n');

/** YAML files below a folder of `../shared`, as paths relative to the project, sorted. */
export function sharedFiles(folder: string): readonly string[] {
  if (!hasShared) return [];
  return readdirSync(`${sharedRoot}/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => `../shared/${folder}/${name.replaceAll('\\', '/')}`)
    .sort();
}

export function readProject(path: string): string {
  return readFileSync(`${projectRoot}/${path}`, 'utf8');
}
