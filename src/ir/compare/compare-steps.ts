// Steps, and the result that mappings put together from them. What steps are called is nobody's business but theirs.
import type { Action, Argument, Input, Mapping, Step } from '../capability.ts';
import type { RecordChange, Subject } from './compare-change.ts';
import type { Pairs } from './compare-pairs.ts';
import { compareText } from '../../util/compare.ts';
import { stableJson } from '../../util/stable-json.ts';

type Steps = Extract<Action, { kind: 'steps' }>;

export function compareSteps(
  before: Steps,
  after: Steps,
  inputs: Pairs<Input>,
  subject: Subject,
  record: RecordChange,
): void {
  const old = withNamesOf(before, after);
  const found = stepWords(old.steps, after.steps, inputs);
  if (found.length > 0)
    record('action-steps-changed', subject, `its steps have changed: ${listed(found)}`, [
      old.steps,
      after.steps,
    ]);
  compareMappings(old, after, subject, record);
}

/** Steps by the names that those in their places have now; as they are where a script reads them by their names. */
function withNamesOf(before: Steps, after: Steps): Steps {
  const isAlike =
    before.steps.length === after.steps.length &&
    before.steps.every(({ kind }, index) => kind !== 'script' && kind === after.steps[index]!.kind);
  const kept = new Set(after.steps.map(({ name }) => name));
  // Steps that have changed places have not changed names.
  if (!isAlike || before.steps.every(({ name }) => kept.has(name))) return before;
  const names = new Map(before.steps.map(({ name }, index) => [name, after.steps[index]!.name]));
  const renamed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(renamed);
    if (typeof value !== 'object' || value === null) return value;
    const node = value as Readonly<{ [key: string]: unknown }>;
    if (node['kind'] === 'literal') return node;
    const copy = Object.fromEntries(
      Object.entries(node).map(([key, item]) => [key, renamed(item)]),
    );
    const key = node['kind'] === 'step' ? 'step' : node['kind'] === 'lookup' ? 'index' : undefined;
    return key === undefined ? copy : { ...copy, [key]: names.get(String(node[key])) ?? node[key] };
  };
  const steps = (renamed(before.steps) as readonly Step[]).map((step) => ({
    ...step,
    name: names.get(step.name) ?? step.name,
  }));
  return { ...before, steps, mappings: renamed(before.mappings) as readonly Mapping[] };
}

function stepWords(
  before: readonly Step[],
  after: readonly Step[],
  inputs: Pairs<Input>,
): readonly string[] {
  if (before.length !== after.length)
    return [`there are ${after.length} instead of ${before.length}`];
  return after.flatMap((step, index): readonly string[] => {
    const old = before[index]!;
    const name = `\`${step.name}\``;
    if (old.kind === 'call' && step.kind === 'call') {
      if (old.operation !== step.operation)
        return [`${name} calls \`${step.operation}\` instead of \`${old.operation}\``];
      const { names } = differing(passed(old.arguments, step.arguments, inputs));
      if (names.length > 0)
        return [`${name} hands another value upstream as ${names.map(code).join(', ')}`];
      return old.name === step.name ? [] : [`${name} stands where \`${old.name}\` did`];
    }
    if (same(old, step)) return [];
    if (old.kind !== step.kind) return [`${name} is a ${step.kind} now, not a ${old.kind}`];
    return [
      step.kind === 'lookup' ? `${name} looks for something else` : `${name} runs another script`,
    ];
  });
}

/** A member that is new takes nothing from those who read the others. */
function compareMappings(
  before: Steps,
  after: Steps,
  subject: Subject,
  record: RecordChange,
): void {
  const members = ({ mappings }: Steps): ReadonlyMap<string, string> =>
    new Map(mappings.map(({ target, value }) => [target.join('.'), stableJson(value, ['at'])]));
  const [old, fresh] = [members(before), members(after)];
  const changed = [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (name) => old.get(name) !== fresh.get(name),
  );
  if (changed.length === 0) return;
  const isNew = (name: string): boolean => !old.has(name);
  if (changed.every(isNew) && old.size > 0) {
    // Where the result has a type, what is new in it is told as that.
    if (after.output.kind === 'whole' && after.output.type.kind === 'unknown')
      for (const name of changed)
        record(
          'result-property-added',
          { ...subject, path: [...subject.path, `result .${name}`] },
          `\`.${name}\` of the result is new`,
        );
    return;
  }
  const words = changed.map((name) =>
    isNew(name)
      ? `\`${name}\` is new`
      : fresh.has(name)
        ? `\`${name}\` is read from elsewhere`
        : `\`${name}\` is gone`,
  );
  record(
    'action-mappings-changed',
    subject,
    `its result is put together in another way: ${listed(words)}`,
    [before.mappings, after.mappings],
  );
}

export type Passed = readonly [before: readonly Argument[], after: readonly Argument[]];

/** Without what only hands on an input that is new or gone: that is told as a change of the inputs. */
export function passed(
  before: readonly Argument[],
  after: readonly Argument[],
  { both }: Pairs<Input>,
): Passed {
  const known = new Set(both.map(([, now]) => now.name));
  const without = (list: readonly Argument[], others: readonly Argument[]): readonly Argument[] =>
    list
      .filter(
        ({ name, value }) =>
          value.kind !== 'input' ||
          known.has(value.name) ||
          others.some((other) => other.name === name),
      )
      .toSorted((a, b) => compareText(a.name, b.name));
  return [without(before, after), without(after, before)];
}

/** Arguments that are not the same, with what they are on either side. */
export function differing([before, after]: Passed): {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
} {
  const [was, is] = [before, after].map(
    (list) => new Map(list.map(({ name, value }) => [name, stableJson(value, ['at'])])),
  );
  const names = [...new Set([...was!.keys(), ...is!.keys()])]
    .filter((name) => was!.get(name) !== is!.get(name))
    .sort(compareText);
  return {
    names,
    values: names.map((name) => [name, was!.get(name) ?? null, is!.get(name) ?? null]),
  };
}

function listed(words: readonly string[]): string {
  const more = words.length - 3;
  return more > 0 ? `${words.slice(0, 3).join('; ')}; and ${more} more` : words.join('; ');
}

function code(name: string): string {
  return `\`${name}\``;
}

function same(before: unknown, after: unknown): boolean {
  return stableJson(before, ['at', 'source']) === stableJson(after, ['at', 'source']);
}
