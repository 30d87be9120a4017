// What a format has no word for, said by an overlay of the document in that format: for whoever reads both, nothing is lost.
import type { Draft } from '../source/draft.ts';
import { textOf } from '../source/draft.ts';
import type { Plain } from '../source/yaml-text.ts';
import { blockText } from '../source/yaml-text.ts';
import { groupBy } from '../util/group-by.ts';
import type { Dropped } from './notes.ts';

export interface DroppedOverlay {
  readonly text: string;
  /** How many keys it gives back. */
  readonly facts: number;
}

/** Undefined where nothing is to be said, or nothing is left of what it was said of. `name`: what the overlay belongs to. */
export function overlayOfDropped(
  draft: Draft,
  dropped: readonly Dropped[],
  name: string,
): DroppedOverlay | undefined {
  const targets = targetsOf(draft);
  const kept = dropped.filter(({ owner }) => targets.has(owner));
  if (kept.length === 0) return undefined;
  const actions = [...groupBy(kept, ({ owner }) => owner)].map(([owner, facts]): Plain => ({
    target: targets.get(owner)!,
    update: Object.fromEntries(facts.map(({ key, value }) => [key, value])),
  }));
  const overlay = {
    overlay: '1.0.0',
    info: { title: `What ${name} has no word for`, version: '1.0.0' },
    actions,
  };
  const layout = { column: 0, listIndent: 2, newline: '\n' };
  return { text: `${blockText(overlay, layout)}\n`, facts: kept.length };
}

/** By the pointer that a part had: a JSONPath of where it stands now, by names where these are its own. */
function targetsOf(draft: Draft): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const visit = (part: Draft, path: string): void => {
    if (part.pointer !== undefined && !found.has(part.pointer)) found.set(part.pointer, path);
    if (part.kind === 'mapping')
      for (const { key, value } of part.members) visit(value, `${path}${memberStep(key)}`);
    if (part.kind === 'list')
      part.items.forEach(({ value }, index) =>
        visit(value, `${path}[${itemStep(value, part.items) ?? index}]`),
      );
  };
  visit(draft, '$');
  return found;
}

function memberStep(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.${key}` : `[${literal(key)}]`;
}

/** Names survive what is inserted later; undefined where it has none of its own. */
function itemStep(item: Draft, all: readonly { readonly value: Draft }[]): string | undefined {
  for (const key of ['namespace', 'name', 'path']) {
    const name = textOf(item, key);
    if (name === undefined || !/^[\x20-\x7e]+$/.test(name)) continue;
    if (all.filter(({ value }) => textOf(value, key) === name).length === 1)
      return `?@.${key} == ${literal(name)}`;
  }
  return undefined;
}

function literal(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
