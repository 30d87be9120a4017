// Lint rules as pages like those of the catalog: each is shown with the first example it reports.
import type { CatalogEntry } from '../diagnostics/catalog-entry.ts';
import { rules } from '../lint/rules.ts';

export function rulePages(): readonly CatalogEntry[] {
  return rules.map(({ code, severity, summary, why, whatToDo, examples }) => {
    const example = examples.find(({ reports }) => reports.length > 0);
    return {
      code,
      severity,
      summary,
      why,
      whatToDo,
      ...(example === undefined ? {} : { example: { yaml: example.yaml, reports: code } }),
    };
  });
}
