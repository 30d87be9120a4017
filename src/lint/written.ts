// The main document as it was written: sections and named items before anything was read into them.
import { fields, isRecord, namedEntries } from '../document/fields.ts';
import { child, root, type Location } from '../source/location.ts';
import type { SourceFile } from '../source/source-file.ts';
import { remember } from '../util/remember.ts';

/** A mapping of the document with its place. */
export interface Item {
  readonly value: Readonly<Record<string, unknown>>;
  readonly at: Location;
}

/** A member of a named collection: an item of a list, whose `name` may be missing, or a member of a mapping. */
export interface NamedItem extends Item {
  readonly name: string | undefined;
}

export type Section = 'consumes' | 'exposes' | 'aggregates' | 'binds';

export function top(source: SourceFile): Item {
  return { value: isRecord(source.value) ? source.value : {}, at: root(source.path) };
}

export function member(item: Item, key: string): Item | undefined {
  const value = item.value[key];
  return isRecord(value) ? { value, at: child(item.at, key) } : undefined;
}

export function capability(source: SourceFile): Item | undefined {
  return member(top(source), 'capability');
}

/** Entries of a section, those at the top of the document before those of the capability. */
export function entries(source: SourceFile, section: Section): readonly Item[] {
  const whole = top(source);
  const inner = member(whole, 'capability');
  return [...items(whole, section), ...(inner === undefined ? [] : items(inner, section))];
}

export function capabilityEntries(source: SourceFile, section: Section): readonly Item[] {
  const inner = capability(source);
  return inner === undefined ? [] : items(inner, section);
}

/** The mappings in a list or in a mapping. */
export function items(item: Item, key: string): readonly Item[] {
  return named(item, key);
}

export function named(item: Item, key: string): readonly NamedItem[] {
  const from = fields(item.value, item.at, ignore, '');
  return namedEntries(from, key).map(({ name, fields: entry }) => ({
    name,
    value: entry.value,
    at: entry.at,
  }));
}

/** As JavaScript has it: neither missing, nor empty text, zero or false. */
export function isTruthy(value: unknown): boolean {
  return Boolean(value);
}

function ignore(): void {
  // Whoever reads the document reports what is of the wrong kind.
}

/** Sections whose entries may be imports, in the order in which they are looked at. */
export const importSections: readonly Section[] = ['consumes', 'exposes', 'aggregates', 'binds'];

/** Authentication by OAuth 2 of the adapters a capability exposes. */
export function oauth2(
  source: SourceFile,
): readonly { readonly name: string; readonly auth: Item }[] {
  return capabilityEntries(source, 'exposes').flatMap((adapter) => {
    const auth = member(adapter, 'authentication');
    return auth?.value['type'] === 'oauth2'
      ? [{ name: String(adapter.value['namespace'] ?? ''), auth }]
      : [];
  });
}

/** The texts that the official rules about Markdown look at. */
export const officialTexts = remember(
  (
    source: SourceFile,
  ): readonly { readonly name: string; readonly text: string; readonly at: Location }[] => {
    const info = member(top(source), 'info');
    const apis = capabilityEntries(source, 'consumes');
    const adapters = capabilityEntries(source, 'exposes');
    const below = (from: readonly Item[], key: string): readonly Item[] =>
      from.flatMap((item) => items(item, key));
    const consumed = below(apis, 'resources');
    const exposed = below(
      adapters.filter(({ value }) => value['type'] === 'rest'),
      'resources',
    );
    const described = [
      ...(info === undefined ? [] : [info]),
      ...apis,
      ...consumed,
      ...below(consumed, 'operations'),
    ];
    const offered = [
      ...adapters,
      ...exposed,
      ...below(exposed, 'operations'),
      ...below(adapters, 'tools'),
    ];
    return [...described, ...offered].flatMap(({ value, at }) =>
      ['label', 'display', 'description'].flatMap((key) => {
        const text = value[key];
        return typeof text === 'string'
          ? [{ name: at.pointer.slice(1), text, at: child(at, key) }]
          : [];
      }),
    );
  },
);

/** Resources of REST adapters. */
export function exposedResources(source: SourceFile): readonly Item[] {
  return entries(source, 'exposes').flatMap((adapter) =>
    adapter.value['type'] === 'rest' ? items(adapter, 'resources') : [],
  );
}

/** Steps of routes and tools. */
export function stepsOf(adapters: readonly Item[]): readonly NamedItem[] {
  const units = adapters.flatMap((adapter) => {
    if (adapter.value['type'] === 'rest')
      return items(adapter, 'resources').flatMap((resource) => items(resource, 'operations'));
    return adapter.value['type'] === 'mcp' ? items(adapter, 'tools') : [];
  });
  return units.flatMap((unit) => named(unit, 'steps'));
}
