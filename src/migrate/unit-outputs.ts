// `outputParameters` of a unit: mapped parts of a response, results of steps, or constants, as each format writes them.
import {
  memberOf,
  newDraft,
  textOf,
  withMember,
  without,
  type Draft,
  type Item,
  type MappingDraft,
  type Member,
} from '../source/draft.ts';
import { namedItems } from './collections.ts';
import { constantText } from './adjust-outputs.ts';
import { allows, definitionOf, type Walk } from './conform.ts';

/** `outputParameters` of a unit, in the shape that goes with how the unit answers. */
export function unitOutputs(unit: MappingDraft, walk: Walk): MappingDraft {
  const outputs = memberOf(unit, 'outputParameters');
  if (outputs === undefined || outputs.kind === 'scalar') return unit;
  const kind = answerOf(unit, outputs, walk);
  const below = { ...walk, above: [...walk.above, unit] };
  switch (kind) {
    case 'mapped':
      return withMember(unit, 'outputParameters', mapped(outputs, below));
    case 'steps':
      return stepOutputs(unit, outputs, below);
    case 'mock':
      return withMember(unit, 'outputParameters', mocks(outputs, below));
  }
}

/** Routes may answer with parts of what the last step gives, and with constants that have no name. */
function answerOf(unit: MappingDraft, outputs: Draft, walk: Walk): 'mapped' | 'steps' | 'mock' {
  const entries = entriesOf(outputs);
  const isRoute = memberOf(unit, 'method') !== undefined;
  const areNamed = entries.every(({ key }) => (key ?? '') !== '');
  if (memberOf(unit, 'steps') !== undefined)
    return isRoute && !(areNamed && sourcesOf(unit, entries) !== undefined) ? 'mapped' : 'steps';
  if (memberOf(unit, 'call') !== undefined || memberOf(unit, 'ref') !== undefined) return 'mapped';
  const isMock = entries.some(({ value }) => saysValue(value));
  return isMock && !(isRoute && !areNamed && walk.target.rootKey === 'naftiko') ? 'mock' : 'mapped';
}

/** What each output says of the step it comes from; undefined where one names no step. */
function sourcesOf(
  unit: MappingDraft,
  entries: readonly Named[],
): readonly (string | undefined)[] | undefined {
  const steps = namedItems(memberOf(unit, 'steps')).map(({ name }) => name);
  const sources = entries.map(({ value }) => textOf(value, 'mapping') ?? textOf(value, 'value'));
  const isStep = (source: string): boolean =>
    steps.some((name) => new RegExp(`^\\$\\.${name}(?![\\w-])`).test(source));
  return sources.every((source) => source === undefined || isStep(source)) ? sources : undefined;
}

function saysValue(output: Draft): boolean {
  return textOf(output, 'value') !== undefined || memberOf(output, 'const') !== undefined;
}

interface Named {
  readonly key: string | undefined;
  readonly value: Draft;
  readonly written: Member['written'];
}

function entriesOf(draft: Draft): readonly Named[] {
  if (isSingle(draft)) return [{ key: undefined, value: draft, written: undefined }];
  if (draft.kind === 'list')
    return draft.items.map(({ value, written }) => ({
      key: textOf(value, 'name'),
      value,
      written,
    }));
  return draft.kind === 'mapping'
    ? draft.members.map(({ key, value, written }) => ({ key, value, written }))
    : [];
}

/** One output in the place of a list of them. */
function isSingle(draft: Draft): boolean {
  return (
    draft.kind === 'mapping' &&
    draft.members.some(({ key, value }) => /^(?:type|name)$/.test(key) && value.kind === 'scalar')
  );
}

