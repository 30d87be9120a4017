// Installs the dependencies where they are missing or stale and, with --build, compiles src/ where dist/ is behind it.
// Runs before them, so it uses none; silent when there is nothing to do.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

if (!dependenciesReady()) install();
if (process.argv.includes('--build') && !buildReady()) build();

function dependenciesReady() {
  const installed = modified('node_modules/.package-lock.json');
  return installed !== undefined && installed >= (modified('package-lock.json') ?? 0);
}

function install() {
  console.error('setup: installing dependencies (npm ci)');
  // Within `npm run`, the npm that runs us; else the one on the PATH, which is a script that needs a shell on Windows.
  const npm = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] };
  const flags = ['ci', '--include=dev', '--no-fund', '--no-audit'];
  const { status } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...flags], options)
    : spawnSync('npm', flags, { ...options, shell: process.platform === 'win32' });
  if (status !== 0) {
    fail('`npm ci` failed, its messages are above; without a network it needs a filled npm cache');
  }
}

function build() {
  console.error('setup: building dist/');
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build.mjs')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) fail('the build failed; its messages are above');
}

/** The build stamps dist/ with the time it started, so that an edit made during a build counts as newer. */
function buildReady() {
  const built = modified('dist');
  if (built === undefined || !existsSync(join(root, 'dist/cli/main.js'))) return false;
  const inputs = [
    'src',
    'templates',
    'schemas',
    'package.json',
    'tsconfig.json',
    'scripts/build.mjs',
  ];
  return inputs.every((input) => newest(join(root, input)) < built);
}

/** Folders count too: a deleted file changes nothing else. */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce(
    (latest, name) => Math.max(latest, newest(join(path, name))),
    stat.mtimeMs,
  );
}

function modified(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs;
}

function fail(message) {
  console.error(`setup: ${message}`);
  process.exit(1);
}
