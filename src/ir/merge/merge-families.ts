// Which of several declarations are one thing: families grow from the declaration that says most, and take in every
// other that agrees with it. The result does not depend on the order of the declarations.
import { compareText } from '../../util/compare.ts';
import { groupBy } from '../../util/group-by.ts';

export interface Declaration<T> {
  readonly item: T;
  /** Index of the capability it stands in. */
  readonly part: number;
}

export interface Family<T> {
  readonly item: T;
  readonly members: readonly Declaration<T>[];
}

export interface Kinship<T> {
  /** Equal for declarations that differ in their places only. */
  content(item: T): string;
  /** How much it says. */
  size(item: T): number;
  /** Two declarations of one thing as one; undefined where they contradict each other. */
  join(a: T, b: T): T | undefined;
  /** What one capability says twice, it means twice: only declarations of equal names are joined then. */
  name(item: T): string;
}

/** Declarations of one endpoint → what they are, in the order of their first declarations. */
export function families<T>(
  declarations: readonly Declaration<T>[],
  kin: Kinship<T>,
): readonly Family<T>[] {
  if (declarations.length === 1) return [{ item: declarations[0]!.item, members: declarations }];
  const parts = new Map<number, Set<string>>();
  for (const { item, part } of declarations)
    parts.set(part, (parts.get(part) ?? new Set()).add(kin.content(item)));
  const several = [...parts.values()].some((contents) => contents.size > 1);
  const candidates = several
    ? [...groupBy(declarations, ({ item }) => kin.name(item)).values()]
    : [declarations];
  const found = candidates.flatMap((group) => grow(group, kin));
  const first = ({ members }: Family<T>): number => declarations.indexOf(members[0]!);
  return found.sort((a, b) => first(a) - first(b));
}

function grow<T>(declarations: readonly Declaration<T>[], kin: Kinship<T>): readonly Family<T>[] {
  const variants = [...groupBy(declarations, ({ item }) => kin.content(item))]
    .map(([content, members]) => ({ content, members, item: members[0]!.item }))
    .sort((a, b) => kin.size(b.item) - kin.size(a.item) || compareText(a.content, b.content));
  const grown: { item: T; members: readonly Declaration<T>[] }[] = [];
  for (const { item, members } of variants) {
    const family = grown.find(
      (candidate) =>
        isFree(candidate.members, members) && kin.join(candidate.item, item) !== undefined,
    );
    if (family === undefined) grown.push({ item, members });
    else {
      family.item = kin.join(family.item, item)!;
      family.members = [...family.members, ...members];
    }
  }
  return grown.map(({ item, members }) => ({
    item,
    members: [...members].sort((a, b) => declarations.indexOf(a) - declarations.indexOf(b)),
  }));
}

/** Different declarations of one capability are never one. */
function isFree<T>(family: readonly Declaration<T>[], members: readonly Declaration<T>[]): boolean {
  const parts = new Set(family.map(({ part }) => part));
  return members.every(({ part }) => !parts.has(part));
}
