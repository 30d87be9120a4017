// The page of every code the compiler itself reports. Lint rules carry their own pages.
import type { CatalogEntry } from './catalog-entry.ts';
import { documentPages } from './pages/document.ts';
import { filePages } from './pages/file.ts';
import { ignorePages } from './pages/ignore.ts';
import { linkPages } from './pages/link.ts';
import { migrationPages } from './pages/migration.ts';
import { outputPages } from './pages/output.ts';
import { overlayPages } from './pages/overlay.ts';
import { runtimePages } from './pages/runtime.ts';

/** In the order in which a run would meet them. */
export const catalog: readonly CatalogEntry[] = [
  ...filePages,
  ...overlayPages,
  ...documentPages,
  ...linkPages,
  ...ignorePages,
  ...runtimePages,
  ...migrationPages,
  ...outputPages,
];
