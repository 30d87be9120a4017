// Every mapping whose keys the format gives, with what it is: for rules about how a document is written.
import { isRecord } from '../document/fields.ts';
import { child } from '../source/location.ts';
import type { SourceFile } from '../source/source-file.ts';
import { remember } from '../util/remember.ts';
import { top, type Item } from './written.ts';

export interface WrittenMapping extends Item {
  /** The key it stands under, that of its collection for an item: `operations`; empty for the document. */
  readonly kind: string;
}

/** Keys that hold one such mapping. */
const single = new Set(
  'info capability authentication management scripting hints semantics items from'.split(' '),
);
/** Keys that hold several, as a list or by name. */
const collections = new Set(
  `consumes exposes aggregates binds resources operations inputParameters outputParameters properties tools prompts
  arguments steps mappings functions flows skills stakeholders`.split(/\s+/),
);

export const writtenMappings = remember((source: SourceFile): readonly WrittenMapping[] => {
  const found: WrittenMapping[] = [];
  const visit = (item: Item, kind: string): void => {
    found.push({ ...item, kind });
    for (const key of Object.keys(item.value)) {
      const value = item.value[key];
      if (typeof value !== 'object' || value === null) continue;
      const at = child(item.at, key);
      if (single.has(key)) {
        if (isRecord(value)) visit({ value, at }, key);
      } else if (collections.has(key))
        for (const name of Object.keys(value)) {
          const one = (value as Readonly<Record<string, unknown>>)[name];
          if (isRecord(one)) visit({ value: one, at: child(at, name) }, key);
        }
    }
  };
  visit(top(source), '');
  return found;
});
