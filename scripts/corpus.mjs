// Compiles every file of the corpus beside the project, type-checks what comes out, runs its tests of routes, and reports.
// Needs a built dist/.
// Usage: npm run corpus [-- [--keep] [part of a path]…]. Exit 1: a crash, a type error, a failed
// test, a real file that does not compile.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const shared = join(root, '../shared');
const capabilitiesPerProgram = 100;

if (!existsSync(join(shared, 'corpus'))) {
  console.log('corpus: skipped, there is no ../shared beside the project');
  process.exit(0);
}

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const keep = process.argv.includes('--keep');
const { compile, emit, emitterNames, loadEmitters } = await import('../dist/compiler.js');
const { nodeHost } = await import('../dist/source/host.js');
const emitters = await loadEmitters(emitterNames);
const host = nodeHost(root);
const work = mkdtempSync(join(tmpdir(), 'capwright-corpus-'));
writeFileSync(join(work, 'package.json'), '{ "type": "module" }\n');
symlinkSync(join(root, 'node_modules'), join(work, 'node_modules'));

/** `strict`: every file has to compile. The reference engine's own documents are partly wrong on purpose. */
const sets = [
  { name: 'persons', strict: true, files: yamlBelow(join(shared, 'corpus/persons')) },
  { name: 'wild', strict: true, files: yamlBelow(join(shared, 'corpus/wild')) },
  { name: 'oracle', strict: false, files: oracleDocuments() },
];
let failed = false;
for (const set of sets) {
  const files = set.files.filter((file) => wanted.every((part) => file.includes(part)));
  if (files.length > 0) failed = report(set, await runSet(set.name, files)) || failed;
}
if (keep) console.log(`\nkept: ${work}`);
else rmSync(work, { recursive: true, force: true });
// What some tests look at samples of, they look at whole here.
if (wanted.length === 0) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(
    process.execPath,
    [
      vitest,
      'run',
      'test/lint/fix.test.ts',
      'test/migrate',
      'test/behaviour/client-to-server.test.ts',
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, CAPWRIGHT_CORPUS: '1' } },
  );
  failed ||= status !== 0;
}
console.log(failed ? '\ncorpus: failed' : '\ncorpus: clean');
process.exitCode = failed ? 1 : 0;

async function runSet(name, files) {
  const result = {
    files: files.length,
    outputs: [],
    codes: new Map(),
    refused: [],
    crashes: [],
    bytes: 0,
    compileMs: 0,
    slowest: { ms: 0, file: '' },
  };
  const started = performance.now();
  files.forEach((file, index) => {
    const before = performance.now();
    try {
      compileOne(file, join(work, name, String(index)), result);
    } catch (error) {
      result.crashes.push({ file, message: error instanceof Error ? error.stack : String(error) });
    }
    const ms = performance.now() - before;
    if (ms > result.slowest.ms) result.slowest = { ms, file };
  });
  result.compileMs = performance.now() - started;
  const checked = performance.now();
  result.typeErrors = typeErrors(name, result.outputs);
  result.checkMs = performance.now() - checked;
  result.tested = 0;
  result.failures = [];
  for (const output of result.outputs) await testRoutes(output, result);
  return result;
}

