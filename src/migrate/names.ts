// Names as a format wants them: letters, digits and hyphens, one of a kind where names are keys. What refers to them follows.
import type { Format } from '../document/formats.ts';
import type { Program } from '../document/program.ts';
import {
  memberOf,
  newDraft,
  plainOf,
  textOf,
  withMember,
  withValue,
  type Draft,
  type Item,
  type MappingDraft,
  type Member,
} from '../source/draft.ts';
import { locationKey } from '../source/location-key.ts';
import { groupBy } from '../util/group-by.ts';
import type { Notes } from './notes.ts';

const collections: ReadonlySet<string> = new Set(
  'resources operations tools prompts skills steps flows functions'.split(' '),
);

export interface Renamed {
  readonly draft: Draft;
  /** By the pointer of a unit: the operation it calls by having its name. */
  readonly implicitCalls: ReadonlyMap<string, string>;
}

export function renameParts(draft: Draft, program: Program, target: Format, notes: Notes): Renamed {
  const isMaps = target.rootKey === 'ikanos';
  const names = newNames(draft, program, isMaps, notes);
  const namespaces = newNamespaces(draft, notes);
  const texts = new Map<string, string>();
  const implicitCalls = new Map<string, string>();
  const { file } = program.main;
  const own = (at: { readonly file: string; readonly pointer: string }, name: string): string =>
    at.file === file ? (names.get(at.pointer) ?? name) : name;
  const refer = (key: string, text: string): void => {
    if (!key.startsWith(`${file}#`)) return;
    const pointer = key.slice(file.length + 1);
    if (/\/(?:call|operation|ref)$/.test(pointer)) texts.set(pointer, text);
    else implicitCalls.set(pointer, text);
  };
  for (const [key, { namespace, operation }] of program.calls)
    refer(key, `${namespaces.get(namespace) ?? namespace}.${own(operation.at, operation.name)}`);
  for (const [key, { namespace, flow }] of program.refs)
    refer(key, `${namespaces.get(namespace) ?? namespace}.${own(flow.at, flow.name ?? '')}`);
  const renamer = new Renamer({ names, namespaces, texts });
  return { draft: renamer.rename(draft, '', new Map()), implicitCalls };
}

interface Words {
  readonly names: ReadonlyMap<string, string>;
  readonly namespaces: ReadonlyMap<string, string>;
  readonly texts: ReadonlyMap<string, string>;
}

/** Copies that say the same as another item of the collection: they go. */
const gone = '';

class Renamer {
  readonly #words: Words;

  constructor(words: Words) {
    this.#words = words;
  }

  /** `steps` are names of steps that have changed, as the texts of one unit call them. */
  rename(draft: Draft, key: string, steps: ReadonlyMap<string, string>): Draft {
    if (draft.kind === 'scalar') return this.#scalar(draft, key, steps);
    const names = draft.kind === 'mapping' ? this.#stepNames(memberOf(draft, 'steps')) : undefined;
    const within = names === undefined || names.size === 0 ? steps : names;
    if (draft.kind === 'list') {
      const items = draft.items.flatMap((item) => this.#item(item, key, within));
      return same(items, draft.items) ? draft : { ...draft, items };
    }
    const members = draft.members.flatMap((member) => this.#member(member, key, within));
    return same(members, draft.members) ? draft : { ...draft, members };
  }

  #item(item: Item, key: string, steps: ReadonlyMap<string, string>): readonly Item[] {
    const name = this.#words.names.get(item.value.pointer ?? '-');
    if (name === gone && item.value.pointer !== undefined) return [];
    let value = this.rename(item.value, key, steps);
    if (name !== undefined && value.kind === 'mapping') {
      const old = memberOf(value, 'name');
      value = withMember(value, 'name', old ? withValue(old, name) : newDraft(name), '');
    }
    return [value === item.value ? item : { ...item, value }];
  }

  #member(member: Member, above: string, steps: ReadonlyMap<string, string>): readonly Member[] {
    const name = collections.has(above)
      ? this.#words.names.get(member.value.pointer ?? '-')
      : undefined;
    const value = this.rename(member.value, member.key, steps);
    const key = name ?? member.key;
    return [value === member.value && key === member.key ? member : { ...member, key, value }];
  }

