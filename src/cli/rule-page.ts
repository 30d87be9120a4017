// One lint rule as a page like those of the catalog.
import type { CatalogEntry } from '../diagnostics/catalog-entry.ts';
import { isInPreset, presetNames } from '../lint/presets.ts';
import type { Rule } from '../lint/rule.ts';

/** It is shown with the first example the rule reports. */
export function rulePage({
  code,
  severity,
  summary,
  why,
  whatToDo,
  examples,
  aliases,
  options,
}: Rule): CatalogEntry {
  const presets = presetNames.filter((preset) => isInPreset(preset, code));
  const example = examples.find(({ reports }) => reports.length > 0);
  return {
    code,
    severity,
    summary,
    why,
    whatToDo,
    ...(presets.length === 0 ? {} : { presets }),
    ...(aliases === undefined ? {} : { aliases }),
    ...(options === undefined ? {} : { options }),
    ...(example === undefined ? {} : { example: { yaml: example.yaml, reports: code } }),
  };
}
