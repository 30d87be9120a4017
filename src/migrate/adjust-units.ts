// Routes, tools, flows and what else answers: descriptions, inputs, calls.
import {
  memberOf,
  newDraft,
  textOf,
  withMember,
  withValue,
  without,
  type Draft,
  type MappingDraft,
} from '../source/draft.ts';
import { outputs } from './adjust-outputs.ts';
import { placed } from './adjust-services.ts';
import { namedItems } from './collections.ts';
import { allows, type Adjusters, type Walk } from './conform.ts';
import { unitOutputs } from './unit-outputs.ts';

const flow = { before: (draft: MappingDraft, walk: Walk) => described(unit(draft, walk), walk) };

export const units: Adjusters = {
  ...outputs,
  'exposed operation': { before: (draft, walk) => withMethod(unit(draft, walk)) },
  tool: { before: (draft, walk) => described(unit(draft, walk), walk) },
  flow,
  'function of an aggregate': flow,
  'MCP resource': { before: (draft, walk) => titled(described(unit(draft, walk), walk), walk) },
  prompt: { before: (draft, walk) => titled(described(draft, walk), walk) },
  'prompt argument': { before: described },
  'exposed resource': {
    before: (draft, walk) => (walk.target.version === '0.4' ? described(draft, walk) : draft),
  },
  'exposed input': {
    before: (draft, walk) =>
      placed(input(draft, walk), walk, ['query', 'header', 'path', 'cookie', 'body']),
  },
  'tool input': { before: input },
};

function unit(draft: MappingDraft, walk: Walk): MappingDraft {
  return unitOutputs(mappedInputs(flatCall(calling(draft, walk)), walk), walk);
}

/** A unit that means the operation of its name says so; a call names a namespace and an operation, nothing between. */
function calling(draft: MappingDraft, walk: Walk): MappingDraft {
  const written = memberOf(draft, 'call');
  const parts = textOf(draft, 'call')?.split('.') ?? [];
  if (written !== undefined && parts.length === 3) {
    walk.notes.add(
      'renamed',
      'a call names a namespace and an operation, and no resource between them',
      written,
    );
    return withMember(draft, 'call', withValue(written, `${parts[0]}.${parts[2]}`));
  }
  const call = walk.implicitCalls.get(draft.pointer ?? '-');
  if (
    call === undefined ||
    memberOf(draft, 'call') !== undefined ||
    memberOf(draft, 'steps') !== undefined
  )
    return draft;
  walk.notes.add('added', 'a unit says which operation it calls: the one of its name', draft);
  return withMember(draft, 'call', newDraft(call));
}

/** A call that is a mapping of its own, with the `with` inside. */
function flatCall(draft: MappingDraft): MappingDraft {
  const call = memberOf(draft, 'call');
  const operation = memberOf(call, 'operation');
  if (call?.kind !== 'mapping' || operation === undefined) return draft;
  const inner = memberOf(call, 'with');
  const flat = withMember(draft, 'call', operation);
  return inner === undefined || memberOf(draft, 'with') !== undefined
    ? flat
    : withMember(flat, 'with', inner, 'call');
}

/** Where an input says where in the call it goes, `with` says it. */
function mappedInputs(draft: MappingDraft, walk: Walk): MappingDraft {
  if (memberOf(draft, 'call') === undefined) return draft;
  const namespace = textOf(
    walk.above.find((part) => memberOf(part, 'namespace') !== undefined),
    'namespace',
  );
  const present = memberOf(draft, 'with');
  if (namespace === undefined || (present !== undefined && present.kind !== 'mapping'))
    return draft;
  let values: MappingDraft = present ?? { kind: 'mapping', members: [] };
  for (const { name, value } of namedItems(memberOf(draft, 'inputParameters'))) {
    const last = textOf(value, 'mapping')?.split('.').at(-1);
    if (last === undefined || last === '' || last === '$' || last === name) continue;
    if (memberOf(values, last) !== undefined) continue;
    walk.notes.add(
      'moved',
      'where an input goes in the call is said by `with`',
      memberOf(value, 'mapping')!,
    );
    values = withMember(values, last, newDraft(`${namespace}.${name}`));
  }
  return values.members.length === 0 || values === present
    ? draft
    : withMember(draft, 'with', values, 'call');
}

function withMethod(draft: MappingDraft): MappingDraft {
  return memberOf(draft, 'method') === undefined
    ? withMember(
        draft,
        'method',
        newDraft('GET'),
        memberOf(draft, 'name') === undefined ? '' : 'name',
      )
    : draft;
}

/** Something people and models read, where there is nothing: the title, else the name in words. */
export function described(draft: MappingDraft, walk: Walk): MappingDraft {
  if (textOf(draft, 'description') !== undefined || textOf(draft, 'ref') !== undefined)
    return draft;
  walk.notes.add('added', 'a description is wanted: the title, or the name in words', draft);
  const text =
    textOf(draft, 'display') ?? textOf(draft, 'label') ?? words(textOf(draft, 'name') ?? walk.key);
  const after = ['display', 'label', 'type', 'in', 'name'].find(
    (key) => memberOf(draft, key) !== undefined,
  );
  return withMember(draft, 'description', newDraft(text), after ?? '');
}

export function titled(draft: MappingDraft, walk: Walk): MappingDraft {
  if (textOf(draft, 'display') !== undefined || textOf(draft, 'label') !== undefined) return draft;
  const key = allows(walk, 'info section', 'display') ? 'display' : 'label';
  walk.notes.add('added', 'a title is wanted: the name in words', draft);
  const title = words(textOf(draft, 'name') ?? (walk.key === '' ? 'capability' : walk.key)).replace(
    /\.$/,
    '',
  );
  return withMember(
    draft,
    key,
    newDraft(title),
    memberOf(draft, 'name') === undefined ? '' : 'name',
  );
}

function input(draft: MappingDraft, walk: Walk): MappingDraft {
  const typed =
    memberOf(draft, 'type') === undefined
      ? withMember(draft, 'type', newDraft(typeOf(draft)), 'name')
      : draft;
  const silent = memberOf(typed, 'mapping') === undefined ? typed : without(typed, 'mapping');
  return described(silent, walk);
}

function typeOf(draft: Draft): string {
  if (memberOf(draft, 'items') !== undefined) return 'array';
  return memberOf(draft, 'properties') === undefined ? 'string' : 'object';
}

/** `environment_id` → `Environment id.` */
export function words(name: string): string {
  const text = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
  return text === '' ? 'Not described.' : `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
