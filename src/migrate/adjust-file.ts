// The document's outer parts: its version, its title, its sections, its secrets.
import {
  memberOf,
  newDraft,
  textOf,
  withKey,
  withMember,
  withValue,
  without,
  type Draft,
  type ListDraft,
  type MappingDraft,
} from '../source/draft.ts';
import { hostVariable } from './adjust-services.ts';
import { described, titled, words } from './adjust-units.ts';
import { namedItems } from './collections.ts';
import { allows, type Adjusters, type Walk } from './conform.ts';

export const file: Adjusters = {
  'capability file': {
    before: (draft, walk) => sections(hosts(withVersion(draft, walk), walk), walk),
  },
  'info section': { before: (draft, walk) => described(titled(draft, walk), walk) },
  aggregate: { before: aggregateTitle },
};

function withVersion(draft: MappingDraft, { target }: Walk): MappingDraft {
  const other = target.rootKey === 'ikanos' ? 'naftiko' : 'ikanos';
  const keyed =
    memberOf(draft, target.rootKey) === undefined
      ? withKey(draft, other, target.rootKey)
      : without(draft, other);
  const version = memberOf(keyed, target.rootKey);
  if (version === undefined) return withMember(keyed, target.rootKey, newDraft(target.version), '');
  const isSame = version.kind === 'scalar' && version.value === target.version;
  return isSame ? keyed : withMember(keyed, target.rootKey, withValue(version, target.version));
}

/** The variables that hosts without a name are taken from, bound. */
function hosts(draft: MappingDraft, walk: Walk): MappingDraft {
  if (!walk.unsafe) return draft;
  const apis = [memberOf(draft, 'capability'), draft].flatMap((from) =>
    namedItems(memberOf(from, 'consumes')).map(({ value }) => value),
  );
  const names = [...new Set(apis.flatMap((api) => hostVariable(api) ?? []))];
  return names.reduce((whole, name) => bindVariable(whole, name, walk.target.rootKey), draft);
}

/** A key in the bind that stands for the environment; in one of its own where there is none. */
function bindVariable(draft: MappingDraft, name: string, rootKey: string): MappingDraft {
  const key = memberOf(draft, 'externalRefs') === undefined ? 'binds' : 'externalRefs';
  for (const [holder, put] of holders(draft)) {
    const binds = memberOf(holder, key);
    if (binds?.kind !== 'list') continue;
    const index = binds.items.findIndex(
      ({ value }) =>
        memberOf(value, 'location') === undefined &&
        memberOf(value, 'uri') === undefined &&
        memberOf(value, 'keys')?.kind === 'mapping',
    );
    if (index === -1) continue;
    const bind = binds.items[index]!.value as MappingDraft;
    const keys = withMember(memberOf(bind, 'keys') as MappingDraft, name, newDraft(name));
    const items = binds.items.map((item, at) =>
      at === index ? { ...item, value: withMember(bind, 'keys', keys) } : item,
    );
    return put(withMember(holder, key, { ...binds, items }));
  }
  const bind = { namespace: 'hosts', description: 'Where the APIs are.', keys: { [name]: name } };
  const binds = memberOf(draft, 'binds');
  const items = [...(binds?.kind === 'list' ? binds.items : []), { value: newDraft(bind) }];
  const list: ListDraft = binds?.kind === 'list' ? { ...binds, items } : { kind: 'list', items };
  const after = memberOf(draft, 'info') === undefined ? rootKey : 'info';
  return withMember(draft, 'binds', list, after);
}

type Put = (changed: MappingDraft) => MappingDraft;

/** The mappings that hold sections: the document and its capability. */
function holders(draft: MappingDraft): readonly (readonly [MappingDraft, Put])[] {
  const capability = memberOf(draft, 'capability');
  const own: readonly [MappingDraft, Put] = [draft, (changed) => changed];
  return capability?.kind === 'mapping'
    ? [own, [capability, (changed) => withMember(draft, 'capability', changed)]]
    : [own];
}

/** Secrets under the name and at the place that the format has for them. */
function sections(draft: MappingDraft, walk: Walk): MappingDraft {
  const hasBinds = walk.schema.properties?.['binds'] !== undefined;
  const whole = hasBinds ? bindSections(draft, walk) : referenceSection(draft, walk);
  return withInfo(withCapability(whole, walk), walk);
}

