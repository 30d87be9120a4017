// The pages of all lint rules; loaded when a command needs them.
import type { CatalogEntry } from '../diagnostics/catalog-entry.ts';
import { rules } from '../lint/rules.ts';
import { rulePage } from './rule-page.ts';

export function rulePages(): readonly CatalogEntry[] {
  return rules.map(rulePage);
}
