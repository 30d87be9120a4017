// What routes, tools and flows of several capabilities do, told with the ids of the package.
import { stableJson } from '../../util/stable-json.ts';
import type { Action, Argument, Input } from '../capability.ts';
import { joinInputs } from './merge-inputs.ts';

/** What the ids of each capability have become; `part` is its index. */
export interface Renames {
  service(part: number, id: string): string;
  operation(part: number, id: string): string;
  flow(part: number, id: string): string;
}

export function renameAction(action: Action, part: number, renames: Renames): Action {
  switch (action.kind) {
    case 'call':
      return { ...action, operation: renames.operation(part, action.operation) };
    case 'flow':
      return { ...action, flow: renames.flow(part, action.flow) };
    case 'steps': {
      const steps = action.steps.map((step) =>
        step.kind === 'call'
          ? { ...step, operation: renames.operation(part, step.operation) }
          : step,
      );
      return { ...action, steps };
    }
    case 'forward':
      return { ...action, service: renames.service(part, action.service) };
    case 'mock':
    case 'unimplemented':
      return action;
  }
}

interface Unit {
  readonly inputs: readonly Input[];
  readonly action: Action;
}

/** Two units that call one operation, one of them with more of its inputs than the other; or two that do the same. */
export function joinUnits(a: Unit, b: Unit): Unit | undefined {
  const inputs = joinInputs(a.inputs, b.inputs);
  const action = joinActions(a.action, b.action);
  return inputs === undefined || action === undefined ? undefined : { inputs, action };
}

function joinActions(a: Action, b: Action): Action | undefined {
  if (a.kind !== 'call' || b.kind !== 'call')
    return stableJson(a) === stableJson(b) ? a : undefined;
  if (a.operation !== b.operation || stableJson(a.output) !== stableJson(b.output))
    return undefined;
  const given = joinArguments(a.arguments, b.arguments);
  return given && { ...a, arguments: given };
}

function joinArguments(
  a: readonly Argument[],
  b: readonly Argument[],
): readonly Argument[] | undefined {
  const [more, fewer] = a.length >= b.length ? [a, b] : [b, a];
  const known = new Map(more.map(({ name, value }) => [name, stableJson(value)]));
  return fewer.every(({ name, value }) => known.get(name) === stableJson(value)) ? more : undefined;
}
