// What is exposed, as a whole: transports and ports, skills that hold calls themselves.
import {
  memberOf,
  newDraft,
  textOf,
  withKey,
  withMember,
  without,
  type Draft,
  type MappingDraft,
} from '../source/draft.ts';
import { described } from './adjust-units.ts';
import { ownPaths } from './adjust-services.ts';
import { namedItems, newItem, withItems } from './collections.ts';
import type { Adjusters, Walk } from './conform.ts';

export const adapters: Adjusters = {
  'REST adapter': {
    before: (draft, walk) => ownPaths(withNamespace(withPort(draft, walk), walk), walk),
  },
  'MCP adapter': { before: (draft, walk) => transport(withNamespace(draft, walk), walk) },
  'skill adapter': {
    before: (draft, walk) => skillsOf(withNamespace(withPort(draft, walk), walk), walk),
  },
  skill: { before: skill },
  'skill tool': { before: skillTool },
};

/** Standard input and output have no port; everything else has one. */
function transport(draft: MappingDraft, walk: Walk): MappingDraft {
  const kind = textOf(draft, 'transport');
  if (kind === 'stdio') {
    const port = memberOf(draft, 'port');
    if (port === undefined) return draft;
    walk.notes.add(
      'dropped',
      'a `port` says nothing of an adapter that speaks over standard input and output',
      port,
    );
    return without(draft, 'port');
  }
  const isHttp = kind === undefined || kind === 'http';
  const spoken = isHttp ? draft : withMember(draft, 'transport', newDraft('http'));
  return withPort(spoken, walk);
}

function withPort(draft: MappingDraft, walk: Walk): MappingDraft {
  if (memberOf(draft, 'port') !== undefined) return draft;
  const port = freePort(walk, draft);
  walk.notes.add('added', 'an adapter is given a free port', draft);
  return withMember(draft, 'port', newDraft(port), 'type');
}

/** One that nobody refers to, for there was none: the adapter's type, with a number from the second on. */
function withNamespace(draft: MappingDraft, walk: Walk): MappingDraft {
  if (textOf(draft, 'namespace') !== undefined) return draft;
  const type = textOf(draft, 'type') ?? 'adapter';
  const alike = adaptersOf(walk.whole).filter((adapter) => textOf(adapter, 'type') === type);
  const index = alike.findIndex(({ pointer }) => pointer === draft.pointer);
  walk.notes.add('added', 'an adapter is given a namespace: its type', draft);
  return withMember(
    draft,
    'namespace',
    newDraft(index > 0 ? `${type}-${index + 1}` : type),
    'type',
  );
}

/** The first one from 8080 that no adapter has; those without one count on in order. */
function freePort({ whole }: Walk, draft: Draft): number {
  const adapters = adaptersOf(whole);
  const taken = new Set(adapters.map((adapter) => Number(textOf(adapter, 'port') ?? 0)));
  const without = adapters.filter((adapter) => memberOf(adapter, 'port') === undefined);
  const index = Math.max(
    0,
    without.findIndex(({ pointer }) => pointer === draft.pointer),
  );
  let port = 8080;
  for (let left = index + 1; ; port++) if (!taken.has(port) && --left === 0) return port;
}

export function adaptersOf(whole: Draft): readonly Draft[] {
  return [memberOf(whole, 'capability'), whole].flatMap((from) =>
    namedItems(memberOf(from, 'exposes')).map(({ value }) => value),
  );
}

/** In the wild an adapter holds `tools` itself: they are those of one skill. */
function skillsOf(draft: MappingDraft, walk: Walk): MappingDraft {
  const tools = memberOf(draft, 'tools');
  if (tools === undefined) return draft;
  walk.notes.add('moved', 'tools of a skill adapter become those of a skill', tools);
  const name = textOf(draft, 'namespace') ?? 'skill';
  const skills = memberOf(draft, 'skills');
  const item = newItem(name, { description: textOf(draft, 'description')?.slice(0, 1024) ?? name });
  const value = withMember(item.value as MappingDraft, 'tools', tools);
  const all = withItems(skills, [...namedItems(skills), { ...item, value }]);
  return withMember(without(draft, 'tools'), 'skills', all);
}

/** In the wild a skill may be one operation: that is a skill with one tool. */
function skill(draft: MappingDraft, walk: Walk): MappingDraft {
  const whole = described(draft, walk);
  const call = memberOf(whole, 'call');
  if (call === undefined) return whole;
  walk.notes.add('moved', 'a skill that is one operation becomes a skill with one tool', call);
  const name = textOf(whole, 'name') ?? walk.key;
  const tool = newItem(name, { description: textOf(whole, 'description') ?? name });
  const value = withMember(tool.value as MappingDraft, 'call', call);
  const tools = memberOf(whole, 'tools');
  return withMember(
    without(whole, 'call'),
    'tools',
    withItems(tools, [...namedItems(tools), { ...tool, value }]),
  );
}

/** A tool that calls an operation is the unit of another adapter that does so. */
function skillTool(draft: MappingDraft, walk: Walk): MappingDraft {
  const whole = described(draft, walk);
  const call = textOf(whole, 'call');
  if (call === undefined || memberOf(whole, 'from') !== undefined) return whole;
  const source = sourceOf(call, textOf(whole, 'name') ?? walk.key, walk);
  if (source === undefined) {
    walk.notes.add(
      'moved',
      'a skill tool whose operation no other adapter exposes is described by an instruction',
      whole,
    );
    return withMember(without(whole, 'call'), 'instruction', newDraft(`Call ${call}.`));
  }
  walk.notes.add(
    'moved',
    'a skill tool that calls an operation names the adapter that exposes it',
    whole,
  );
  const { pointer: _, ...from } = newDraft(source);
  return withMember(withKey(whole, 'call', 'from'), 'from', from);
}

function sourceOf(
  call: string,
  name: string,
  { whole }: Walk,
): { readonly sourceNamespace: string; readonly action: string } | undefined {
  const found = adaptersOf(whole).flatMap((adapter) => {
    const sourceNamespace = textOf(adapter, 'namespace');
    const units = [
      ...namedItems(memberOf(adapter, 'tools')),
      ...namedItems(memberOf(adapter, 'resources')).flatMap(({ value }) =>
        namedItems(memberOf(value, 'operations')),
      ),
    ];
    if (
      sourceNamespace === undefined ||
      !['mcp', 'rest', 'api'].includes(textOf(adapter, 'type') ?? '')
    )
      return [];
    return units
      .filter(({ value }) => textOf(value, 'call') === call)
      .map((unit) => ({ sourceNamespace, action: unit.name }));
  });
  return found.find(({ action }) => action === name) ?? found.find(({ action }) => action !== '');
}
