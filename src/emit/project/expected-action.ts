// What an action sends when it is given its inputs, and what it comes to with answers that a test makes up: worked out from
// the capability alone, for the generated tests of routes and tools.
import type {
  Action,
  Argument,
  Capability,
  Input,
  Operation,
  OutputFormat,
  Service,
} from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import { signature } from '../typescript/signature.ts';
import {
  type ExpectedAnswer,
  expectedAnswer,
  shapedBy,
  type Shaping,
  told,
} from './expected-answer.ts';
import { type ExpectedRequest, expectedRequest, type Given } from './expected-request.ts';
import { expectedSteps, type StepRequest } from './expected-steps.ts';
import { evaluate, type Lookup, Refusal, type Value } from './expected-value.ts';
import type { Sample } from './sample-value.ts';
import type { Environment } from './test-environment.ts';
import type { WireTest } from './wire-tests.ts';

export interface ExpectedAction {
  /** What it does with an answer of the upstream; `nothing`: there is none. */
  readonly answers: 'as it is' | 'shaped' | 'by steps' | 'nothing' | 'not at all';
  /** The first request; undefined: more than a test can tell. */
  readonly sends?: ExpectedRequest | undefined;
  readonly example?: ExpectedAnswer | undefined;
  /** Of the answer to a call. */
  readonly format?: OutputFormat;
  /** Of steps: what is sent after the first request, each with what the upstream says to it. */
  readonly later?: readonly StepRequest[];
}

export interface ActionWorld {
  readonly capability: Capability;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly services: ReadonlyMap<string, Service>;
  /** By operation: what feeds one is given the values of its test. */
  readonly wire: ReadonlyMap<string, WireTest>;
  readonly environment: Environment;
}

export function actionWorld(
  capability: Capability,
  environment: Environment,
  tests: readonly WireTest[],
): ActionWorld {
  return {
    capability,
    environment,
    operations: new Map(capability.operations.map((operation) => [operation.id, operation])),
    services: new Map(capability.services.map((service) => [service.id, service])),
    wire: new Map(tests.map((test) => [test.operation.id, test])),
  };
}

type Values = ReadonlyMap<string, Value>;

/** `given` undefined: not every input can be given. */
export function expectedAction(
  unit: { readonly inputs: readonly Input[]; readonly action: Action },
  given: ReadonlyMap<string, Sample> | undefined,
  world: ActionWorld,
): ExpectedAction {
  try {
    return outcome(unit.action, given && withFixed(unit.inputs, given, world), [], world);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { answers: 'by steps' };
  }
}

/** `outer`: shapes of the units that have called this one, the innermost first. */
function outcome(
  action: Action,
  values: Values | undefined,
  outer: readonly Shaping[],
  world: ActionWorld,
): ExpectedAction {
  const own: readonly Shaping[] =
    !('output' in action) || action.output.kind === 'whole'
      ? []
      : [{ node: action.output, evaluate: evaluator(values ?? new Map(), world) }];
  const shapes = [...own, ...outer];
  const example = (isMocked: boolean): ExpectedAnswer | undefined =>
    values && expectedAnswer(shapes, isMocked);
  switch (action.kind) {
    case 'flow': {
      const flow = world.capability.flows.find(({ id }) => id === action.flow);
      if (flow === undefined) return { answers: 'not at all' };
      const { inputs } = flow;
      const inner =
        values && withFixed(inputs, new Map(worked(action.arguments, values, world)), world);
      return outcome(flow.action, inner, shapes, world);
    }
    case 'call': {
      const operation = world.operations.get(action.operation);
      if (operation === undefined) return { answers: 'not at all' };
      const { format } = operation.output;
      return {
        answers: shapes.length === 0 ? 'as it is' : 'shaped',
        sends: values && sent(operation, worked(action.arguments, values, world), world),
        example: format === 'json' ? example(false) : undefined,
        format,
      };
    }
    case 'steps':
      return stepsOutcome(action, values, outer, world);
    case 'mock':
      return { answers: 'nothing', example: example(true) };
    case 'forward':
      return { answers: 'as it is' };
    case 'unimplemented':
      return { answers: 'not at all' };
  }
}

