// What a run of steps sends and comes to: answers are made up so that every mapping finds something, then the run is worked
// out with them, from the capability alone.
import type { Action, Operation, OutputNode, Step } from '../../ir/capability.ts';
import type { Expression } from '../../ir/expression.ts';
import type { ExpectedRequest } from './expected-request.ts';
import { expectedShape, isList, memberOf, Untold } from './expected-shape.ts';
import { Refusal, type Value } from './expected-value.ts';
import { Place, plant, traced } from './fake-answer.ts';
import type { Sample } from './sample-value.ts';

type Steps = Extract<Action, { kind: 'steps' }>;
type CallStep = Extract<Step, { kind: 'call' }>;
type LookupStep = Extract<Step, { kind: 'lookup' }>;
type Outputs = ReadonlyMap<string, Value>;

export interface StepRequest {
  readonly sends: ExpectedRequest;
  /** Undefined: an answer in a format that no test makes up. */
  readonly upstream: Sample | undefined;
}

export interface StepWorld {
  operation(id: string): Operation | undefined;
  evaluate(expression: Expression, outputs: Outputs): Value;
  /** Undefined: more than a test can tell. */
  sent(step: CallStep, outputs: Outputs): ExpectedRequest | undefined;
}

export interface ExpectedSteps {
  readonly requests: readonly StepRequest[];
  /** Undefined: nobody can tell, and more may be sent. */
  readonly result: { readonly value: Sample } | undefined;
}

export function expectedSteps(action: Steps, world: StepWorld): ExpectedSteps {
  const requests: StepRequest[] = [];
  try {
    const answers = madeUp(action, world);
    const result = run(action, world, answers, (request) => requests.push(request));
    return { requests, result };
  } catch (error) {
    if (error instanceof Untold || error instanceof Refusal) return { requests, result: undefined };
    throw error;
  }
}

/** Undefined where the run comes to something that cannot be told. */
function run(
  action: Steps,
  world: StepWorld,
  answers: ReadonlyMap<Step, Place>,
  tell: (request: StepRequest) => void,
): ExpectedSteps['result'] {
  const outputs = new Map<string, Value>();
  let last: Value;
  for (const step of action.steps) {
    if (step.kind === 'script') return undefined;
    if (step.kind === 'lookup') {
      outputs.set(step.name, lookedUp(step, outputs, world));
      continue;
    }
    const sends = world.sent(step, outputs);
    if (sends === undefined) return undefined;
    last = answers.get(step)?.json();
    tell({ sends, upstream: last });
    if (last === undefined) return undefined;
    outputs.set(step.name, kept(step, last, outputs, world));
  }
  const { mappings, output } = action;
  if (mappings.length > 0) return { value: mapped(mappings, outputs, world) };
  const value = expectedShape(output, last ?? null, (one) => world.evaluate(one, outputs));
  return { value };
}

/** What a step keeps of an answer. */
function kept(step: CallStep, answer: Sample, outputs: Outputs, world: StepWorld): Value {
  const { projection = undefined } = world.operation(step.operation)?.output ?? {};
  return projection === undefined
    ? answer
    : expectedShape(projection, answer, (one) => world.evaluate(one, outputs));
}

function lookedUp(step: LookupStep, outputs: Outputs, world: StepWorld): Value {
  const wanted = world.evaluate(step.value, outputs);
  const index = outputs.get(step.index);
  const items = isList(index) ? index : [index];
  const found = (one: Value): Value => {
    if (one === undefined || one === null) return undefined;
    if (typeof one === 'object') throw new Untold();
    const item = items.find((candidate) => {
      const field = memberOf(candidate, step.match);
      return field !== undefined && field !== null && String(field) === String(one);
    });
    if (item === undefined || step.fields.length === 0) return item;
    return Object.fromEntries(step.fields.map((name) => [name, memberOf(item, name) ?? null]));
  };
  return isList(wanted) ? wanted.map(found).filter((hit) => hit !== undefined) : found(wanted);
}

class Members {
  readonly values = new Map<string, Value | Members>();
}

/** Names with dots nest; what has no value is left out. */
function mapped(mappings: Steps['mappings'], outputs: Outputs, world: StepWorld): Sample {
  const result = new Members();
  for (const { target, value } of mappings) {
    const found = world.evaluate(value, outputs);
    if (found === undefined) continue;
    let at = result;
    for (const key of target.slice(0, -1)) {
      const next = at.values.get(key);
      // What is mapped whole and in part: the order decides.
      if (next !== undefined && !(next instanceof Members)) throw new Untold();
      const inner = next ?? new Members();
      at.values.set(key, inner);
      at = inner;
    }
    at.values.set(target.at(-1) ?? '', found);
  }
  return plain(result);
}

function plain({ values }: Members): Sample {
  return Object.fromEntries(
    [...values].map(([name, value]) => [name, value instanceof Members ? plain(value) : value!]),
  );
}

