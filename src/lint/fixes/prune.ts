// What nobody uses goes: operations that nothing calls, inputs that nothing reads, declarations that stand twice.
import { ownOperations } from '../../document/walk.ts';
import { remove } from '../../source/edit.ts';
import type { Location } from '../../source/location.ts';
import { stableJson } from '../../util/stable-json.ts';
import { allUnits } from '../units.ts';
import { parentOf, pointersOf, removeAll, safeFix, unsafeFix, valueAt } from './fixer.ts';
import type { Edits, FixContext, Fixer } from './fixer.ts';

/** With the resources of which none would be left; the client no longer has them. */
export const removeUnusedOperations: Fixer = (sites, context) =>
  unsafeFix(
    'remove the operations that nothing calls',
    removeAll(placesOf(sites, context), context.source),
  );

/** Callers that give them are told so from then on. */
export const removeUnusedInputs: Fixer = (sites, context) =>
  unsafeFix('remove the inputs that nothing uses', inputEdits(placesOf(sites, context), context));

function* inputEdits(places: readonly Location[], { source }: FixContext): Edits {
  const byList = new Map<string, Location[]>();
  for (const at of places) {
    const { pointer } = parentOf(at);
    byList.set(pointer, [...(byList.get(pointer) ?? []), at]);
  }
  for (const [pointer, group] of byList) {
    const list = { file: source.path, pointer };
    const all = Object.keys(valueAt(source, list) ?? {}).length;
    if (group.length < all) for (const at of group) yield remove(source, at);
    else yield remove(source, list);
  }
}

/** Of declarations of one name and place those that say the same as an earlier one. */
export const removeInputCopies: Fixer = (sites, context) =>
  safeFix('remove the repeated inputs', copyEdits(pointersOf(sites, context), context));

function* copyEdits(wanted: ReadonlySet<string>, { program, source }: FixContext): Edits {
  const lists = [
    ...ownOperations(program).map(({ operation }) => operation.inputs),
    ...allUnits(program).map(({ unit }) => unit.inputs),
  ];
  for (const inputs of lists) {
    if (inputs.length < 2) continue;
    const seen = new Set<string>();
    for (const input of inputs) {
      const content = stableJson(input, ['at']);
      if (seen.has(content) && wanted.has(input.at.pointer)) yield remove(source, input.at);
      seen.add(content);
    }
  }
}

function placesOf(sites: Parameters<Fixer>[0], context: FixContext): readonly Location[] {
  const { path: file } = context.source;
  return [...pointersOf(sites, context)].map((pointer) => ({ file, pointer }));
}
