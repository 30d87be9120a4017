// What clients do when something is wrong: the same cases for each, against one server on this machine.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { faultPort } from './peers.mjs';

const origin = `http://127.0.0.1:${faultPort}`;
/** How long a call may take before it counts as hanging. */
const patience = 3000;

const reply = (status, body, headers = { 'content-type': 'application/json' }) => ({
  status,
  body,
  headers,
});

/** Name, id, query, and what the server answers to the first, second … request; `hang`: nothing. */
const cases = [
  ['id `..`', '..', {}, [reply(200, '{}')]],
  ['id `../../admin`', '../../admin', {}, [reply(200, '{}')]],
  ['id `a/b?c#d`', 'a/b?c#d', {}, [reply(200, '{}')]],
  ["id `''`", '', {}, [reply(200, '{}')]],
  ['id undefined', undefined, {}, [reply(200, '{}')]],
  [
    '503, then 200',
    '1',
    {},
    [reply(503, '{}', { 'retry-after-ms': '5' }), reply(200, '{"ok":true}')],
  ],
  ['404 with a body', '1', {}, [reply(404, '{"detail":"gone"}')]],
  ['404 without a body', '1', {}, [reply(404, '')]],
  ['200 with HTML', '1', {}, [reply(200, '<html>', { 'content-type': 'text/html' })]],
  ['null in the query', '1', { format: null }, [reply(200, '{}')]],
  ['connection reset', '1', {}, ['reset', reply(200, '{"ok":true}')]],
  ['no answer, timeout 300 ms', '1', {}, ['hang']],
  ['abort after 100 ms', '1', {}, ['hang'], { abort: 100 }],
  ['abort between attempts', '1', {}, [reply(503, '', { 'retry-after': '20' })], { abort: 100 }],
];

/** How each tool calls the same operation. */
const callers = {
  capwright: ({ createClient }, { id, query, signal }) =>
    createClient({
      baseURL: origin,
      secrets: { POSTHOG_API_KEY: 'k' },
      timeout: 300,
      maxRetries: signal ? 2 : 1,
    }).persons.retrieve({ project_id: '1', id, ...query }, { signal }),
  'hey-api': ({ personsRetrieve }, { id, query, signal }) =>
    personsRetrieve({
      baseUrl: origin,
      path: { project_id: '1', id },
      query,
      signal,
      throwOnError: true,
      timeout: 300,
    }).then(({ data }) => data),
  orval: ({ personsRetrieve }, { id, query, signal }) =>
    personsRetrieve('1', id, query, { signal }),
};

const entries = {
  capwright: `export { createClient } from './client/index.ts';`,
  'hey-api': `export { personsRetrieve } from './sdk.gen.ts';`,
  orval: `export { personsRetrieve } from './api.ts';`,
};

/** Rows of a table: the case, then what each tool did. */
export async function faultTable(folders) {
  const { server, script } = startServer();
  await new Promise((resolve) => server.listen(faultPort, '127.0.0.1', resolve));
  try {
    const modules = {};
    for (const [name, folder] of Object.entries(folders)) modules[name] = await load(name, folder);
    const rows = [];
    for (const [title, id, query, answers, more = {}] of cases) {
      const row = { title };
      for (const name of Object.keys(folders)) {
        const seen = script(answers);
        const controller = new AbortController();
        const timer = more.abort && setTimeout(() => controller.abort(), more.abort);
        const signal = more.abort ? controller.signal : undefined;
        const outcome = await attempt(() => callers[name](modules[name], { id, query, signal }));
        clearTimeout(timer);
        const late =
          more.abort && outcome.kind === 'thrown'
            ? `, ${Math.max(0, Math.round(outcome.took - more.abort))} ms after`
            : '';
        row[name] =
          `${outcome.text}${late}${title.startsWith('id') || title.startsWith('null') ? requests(seen) : counted(seen)}`;
      }
      rows.push(row);
    }
    return rows;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function load(name, folder) {
  const outfile = join(folder, 'faults.bundle.mjs');
  await build({
    stdin: { contents: entries[name], resolveDir: folder, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'silent',
  });
  return import(pathToFileURL(outfile).href);
}

function startServer() {
  let answers = [];
  let seen = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(seen.length, answers.length - 1)];
    seen.push(`${request.method} ${request.url}`);
    if (answer === 'hang') return;
    if (answer === 'reset') {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  const script = (next) => {
    answers = next;
    seen = [];
    return seen;
  };
  return { server, script };
}

async function attempt(run) {
  const started = performance.now();
  const took = () => performance.now() - started;
  let timer;
  const hanging = new Promise((resolve) => {
    timer = setTimeout(
      () =>
        resolve({ kind: 'hung', text: `hangs for more than ${patience / 1000} s`, took: patience }),
      patience,
    );
  });
  const done = (async () => {
    try {
      return { kind: 'value', text: describe(await run()), took: took() };
    } catch (error) {
      const text =
        error instanceof Error
          ? `throws ${error.name}`
          : `throws ${JSON.stringify(error)}, no Error`;
      return { kind: 'thrown', text, took: took() };
    }
  })();
  const outcome = await Promise.race([done, hanging]);
  clearTimeout(timer);
  return outcome;
}

function describe(value) {
  const text = JSON.stringify(value) ?? 'undefined';
  return `returns ${text.length > 40 ? `${text.slice(0, 37)}…` : text}`;
}

function requests(seen) {
  return seen.length === 0 ? ', nothing sent' : `, sent \`${seen[0]}\``;
}

function counted(seen) {
  return seen.length === 1 ? '' : `, ${seen.length} requests`;
}
