// Builds a package that is installed from its repository. `npm install --global` of a git URL, which is what pre-commit
// does, prepares it without its own dependencies: they would be put where programs are.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

if (!existsSync(`${root}node_modules/esbuild`)) install();
await import('./build.mjs');

function install() {
  const outer = /^npm_config_(global|location|prefix|install_links|allow_git)$/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !outer.test(name)));
  // Without scripts: this one would be among them.
  const flags = ['ci', '--ignore-scripts', '--include=dev', '--no-fund', '--no-audit'];
  const npm = process.env.npm_execpath;
  const options = { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit'] };
  const { status } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...flags], options)
    : spawnSync('npm', flags, { ...options, shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
}
