// What a route is given in its test, and what has to arrive upstream then: worked out from the capability alone.
import type { Auth, Input, Route } from '../../ir/capability.ts';
import type { Type } from '../../ir/type.ts';
import { askedInputs, routeBody } from '../typescript/route-inputs.ts';
import { carried, fits } from './carried-value.ts';
import {
  type ActionWorld,
  type ExpectedAction,
  expectedAction,
  fedSample,
} from './expected-action.ts';
import { Bytes, type Sample, testSample } from './sample-value.ts';

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

export interface ExpectedRoute extends ExpectedAction {
  readonly takes: RouteRequest;
  /** `query limit`: without it nothing is sent. */
  readonly required: readonly string[];
  /** Those that do not take any text. */
  readonly typed: readonly string[];
}

export function expectedRoute(
  route: Route,
  auth: Auth | undefined,
  world: ActionWorld,
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
    ...expectedAction(route, complete ? values : undefined, world),
  };
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