/** A list without names: several named ones are the members of one object. */
function mapped(outputs: Draft, walk: Walk): Draft {
  const entries = entriesOf(outputs);
  const areMembers = entries.length > 1 && entries.every(({ key }) => (key ?? '') !== '');
  const stripped = entries.map(({ key, value, written }): Member => {
    const own = value.kind === 'mapping' ? without(value, 'name') : value;
    return { key: key ?? '', value: own, ...(written && { written }) };
  });
  const conformed = (value: Draft, key: string): Draft =>
    walk.conform(value, 'output', { ...walk, key });
  const { written, pointer } = outputs;
  const at = { ...(written && { written }), ...(pointer !== undefined && { pointer }) };
  if (!areMembers) {
    const items = stripped.map(({ value, written: place }): Item => ({
      value: conformed(value, ''),
      ...(place && { written: place }),
    }));
    const isSame =
      outputs.kind === 'list' &&
      items.every(({ value }, index) => value === outputs.items[index]!.value);
    return isSame ? outputs : { kind: 'list', items, ...at };
  }
  walk.notes.add(
    'moved',
    'several named outputs of a call become the members of one object output',
    outputs,
  );
  const members = stripped.map((member) => ({
    ...member,
    value: conformed(member.value, member.key),
  }));
  const object: MappingDraft = {
    kind: 'mapping',
    members: [
      { key: 'type', value: newDraft('object') },
      { key: 'properties', value: { kind: 'mapping', members, ...at } },
    ],
  };
  return { kind: 'list', items: [{ value: object }] };
}

/** Where a result says which step it comes from, that becomes one of the `mappings`. */
function stepOutputs(unit: MappingDraft, outputs: Draft, walk: Walk): MappingDraft {
  const entries = entriesOf(outputs);
  const sources = sourcesOf(unit, entries) ?? [];
  let result = unit;
  if (sources.some((source) => source !== undefined) && memberOf(unit, 'mappings') === undefined) {
    const target = allows(walk, 'mapping of steps', 'target') ? 'target' : 'targetName';
    const mappings = entries.flatMap(({ key }, index) =>
      key === undefined || sources[index] === undefined
        ? []
        : [{ [target]: key, value: sources[index] }],
    );
    if (mappings.length > 0) {
      walk.notes.add(
        'moved',
        'what an output of steps says of its source becomes one of the `mappings`',
        outputs,
      );
      result = withMember(result, 'mappings', newDraft(mappings), 'steps');
    }
  }
  const named = withNames(outputs);
  return withMember(result, 'outputParameters', collection('output of steps', named, walk));
}

function mocks(outputs: Draft, walk: Walk): Draft {
  if (definitionOf(walk.schema, 'mock output') === undefined) return mapped(outputs, walk);
  const ready = eachEntry(withNames(outputs), (value) => {
    const constant = memberOf(value, 'const');
    const silent =
      constant !== undefined && textOf(value, 'value') === undefined
        ? without(withMember(value, 'value', newDraft(constantText(constant))), 'const')
        : value;
    return textOf(silent, 'type') === undefined
      ? withMember(silent, 'type', newDraft('string'), '')
      : silent;
  });
  return collection('mock output', ready, walk);
}

/** Answers of mocks and steps have names; one that has none is called `value`. */
function withNames(outputs: Draft): Draft {
  if (outputs.kind !== 'list') return outputs;
  return eachEntry(outputs, (value) =>
    memberOf(value, 'name') === undefined
      ? withMember(value, 'name', newDraft('value'), '')
      : value,
  );
}

function eachEntry(draft: Draft, change: (value: MappingDraft) => Draft): Draft {
  const changed = <T extends { readonly value: Draft }>(entry: T): T => {
    const value = entry.value.kind === 'mapping' ? change(entry.value) : entry.value;
    return value === entry.value ? entry : { ...entry, value };
  };
  if (draft.kind === 'scalar') return draft;
  return draft.kind === 'list'
    ? { ...draft, items: draft.items.map(changed) }
    : { ...draft, members: draft.members.map(changed) };
}

/** A list of named things or a map of them, as the format has it. */
function collection(noun: string, draft: Draft, walk: Walk): Draft {
  const schema =
    walk.target.rootKey === 'ikanos'
      ? { type: 'object' as const, additionalProperties: definitionOf(walk.schema, noun)! }
      : { type: 'array' as const, items: definitionOf(walk.schema, noun)! };
  return walk.conform(draft, schema, walk);
}
