// One output: where it comes from is said of every scalar, what it holds of every object and list.
import {
  memberOf,
  newDraft,
  plainOf,
  textOf,
  withKey,
  withMember,
  withValue,
  without,
  type Draft,
  type MappingDraft,
} from '../source/draft.ts';
import { namedItems } from './collections.ts';
import { allows, definitionOf, type Adjusters, type Walk } from './conform.ts';

export const outputs: Adjusters = {
  output: { before: (draft, walk) => withSource(withType(draft, walk), walk) },
  'array output': { before: arrayItems },
  'scalar output': { before: scalarSource },
  'output of steps': { before: withType },
  'array output of steps': { before: stepItems },
  'object output of steps': { before: (draft) => withProperties(draft) },
  'object output': { before: (draft) => withProperties(draft) },
  'consumed output': { before: consumedOutput },
};

function withType(draft: MappingDraft, walk: Walk): MappingDraft {
  if (textOf(draft, 'type') !== undefined) {
    if (textOf(draft, 'type') === 'integer')
      walk.notes.add(
        'moved',
        '`integer` is no type of an output: it becomes `number`',
        memberOf(draft, 'type')!,
      );
    return draft;
  }
  const type =
    memberOf(draft, 'items') !== undefined
      ? 'array'
      : memberOf(draft, 'properties') !== undefined
        ? 'object'
        : 'string';
  return withMember(draft, 'type', newDraft(type), '');
}

function withProperties(draft: MappingDraft): MappingDraft {
  return memberOf(draft, 'properties') === undefined
    ? withMember(draft, 'properties', newDraft({}))
    : draft;
}

/** A property that says nothing of its source is the member of its name. */
function withSource(draft: MappingDraft, { key }: Walk): MappingDraft {
  if (key === '' || !isSilent(draft)) return draft;
  return withMember(draft, 'mapping', newDraft(memberPath(key)), 'type');
}

function isSilent(output: Draft): boolean {
  if (['mapping', 'value', 'const'].some((key) => memberOf(output, key) !== undefined))
    return false;
  const properties = memberOf(output, 'properties');
  const items = memberOf(output, 'items');
  return (
    (properties === undefined || namedItems(properties).every(({ value }) => isSilent(value))) &&
    (items === undefined ||
      (items.kind === 'list' ? items.items.every(({ value }) => isSilent(value)) : isSilent(items)))
  );
}

function memberPath(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? `$.${key}` : `$['${key.replace(/['\\]/g, '\\$&')}']`;
}

/** One of `mapping` and `value`, in formats that know both; `mapping` or `const` before. */
function scalarSource(draft: MappingDraft, walk: Walk): MappingDraft {
  const [mapping, value, constant] = ['mapping', 'value', 'const'].map((key) =>
    memberOf(draft, key),
  );
  const knowsValue = allows(walk, 'scalar output', 'value');
  if (mapping !== undefined) return value === undefined ? draft : without(draft, 'value');
  if (value !== undefined) {
    if (knowsValue) return draft;
    const isPath = String(textOf(draft, 'value')).startsWith('$');
    return withKey(without(draft, 'const'), 'value', isPath ? 'mapping' : 'const');
  }
  if (constant !== undefined)
    return knowsValue
      ? withKey(
          withMember(draft, 'const', withValue(constant, constantText(constant))),
          'const',
          'value',
        )
      : draft;
  return withMember(draft, 'mapping', newDraft('$'), 'type');
}

/** What a list holds: one item, which the oldest formats put into a list of one. */
function arrayItems(draft: MappingDraft, walk: Walk): MappingDraft {
  const items = memberOf(draft, 'items');
  const wantsList =
    definitionOf(walk.schema, 'array output')?.properties?.['items']?.type === 'array';
  if (items === undefined || (items.kind === 'scalar' && items.value === null)) {
    walk.notes.add(
      'added',
      'a list has to say what it holds: objects, where nothing else is known',
      draft,
    );
    const anything = { type: 'object', properties: {} };
    return withMember(draft, 'items', newDraft(wantsList ? [anything] : anything));
  }
  if (wantsList && items.kind === 'mapping')
    return withMember(draft, 'items', { kind: 'list', items: [{ value: objectOf(items) }] });
  if (wantsList || items.kind !== 'list')
    return items.kind === 'mapping' ? withMember(draft, 'items', objectOf(items)) : draft;
  const [only] = items.items;
  const isNamed = items.items.some(({ value }) => textOf(value, 'name') !== undefined);
  if (only !== undefined && !isNamed) return withMember(draft, 'items', only.value);
  return withMember(draft, 'items', {
    kind: 'mapping',
    members: [
      { key: 'type', value: newDraft('object') },
      { key: 'properties', value: items },
    ],
  });
}

/** Named fields in the place of one item are an object of them. */
function objectOf(items: MappingDraft): MappingDraft {
  if (textOf(items, 'type') !== undefined || items.members.length === 0) return items;
  if (items.members.some(({ key }) => /^(?:mapping|value|const|properties|items)$/.test(key)))
    return items;
  return {
    kind: 'mapping',
    members: [
      { key: 'type', value: newDraft('object') },
      { key: 'properties', value: items },
    ],
  };
}

/** Items of a list of steps are named fields. */
function stepItems(draft: MappingDraft): MappingDraft {
  const items = memberOf(draft, 'items');
  if (items === undefined || items.kind === 'scalar')
    return withMember(draft, 'items', newDraft({ value: { type: 'string' } }));
  if (items.kind === 'list') {
    const [only] = items.items;
    const properties = memberOf(only?.value, 'properties');
    return textOf(only?.value, 'name') === undefined && properties !== undefined
      ? withMember(draft, 'items', properties)
      : draft;
  }
  const properties = memberOf(items, 'properties');
  if (textOf(items, 'type') === 'object' && properties !== undefined)
    return withMember(draft, 'items', properties);
  return textOf(items, 'type') === undefined
    ? draft
    : withMember(draft, 'items', { kind: 'mapping', members: [{ key: 'value', value: items }] });
}

/** A named part of a consumed response: without a path it is the member of its name. */
function consumedOutput(draft: MappingDraft, walk: Walk): MappingDraft {
  const name = textOf(draft, 'name') ?? walk.key;
  let result = memberOf(draft, 'value') === undefined ? withKey(draft, 'mapping', 'value') : draft;
  if (memberOf(result, 'type') === undefined)
    result = withMember(
      result,
      'type',
      newDraft(
        memberOf(result, 'items') ? 'array' : memberOf(result, 'properties') ? 'object' : 'string',
      ),
    );
  const constant = memberOf(result, 'const');
  if (memberOf(result, 'value') === undefined)
    result = withMember(
      result,
      'value',
      newDraft(constant === undefined ? memberPath(name) : constantText(constant)),
    );
  return result;
}

export function constantText(constant: Draft): string {
  const value = plainOf(constant);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
