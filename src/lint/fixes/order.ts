// Keys and resources in the order that readers expect; each moves with the comments above it.
import { child } from '../../source/location.ts';
import { reorder } from '../../source/reorder.ts';
import { compareText } from '../../util/compare.ts';
import { rankOf } from '../key-ranks.ts';
import { writtenMappings } from '../mappings.ts';
import { pathSortKey } from '../paths.ts';
import { parentOf, pointersOf, safeFix, valueAt, type Edits, type Fixer } from './fixer.ts';

export const orderKeys: Fixer = (sites, context) =>
  safeFix('write the keys in the usual order', keyEdits(sites, context));

function* keyEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const { source } = context;
  const wanted = new Set(
    [...pointersOf(sites, context)].map(
      (pointer) => parentOf({ file: source.path, pointer }).pointer,
    ),
  );
  for (const { kind, value, at } of writtenMappings(source)) {
    if (!wanted.has(at.pointer)) continue;
    const rank = rankOf(kind);
    const keys = Object.keys(value);
    yield reorder(
      source,
      at,
      keys.toSorted((a, b) => rank(a) - rank(b)),
    );
  }
}

export const sortResources: Fixer = (sites, context) =>
  safeFix('sort the resources by their paths', resourceEdits(sites, context));

function* resourceEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const { source } = context;
  const lists = new Set(
    [...pointersOf(sites, context)].map(
      (pointer) => parentOf({ file: source.path, pointer }).pointer,
    ),
  );
  for (const pointer of lists) {
    const at = { file: source.path, pointer };
    const keys = Object.keys(valueAt(source, at) ?? {}).map((name) => {
      const path = valueAt(source, child(at, name))?.['path'];
      return { name, key: pathSortKey(typeof path === 'string' ? path : '') };
    });
    yield reorder(
      source,
      at,
      keys.toSorted((a, b) => compareText(a.key, b.key)).map(({ name }) => name),
    );
  }
}
