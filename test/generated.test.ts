// The committed output of capabilities/posthog-persons.yaml, run over real sockets: what a caller asks for is what
// arrives upstream, for every operation, by the client and by the routes of the server.
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '../generated/posthog-persons/client/index.ts';
import { createApp } from '../generated/posthog-persons/server/app.ts';
import { compile, summary } from '../src/compiler.ts';
import type { Capability, Input, Operation } from '../src/ir/capability.ts';
import { pathText } from '../src/ir/parse/parse-path.ts';
import { nodeHost } from '../src/source/host.ts';
import { routesOf } from './support/compile.ts';
import { projectRoot } from './support/shared.ts';
import { listen, startUpstream, stop, type Recorded, type Upstream } from './support/upstream.ts';

// With its overlay, as it is generated: the deletion that the published file forgot is one operation more.
const compiled = compile('capabilities/posthog-persons.yaml', nodeHost(projectRoot), {
  preset: 'recommended',
  rules: {},
  lint: false,
});
const capability: Capability = compiled.capability!;
const operations = capability.operations.map(
  (operation) => [operation.client.join('.'), operation] as const,
);
const reachable = operations.filter(([, operation]) =>
  routesOf(capability).some(
    ({ action }) => action.kind === 'call' && action.operation === operation.id,
  ),
);
const answer = { results: [{ id: 7 }], next: null };
let upstream: Upstream;
let client: Record<string, unknown>;
let server: string;
const http = createServer((request, response) => void listener(request, response));
let listener: ReturnType<typeof getRequestListener>;

beforeAll(async () => {
  upstream = await startUpstream(() => ({
    body: JSON.stringify(answer),
    headers: { 'content-type': 'application/json', 'x-request-id': 'r1' },
  }));
  const options = { baseURL: `${upstream.url}/base`, secrets: { POSTHOG_API_KEY: 'key-1' } };
  client = createClient(options) as unknown as Record<string, unknown>;
  listener = getRequestListener(createApp({ client: options }).fetch);
  server = await listen(http);
});
afterAll(async () => {
  await stop(http);
  await upstream.close();
});
beforeEach(() => {
  upstream.requests.length = 0;
});

/** A value that shows whether it was encoded, and how it has to look on the wire. */
function sample(input: Input): { readonly value: unknown; readonly wire: readonly string[] } {
  if (input.in === 'body') return { value: { a: 'ü/"', b: [1, null] }, wire: [] };
  if (input.type.kind === 'enum')
    return { value: input.type.values[0], wire: [String(input.type.values[0])] };
  const text = `${input.name} /?#&ü`;
  switch (input.type.kind === 'scalar' ? input.type.scalar : input.type.kind) {
    case 'integer':
    case 'number':
      return { value: 7, wire: ['7'] };
    case 'boolean':
      return { value: true, wire: ['true'] };
    case 'array':
      return { value: ['a b', 'c&d'], wire: ['a b', 'c&d'] };
    default:
      return { value: text, wire: [text] };
  }
}

function arrived(operation: Operation, recorded: Recorded | undefined): void {
  expect(recorded).toBeDefined();
  expect(recorded!.method).toBe(operation.method);
  const path = operation.path
    .map((part) =>
      typeof part === 'string'
        ? part
        : encodeURIComponent(
            sample(
              operation.inputs.find(
                (input) => input.in === 'path' && input.name === part.variable,
              )!,
            ).wire[0]!,
          ),
    )
    .join('');
  expect(recorded!.path).toBe(`/base${path}`);
  const query = operation.inputs
    .filter((input) => input.in === 'query')
    .flatMap((input) => sample(input).wire.map((value) => [input.name, value]));
  expect(recorded!.query.toSorted()).toEqual(query.toSorted());
  expect(recorded!.headers['authorization']).toBe('Bearer key-1');
  const body = operation.inputs.find((input) => input.in === 'body');
  expect(recorded!.body === '' ? undefined : JSON.parse(recorded!.body)).toEqual(
    body && sample(body).value,
  );
  expect(recorded!.headers['content-type']).toBe(body && 'application/json');
}

it('covers all operations and routes', () => {
  expect(operations).toHaveLength(49);
  expect(routesOf(capability)).toHaveLength(48);
  expect(reachable).toHaveLength(48);
});

it('is told by the figures of the published file, what the overlay adds apart', () => {
  expect(summary(capability, compiled.sources)).toMatchObject({
    stats: {
      operations: { declared: 96, unique: 48, shapes: 24, added: 1 },
      routes: { declared: 96, unique: 48 },
      tools: { declared: 96, unique: 48 },
    },
  });
});

describe('client → upstream', () => {
  it.each(operations)('%s', async (_, operation) => {
    let callable: unknown = client;
    for (const name of operation.client) callable = (callable as Record<string, unknown>)[name];
    const args = Object.fromEntries(
      operation.inputs.map((input) => [input.name, sample(input).value]),
    );
    const result = await (callable as (args: object) => Promise<unknown>)(args);
    expect(result).toEqual(answer);
    expect(upstream.requests).toHaveLength(1);
    arrived(operation, upstream.requests[0]);
  });
});

describe('caller → server → client → upstream', () => {
  it.each(reachable)('%s', async (_, operation) => {
    const route = routesOf(capability).find(
      ({ action }) => action.kind === 'call' && action.operation === operation.id,
    )!;
    // The route's inputs get the values of the inputs they feed, so that the same request must come out.
    const fed = (name: string): Input => {
      const target =
        route.action.kind === 'call'
          ? route.action.arguments.find(
              ({ value }) => value.kind === 'input' && value.name === name,
            )?.name
          : undefined;
      return operation.inputs.find((input) => input.name === target)!;
    };
    const url = new URL(
      pathText(route.path).replace(/\{([^}]+)\}/g, (_match, name: string) =>
        encodeURIComponent(sample(fed(name)).wire[0]!),
      ),
      server,
    );
    for (const input of route.inputs.filter((item) => item.in === 'query'))
      for (const value of sample(fed(input.name)).wire) url.searchParams.append(input.name, value);
    const body = route.inputs.find((input) => input.in === 'body');
    const response = await fetch(url, {
      method: route.method,
      ...(body === undefined
        ? {}
        : {
            body: JSON.stringify(sample(fed(body.name)).value),
            headers: { 'content-type': 'application/json' },
          }),
    });
    expect(await response.text()).toBe(JSON.stringify(answer));
    expect(response.status).toBe(200);
    expect(upstream.requests).toHaveLength(1);
    arrived(operation, upstream.requests[0]);
  });
});

describe('what must not happen', () => {
  it('a route without its required inputs calls nobody', async () => {
    const response = await fetch(`${server}/v1/api/projects/1/persons/values`);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.stringify(await response.json())).toContain('key');
    expect(upstream.requests).toEqual([]);
  });

  it.each([
    ['GET', '/v1/nothing', 404],
    ['DELETE', '/v1/api/projects/1/persons', 405],
    ['GET', '/v1/api/projects/%2e%2e/persons', 404],
  ])('%s %s: %d', async (method, path, status) => {
    const response = await fetch(server + path, { method });
    expect(response.status).toBe(status);
    expect(upstream.requests).toEqual([]);
  });

  it('a client without a credential sends nothing and says what is missing', async () => {
    const bare = createClient({ baseURL: upstream.url, env: {} });
    await expect(bare.persons.list({ project_id: '1' })).rejects.toThrow(/POSTHOG_API_KEY/);
    expect(upstream.requests).toEqual([]);
  });
});
