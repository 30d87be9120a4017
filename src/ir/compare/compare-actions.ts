// What routes, tools, flows and resources do when they are called.
import type { Action, Argument, Input, Step } from '../capability.ts';
import type { RecordChange, Subject } from './compare-change.ts';
import type { Pairs } from './compare-pairs.ts';
import { compareResults } from './compare-results.ts';
import type { Renames } from './compare-renames.ts';
import { compareText } from '../../util/compare.ts';
import { stableJson } from '../../util/stable-json.ts';

/** `renames` are those of the unit: its own `inputs` included. */
export function compareActions(
  before: Action,
  after: Action,
  inputs: Pairs<Input>,
  renames: Renames,
  subject: Subject,
  record: RecordChange,
): void {
  const old = renames.apply(before);
  if (old.kind !== after.kind) {
    if (old.kind === 'unimplemented')
      record('action-implemented', subject, 'it is implemented now');
    else if (after.kind === 'unimplemented')
      record('action-unimplemented', subject, 'it is no longer implemented: every call fails');
    else
      record(
        'action-kind-changed',
        subject,
        `it was ${words[old.kind]}, now ${words[after.kind]}`,
        [old.kind, after.kind],
      );
  } else if (old.kind === 'call' && after.kind === 'call') {
    compareTargets(
      `operation \`${old.operation}\``,
      `operation \`${after.operation}\``,
      passed(old.arguments, after.arguments, inputs),
      subject,
      record,
    );
  } else if (old.kind === 'flow' && after.kind === 'flow') {
    compareTargets(
      `flow \`${old.flow}\``,
      `flow \`${after.flow}\``,
      passed(old.arguments, after.arguments, inputs),
      subject,
      record,
    );
  } else if (old.kind === 'forward' && after.kind === 'forward') {
    if (old.service !== after.service)
      record(
        'action-target-changed',
        subject,
        `it forwards to \`${after.service}\` instead of \`${old.service}\``,
        [old.service, after.service],
      );
    const headers = [old.headers, after.headers].map((list) =>
      list.map((header) => header.toLowerCase()).sort(compareText),
    );
    if (!same(headers[0], headers[1]))
      record('action-headers-changed', subject, 'it forwards other headers', headers);
  } else if (old.kind === 'steps' && after.kind === 'steps') {
    const [was, is] = comparableSteps(old.steps, after.steps, inputs);
    if (!same(was, is))
      record('action-steps-changed', subject, 'its steps have changed', [was, is]);
    if (!same(old.mappings, after.mappings))
      record('action-mappings-changed', subject, 'its result is put together in another way', [
        old.mappings,
        after.mappings,
      ]);
  }
  if ('output' in before && 'output' in after)
    compareResults(before.output, after.output, renames, subject, record);
}

const words = {
  call: 'a call',
  flow: 'a flow',
  steps: 'steps',
  mock: 'a mock',
  forward: 'forwarded',
  unimplemented: 'not implemented',
};

type Passed = readonly [before: readonly Argument[], after: readonly Argument[]];

/** Without what only hands on an input that is new or gone: that is told as a change of the inputs. */
function passed(
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

function comparableSteps(
  before: readonly Step[],
  after: readonly Step[],
  inputs: Pairs<Input>,
): readonly [readonly Step[], readonly Step[]] {
  if (before.length !== after.length) return [before, after];
  const pairs = before.map((old, index): readonly [Step, Step] => {
    const now = after[index]!;
    if (old.kind !== 'call' || now.kind !== 'call') return [old, now];
    const [was, is] = passed(old.arguments, now.arguments, inputs);
    return [
      { ...old, arguments: was },
      { ...now, arguments: is },
    ];
  });
  return [pairs.map(([old]) => old), pairs.map(([, now]) => now)];
}

function compareTargets(
  before: string,
  after: string,
  [old, fresh]: Passed,
  subject: Subject,
  record: RecordChange,
): void {
  if (before !== after)
    return record('action-target-changed', subject, `it calls ${after} instead of ${before}`, [
      before,
      after,
    ]);
  const [was, is] = [old, fresh].map(
    (list) => new Map(list.map(({ name, value }) => [name, stableJson(value, ['at'])])),
  );
  const names = [...new Set([...was!.keys(), ...is!.keys()])]
    .filter((name) => was!.get(name) !== is!.get(name))
    .sort(compareText);
  if (names.length === 0) return;
  const list = names.map((name) => `\`${name}\``).join(', ');
  record(
    'action-arguments-changed',
    subject,
    `it hands another value upstream as ${list}`,
    names.map((name) => [name, was!.get(name) ?? null, is!.get(name) ?? null]),
  );
}

function same(before: unknown, after: unknown): boolean {
  return stableJson(before, ['at', 'source']) === stableJson(after, ['at', 'source']);
}
