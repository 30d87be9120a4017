// What a route is given in its test, and what has to arrive upstream then: worked out from the capability alone.
import type {
  Action,
  Argument,
  Auth,
  Capability,
  Input,
  Operation,
  OutputNode,
  Route,
  Service,
} from '../../ir/capability.ts';
import type { Type } from '../../ir/type.ts';
import { signature } from '../typescript/signature.ts';
import { askedInputs, routeBody } from '../typescript/route-inputs.ts';
import { carried, fits } from './carried-value.ts';
import { type ExpectedAnswer, expectedAnswer } from './expected-answer.ts';
import { type ExpectedRequest, expectedRequest, type Given } from './expected-request.ts';
import { evaluate, Refusal, type Value } from './expected-value.ts';
import { Bytes, type Sample, testSample } from './sample-value.ts';
import type { Environment } from './test-environment.ts';
import type { WireTest } from './wire-tests.ts';

export type Texts = Readonly<Record<string, string | readonly string[]>>;

export interface RouteRequest {
  readonly path?: Texts;
  readonly query?: Texts;
  readonly headers?: Texts;
  readonly cookies?: Texts;
  readonly body?: {
    readonly type: string;
    readonly json?: Sample;
    readonly text?: string;
  };
}

export interface ExpectedRoute {
  readonly takes: RouteRequest;
  /** `query limit`: without it nothing is sent. */
  readonly required: readonly string[];
  /** Those that do not take any text. */
  readonly typed: readonly string[];
  /** What the route does with an answer of the upstream; `nothing`: there is none. */
  readonly answers: 'as it is' | 'shaped' | 'by steps' | 'nothing' | 'not at all';
  /** Undefined: more than a test can tell. */
  readonly sends?: ExpectedRequest | undefined;
  readonly example?: ExpectedAnswer | undefined;
}

export interface RouteWorld {
  readonly capability: Capability;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly services: ReadonlyMap<string, Service>;
  /** By operation: where a route feeds one, it is given the values of its test. */
  readonly wire: ReadonlyMap<string, WireTest>;
  readonly environment: Environment;
}

export function expectedRoute(
  route: Route,
  auth: Auth | undefined,
  world: RouteWorld,
): ExpectedRoute {
  const body = routeBody(route, world.operations);
  const asked = askedInputs(route);
  const values = new Map<string, Sample>();
  let complete = true;
  asked.forEach((input, index) => {
    const candidates = [
      fedSample(route.action, input, world),
      sampleFor(route, input, 11 + index),
    ].filter((value) => value !== undefined);
    const isRead = (value: Sample): boolean =>
      input.in === 'body'
        ? body?.kind === 'whole'
          ? isWholeBody(body.contentType, input.type, value)
          : fits(input.type, value)
        : !reserved(input, auth) && carried(input.type, input.in, value) !== undefined;
    // Requests of these methods have no body on any platform.
    const isLost = input.in === 'body' && (route.method === 'GET' || route.method === 'HEAD');
    const value = isLost ? undefined : candidates.find(isRead);
    if (value !== undefined) values.set(input.name, value);
    else if (input.required || input.in === 'path') complete = false;
  });
  const at = (place: Input['in']): readonly Input[] =>
    asked.filter((input) => input.in === place && values.has(input.name));
  const texts = (place: Input['in']): Texts | undefined => {
    const pairs = at(place).map(
      (input) => [input.name, carried(input.type, place, values.get(input.name)!)!] as const,
    );
    return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
  };
  const takes: RouteRequest = {
    ...defined('path', texts('path')),
    ...defined('query', texts('query')),
    ...defined('headers', texts('header')),
    ...defined('cookies', texts('cookie')),
    ...defined('body', bodyOf(body, at('body'), values)),
  };
  const label = ({ name, in: place }: Input): string => `${place} ${name}`;
  return {
    takes,
    required: asked.filter((input) => input.required && input.in !== 'path').map(label),
    typed: asked
      .filter(
        ({ name, type, in: place }) =>
          (place !== 'body' || (body?.kind === 'fields' && values.has(name))) &&
          isStrict(type, place === 'body'),
      )
      .map(label),
    ...outcome(route, complete ? values : undefined, world),
  };
}

