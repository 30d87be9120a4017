// Names of their own for what shares one with others, or has one that clients refuse; what refers to them follows. Made on
// request: callers know the old ones.
import type { Tool } from '../../document/document.ts';
import { ownAdapters, ownTools } from '../../document/walk.ts';
import { renameKey, setValue, type Edit } from '../../source/edit.ts';
import { child, type Location } from '../../source/location.ts';
import {
  claimedFix,
  pointersOf,
  textAt,
  unsafeFix,
  type Edits,
  type FixContext,
  type Fixer,
} from './fixer.ts';

/** Published names are made of the operation; as formats have it, with hyphens: `orders_list` → `orders-list`. */
export const nameTools: Fixer = (sites, context) =>
  context.toolNames === undefined
    ? undefined
    : claimedFix('name the tools for what they do', toolEdits(sites, context));

function* toolEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const published = context.toolNames?.() ?? new Map<string, string>();
  yield* renameTools(namedBy(sites, context), context, ({ at }) => {
    const name = published.get(at.pointer)?.replaceAll('_', '-');
    // One that is told apart by a number itself is no better.
    return name === undefined || /-\d+$/.test(name) ? [] : [name];
  });
}

/** `notes: list` → `notes-list` */
export const nameToolsPlainly: Fixer = (sites, context) =>
  unsafeFix(
    'write letters, digits and dashes only',
    renameTools(namedBy(sites, context), context, ({ name = '' }) => [plainly(name)]),
  );

function plainly(name: string): string {
  const letters = name.normalize('NFKD').replace(/\p{M}/gu, '');
  return letters.replace(/[^A-Za-z0-9_-]+/g, '-').replace(/^-+|-+$/g, '');
}

/** The name of the operation, where that is shorter; else without the words at the end. */
export const shortenTools: Fixer = (sites, context) =>
  unsafeFix('shorten the name', shorterEdits(sites, context));

function* shorterEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const { limit = 64, prefix = 0 } = context.options ?? {};
  const published = context.toolNames?.() ?? new Map<string, string>();
  const words = (name: string): string =>
    name.slice(0, limit - prefix + 1).replace(/[-_.][^-_.]*$|.$/, '');
  yield* renameTools(namedBy(sites, context), context, ({ name = '', at }) =>
    [published.get(at.pointer)?.replaceAll('_', '-') ?? '', words(plainly(name))].filter(
      (short) => short.length + prefix <= limit,
    ),
  );
}

/** `listNotes` → `list-notes` */
export function kebab(name: string): string {
  return hyphened(
    name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2'),
  ).toLowerCase();
}

function namedBy(...[sites, context]: Parameters<Fixer>): ReadonlySet<string> {
  return new Set([...pointersOf(sites, context)].map((at) => at.replace(/\/name$/, '')));
}

/** Tools by the first of the names proposed that no other has, with the skills that refer to them. */
export function* renameTools(
  wanted: ReadonlySet<string>,
  context: FixContext,
  proposed: (tool: Tool) => readonly string[],
): Edits {
  const tools = ownTools(context.program);
  const taken = new Set(tools.map(({ adapter, tool }) => key(adapter, tool)));
  for (const { adapter, tool } of tools) {
    if (!wanted.has(tool.at.pointer)) continue;
    const name = proposed(tool).find(
      (other) => other !== '' && !taken.has(key(adapter, { name: other })),
    );
    const edit = name === undefined ? undefined : renamed(tool.at, name, context);
    if (name === undefined || edit === undefined) continue;
    taken.add(key(adapter, { name }));
    yield edit;
    for (const at of skillSources(adapter.namespace, tool.name, context))
      yield setValue(context.source, child(at, 'action'), name);
  }
}

function key(adapter: { readonly at: Location }, { name }: { readonly name?: string }): string {
  return `${adapter.at.pointer} ${name}`;
}

/** Where skills take a tool from. */
function skillSources(
  namespace: string,
  name: string | undefined,
  { program }: FixContext,
): readonly Location[] {
  return ownAdapters(program).flatMap((adapter) =>
    adapter.kind === 'skill'
      ? adapter.skills.flatMap(({ tools }) =>
          tools.flatMap(({ from }) =>
            from?.namespace === namespace && from.action === name ? [from.at] : [],
          ),
        )
      : [],
  );
}

/** Resources that share a name are told apart by their paths. */
export const nameResources: Fixer = (sites, context) =>
  unsafeFix('give each resource a name of its own', resourceEdits(sites, context));

function* resourceEdits(...[sites, context]: Parameters<Fixer>): Edits {
  const wanted = pointersOf(sites, context);
  for (const api of context.program.main.consumes) {
    if (api.kind !== 'http') continue;
    const taken = new Set(api.resources.flatMap(({ name }) => name ?? []));
    for (const { name, path, at } of api.resources) {
      if (name === undefined || !wanted.has(child(at, 'name').pointer)) continue;
      const words = hyphened(path);
      const own = unused(words === '' ? [name] : [words, `${name}-${words}`], taken);
      const edit = renamed(at, own, context);
      if (edit !== undefined) taken.add(own);
      yield edit;
    }
  }
}

/** `/orders/{{order_id}}/items` → `orders-order-id-items` */
export function hyphened(text: string): string {
  return text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

/** The first that nothing is called; names are taken as `fold` makes them. */
export function unused(
  candidates: readonly string[],
  taken: ReadonlySet<string>,
  fold = (name: string): string => name,
): string {
  const free = candidates.find((name) => !taken.has(fold(name)));
  if (free !== undefined) return free;
  const last = candidates.at(-1) ?? 'other';
  for (let number = 2; ; number++)
    if (!taken.has(fold(`${last}-${number}`))) return `${last}-${number}`;
}

/** The name of an item of a list, or the key of a member of a mapping. */
export function renamed(at: Location, name: string, { source }: FixContext): Edit | undefined {
  return textAt(source, child(at, 'name').pointer) === undefined
    ? renameKey(source, at, name)
    : setValue(source, child(at, 'name'), name);
}
