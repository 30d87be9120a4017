// Holds a generated MCP server to what the official conformance suite requires of the protocol of 2025 and of that of
// 2026, and to the command line of the MCP inspector.
// Both come from the registry into npm's cache and are no dependencies. Needs Node 22.18 or newer, and dist/.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const suite = '@modelcontextprotocol/conformance@0.2.0-alpha.12';
const inspector = '@modelcontextprotocol/inspector@2.12.0';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);
const answers = {
  '/text': [200, 'text/plain', 'This is a simple text response for testing.'],
  '/image': [200, 'image/png', png],
  '/audio': [200, 'audio/wav', 'RIFF'],
  '/file': [200, 'application/pdf', '%PDF'],
  '/fault': [422, 'text/plain', 'This tool intentionally returns an error for testing'],
};

const upstream = createServer(({ url = '' }, response) => {
  const data = JSON.stringify({ id: url.split('/').at(-1), templateTest: true });
  const [status, type, body] = answers[url] ?? [200, 'application/json', data];
  response.writeHead(status, { 'content-type': type }).end(body);
});
await new Promise((resolve) => upstream.listen(0, '127.0.0.1', resolve));

// Below the project, so that the server finds what it imports.
mkdirSync(join(root, 'test/.output'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.output/conformance-'));
const generate = ['generate', 'test/conformance/everything.yaml', '--emit', 'client,mcp'];
await run(process.execPath, [join(root, 'dist/cli/main.js'), ...generate, '--out', folder]);
const server = spawn(process.execPath, [join(folder, 'everything/mcp/http.ts'), '--port', '0'], {
  env: environment(),
  stdio: ['ignore', 'pipe', 'inherit'],
});
let failed = true;
try {
  const url = await listening(server);
  for (const [way, to] of [
    ['stdio', [process.execPath, join(folder, 'everything/mcp/stdio.ts'), '-e', variable()]],
    ['HTTP', [url, '--transport', 'http']],
  ]) {
    const { out } = await inspect(...to, '--method', 'tools/list');
    const names = JSON.parse(out).tools.map(({ name }) => name);
    if (names.length !== 6) throw new Error(`the inspector found ${names.length} tools of 6`);
    for (const name of names) {
      const { code } = await inspect(...to, '--method', 'tools/call', '--tool-name', name);
      // 5: the tool itself says that it failed.
      if (code !== (name === 'test_error_handling' ? 5 : 0))
        throw new Error(`the inspector calls ${name}: exit code ${code}`);
    }
    console.log(`The inspector lists and calls ${names.length} tools over ${way}.`);
  }
  const codes = [];
  for (const revision of ['2025-11-25', '2026-07-28']) {
    const [year] = revision.split('-');
    const baseline = join(root, `test/conformance/expected-failures-${year}.yaml`);
    const asked = ['--url', url, '--requirements', revision, '--expected-failures', baseline];
    const { code } = await npx(suite, 'conformance', ['server', ...asked], 'inherit');
    codes.push(code);
  }
  failed = codes.some((code) => code !== 0);
} finally {
  server.kill();
  upstream.close();
  rmSync(folder, { recursive: true });
}
process.exitCode = failed ? 1 : 0;

function variable() {
  return `LAB_BASE_URL=http://127.0.0.1:${upstream.address().port}`;
}

function environment() {
  const [name, value] = variable().split('=');
  return { ...process.env, [name]: value };
}

async function listening({ stdout }) {
  for await (const chunk of stdout) {
    const [, url] = /listens on (\S+)/.exec(String(chunk)) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error('the server did not start');
}

function inspect(...args) {
  return npx(inspector, 'mcp-inspector', ['--cli', ...args], 'pipe');
}

function npx(name, command, args, stdout) {
  return run('npx', ['--yes', '--package', name, command, ...args], stdout);
}

/** Beside us, not before us: the upstream of this process has to answer. */
async function run(command, args, stdout = 'inherit') {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', stdout, 'inherit'] });
  let out = '';
  child.stdout?.on('data', (chunk) => (out += chunk));
  const [code] = await once(child, 'close');
  return { code, out };
}