/** An answer for each call: one that everything which is read of it can be found in. */
function madeUp(action: Steps, world: StepWorld): ReadonlyMap<Step, Place> {
  const answers = new Map<Step, Place>();
  let count = 0;
  const next = (): string => `answer ${++count} é"`;
  const calls = action.steps.filter((step) => step.kind === 'call' && isJson(step, world));
  for (const step of calls) answers.set(step, new Place());
  const lastCall = action.steps.findLast((step) => step.kind === 'call');
  const reads = allReads(action);
  for (const [step, place] of answers) {
    const node = projectionOf(step, world);
    if (node.kind !== 'whole') plant(node, place, next);
    if (step === lastCall && action.output.kind !== 'whole')
      attempt(() => plant(action.output, place, next));
    const own = reads
      .filter((read) => read.step === step.name)
      .map(({ ofItem, path }) => (ofItem ? [...itemKeys(node), ...path] : path));
    for (const path of own.toSorted((a, b) => b.length - a.length))
      attempt(() => {
        const at = traced(node, place, path);
        if (at?.isEmpty === true) at.text(next());
      });
  }
  for (const step of action.steps)
    if (step.kind === 'lookup') attempt(() => matchUp(step, action, world, answers));
  return answers;
}

/** What is looked for is there, behind another that is not meant. */
function matchUp(
  step: LookupStep,
  action: Steps,
  world: StepWorld,
  answers: ReadonlyMap<Step, Place>,
): void {
  const index = action.steps.find(({ name }) => name === step.index);
  const place = index && answers.get(index);
  if (index === undefined || place === undefined) return;
  const node = projectionOf(index, world);
  const at = traced(node, place, [...itemKeys(node), step.match]);
  const before = { ...action, steps: action.steps.slice(0, action.steps.indexOf(step)) };
  const reader: Mapping = { target: ['wanted'], value: step.value };
  const found = run({ ...before, mappings: [reader] }, world, answers, () => undefined);
  const wanted = memberOf(found?.value, 'wanted');
  if (typeof wanted !== 'string' && typeof wanted !== 'number') return;
  at?.change(String(wanted));
  if (node.kind === 'whole') place.addOther();
}

type Mapping = Steps['mappings'][number];

/** A step that keeps an object is a list of one. */
function itemKeys(node: OutputNode): readonly string[] {
  return node.kind === 'whole' || node.kind === 'array' ? ['0'] : [];
}

function isJson(step: CallStep, world: StepWorld): boolean {
  const operation = world.operation(step.operation);
  return operation?.output.format === 'json' && operation.method !== 'HEAD';
}

const everything: OutputNode = { kind: 'whole', type: { kind: 'unknown' } };

function projectionOf(step: Step, world: StepWorld): OutputNode {
  const operation = step.kind === 'call' ? world.operation(step.operation) : undefined;
  return operation?.output.projection ?? everything;
}

interface Read {
  readonly step: string;
  /** Of an item of the list that the step gives. */
  readonly ofItem: boolean;
  readonly path: readonly string[];
}

/** Every part of a step's output that something reads; of a lookup: of the item that it gives. */
function allReads(action: Steps): readonly Read[] {
  const lookups = action.steps.filter((step) => step.kind === 'lookup');
  const expressions = [
    ...action.steps.flatMap((step) =>
      step.kind === 'lookup' ? [step.value] : step.arguments.map(({ value }) => value),
    ),
    ...action.mappings.map(({ value }) => value),
    ...nodeExpressions(action.output),
  ];
  const through = (read: Read): Read => {
    const lookup = lookups.find(({ name }) => name === read.step);
    return lookup === undefined ? read : { ...read, step: lookup.index, ofItem: true };
  };
  const fields = lookups.flatMap(({ index, match, fields: names }) =>
    [match, ...names].map((name): Read => ({ step: index, ofItem: true, path: [name] })),
  );
  return [...expressions.flatMap(readsOf).map(through), ...fields].filter(({ path }) =>
    path.every((key) => key !== ''),
  );
}

function readsOf(expression: Expression): readonly Read[] {
  switch (expression.kind) {
    case 'step':
      return [{ step: expression.step, ofItem: false, path: expression.path }];
    case 'template':
      return expression.parts.flatMap((part) => (typeof part === 'string' ? [] : readsOf(part)));
    case 'array':
      return expression.items.flatMap(readsOf);
    case 'object':
      return expression.members.flatMap(({ value }) => readsOf(value));
    case 'literal':
    case 'input':
    case 'secret':
      return [];
  }
}

function nodeExpressions(node: OutputNode): readonly Expression[] {
  switch (node.kind) {
    case 'value':
      return [node.value];
    case 'object':
      return node.properties.flatMap(({ node: child }) => nodeExpressions(child));
    case 'array':
      return nodeExpressions(node.items);
    case 'whole':
    case 'path':
      return [];
  }
}

/** What cannot be had is left out; the run is worked out with what is there. */
function attempt(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Untold) && !(error instanceof Refusal)) throw error;
  }
}
