// Our own package: where its files are, and what its package.json says. Read when asked for: most runs never need it.
import { readFileSync } from 'node:fs';

/** `packageFile('schemas/config.json')`. `src` and `dist` lie at the same depth, and so does what is bundled. */
export function packageFile(path: string): URL {
  return new URL(`../../${path}`, import.meta.url);
}

export function packageVersion(): string {
  const text = readFileSync(packageFile('package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