  #scalar(draft: Draft, key: string, steps: ReadonlyMap<string, string>): Draft {
    if (draft.kind !== 'scalar' || typeof draft.value !== 'string') return draft;
    const { namespaces, texts } = this.#words;
    const { value } = draft;
    const reference = texts.get(draft.pointer ?? '-');
    if (reference !== undefined) return reference === value ? draft : withValue(draft, reference);
    let text = value;
    if (/^(?:namespace|targetNamespace|sourceNamespace|as)$/.test(key))
      text = namespaces.get(text) ?? text;
    for (const [old, now] of namespaces)
      if (text.includes(`${old}.`))
        text = text.replaceAll(`{{${old}.`, `{{${now}.`).startsWith(`${old}.`)
          ? `${now}${text.slice(old.length)}`
          : text.replaceAll(`{{${old}.`, `{{${now}.`);
    for (const [old, now] of steps) {
      if (key === 'index' && text === old) text = now;
      text = text
        .replaceAll(`$.${old}.`, `$.${now}.`)
        .replaceAll(`{{${old}.`, `{{${now}.`)
        .replaceAll(`{{$.${old}.`, `{{$.${now}.`);
      if (text === `$.${old}`) text = `$.${now}`;
    }
    return text === value ? draft : withValue(draft, text);
  }

  #stepNames(steps: Draft | undefined): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const { name, value } of itemsOf(steps)) {
      const now = this.#words.names.get(value.pointer ?? '-');
      if (name !== undefined && now !== undefined && now !== gone) found.set(name, now);
    }
    return found;
  }
}

function same<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

interface Named {
  readonly name: string | undefined;
  readonly value: Draft;
}

/** The items of a collection, a list or a map. */
function itemsOf(draft: Draft | undefined): readonly Named[] {
  if (draft?.kind === 'list')
    return draft.items.map(({ value }) => ({ name: textOf(value, 'name'), value }));
  if (draft?.kind === 'mapping')
    return draft.members.map(({ key, value }) => ({ name: key, value }));
  return [];
}

/** By the pointer of an item, the name it has to take. */
function newNames(
  draft: Draft,
  program: Program,
  isMaps: boolean,
  notes: Notes,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const visit = (part: Draft, key: string): void => {
    if (collections.has(key) && part.kind !== 'scalar')
      nameItems(part, key, isMaps, names, notes, program);
    if (part.kind === 'list') for (const { value } of part.items) visit(value, '');
    if (part.kind === 'mapping')
      for (const member of part.members) if (member.key !== 'body') visit(member.value, member.key);
  };
  visit(draft, '');
  return names;
}

function nameItems(
  draft: Draft,
  key: string,
  isMaps: boolean,
  names: Map<string, string>,
  notes: Notes,
  program: Program,
): void {
  // Prompts and resources of MCP have more freedom as lists.
  const isLoose = !isMaps && (key === 'prompts' || (key === 'resources' && isMcp(draft)));
  const taken = new Set<string>();
  const kept = new Map<string, Set<string>>();
  const items = itemsOf(draft).filter(({ value }) => value.kind === 'mapping');
  const counts = groupBy(items, ({ name }) => name);
  for (const { name, value } of items) {
    const { pointer } = value;
    if (pointer === undefined) continue;
    const hasLike = isMaps && name !== undefined && counts.get(name)!.length > 1;
    const meaning = hasLike ? meaningOf(value, program) : '';
    const like = kept.get(name ?? '') ?? new Set();
    kept.set(name ?? '', new Set([...like, meaning]));
    if (hasLike && like.has(meaning)) {
      notes.add(
        'dropped',
        `a copy of another item of \`${key}\` goes: names are keys, and it says the same`,
        pointer,
      );
      names.set(pointer, gone);
      continue;
    }
    if (name === undefined && !isMaps && !needsName(key, value)) continue;
    if (name === undefined && textOf(value, 'ref') !== undefined && !isMaps) continue;
    const wanted = kebab(name ?? calledName(value, program) ?? fallback(value, key), isLoose);
    let unique = wanted;
    if (isMaps) for (let number = 2; taken.has(unique); number++) unique = `${wanted}-${number}`;
    taken.add(unique);
    if (unique === name) continue;
    names.set(pointer, unique);
    if (name === undefined) notes.add('added', `an item of \`${key}\` is given a name`, pointer);
    else if (unique === wanted)
      notes.add(
        'renamed',
        `a name in \`${key}\` is rewritten with letters, digits and hyphens only`,
        pointer,
      );
    else
      notes.add(
        'renamed',
        `a name in \`${key}\` is given a number: names are keys, and another item has it`,
        pointer,
      );
  }
}

