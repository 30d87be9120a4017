// Types are left out of generated modules as a compiler leaves them out: esbuild is the judge.
import { readdirSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { compile, emit, loadEmitters } from '../../src/compiler.ts';
import { stripPlainTypes } from '../../src/emit/typescript/strip-plain-types.ts';
import { typeStripper } from '../../src/emit/typescript/strip-types.ts';
import { nodeHost } from '../../src/source/host.ts';
import { projectRoot, readProject, sharedFiles } from '../support/shared.ts';

/** Code as data: neither layout nor comments, and imports of what was built. */
function judged(text: string, loader: 'ts' | 'js'): string {
  return transformSync(text, {
    loader,
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  })
    .code.replaceAll(/from"(\.[^"]*)\.ts"/g, 'from"$1.js"')
    .replaceAll(/import\{\}from"[^"]*";|import"[^"]*";/g, '');
}

function modulesOf(file: string): readonly string[] {
  const { capability, sources } = compile(file, nodeHost(projectRoot), {
    preset: 'recommended',
    rules: {},
    lint: false,
  });
  if (capability === undefined) return [];
  return emit(capability, emitters, sources)
    .filter(({ path }) => path.endsWith('.ts') && !/runtime\//.test(path))
    .map(({ content }) => content);
}

const emitters = await loadEmitters(['client', 'server', 'mcp']);
const own = readdirSync(`${projectRoot}/capabilities`)
  .filter((name) => name.endsWith('.yaml') && !name.includes('.overlay.'))
  .map((name) => `capabilities/${name}`);
const wild = sharedFiles('corpus/wild').filter((_, index) => index % 25 === 0);

test.each([...own, ...wild])('%s', (file) => {
  const modules = modulesOf(file);
  let understood = 0;
  let all = 0;
  for (const text of modules) {
    all += text.length;
    const plain = stripPlainTypes(text);
    if (plain === undefined) continue;
    understood += text.length;
    expect(judged(plain, 'js')).toBe(judged(text, 'ts'));
  }
  // The client's own module has functions; of a small capability that is a large part.
  if (all > 100_000) expect(understood / all).toBeGreaterThan(0.8);
});

test('a module with functions goes through the compiler', () => {
  const strip = typeStripper(() => undefined);
  const text = readProject('templates/runtime/server/handle.ts');
  expect(judged(strip(text), 'js')).toBe(judged(text, 'ts'));
});

describe('what is not understood is left to the compiler', () => {
  test.each([
    ['a function', 'export function f(a: string): void {}\n'],
    ['a value with a type', 'export const a: A = b as A;\n'],
    ['a function in a value', 'export const a: A = { f: (b: B) => b };\n'],
    ['type arguments', 'export const a: A = f<B>("c");\n'],
    ['a value that must be there', 'export const a: A = b!;\n'],
    ['a template', 'export const a: A = `\nexport interface B {}\n`;\n'],
    ['a type of its own', 'export const a: { b: C } = {};\n'],
    ['a call', 'run();\n'],
    ['a default export', 'export default a;\n'],
    ['two statements in a line', 'import { a } from "./a.ts"; run<A>(a);\n'],
    ['an interface that does not end', 'export interface A { b: C } run()\n'],
  ])('%s', (_, text) => {
    expect(stripPlainTypes(text)).toBeUndefined();
  });

  test('and texts may hold whatever looks like it', () => {
    const text = 'export const a: A = f("x as y! `z` => <b>", \'c<d>\'); // e as f\n';
    expect(stripPlainTypes(text)).toBe(text.replace(': A', '').replace(/\n$/, '\n\n'));
  });
});
