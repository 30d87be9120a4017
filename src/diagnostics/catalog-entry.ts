// The page of one code.
import type { Severity } from './diagnostic.ts';

export interface CatalogEntry {
  readonly code: string;
  readonly severity: Severity;
  /** One line, for lists. */
  readonly summary: string;
  readonly why: string;
  readonly whatToDo: string;
  /** What configuration and comments may call it as well. */
  readonly aliases?: readonly string[];
  /** Of a rule: the presets it is part of. */
  readonly presets?: readonly string[];
  /** Numbers that a project may set; `of` says what each counts. */
  readonly options?: Readonly<Record<string, { readonly of: string; readonly default: number }>>;
  /** A whole document, with the overlay and the files beside it where some are needed, and the code reported for it. */
  readonly example?: {
    readonly yaml: string;
    readonly overlay?: string;
    /** Texts by path from the document. */
    readonly files?: Readonly<Record<string, string>>;
    /** Of what a migration says: the format it goes to. */
    readonly to?: string;
    readonly reports: string;
  };
}
