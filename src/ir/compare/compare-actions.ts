// What routes, tools, flows and resources do when they are called.
import type { Action, Input } from '../capability.ts';
import type { RecordChange, Subject } from './compare-change.ts';
import type { Pairs } from './compare-pairs.ts';
import { compareResults } from './compare-results.ts';
import { compareSteps, differing, passed, type Passed } from './compare-steps.ts';
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
    compareSteps(old, after, inputs, subject, record);
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
  const { names, values } = differing([old, fresh]);
  if (names.length === 0) return;
  const list = names.map((name) => `\`${name}\``).join(', ');
  record('action-arguments-changed', subject, `it hands another value upstream as ${list}`, values);
}

function same(before: unknown, after: unknown): boolean {
  return stableJson(before, ['at', 'source']) === stableJson(after, ['at', 'source']);
}
