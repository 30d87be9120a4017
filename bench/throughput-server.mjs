// One process of the throughput bench: the upstream, the compiled server, or a proxy written by hand: as short as can be, or
// with a time limit and an ear for callers that go away, as ours has. Says where it listens, and what it has used whenever
// it is asked.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const [role, folder, upstream] = process.argv.slice(2);

const person = (id) => ({
  id,
  uuid: `0190a6f2-0000-7000-8000-${String(id).padStart(12, '0')}`,
  distinct_ids: [`user-${id}`, `user-${id}@example.test`],
  properties: { email: `user-${id}@example.test`, plan: 'large', seen: 1_700_000_000 + id },
  created_at: '2026-01-02T03:04:05.678Z',
});

const starts = {
  upstream: () =>
    new Promise((resolve) => {
      const people = Array.from({ length: 10 }, (_, index) => person(index));
      const list = JSON.stringify({ next: null, previous: null, results: people });
      const one = JSON.stringify(person(77));
      const server = createServer((request, response) => {
        request.resume();
        request.on('end', () => {
          const body = request.url.includes('/persons/77') ? one : list;
          response.writeHead(200, {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          });
          response.end(body);
        });
      });
      server.listen(0, '127.0.0.1', () => resolve(server.address().port));
    }),

  ours: async () => {
    const { createApp } = await import(pathToFileURL(join(folder, 'server/index.js')).href);
    return listen(createApp({ client: { baseURL: upstream } }));
  },

  'by-hand': () => listen(proxy(() => ({}))),
  'by-hand-limited': () =>
    listen(
      proxy((context) => ({
        signal: AbortSignal.any([context.req.raw.signal, AbortSignal.timeout(60_000)]),
      })),
    ),
};

/** `options`: what each of its calls is made with, beside what it says. */
function proxy(options) {
  const app = new Hono();
  const base = `${upstream}/api/projects`;
  const headers = {
    accept: 'application/json',
    authorization: `Bearer ${process.env.POSTHOG_API_KEY}`,
  };
  const answer = async (response) =>
    new Response(response.body, {
      status: response.status,
      headers: { 'content-type': response.headers.get('content-type') ?? 'application/json' },
    });
  const segment = (context, name) => encodeURIComponent(context.req.param(name));
  app.get('/v1/api/projects/:project/persons', async (context) => {
    const { limit, search } = context.req.query();
    if (limit !== undefined && !/^\d+$/.test(limit)) return context.json({ error: 'limit' }, 400);
    const query = new URLSearchParams({ ...(limit && { limit }), ...(search && { search }) });
    return answer(
      await fetch(`${base}/${segment(context, 'project')}/persons/?${query}`, {
        ...options(context),
        headers,
      }),
    );
  });
  app.get('/v1/api/projects/:project/persons/:id', async (context) =>
    answer(
      await fetch(`${base}/${segment(context, 'project')}/persons/${segment(context, 'id')}/`, {
        ...options(context),
        headers,
      }),
    ),
  );
  app.post('/v1/api/projects/:project/persons/:id/update-property', async (context) => {
    const body = JSON.stringify(await context.req.json());
    return answer(
      await fetch(
        `${base}/${segment(context, 'project')}/persons/${segment(context, 'id')}/update_property/`,
        {
          ...options(context),
          method: 'POST',
          body,
          headers: { ...headers, 'content-type': 'application/json' },
        },
      ),
    );
  });
  return app;
}

function listen(app) {
  return new Promise((resolve) => {
    serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => resolve(port));
  });
}

const port = await starts[role]();
process.on('message', () => {
  globalThis.gc();
  const { user, system } = process.cpuUsage();
  process.send({
    cpu: user + system,
    heap: process.memoryUsage().heapUsed,
    handles: process.getActiveResourcesInfo().length,
  });
});
process.send({ url: `http://127.0.0.1:${port}` });
