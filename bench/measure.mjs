// What is measured of a generated client: sizes of bundles, type errors and the time to find them, lines and files.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Bytes of a bundle: minified, and after gzip -9. */
export async function bundleSize(contents, resolveDir) {
  try {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir, loader: 'ts' },
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
      legalComments: 'none',
      logLevel: 'silent',
    });
    const { text } = outputFiles[0];
    return { minified: text.length, gzip: gzipSync(text, { level: 9 }).length };
  } catch (error) {
    return { problem: error.errors?.[0]?.text ?? error.message };
  }
}

/** Errors under everything that is strict, and seconds of the better of two runs. */
export function typeCheck(root, folder) {
  const config = join(folder, 'tsconfig.bench.json');
  const compilerOptions = {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    isolatedDeclarations: true,
    declaration: true,
    erasableSyntaxOnly: true,
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    types: [],
    // Under `nodenext` the imports of peers do not resolve, and what is not found costs nothing.
    module: 'preserve',
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  };
  // ESM, whatever the folders above say.
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    config,
    JSON.stringify({ compilerOptions, include: ['**/*.ts'], exclude: ['node_modules'] }),
  );
  const tsc = join(root, 'node_modules/typescript5/bin/tsc');
  const runs = [0, 1].map(() => timed(process.execPath, [tsc, '-p', config], folder));
  const errors = runs[0].stdout.match(/error TS\d+/g)?.length ?? 0;
  return { errors, seconds: Math.min(...runs.map(({ seconds }) => seconds)) };
}

export function timed(command, args, cwd) {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: 180_000,
  });
  const seconds = (performance.now() - started) / 1000;
  const problem =
    status === 0
      ? undefined
      : String(error ?? (stderr || stdout))
          .trim()
          .split('\n')[0];
  return { seconds, stdout: stdout ?? '', problem };
}

/** Of the TypeScript below a folder. */
export function extent(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('node_modules'))
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  const lines = files.flatMap((path) => readFileSync(path, 'utf8').split('\n'));
  return {
    files: files.length,
    lines: lines.length,
    longestLine: lines.reduce((most, line) => Math.max(most, line.length), 0),
  };
}
