// Tags of a document, by what they say however they are spelled.
import type { Program } from '../document/program.ts';
import { ownAdapters } from '../document/walk.ts';
import { child, type Location } from '../source/location.ts';
import { foldName } from '../util/fold-name.ts';
import { groupBy } from '../util/group-by.ts';
import type { Found } from './rule.ts';
import { allUnits } from './units.ts';

export interface DriftingTag {
  /** The spelling that is meant. */
  readonly usual: string;
  /** Where it is spelled otherwise. */
  readonly others: readonly Found[];
}

/** Tags that are spelled in several ways. What is written most often is meant; of two, what comes first. */
export function driftingTags(program: Program): readonly DriftingTag[] {
  const found: Found[] = [];
  const add = ({ tags, at }: { readonly tags: readonly string[]; readonly at: Location }): void =>
    tags.forEach((name, index) => found.push({ name, at: child(child(at, 'tags'), index) }));
  add(program.main.info);
  for (const api of program.main.consumes)
    if (api.kind === 'http')
      for (const resource of api.resources) {
        add(resource);
        resource.operations.forEach(add);
      }
  for (const adapter of ownAdapters(program))
    if (adapter.kind === 'rest') adapter.resources.forEach(add);
  for (const { unit } of allUnits(program)) add(unit);
  return [...groupBy(found, ({ name }) => fold(name)).values()].flatMap((group) => {
    const spellings = [...groupBy(group, ({ name }) => name)];
    const [usual] = spellings.toSorted(([, a], [, b]) => b.length - a.length)[0]!;
    const others = group.filter(({ name }) => name !== usual);
    return others.length === 0 ? [] : [{ usual, others }];
  });
}

/** `Notes`, `note` and `NOTE` are one tag. */
function fold(tag: string): string {
  return foldName(tag).replace(/(?<=[^s]{2})s$/, '');
}
