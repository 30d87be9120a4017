// The page of one code of the compiler itself.
import type { Severity } from './diagnostic.ts';

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
