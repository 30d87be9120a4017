// A server mounted in applications that people have: the lines of the package's README, run in Express and Fastify.
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../support/shared.ts';
import { json, runCapability, type RunningCapability } from '../support/run.ts';
import { stop } from '../support/upstream.ts';

/** It brings no types. */
const express = createRequire(import.meta.url)('express') as {
  (): ExpressApp;
  json(): unknown;
};

interface ExpressApp {
  (request: unknown, response: unknown): void;
  use(...handlers: readonly unknown[]): void;
  post(path: string, handler: (request: { body: unknown }, response: Reply) => void): void;
}

interface Reply {
  json(value: unknown): void;
}

const yaml = `
ikanos: 1.0.0-beta5
capability:
  consumes:
    - type: http
      namespace: notes
      baseUri: https://notes.test
      resources:
        notes:
          path: /notes/{id}
          operations:
            put:
              method: PUT
              inputParameters: { id: { in: path } }
              body: { type: json, data: { text: "{{text}}" } }
  exposes:
    - type: rest
      namespace: api
      port: 8080
      resources:
        notes:
          path: /notes/{id}
          operations:
            put:
              method: PUT
              inputParameters:
                id: { in: path, type: string }
                text: { in: body, type: string, required: true }
              call: notes.put
              with: { id: "{{id}}", text: "{{text}}" }
`;

/** The lines between `// Express`, `// Fastify` and the end of the block that makes the listener. */
function readmeLines(framework: 'Express' | 'Fastify'): string {
  const readme = readFileSync(join(projectRoot, 'templates/project/README.hbs'), 'utf8');
  const block = /\{\{code\.listener\}\}[^]*?(?=\n```)/.exec(readme)?.[0] ?? '';
  const [head = '', ...parts] = block.split(/\n\/\/ (?=Express|Fastify)/);
  const part = parts.find((text) => text.startsWith(framework)) ?? '';
  return `${head.replace('{{code.listener}}', 'const listener = getRequestListener(createFetch(options));')}\n${part.slice(framework.length)}`;
}

type Run = (...values: readonly unknown[]) => Promise<void>;
const AsyncFunction = (async () => undefined).constructor as new (...text: string[]) => Run;

let run: RunningCapability;
const servers: Server[] = [];
const bases = new Map<string, string>();

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  run = await runCapability(yaml, ({ body }) => json({ got: JSON.parse(body) as unknown }));
  const { createFetch } = await run.load('server/app.ts');
  const options = { client: { baseURL: run.upstream } };

  const app = express();
  const names = ['getRequestListener', 'createFetch', 'options'];
  const given = [getRequestListener, createFetch, options];
  await new AsyncFunction(...names, 'app', readmeLines('Express'))(...given, app);
  // What stands behind it still has its bodies read.
  app.use(express.json());
  app.post('/own', ({ body }, response) => response.json({ own: body }));
  bases.set('Express', `${await listening(createServer(app))}/api`);

  const fastify = Fastify();
  fastify.post('/own', ({ body }) => ({ own: body }));
  await new AsyncFunction(...names, 'fastify', readmeLines('Fastify'))(...given, fastify);
  await fastify.ready();
  fastify.server.unref();
  servers.push(fastify.server);
  bases.set('Fastify', await fastify.listen({ port: 0, host: '127.0.0.1' }));
});
afterAll(async () => {
  await Promise.all(servers.map(stop));
  await run.close();
});

describe.each(['Express', 'Fastify'])('in %s', (framework) => {
  const send = async (method: string, path: string, body?: unknown): Promise<[number, unknown]> => {
    const response = await fetch(`${bases.get(framework)}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json' },
    });
    return [response.status, await response.json()];
  };

  it('routes answer, with what they were sent', async () => {
    expect(await send('PUT', '/notes/a%20b', { text: 'hi' })).toEqual([
      200,
      { got: { text: 'hi' } },
    ]);
    expect(run.requests.at(-1)?.path).toBe('/notes/a%20b');
  });

  it('what is wrong is told by the server itself', async () => {
    expect(await send('PUT', '/notes/1', {})).toMatchObject([
      400,
      { errors: [{ in: 'body', name: 'text', message: 'is required' }] },
    ]);
    expect(await send('GET', '/nothing')).toMatchObject([404, { title: 'Not Found' }]);
  });

  it('routes of the application are as they were', async () => {
    const base = bases.get(framework)?.replace(/\/api$/, '');
    const response = await fetch(`${base}/own`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect(await response.json()).toEqual({ own: { a: 1 } });
  });
});