/** Shared adapters are a capability of their own in formats that know no files of them. */
function withCapability(draft: MappingDraft, walk: Walk): MappingDraft {
  const exposes = memberOf(draft, 'exposes');
  if (exposes === undefined || memberOf(draft, 'capability') !== undefined) return draft;
  if (walk.schema.properties?.['exposes'] !== undefined) return draft;
  walk.notes.add(
    'moved',
    'a file of shared adapters becomes a capability: the format has no files of them',
    exposes,
  );
  const inner = draft.members.filter(({ key }) => /^(?:consumes|exposes|aggregates)$/.test(key));
  const outer = draft.members.filter((member) => !inner.includes(member));
  const capability: MappingDraft = { kind: 'mapping', members: inner };
  return { ...draft, members: [...outer, { key: 'capability', value: capability }] };
}

function bindSections(draft: MappingDraft, walk: Walk): MappingDraft {
  let result = draft;
  for (const [holder] of holders(draft)) {
    const references = memberOf(holder, 'externalRefs');
    if (references?.kind !== 'list') continue;
    const changed = withKey(
      withMember(holder, 'externalRefs', {
        ...references,
        items: references.items.map((item) => ({ ...item, value: bindOf(item.value) })),
      }),
      'externalRefs',
      'binds',
    );
    walk.notes.add('moved', 'references to what is outside become binds', references);
    result = holder === draft ? changed : withMember(result, 'capability', changed);
  }
  return result;
}

function bindOf(reference: Draft): Draft {
  if (reference.kind !== 'mapping') return reference;
  const named = withKey(withKey(reference, 'name', 'namespace'), 'uri', 'location');
  return without(named, 'type', 'resolution');
}

/** The oldest formats keep all secrets at the top, and say how each is found. */
function referenceSection(draft: MappingDraft, walk: Walk): MappingDraft {
  const capability = memberOf(draft, 'capability');
  const found = [memberOf(draft, 'binds'), memberOf(capability, 'binds')].filter(
    (part) => part !== undefined,
  );
  if (found.length === 0) return draft;
  walk.notes.add('moved', 'binds become references to what is outside', found[0]!);
  const items = found.flatMap((binds) => (binds.kind === 'list' ? binds.items : []));
  const references = items.map((item) => ({ ...item, value: referenceOf(item.value) }));
  const kept =
    capability?.kind === 'mapping' && memberOf(capability, 'binds') !== undefined
      ? withMember(draft, 'capability', without(capability, 'binds'))
      : draft;
  const after = memberOf(draft, 'info') === undefined ? walk.target.rootKey : 'info';
  const { written, pointer } = found[0]!;
  const list: ListDraft = {
    kind: 'list',
    items: references,
    ...(written && { written }),
    ...(pointer !== undefined && { pointer }),
  };
  return memberOf(kept, 'binds') === undefined
    ? withMember(kept, 'externalRefs', list, after)
    : withKey(withMember(kept, 'binds', list), 'binds', 'externalRefs');
}

function referenceOf(bind: Draft): Draft {
  if (bind.kind !== 'mapping') return bind;
  const isFile = memberOf(bind, 'location') !== undefined;
  const named = withKey(withKey(bind, 'namespace', 'name'), 'location', 'uri');
  const kinds = isFile ? ['environment', 'file'] : ['variables', 'runtime'];
  const typed = withMember(named, 'type', newDraft(kinds[0]), 'name');
  const resolved = withMember(typed, 'resolution', newDraft(kinds[1]), 'type');
  if (isFile && memberOf(bind, 'description') === undefined)
    return withMember(
      resolved,
      'description',
      newDraft(words(textOf(bind, 'namespace') ?? 'secrets')),
    );
  return resolved;
}

function withInfo(draft: MappingDraft, walk: Walk): MappingDraft {
  if (memberOf(draft, 'info') !== undefined || walk.schema.required?.includes('info') !== true)
    return draft;
  return withMember(draft, 'info', newDraft({}), walk.target.rootKey);
}

function aggregateTitle(draft: MappingDraft, walk: Walk): MappingDraft {
  const key = allows(walk, 'aggregate', 'display') ? 'display' : 'label';
  if (textOf(draft, 'display') !== undefined || textOf(draft, 'label') !== undefined) return draft;
  walk.notes.add('added', 'a title is wanted: the name in words', draft);
  const title = words(textOf(draft, 'namespace') ?? 'flows').replace(/\.$/, '');
  return withMember(draft, key, newDraft(title), '');
}
