// A generated client that calls the generated server of the same file: what reaches the upstream is what the client would
// have sent itself. A sample of the real files; `npm run corpus` takes all of them.
import { afterAll, describe, expect, test } from 'vitest';
import { Bytes, testSample } from '../../src/emit/project/sample-value.ts';
import type { Capability, Input, Operation, PathPart, Route } from '../../src/ir/capability.ts';
import { compileFiles } from '../support/compile.ts';
import { json, runCapability, type RunningCapability } from '../support/run.ts';
import { hasShared, readProject, sharedFiles } from '../support/shared.ts';
import type { Recorded } from '../support/upstream.ts';

const isEach = process.env['CAPWRIGHT_CORPUS'] === '1';

/** Those that say routes of their own. */
const wild = sharedFiles('corpus/wild')
  .filter((file) => /type: "?rest\b/.test(readProject(file)))
  .filter((_, index) => isEach || index % 30 === 7);

const samples = ['capabilities/posthog-persons.yaml', 'capabilities/order-desk.yaml'];

interface Pair {
  readonly operation: Operation;
  readonly route: Route;
  /** What stands before the operation's path in the route's. */
  readonly prefix: string;
}

/** Routes that an operation's own path leads to: the same but for what stands before it. */
function pairs({ operations, surfaces }: Capability): readonly Pair[] {
  const surface = surfaces.find(({ kind }) => kind === 'rest');
  if (surface?.kind !== 'rest') return [];
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  return surface.routes.flatMap((route): Pair[] => {
    const operation = route.action.kind === 'call' ? byId.get(route.action.operation) : undefined;
    if (operation === undefined || operation.body !== undefined) return [];
    if (route.method !== operation.method) return [];
    const [own, mounted] = [shapeOf(operation.path), shapeOf(route.path)];
    const prefix = mounted.endsWith(own) ? mounted.slice(0, mounted.length - own.length) : '{}';
    const isPlain = !/[{}?#]/.test(prefix) && !/[?#]/.test(own);
    return isPlain && isFed(operation, route) ? [{ operation, route, prefix }] : [];
  });
}

function shapeOf(path: readonly PathPart[]): string {
  const text = path.map((part) => (typeof part === 'string' ? part : '{}')).join('');
  return text.replace(/\/$/, '');
}

/** Asked for under names of their own, and passed on by the route as they came. */
function isFed(operation: Operation, { action, inputs }: Route): boolean {
  const names = operation.inputs.map(({ name }) => name);
  if (new Set(names).size < names.length || action.kind !== 'call') return false;
  // Nobody here makes up text that matches a pattern.
  const isOpen = ({ type, value }: Input): boolean =>
    value === undefined && !(type.kind === 'scalar' && type.pattern !== undefined);
  if (!inputs.every(isOpen)) return false;
  const worked = action.arguments.every(({ value }) => value.kind === 'input');
  return worked && operation.inputs.every((input) => input.in === 'path' || input.in === 'query');
}

/** Values for what both the operation and its route know; what the route does not take cannot reach the upstream. */
function argumentsOf({ operation, route }: Pair): Record<string, unknown> {
  const of = (place: Input['in']): readonly Input[] =>
    route.inputs.filter((one) => one.in === place);
  const variables = (path: readonly PathPart[]): readonly string[] =>
    path.flatMap((part) => (typeof part === 'string' ? [] : [part.variable]));
  const [own, theirs] = [variables(operation.path), variables(route.path)];
  const twin = ({ in: place, name }: Input): Input | undefined => {
    const called = place === 'path' ? theirs[own.indexOf(name)] : name;
    return of(place).find((one) => one.name === called);
  };
  // The route may be the stricter of the two.
  return Object.fromEntries(
    operation.inputs
      .filter((one) => one.value === undefined && (one.in === 'path' || twin(one) !== undefined))
      .map((one, index) => [one.name, valueOf(twin(one) ?? one, index + 1)]),
  );
}

function valueOf({ type, in: place, name }: Input, number: number): unknown {
  const value = testSample(type, place, name, number);
  return value instanceof Bytes ? value.text : value;
}

type Method = ((args: object) => Promise<unknown>) & { raw(args: object): Promise<Response> };

function methodOf(client: object, path: readonly string[]): Method {
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], client) as Method;
}

const asSent = ({ method, path, query, body }: Recorded): unknown => ({
  method,
  path,
  query,
  body,
});

const open: RunningCapability[] = [];
afterAll(() => Promise.all(open.map((one) => one.close())));

describe.runIf(hasShared)('the client calls the server of the same file', () => {
  test('the sample has routes that can be called so', () => {
    const { capability } = compileFiles({ 'a.yaml': readProject(samples[0] ?? '') });
    expect(capability && pairs(capability).length).toBeGreaterThan(10);
  });

  test.each([...samples, ...wild])(
    '%s',
    async (file) => {
      const text = readProject(file);
      const { capability } = compileFiles({ 'a.yaml': text });
      const all = capability === undefined ? [] : pairs(capability);
      if (capability === undefined || all.length === 0) return;
      const secrets = Object.fromEntries(capability.secrets.map(({ name }) => [name, 'k']));
      const run = await runCapability({ 'a.yaml': text }, () => json({ ok: true }), {
        secrets,
        server: { authenticate: () => undefined },
      });
      open.push(run);
      const { createClient } = (await run.load('client/index.ts')) as {
        createClient: (options: object) => object;
      };
      const clientOf = (base: string, options: object): object =>
        createClient({
          baseURL: Object.fromEntries(
            capability.services.map(({ id }) => [id, base.replace('{id}', id)]),
          ),
          secrets,
          env: {},
          maxRetries: 0,
          ...options,
        });
      const direct = clientOf(`${run.upstream}/{id}`, {});
      const last = (): unknown => asSent(run.requests.at(-1)!);
      for (const pair of all) {
        const args = argumentsOf(pair);
        const path = pair.operation.client;
        const via = clientOf(`http://server.test${pair.prefix}`, {
          fetch: (url: URL, init: RequestInit) => {
            const what = `${init.method ?? 'GET'} ${url.pathname}${url.search}`;
            return run.ask(what);
          },
        });
        await methodOf(direct, path).raw(args);
        const wanted = last();
        run.requests.length = 0;
        const answer = await methodOf(via, path).raw(args);
        expect(answer.status, `${pair.route.id}: ${await answer.clone().text()}`).toBe(200);
        expect(last(), pair.route.id).toEqual(wanted);
      }
    },
    120_000,
  );
});
