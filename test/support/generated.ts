// Emitted files on the disk, as a user has them: formatted, beside each its JavaScript, dependencies resolved.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import ts from 'typescript5';
import { afterAll } from 'vitest';
import { compile, emit } from '../../src/compiler.ts';
import type { Emitter, OutputFile } from '../../src/emit/emitter.ts';
import type { Capability } from '../../src/ir/capability.ts';
import { nodeHost } from '../../src/source/host.ts';
import { projectRoot } from './shared.ts';

export function emitFile(
  file: string,
  emitters: readonly Emitter[],
): { readonly capability: Capability; readonly files: readonly OutputFile[] } {
  const options = { preset: 'recommended', rules: {}, lint: false } as const;
  const { capability, sources, diagnostics } = compile(file, nodeHost(projectRoot), options);
  if (capability === undefined)
    throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  return { capability, files: emit(capability, emitters, sources) };
}

/** A folder of its own; it goes when the tests of the file are done. Large output is quicker written as it was emitted. */
export async function writeGenerated(
  files: readonly OutputFile[],
  { formatted = true }: { readonly formatted?: boolean } = {},
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'capwright-generated-'));
  folders.push(folder);
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const { path, content, verbatim } of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    const isCode = path.endsWith('.ts');
    const text =
      verbatim === true || !isCode || !formatted
        ? content
        : await format(content, { parser: 'typescript' });
    writeFileSync(file, text);
    if (!isCode) continue;
    const compilerOptions = {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      rewriteRelativeImportExtensions: true,
    };
    const { outputText } = ts.transpileModule(text, { compilerOptions });
    writeFileSync(file.replace(/\.ts$/, '.js'), outputText);
  }
  return folder;
}

/** What the compiler `typescript5` or `typescript` says under everything that is strict. */
export function typeErrors(
  folder: string,
  compiler: 'typescript5' | 'typescript',
  module: 'nodenext' | 'preserve',
): string {
  const isNode = module === 'nodenext';
  const compilerOptions = {
    noEmit: true,
    strict: true,
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
    module,
    moduleResolution: isNode ? 'nodenext' : 'bundler',
    types: ['node'],
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    isolatedDeclarations: true,
    declaration: true,
    erasableSyntaxOnly: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    skipLibCheck: true,
    ...(isNode ? { rewriteRelativeImportExtensions: true } : { allowImportingTsExtensions: true }),
  };
  const config = join(folder, `tsconfig.${module}.json`);
  writeFileSync(config, JSON.stringify({ compilerOptions, include: ['**/*.ts'] }));
  const tsc = join(projectRoot, 'node_modules', compiler, 'bin/tsc');
  try {
    execFileSync(process.execPath, [tsc, '-p', config], { encoding: 'utf8' });
    return '';
  } catch (error) {
    return String((error as { readonly stdout?: unknown }).stdout);
  }
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));