function compileOne(file, folder, result) {
  const compiled = compile(file, host, { preset: 'recommended', rules: {}, lint: true });
  for (const { code, severity } of compiled.diagnostics) {
    const key = `${severity} ${code}`;
    result.codes.set(key, (result.codes.get(key) ?? 0) + 1);
  }
  if (compiled.capability === undefined) {
    const reason = compiled.diagnostics.find(({ severity }) => severity === 'error');
    result.refused.push({ file, reason });
    return;
  }
  for (const output of emit(compiled.capability, emitters, compiled.sources)) {
    const path = join(folder, output.path);
    if (relative(folder, path).startsWith('..')) throw new Error(`left its folder: ${output.path}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, output.content);
    result.bytes += output.content.length;
  }
  result.outputs.push({ file, folder });
}

/** The generated tests of a server drive each of its routes, in a process of their own. */
async function testRoutes({ file, folder }, result) {
  const entry = join(folder, 'test/server.test.ts');
  if (!existsSync(entry)) return;
  const outfile = join(folder, 'server.test.mjs');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    packages: 'external',
  });
  const { status, stdout } = spawnSync(process.execPath, [outfile], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    timeout: 300_000,
  });
  result.tested += Number(/^# tests (\d+)$/m.exec(stdout)?.[1] ?? 0);
  if (status === 0) return;
  const message = stdout.split('\n').find((line) => /^ +not ok/.test(line)) ?? `exit ${status}`;
  result.failures.push({ file, message: message.trim() });
}

/** Two programs: the client has to compile without the types of Node, the rest has them. */
function typeErrors(name, outputs) {
  const errors = new Map();
  for (let from = 0; from < outputs.length; from += capabilitiesPerProgram) {
    const batch = outputs.slice(from, from + capabilitiesPerProgram);
    const folders = batch.map(({ folder }) => relative(work, folder));
    const programs = {
      client: { types: [], include: folders.map((folder) => `${folder}/client`) },
      rest: { types: ['node'], include: folders, exclude: ['**/client'] },
    };
    for (const [part, { types, ...files }] of Object.entries(programs)) {
      const config = join(work, `tsconfig.${name}-${from}-${part}.json`);
      writeFileSync(config, JSON.stringify({ compilerOptions: strictOptions(types), ...files }));
      for (const error of tsc(config, batch)) errors.set(error.line, error);
    }
  }
  return [...errors.values()];
}

function strictOptions(types) {
  return {
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    module: 'nodenext',
    types,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    isolatedDeclarations: true,
    declaration: true,
    erasableSyntaxOnly: true,
    rewriteRelativeImportExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  };
}

function tsc(config, batch) {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', config, '--pretty', 'false'],
    { cwd: work, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  if (status === 0) return [];
  const lines = stdout.split('\n').filter((line) => /error TS\d+/.test(line));
  // No input files: none of the batch has this part.
  if (lines.length > 0 && lines.every((line) => line.includes('TS18003'))) return [];
  if (lines.length === 0) return [{ file: '', line: stderr.trim() || `tsc: exit ${status}` }];
  return lines.map((line) => ({
    file: batch.find(({ folder }) => line.startsWith(`${relative(work, folder)}/`))?.file ?? '',
    line,
  }));
}

function report(set, result) {
  const { files, refused, crashes, typeErrors: errors, tested, failures } = result;
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
  console.log(`\n== ${set.name}: ${files} files`);
  console.log(`compiled      ${result.outputs.length}`);
  console.log(`refused       ${refused.length}`);
  console.log(`crashes       ${crashes.length}`);
  console.log(`type errors   ${errors.length}`);
  console.log(`route tests   ${tested}, in ${failures.length} files some fail`);
  console.log(`output        ${(result.bytes / 1e6).toFixed(1)} MB`);
  console.log(
    `time          ${seconds(result.compileMs)} to compile and write, ${seconds(result.checkMs)} to type-check;` +
      ` slowest ${seconds(result.slowest.ms)} ${short(result.slowest.file)}`,
  );
  console.log('diagnostics');
  for (const [key, count] of [...result.codes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)))
    console.log(`  ${String(count).padStart(6)} ${key}`);
  list(
    'refused',
    refused,
    ({ file, reason }) =>
      `${short(file)}: ${reason === undefined ? 'no error says why' : `${reason.code}: ${reason.message}`}`,
  );
  list('crashes', crashes, ({ file, message }) => `${short(file)}: ${message}`);
  list('route tests', failures, ({ file, message }) => `${short(file)}: ${message}`);
  list('type errors', errors, ({ file, line }) => `${short(file)}: ${line}`);
  return crashes.length + errors.length + failures.length > 0 || (set.strict && refused.length > 0);
}

function list(title, items, print, limit = 40) {
  if (items.length === 0) return;
  console.log(title);
  for (const item of items.slice(0, limit)) console.log(`  ${print(item)}`);
  if (items.length > limit) console.log(`  and ${items.length - limit} more`);
}

function short(file) {
  return file === '' ? '?' : relative(shared, file);
}

function yamlBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((path) => /\.ya?ml$/.test(path))
    .sort()
    .map((path) => join(folder, path));
}

function oracleDocuments() {
  const verdicts = JSON.parse(readFileSync(join(shared, 'oracle/verdicts.json'), 'utf8'));
  return verdicts.map(({ path }) => join(shared, 'oracle', path)).sort();
}