function outcome(
  route: Route,
  given: ReadonlyMap<string, Sample> | undefined,
  world: RouteWorld,
): Pick<ExpectedRoute, 'answers' | 'sends' | 'example'> {
  let action = route.action;
  let values: ReadonlyMap<string, Value> | undefined = given;
  const { secret } = world.environment;
  const reader =
    (known: ReadonlyMap<string, Value>) =>
    (name: string): Value =>
      known.get(name);
  const worked = (list: readonly Argument[], known: ReadonlyMap<string, Value>) =>
    list.flatMap(({ name, value }) => {
      const result = evaluate(value, reader(known), secret);
      return result === undefined ? [] : [[name, result] as const];
    });
  const fixed = (inputs: readonly Input[], known: ReadonlyMap<string, Value>) => {
    const all = new Map(known);
    for (const { name, value } of inputs)
      if (value !== undefined) all.set(name, evaluate(value, reader(all), secret));
    return all;
  };
  const shapes: { readonly node: OutputNode; readonly values: ReadonlyMap<string, Value> }[] = [];
  try {
    values = values && fixed(route.inputs, values);
    while (action.kind === 'flow') {
      const { flow: id, arguments: list, output } = action;
      const flow = world.capability.flows.find((each) => each.id === id);
      if (flow === undefined) return { answers: 'not at all' };
      if (output.kind !== 'whole') shapes.push({ node: output, values: values ?? new Map() });
      values = values && fixed(flow.inputs, new Map(worked(list, values)));
      action = flow.action;
    }
    const own = 'output' in action ? action.output : undefined;
    if (own !== undefined && own.kind !== 'whole')
      shapes.push({ node: own, values: values ?? new Map() });
    const [shape] = shapes;
    const example = (isMocked: boolean): ExpectedAnswer | undefined =>
      shape === undefined || shapes.length > 1 || values === undefined
        ? undefined
        : expectedAnswer(
            shape.node,
            (expression) => evaluate(expression, reader(shape.values), secret),
            isMocked,
          );
    switch (action.kind) {
      case 'call': {
        const operation = world.operations.get(action.operation);
        if (operation === undefined) return { answers: 'not at all' };
        const isJson = operation.output.format === 'json';
        return {
          answers: shapes.length === 0 ? 'as it is' : 'shaped',
          sends: values && sent(operation, worked(action.arguments, values), world),
          example: isJson ? example(false) : undefined,
        };
      }
      case 'steps': {
        const [first] = action.steps;
        if (first?.kind !== 'call') return { answers: 'by steps' };
        const operation = world.operations.get(first.operation);
        return {
          answers: operation === undefined ? 'not at all' : 'by steps',
          sends: values && operation && sent(operation, worked(first.arguments, values), world),
        };
      }
      case 'mock':
        return { answers: 'nothing', example: example(true) };
      case 'forward':
        return { answers: 'as it is' };
      case 'unimplemented':
        return { answers: 'not at all' };
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { answers: 'by steps' };
  }
  return { answers: 'not at all' };
}

function sent(
  operation: Operation,
  worked: readonly (readonly [name: string, value: Exclude<Value, undefined>])[],
  { services, environment }: RouteWorld,
): ExpectedRequest | undefined {
  const service = services.get(operation.service);
  if (service === undefined) return undefined;
  const { fields } = signature(operation, service.auth);
  const inPath = new Set(
    operation.path.flatMap((part) => (typeof part === 'string' ? [] : [part.variable])),
  );
  const given: Given = worked.flatMap(([name, value]) => {
    const named = fields.filter(({ wire }) => wire.name === name);
    const field = inPath.has(name) ? named.find(({ wire }) => wire.in === 'path') : named[0];
    return field === undefined ? [] : [[field, value] as const];
  });
  const missing = fields.some(
    (field) => field.required && !given.some(([other]) => other === field),
  );
  return missing ? undefined : expectedRequest(operation, service, given, environment);
}

/** The value that the test of the operation gives to what this input feeds. */
function fedSample(action: Action, input: Input, world: RouteWorld): Sample | undefined {
  if (action.kind !== 'call') return undefined;
  const target = action.arguments.find(
    ({ value }) => value.kind === 'input' && value.name === input.name && value.path === undefined,
  );
  const test = world.wire.get(action.operation);
  if (target === undefined || test === undefined) return undefined;
  const auth = world.services.get(test.operation.service)?.auth;
  const { fields } = signature(test.operation, auth);
  const field = fields.find(({ wire }) => wire.name === target.name);
  return field && test.expected.args[field.key];
}

function sampleFor(route: Route, input: Input, number: number): Sample {
  const shares = route.path.filter((part) => typeof part !== 'string').length > 1;
  // Where a segment holds more than a variable, nothing in the value may look like the rest of it.
  if (input.in === 'path' && shares && input.type.kind !== 'enum' && isText(input.type))
    return `v${number}`;
  return testSample(input.type, input.in, input.name, number);
}

function isText(type: Type): boolean {
  return type.kind === 'unknown' || (type.kind === 'scalar' && type.scalar === 'string');
}

/** What other parts of the request set, or what changes how it is read. */
function reserved({ name, in: place }: Input, auth: Auth | undefined): boolean {
  const lower = name.toLowerCase();
  if (auth?.kind === 'apikey' && auth.placement === place && auth.name.toLowerCase() === lower)
    return true;
  if (place === 'cookie') return !/^[\w!#$%&'*+.^`|~-]+$/.test(name);
  if (place !== 'header') return false;
  return (
    !/^[\w!#$%&'*+.^`|~-]+$/.test(name) ||
    /^(content-(type|length|encoding)|cookie|host|connection|transfer-encoding|expect)$/.test(
      lower,
    ) ||
    (auth !== undefined && lower === 'authorization')
  );
}

function isWholeBody(contentType: string, type: Type, value: Sample): boolean {
  if (/[/+]json\b/i.test(contentType)) return fits(type, value);
  if (/^(application\/x-www-form-urlencoded|multipart\/)/i.test(contentType)) return false;
  return type.kind === 'binary'
    ? value instanceof Bytes
    : typeof value === 'string' && isText(type);
}

function bodyOf(
  body: ReturnType<typeof routeBody>,
  inputs: readonly Input[],
  values: ReadonlyMap<string, Sample>,
): RouteRequest['body'] {
  const [first] = inputs;
  if (body === undefined || first === undefined) return undefined;
  if (body.kind === 'fields')
    return {
      type: 'application/json',
      json: Object.fromEntries(inputs.map(({ name }) => [name, values.get(name)!])),
    };
  const value = values.get(first.name)!;
  if (value instanceof Bytes)
    return { type: body.contentType === '*/*' ? 'image/png' : body.contentType, text: value.text };
  return /[/+]json\b/i.test(body.contentType)
    ? { type: body.contentType, json: value }
    : { type: body.contentType === '*/*' ? 'text/plain' : body.contentType, text: String(value) };
}

/** Whether text that is meant for people is refused; in a body: an object that holds nothing sensible. */
function isStrict(type: Type, isBody: boolean): boolean {
  if (type.kind === 'enum') return true;
  return type.kind === 'scalar' && (isBody || type.scalar !== 'string');
}

function defined<Key extends string, T>(key: Key, value: T | undefined): { [K in Key]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: T });
}
