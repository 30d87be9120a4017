// Named things in either spelling, for adjusters that move them about.
import {
  memberOf,
  newDraft,
  textOf,
  withMember,
  without,
  type Draft,
  type Item,
  type MappingDraft,
  type Member,
} from '../source/draft.ts';

/** An item of a list of named things, or a member of a map of them. */
export interface NamedItem {
  readonly name: string;
  readonly value: Draft;
  readonly entry: Member | Item;
}

export function namedItems(draft: Draft | undefined): readonly NamedItem[] {
  if (draft?.kind === 'list')
    return draft.items.map((entry) => ({
      name: textOf(entry.value, 'name') ?? '',
      value: entry.value,
      entry,
    }));
  if (draft?.kind === 'mapping')
    return draft.members.map((entry) => ({ name: entry.key, value: entry.value, entry }));
  return [];
}

/** The collection with other items, in the spelling it has; a new one is a list. */
export function withItems(
  draft: Draft | undefined,
  items: readonly Pick<NamedItem, 'name' | 'value' | 'entry'>[],
): Draft {
  if (draft?.kind === 'mapping')
    return {
      ...draft,
      members: items.map(({ name, value, entry }): Member => ({
        key: name,
        value: value.kind === 'mapping' ? without(value, 'name') : value,
        ...(entry.written && { written: entry.written }),
      })),
    };
  const list: readonly Item[] = items.map(({ value, entry }) => ({
    value,
    ...(entry.written && { written: entry.written }),
  }));
  return draft?.kind === 'list' ? { ...draft, items: list } : { kind: 'list', items: list };
}

/** A new thing for such a collection. */
export function newItem(name: string, fields: Readonly<Record<string, unknown>>): NamedItem {
  const value = newDraft({ name, ...fields });
  return { name, value, entry: { value } };
}

export function named(draft: MappingDraft, name: string): MappingDraft {
  return memberOf(draft, 'name') === undefined
    ? withMember(draft, 'name', newDraft(name), '')
    : draft;
}
