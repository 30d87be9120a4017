// Keys of binds in capitals, as newer formats want them, and the templates that read them.
import { definitionOf } from './conform.ts';
import type { DocumentSchema } from '../document/check-schema.ts';
import { memberOf, withValue, type Draft } from '../source/draft.ts';
import { namedItems } from './collections.ts';
import type { Notes } from './notes.ts';

export function capitalKeys(draft: Draft, schema: DocumentSchema, notes: Notes): Draft {
  if (definitionOf(schema, 'bind') === undefined) return draft;
  const names = new Map<string, string>();
  for (const holder of [draft, memberOf(draft, 'capability')])
    for (const section of ['binds', 'externalRefs'])
      for (const { value } of namedItems(memberOf(holder, section))) {
        const keys = memberOf(value, 'keys');
        if (keys?.kind !== 'mapping') continue;
        for (const { key, value: item } of keys.members) {
          const name = key.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
          if (/^[A-Z][A-Z0-9_]*$/.test(key) || !/^[A-Z]/.test(name)) continue;
          notes.add(
            'renamed',
            'a key of a bind is written in capitals, and so is what reads it',
            item,
          );
          names.set(key, name);
        }
      }
  return names.size === 0 ? draft : rewritten(draft, names, '');
}

function rewritten(draft: Draft, names: ReadonlyMap<string, string>, key: string): Draft {
  switch (draft.kind) {
    case 'scalar': {
      if (typeof draft.value !== 'string' || !draft.value.includes('{{')) return draft;
      const text = draft.value.replace(
        /\{\{(\s*(?:[^{}.\s]+\.)?)([^{}.\s]+)(\s*)\}\}/g,
        (whole, before: string, name: string, after: string) =>
          names.has(name) ? `{{${before}${names.get(name)!}${after}}}` : whole,
      );
      return text === draft.value ? draft : withValue(draft, text);
    }
    case 'list': {
      const items = draft.items.map((item) => {
        const value = rewritten(item.value, names, '');
        return value === item.value ? item : { ...item, value };
      });
      return items.every((item, index) => item === draft.items[index])
        ? draft
        : { ...draft, items };
    }
    case 'mapping': {
      const members = draft.members.map((member) => {
        const value = rewritten(member.value, names, member.key);
        const name = key === 'keys' ? (names.get(member.key) ?? member.key) : member.key;
        return value === member.value && name === member.key
          ? member
          : { ...member, key: name, value };
      });
      const isSame = members.every((member, index) => member === draft.members[index]);
      return isSame ? draft : { ...draft, members };
    }
  }
}
