// How many requests a compiled server answers, against a proxy written by hand with Hono that makes the same calls. Both
// run in processes of their own on loopback, in turns; then ours alone under load for longer, to see what it keeps.
// Alone: `node bench/throughput.mjs [seconds of load]`; needs a built dist/.
import { fork, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const loadTool = { name: 'autocannon', version: '9.0.0' };
const connections = 32;
const pairs = 5;
/** The load tool ends at whole seconds only: runs of so many requests would all seem to take the same. */
const secondsOfRun = 4;
/** Until everything that is run often is compiled: below that, the compiler of JavaScript is measured and not the server. */
const warmUp = 20_000;

const goals = { ratio: 0.8, errors: 0 };

/** The calls that are made, in turn. */
const requests = [
  { method: 'GET', path: '/v1/api/projects/12/persons?limit=10&search=jane%20doe' },
  { method: 'GET', path: '/v1/api/projects/12/persons/77' },
  {
    method: 'POST',
    path: '/v1/api/projects/12/persons/77/update-property',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: 'plan', value: 'large', $unset: [] }),
  },
];

/** Lines of the report. `CAPWRIGHT_AUTOCANNON` names a folder that the load tool was installed in before. */
export async function throughput(seconds = 30) {
  const work = mkdtempSync(join(tmpdir(), 'capwright-throughput-'));
  const kept = process.env['CAPWRIGHT_AUTOCANNON'];
  const tools = kept ?? join(work, 'tools');
  try {
    const problem = kept === undefined ? installTool(tools) : undefined;
    if (problem !== undefined) return [`Skipped: ${loadTool.name} cannot be had: ${problem}`];
    const { default: autocannon } = await import(
      pathToFileURL(join(tools, 'node_modules/autocannon/autocannon.js')).href
    );
    return await measure(autocannon, await prepare(work), seconds);
  } finally {
    for (const child of children.splice(0)) child.kill();
    rmSync(work, { recursive: true, force: true });
  }
}

async function measure(autocannon, folder, seconds) {
  const upstream = await start('upstream', folder);
  const servers = {
    ours: await start('ours', folder, upstream.url),
    byHand: await start('by-hand', folder, upstream.url),
    limited: await start('by-hand-limited', folder, upstream.url),
  };
  const load = async ({ url, ask }, extent) => {
    const before = await ask();
    const result = await autocannon({ url, connections, requests, ...extent });
    const after = await ask();
    const count = result.requests.total;
    return {
      perSecond: count / ((result.finish - result.start) / 1000),
      p99: result.latency.p99,
      failed: result.errors + result.timeouts + result.non2xx,
      // On a machine with other things to do, what a request costs says more than how many there were.
      cpu: (after.cpu - before.cpu) / count,
      count,
    };
  };
  for (const server of Object.values(servers)) await load(server, { amount: warmUp });
  const runs = { ours: [], byHand: [], limited: [] };
  for (let pair = 0; pair < pairs; pair++) {
    const order = pair % 2 === 0 ? Object.keys(runs) : Object.keys(runs).toReversed();
    for (const name of order)
      runs[name].push(await load(servers[name], { duration: secondsOfRun }));
  }
  const percent = (theirs, of) =>
    `${(100 * median(runs.ours.map((run, i) => of(run, theirs[i])))).toFixed(0)} %`;
  const rate = (theirs) => percent(theirs, (ours, their) => ours.perSecond / their.perSecond);
  const cost = (theirs) => percent(theirs, (ours, their) => their.cpu / ours.cpu);
  const rest = await servers.ours.ask();
  const soak = await load(servers.ours, { duration: seconds });
  const after = await settled(servers.ours, rest);
  const row = (name, list) => {
    const of = (key) => median(list.map((run) => run[key]));
    const failed = list.reduce((sum, run) => sum + run.failed, 0);
    return `| ${name} | ${of('perSecond').toFixed(0)} | ${of('p99').toFixed(1)} ms | ${(of('cpu') / 1000).toFixed(3)} ms | ${failed} |`;
  };
  return [
    `${connections} connections, ${pairs} runs of ${secondsOfRun} s each in turns after ${warmUp} requests to warm up, medians; the upstream, the load and the server share the cores.`,
    '',
    '| | requests a second | p99 | processor time a request | failed |',
    '|---|---|---|---|---|',
    row('compiled server', runs.ours),
    row('Hono proxy by hand', runs.byHand),
    row('the same with a time limit, and told when callers leave', runs.limited),
    '',
    `Medians of the pairs: ${rate(runs.byHand)} of the requests a second of the proxy by hand (goal ${goals.ratio * 100} %), ${cost(runs.byHand)} by processor time;` +
      ` ${rate(runs.limited)} and ${cost(runs.limited)} of the one with a time limit, which ours has as well.`,
    '',
    `${seconds} s of load: ${soak.count} requests, ${soak.failed} failed (goal ${goals.errors}), p99 ${soak.p99.toFixed(1)} ms.` +
      ` Heap before ${megabytes(rest.heap)}, after ${megabytes(after.heap)}; connections and timers before ${rest.handles}, after ${after.handles}.`,
  ];
}

/** After a while without requests, as low as it gets: connections close one by one. */
async function settled({ ask }, before) {
  let seen = await ask();
  for (let i = 0; i < 12 && seen.handles > before.handles; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    seen = await ask();
  }
  return seen;
}

const children = [];

/** `ask` collects garbage first and gives processor time (µs), heap (bytes) and what is open. */
async function start(role, folder, upstream = '') {
  const child = fork(here('throughput-server.mjs'), [role, folder, upstream], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, POSTHOG_API_KEY: 'key-of-the-bench' },
  });
  children.push(child);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${role} ended with ${code}`);
  });
  ended.catch(() => {});
  const next = () => Promise.race([once(child, 'message').then(([message]) => message), ended]);
  const { url } = await next();
  const ask = () => {
    const answer = next();
    child.send('measure');
    return answer;
  };
  return { url, ask };
}

/** The package as its users build it: JavaScript beside what it imports. */
async function prepare(work) {
  const out = join(work, 'out');
  const command = [join(root, 'dist/cli/main.js'), 'generate'];
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      ...command,
      'capabilities/posthog-persons.yaml',
      '--emit',
      'client,server',
      '--out',
      out,
      '--quiet',
    ],
    { cwd: root, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  const folder = join(out, 'posthog-persons');
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const { code } = await transform(readFileSync(join(folder, name), 'utf8'), { loader: 'ts' });
    const renamed = code.replace(/(\bfrom\s*"\.[^"]*)\.ts"/g, '$1.js"');
    writeFileSync(join(folder, name.replace(/ts$/, 'js')), renamed);
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function installTool(folder) {
  if (existsSync(join(folder, 'node_modules', loadTool.name))) return undefined;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const flags = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  const { status, stderr, error } = spawnSync(
    'npm',
    [...flags, `${loadTool.name}@${loadTool.version}`],
    { cwd: folder, encoding: 'utf8', timeout: 120_000, shell: process.platform === 'win32' },
  );
  return status === 0
    ? undefined
    : String(error ?? stderr)
        .trim()
        .split('\n')[0];
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log((await throughput(Number(process.argv[2] ?? 30))).join('\n'));
