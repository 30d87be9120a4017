// Compiles src/ into a clean dist/, and bundles the command. A failed build leaves dist/ marked as stale.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transformSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const started = new Date();

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json');
await bundle();
stripRuntime();
chmodSync(join(dist, 'cli/main.js'), 0o755);
// What is edited while we compile is newer than this; `setup.mjs --build` compares with it.
utimesSync(dist, started, started);

/**
 * All of the program as one function but for the two large libraries, which are loaded where they are needed. Its first
 * line is the build's id.
 */
async function bundle() {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, 'src/cli/start.ts')],
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    charset: 'ascii',
    external: ['prettier', 'ts-morph'],
    // What `load-bundle.ts` hands it.
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: '(function (require, module, moduleUrl, moduleImport) {' },
    footer: { js: '})' },
    minifySyntax: true,
    // A reader of a stack trace sees names and short lines; what only indents would be read in every run.
    minifyWhitespace: true,
    lineLimit: 160,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'warning',
    plugins: [
      {
        name: 'libraries',
        setup: ({ onLoad, onResolve }) => {
          onResolve({ filter: /\/load-library\.ts$/ }, () => ({
            path: join(root, 'scripts/bundled-libraries.cjs'),
          }));
          // `load-bundle.ts` brings it along.
          onLoad({ filter: /\/import-module\.ts$/ }, () => ({
            contents: 'export const importModule = moduleImport;',
          }));
        },
      },
    ],
  }).catch(() => fail());
  const { text } = outputFiles[0];
  const id = createHash('sha256').update(text).digest('hex').slice(0, 16);
  writeFileSync(join(dist, 'cli/program.cjs'), `// ${id}\n${text}`);
  writeFileSync(join(dist, 'cli/LICENSES.txt'), licences(Object.keys(metafile.inputs)));
}

/** What `serve` runs on a Node that cannot leave types out itself, by the hash of what it is with them. */
function stripRuntime() {
  const folder = join(root, 'templates/runtime');
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.ts'));
  const compilerOptions = { verbatimModuleSyntax: true, target: 'es2022' };
  const stripped = names.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const { code } = transformSync(text, { loader: 'ts', tsconfigRaw: { compilerOptions } });
    const hash = createHash('sha256').update(text).digest('hex');
    return [hash, code.replace(/(\bfrom|\bimport\(|^import) ?"(\.[^"]*)\.ts"/gm, '$1 "$2.js"')];
  });
  writeFileSync(join(dist, 'runtime.json'), `${JSON.stringify(Object.fromEntries(stripped))}\n`);
}

/** What the authors of the bundled libraries ask to be said. */
function licences(inputs) {
  const names = inputs.flatMap(
    (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(path)?.[1] ?? [],
  );
  return [...new Set(names)]
    .sort()
    .map((name) => {
      const folder = join(root, 'node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
      const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
      return `${name} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function run(script, ...flags) {
  const { status } = spawnSync(process.execPath, [join(root, script), ...flags], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) fail();
}

function fail() {
  utimesSync(dist, new Date(0), new Date(0));
  process.exit(1);
}
