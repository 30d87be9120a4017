// The generated persons client in a real browser: a page that holds it, bundled, talks to a service of another origin on
// loopback. `node scripts/browser.mjs [chromium]`
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const [browser = 'chromium'] = process.argv.slice(2);
const patience = 120_000;

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('browser-page.mjs', import.meta.url))],
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  write: false,
});
const script = outputFiles[0].text;

const seen = [];
const service = createServer((request, response) => {
  const url = new URL(request.url, 'http://service');
  seen.push({ method: request.method, url: request.url, key: request.headers.authorization });
  if (!url.pathname.startsWith('/closed'))
    for (const [name, value] of Object.entries(cors)) response.setHeader(name, value);
  if (request.method === 'OPTIONS') return response.writeHead(204).end();
  answer(request.method, url, response);
});
const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': '*',
  'access-control-allow-headers': 'authorization, content-type, accept',
  'access-control-expose-headers': 'x-request-id, retry-after-ms',
};
let busy = true;

function answer(method, url, response) {
  const json = (status, value, headers = {}) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(value));
  const id = /\/persons\/([^/]+)\/$/.exec(url.pathname)?.[1];
  if (method === 'DELETE') return json(202, {});
  if (id === 'missing') return json(404, { detail: 'Not found.' }, { 'x-request-id': 'r1' });
  // Never answered.
  if (id === 'slow') return;
  if (id === 'endless') return response.writeHead(200).write('[');
  if (id === 'busy' && busy) {
    busy = false;
    return json(503, {}, { 'retry-after-ms': '1' });
  }
  if (id !== undefined) return json(200, { uuid: id });
  const email = url.searchParams.get('email');
  if (email !== null) return json(200, { next: null, results: [{ uuid: email }] });
  const limit = Number(url.searchParams.get('limit'));
  const offset = Number(url.searchParams.get('offset'));
  const results = [0, 1, 2, 3, 4].slice(offset, offset + limit);
  const next = new URL(url.href.replace(url.origin, address(service)));
  next.searchParams.set('offset', offset + limit);
  json(200, {
    next: offset + limit < 5 ? next.href : null,
    results: results.map((number) => ({ uuid: `p${number}` })),
  });
}

let tell;
const told = new Promise((resolve) => (tell = resolve));
const site = createServer(async (request, response) => {
  if (request.url === '/results') {
    let text = '';
    for await (const chunk of request) text += chunk;
    response.writeHead(204).end();
    return tell(JSON.parse(text));
  }
  const isScript = request.url === '/page.js';
  response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
  response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
});
const address = (server) => `http://127.0.0.1:${server.address().port}`;
for (const server of [service, site])
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const profile = mkdtempSync(join(tmpdir(), 'capwright-browser-'));
const running = spawn(
  browser,
  [
    '--headless=new',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--no-first-run',
    // Its sandbox needs a user of its own.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${profile}`,
    `${address(site)}/?service=${encodeURIComponent(address(service))}`,
  ],
  { stdio: 'ignore' },
);
const gone = new Promise((resolve) => {
  running.on('error', (error) => resolve(`cannot be started: ${error.message}`));
  running.on('exit', (code) => resolve(`ended (${code}) before the page did`));
});
const ended = new Promise((resolve) => running.on('close', resolve));
const late = new Promise((resolve) =>
  setTimeout(() => resolve('told nothing in time'), patience).unref(),
);
const outcome = await Promise.race([told, gone, late]);
running.kill();
if (running.pid !== undefined) await ended;
for (const server of [service, site]) {
  server.closeAllConnections();
  server.close();
}
rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });

if (typeof outcome === 'string') {
  console.error(`${browser} ${outcome}`);
  process.exitCode = 1;
} else {
  const asked = ({ method, url }) =>
    method === 'DELETE' && url === '/api/projects/1/persons/gone/?delete_events=true';
  const wire = [
    ['the request to delete arrived as it was meant', seen.some(asked)],
    [
      'each request had its key',
      seen.every(({ method, key }) => method === 'OPTIONS' || key === 'Bearer key'),
    ],
    ['nothing that was refused was sent', seen.every(({ url }) => !url.includes('..'))],
  ].map(([name, holds]) => ({ name, ...(holds ? {} : { problem: 'it does not' }) }));
  const all = [...outcome, ...wire];
  for (const { name, problem } of all)
    console.log(problem === undefined ? `ok ${name}` : `NOT OK ${name}\n  ${problem}`);
  if (all.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
}