/** Texts that are equal may call operations that are not. */
function meaningOf(draft: Draft, program: Program): string {
  const called: string[] = [];
  const visit = (part: Draft): void => {
    const key = locationKey({ file: program.main.file, pointer: part.pointer ?? '' });
    const target = program.calls.get(key);
    if (target !== undefined) called.push(JSON.stringify(target.operation, withoutPlaces));
    if (part.kind === 'list') for (const { value } of part.items) visit(value);
    if (part.kind === 'mapping') for (const { value } of part.members) visit(value);
  };
  visit(draft);
  return JSON.stringify([plainOf(draft), called]);
}

function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'at' ? undefined : value;
}

function isMcp(draft: Draft): boolean {
  return itemsOf(draft).some(({ value }) => memberOf(value, 'uri') !== undefined);
}

/** Routes need none in a list, unless they have steps. */
function needsName(key: string, item: Draft): boolean {
  if (key === 'operations') return memberOf(item, 'steps') !== undefined;
  return key !== 'resources';
}

function calledName(item: Draft, program: Program): string | undefined {
  const { pointer } = item;
  const file = program.main.file;
  const target =
    program.calls.get(locationKey({ file, pointer: `${pointer}/call` })) ??
    program.calls.get(locationKey({ file, pointer: pointer ?? '' }));
  const flow = program.refs.get(locationKey({ file, pointer: `${pointer}/ref` }));
  return target?.operation.name ?? flow?.flow.name;
}

/** `GET /orders/{id}` → `get-orders-id` */
function fallback(item: Draft, key: string): string {
  const words = [textOf(item, 'method')?.toLowerCase(), textOf(item, 'path')].filter(
    (word) => word !== undefined,
  );
  const text = kebab(words.join(' '), false);
  return text === 'unnamed'
    ? kebab(textOf(item, 'description') ?? key.replace(/s$/, ''), false).slice(0, 60)
    : text;
}

function kebab(name: string, isLoose: boolean): string {
  if (isLoose ? /^[a-zA-Z0-9-_*]+$/.test(name) : /^[a-zA-Z0-9-]+$/.test(name)) return name;
  const text = name
    .normalize('NFKD')
    .replace(isLoose ? /[^a-zA-Z0-9_*-]+/g : /[^a-zA-Z0-9-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^-|-$/g, '');
  return text === '' ? 'unnamed' : text;
}

/** Namespaces that are no such names, with what they become. */
function newNamespaces(draft: Draft, notes: Notes): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const roots = [draft, memberOf(draft, 'capability')];
  for (const root of roots)
    for (const section of ['consumes', 'exposes', 'aggregates', 'binds'])
      for (const { value } of itemsOf(memberOf(root, section))) {
        const namespace = textOf(value, 'namespace');
        if (namespace === undefined || namespace === '' || kebab(namespace, false) === namespace)
          continue;
        found.set(namespace, kebab(namespace, false));
        notes.add(
          'renamed',
          'a namespace is rewritten with letters, digits and hyphens only',
          memberOf(value as MappingDraft, 'namespace')!,
        );
      }
  return found;
}