function stepsOutcome(
  action: Extract<Action, { kind: 'steps' }>,
  values: Values | undefined,
  outer: readonly Shaping[],
  world: ActionWorld,
): ExpectedAction {
  const [start] = action.steps;
  if (start?.kind === 'call' && !world.operations.has(start.operation))
    return { answers: 'not at all' };
  if (start?.kind !== 'call' || values === undefined) return { answers: 'by steps' };
  const { requests, result } = expectedSteps(action, {
    operation: (id) => world.operations.get(id),
    evaluate: (expression, outputs) => evaluator(values, world, outputs)(expression),
    sent: (step, outputs) => {
      const operation = world.operations.get(step.operation);
      return operation && sent(operation, worked(step.arguments, values, world, outputs), world);
    },
  });
  const [first, ...later] = requests;
  const gives = result && told(() => shapedBy(outer, result.value));
  const { upstream } = first ?? {};
  return {
    answers: 'by steps',
    sends: first?.sends,
    example: upstream === undefined ? undefined : { upstream, gives },
    ...(later.length === 0 ? {} : { later }),
  };
}

function evaluator(
  values: Values,
  { environment }: ActionWorld,
  outputs?: Values,
): (expression: Expression) => Value {
  const reader =
    (known: Values | undefined): Lookup =>
    (name) =>
      known?.get(name);
  return (expression) => evaluate(expression, reader(values), environment.secret, reader(outputs));
}

type Worked = readonly (readonly [name: string, value: Sample])[];

function worked(
  list: readonly Argument[],
  values: Values,
  world: ActionWorld,
  outputs?: Values,
): Worked {
  const read = evaluator(values, world, outputs);
  return list.flatMap(({ name, value }) => {
    const result = read(value);
    return result === undefined ? [] : [[name, result] as const];
  });
}

/** With the inputs whose values nobody is asked for. */
function withFixed(inputs: readonly Input[], given: Values, world: ActionWorld): Values {
  const all = new Map(given);
  for (const { name, value } of inputs)
    if (value !== undefined) all.set(name, evaluator(all, world)(value));
  return all;
}

function sent(
  operation: Operation,
  values: Worked,
  { services, environment }: ActionWorld,
): ExpectedRequest | undefined {
  const service = services.get(operation.service);
  if (service === undefined) return undefined;
  const { fields } = signature(operation, service.auth);
  const inPath = new Set(
    operation.path.flatMap((part) => (typeof part === 'string' ? [] : [part.variable])),
  );
  const given: Given = values.flatMap(([name, value]) => {
    const named = fields.filter(({ wire }) => wire.name === name);
    const field = inPath.has(name) ? named.find(({ wire }) => wire.in === 'path') : named[0];
    return field === undefined ? [] : [[field, value] as const];
  });
  const missing = fields.some(
    (field) => field.required && !given.some(([other]) => other === field),
  );
  return missing ? undefined : expectedRequest(operation, service, given, environment);
}

/** The value that the test of the operation gives to what this input feeds; of steps: of the first call. */
export function fedSample(action: Action, input: Input, world: ActionWorld): Sample | undefined {
  const call = action.kind === 'steps' ? action.steps.find((step) => step.kind === 'call') : action;
  if (call?.kind !== 'call') return undefined;
  const target = call.arguments.find(
    ({ value }) => value.kind === 'input' && value.name === input.name && value.path === undefined,
  );
  const test = world.wire.get(call.operation);
  if (target === undefined || test === undefined) return undefined;
  const auth = world.services.get(test.operation.service)?.auth;
  const { fields } = signature(test.operation, auth);
  const field = fields.find(({ wire }) => wire.name === target.name);
  return field && test.expected.args[field.key];
}
