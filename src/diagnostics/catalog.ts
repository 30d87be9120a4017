// The page of every code the compiler itself reports. Lint rules carry their own pages.
import type { Severity } from './diagnostic.ts';
import { documentPages } from './pages/document.ts';
import { filePages } from './pages/file.ts';
import { linkPages } from './pages/link.ts';
import { outputPages } from './pages/output.ts';

export interface CatalogEntry {
  readonly code: string;
  readonly severity: Severity;
  /** One line, for lists. */
  readonly summary: string;
  readonly why: string;
  readonly whatToDo: string;
  /** A whole document, and the code reported for it. */
  readonly example?: { readonly yaml: string; readonly reports: string };
}

/** In the order in which a run would meet them. */
export const catalog: readonly CatalogEntry[] = [
  ...filePages,
  ...documentPages,
  ...linkPages,
  ...outputPages,
];
