// Compiles src/ into a clean dist/. A failed build leaves dist/ marked as stale.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const started = new Date();

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json');
chmodSync(join(dist, 'cli/main.js'), 0o755);
// What is edited while we compile is newer than this; `setup.mjs --build` compares with it.
utimesSync(dist, started, started);

function run(script, ...flags) {
  const { status } = spawnSync(process.execPath, [join(root, script), ...flags], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status === 0) return;
  utimesSync(dist, new Date(0), new Date(0));
  process.exit(1);
}
