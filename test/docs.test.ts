// README.md and docs/ can be followed to the letter: links lead somewhere, commands and settings exist, examples compile.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import typescript from 'typescript5';
import { describe, expect, test } from 'vitest';
import { compile, emit, loadEmitters } from '../src/compiler.ts';
import { loadConfig } from '../src/config.ts';
import { nodeHost } from '../src/source/host.ts';
import { packageFile } from '../src/util/package-info.ts';
import { cli, project } from './cli/memory-session.ts';

const root = resolve(import.meta.dirname, '..');
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

function blocks(page: string, language: string): readonly string[] {
  return [...read(page).matchAll(/^```(\w+)\n([^]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , text = '']) => text);
}

/** As GitHub makes them. */
function anchors(page: string): ReadonlySet<string> {
  const headings = [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return new Set(headings);
}

describe.each(pages)('%s', (page) => {
  test('links lead to what is there', () => {
    const prose = read(page).replaceAll(/^```[^]*?^```$/gm, '');
    const links = [...prose.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link);
    for (const link of links) {
      const [file = '', anchor] = link.split('#');
      const path = file === '' ? page : join(dirname(page), file);
      expect(existsSync(join(root, path)), `${page}: ${link}`).toBe(true);
      if (anchor !== undefined) expect(anchors(path), `${page}: ${link}`).toContain(anchor);
    }
  });

  test('commands and their options exist', async () => {
    const lines = ['sh', 'yaml', 'json'].flatMap((language) => blocks(page, language)).join('\n');
    const inline = [...read(page).matchAll(/`((?:npx )?capwright [^`\n]+)`/g)].map(
      ([, call]) => call,
    );
    const calls = [
      ...[...lines.matchAll(/^[^#\n]*?\b(?:npx (?:--yes )?)?(capwright [a-z][^#\n]*)/gm)].map(
        ([, call]) => call,
      ),
      ...inline,
    ];
    for (const call of calls) {
      const [, command = '', rest = ''] = /capwright ([a-z]+)(.*)$/.exec(call ?? '') ?? [];
      if (command === '') continue;
      const { code, out } = await cli('/', `${command === 'help' ? '' : command} --help`);
      expect({ call, code }).toEqual({ call, code: 0 });
      for (const [, option = ''] of rest.matchAll(/ (--?[a-z][a-z-]*)/g))
        expect(out, call).toMatch(new RegExp(`^ {2}.*${option}\\b`, 'm'));
    }
  });
});

/** As in projects that `tsc --init`, Vite and people made. */
const projects: readonly typescript.CompilerOptions[] = [
  {
    module: typescript.ModuleKind.NodeNext,
    rewriteRelativeImportExtensions: true,
    strict: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  },
  {
    module: typescript.ModuleKind.ESNext,
    moduleResolution: typescript.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    strict: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noFallthroughCasesInSwitch: true,
    erasableSyntaxOnly: true,
  },
  { module: typescript.ModuleKind.Preserve, allowImportingTsExtensions: true, strict: true },
];

test('the README: what it shows has no findings, and the call it shows compiles', async () => {
  const [yaml = ''] = blocks('README.md', 'yaml');
  const folder = project({ 'repos.yaml': yaml });
  const compiled = compile('repos.yaml', nodeHost(folder), {
    preset: 'recommended',
    rules: {},
    lint: true,
  });
  expect(compiled.diagnostics).toEqual([]);
  const { capability } = compiled;
  expect(capability?.id).toBe('repos');
  const emitted = emit(capability!, await loadEmitters(['client']), compiled.sources);
  const [code = ''] = blocks('README.md', 'ts');
  const app = project({
    'package.json': '{ "type": "module" }',
    'app.ts': code,
    ...Object.fromEntries(
      emitted.map(({ path, content }) => [`generated/repos/${path}`, content] as const),
    ),
  });
  const options: typescript.CompilerOptions = {
    noEmit: true,
    target: typescript.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    skipLibCheck: true,
    types: [],
  };
  const host = typescript.createCompilerHost(options);
  const { getSourceFile } = host;
  const kept = new Map<string, ReturnType<typeof getSourceFile>>();
  host.getSourceFile = (path, ...rest) => {
    if (!kept.has(path)) kept.set(path, getSourceFile(path, ...rest));
    return kept.get(path);
  };
  for (const ofProject of projects) {
    const program = typescript.createProgram(
      [join(app, 'app.ts')],
      { ...options, ...ofProject },
      host,
    );
    const errors = typescript
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => typescript.flattenDiagnosticMessageText(messageText, '\n'));
    expect({ ofProject, errors }).toEqual({ ofProject, errors: [] });
  }
});

describe('docs/configuration.md', () => {
  const page = 'docs/configuration.md';
  const schema = JSON.parse(readFileSync(packageFile('schemas/config.json'), 'utf8')) as {
    readonly properties: Readonly<Record<string, { readonly default?: unknown }>>;
  };

  test('has every setting, and no other', () => {
    const rows = read(page)
      .split('\n')
      .flatMap((line) => [...line.matchAll(/^\| `(\w+)`\s+\|.*\|\s*(.*?)\s*\|$/g)]);
    const settings = Object.entries(schema.properties).filter(([name]) => name !== '$schema');
    expect(rows.map(([, name]) => name)).toEqual(settings.map(([name]) => name));
    for (const [, name = '', otherwise = ''] of rows) {
      const { default: value } = schema.properties[name]!;
      if (value !== undefined) expect(otherwise, name).toBe(`\`${String(value)}\``);
    }
  });

  test('shows configurations that are valid', async () => {
    const yaml = blocks(page, 'yaml').filter((text) => text.includes('$schema'));
    expect(yaml).toHaveLength(1);
    const folder = project({ 'capwright.config.yaml': yaml[0]!, 'a.yaml': 'naftiko: 1\n' });
    expect(await loadConfig(folder, undefined)).toMatchObject({ kind: 'project' });
    const [module = ''] = blocks(page, 'js');
    const own = `data:text/javascript,export const defineConfig = (config) => config`;
    const text = module.replace("'capwright'", JSON.stringify(own));
    expect(await loadConfig(project({ 'capwright.config.mjs': text }), undefined)).toMatchObject({
      kind: 'project',
      project: { config: { preset: 'strict' } },
    });
  });
});
