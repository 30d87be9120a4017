// Generated packages: built, tested by their own tests, packed, loaded both ways; and the generated tests tested in
// turn: whatever is broken in a client, one of them has to fail. MUTANTS=all tries every mutant, not a sample.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { check } from 'prettier';
import { publint } from 'publint';
import typescript from 'typescript5';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emit, emitterNames, loadEmitters } from '../../src/compiler.ts';
import type { OutputFile } from '../../src/emit/emitter.ts';
import { toolVersions } from '../../src/emit/typescript/packages.ts';
import type { Capability } from '../../src/ir/capability.ts';
import { format } from '../../src/output/format.ts';
import { compileFiles } from '../support/compile.ts';
import { projectRoot, readProject } from '../support/shared.ts';
import { capability as fixture } from './fixture-capability.ts';

const folder = mkdtempSync(join(tmpdir(), 'capwright-project-'));
const files = new Map<string, readonly OutputFile[]>();
const builds = new Map<string, string>();
const persons = compileFiles({
  'posthog-persons.yaml': readProject('capabilities/posthog-persons.yaml'),
}).capability!;

beforeAll(async () => {
  await write('persons', persons);
  await write('fixture', fixture);
  for (const name of files.keys())
    symlinkSync(join(projectRoot, 'node_modules'), join(folder, name, 'node_modules'));
  for (const name of files.keys()) builds.set(name, build(name));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function write(name: string, capability: Capability, emitters = emitterNames): Promise<void> {
  const emitted = emit(capability, await loadEmitters(emitters), new Map());
  files.set(name, emitted);
  for (const { path, content, verbatim } of emitted) {
    const text = verbatim === true ? content : await format(path, content);
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

function run(command: string, args: readonly string[], cwd: string): string {
  const { stdout, stderr, status } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return status === 0 ? '' : `${status}: ${stdout}${stderr}`;
}

/** What `npm run build` does, with the compiler of this project. */
function build(name: string): string {
  const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
  return run(process.execPath, [tsc, '--project', 'tsconfig.json'], join(folder, name));
}

describe('the package', () => {
  test('builds, and its tests pass', () => {
    for (const name of ['persons', 'fixture']) {
      expect(builds.get(name), name).toBe('');
      for (const tests of readdirSync(join(folder, name, 'dist/test')).filter((file) =>
        file.endsWith('.test.js'),
      ))
        expect(run(process.execPath, [`dist/test/${tests}`], join(folder, name)), name).toBe('');
    }
  }, 120_000);

  test('is built with what it was tested with', () => {
    const { devDependencies } = JSON.parse(readProject('package.json')) as {
      devDependencies: Record<string, string>;
    };
    expect(toolVersions['@types/node']).toBe(`^${devDependencies['@types/node']}`);
    const five = devDependencies['typescript5']!.split('@').at(-1);
    expect(toolVersions.typescript).toBe(`^${five} || ^${devDependencies['typescript']}`);
  });

  test('holds one client without dependencies; servers ask for theirs', async () => {
    const manifest = JSON.parse(read('persons/package.json')) as Record<string, object>;
    expect(manifest['dependencies']).toBeUndefined();
    expect(Object.keys(manifest['exports']!)).toEqual(['.', './server', './mcp', './package.json']);
    expect(Object.keys(manifest['peerDependencies']!)).toEqual(
      Object.keys(manifest['peerDependenciesMeta']!),
    );
    await write('alone', persons, ['client', 'project']);
    const alone = JSON.parse(read('alone/package.json')) as Record<string, object>;
    expect(alone['peerDependencies']).toBeUndefined();
    expect(Object.keys(alone['exports']!)).toEqual(['.', './package.json']);
    expect(
      emit(persons, await loadEmitters(['docs', 'project']), new Map()).map(({ path }) => path),
    ).not.toContain('package.json');
  });

  test('is packed without its tests, holds to what checkers ask, and loads by import and by require', async () => {
    const home = join(folder, 'persons');
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--ignore-scripts'], {
        cwd: home,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    ) as [{ filename: string; files: { path: string }[] }];
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toContain('dist/client/index.d.ts');
    expect(paths).toContain('LICENSE');
    expect(paths.filter((path) => /^dist\/test|\.tsbuildinfo|(?<!\.d)\.ts$/.test(path))).toEqual(
      [],
    );
    const tarball = new Uint8Array(readFileSync(join(home, packed.filename)));
    const published = await publint({ pack: { tarball: tarball.buffer }, strict: true });
    expect(published.messages).toEqual([]);
    const checked = await checkPackage(createPackageFromTarballData(tarball));
    if (checked.types === false) throw new Error('the package has no types');
    // ESM alone: `require` gets it from Node 20.19 on, which the checker does not take for granted.
    expect(checked.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM')).toEqual([]);
    const user = join(folder, 'user/node_modules/posthog-persons');
    mkdirSync(user, { recursive: true });
    execFileSync('tar', ['-xzf', join(home, packed.filename), '-C', user, '--strip-components=1']);
    const load = (type: string, code: string): string =>
      execFileSync(process.execPath, [`--input-type=${type}`, '--no-warnings', '--eval', code], {
        cwd: join(folder, 'user'),
        encoding: 'utf8',
      });
    const print = 'console.log(typeof createClient)';
    expect(load('module', `import { createClient } from "posthog-persons"; ${print}`)).toBe(
      'function\n',
    );
    expect(load('commonjs', `const { createClient } = require("posthog-persons"); ${print}`)).toBe(
      'function\n',
    );
  }, 60_000);

  test('says what it is, and how it is used before it is published', () => {
    expect(read('persons/README.md')).toContain(
      'A typed client, a REST server and an MCP server for 48 operations, generated by',
    );
    expect(read('persons/README.md')).toContain('`rewriteRelativeImportExtensions`');
  });

  test('has examples that compile and run, against what a user gets', () => {
    for (const [name, module] of [
      ['persons', 'posthog-persons'],
      ['fixture', fixture.id],
    ] as const) {
      const examples = [...read(`${name}/README.md`).matchAll(/```ts\n([^]*?)```/g)];
      expect(examples.length, name).toBeGreaterThan(2);
      const { secrets } = name === 'persons' ? persons : fixture;
      const credentials = Object.fromEntries(secrets.map(({ variable }) => [variable, 'x']));
      examples.forEach(([, text = ''], index) => {
        expect(text).toContain(`from "${module}`);
        const path = join(folder, name, `example-${index}.ts`);
        writeFileSync(path, text);
        // One listens on a port until it is stopped.
        if (text.includes('serve(')) return;
        const { outputText } = typescript.transpileModule(text, {
          compilerOptions: { target: typescript.ScriptTarget.ES2023 },
        });
        writeFileSync(path.replace(/ts$/, 'mjs'), outputText);
        const answer = 'globalThis.fetch = async () => Response.json({ answered: 1 })';
        const { status, stdout, stderr } = spawnSync(
          process.execPath,
          [`--import=data:text/javascript,${answer}`, path.replace(/ts$/, 'mjs')],
          { cwd: join(folder, name), encoding: 'utf8', env: { ...process.env, ...credentials } },
        );
        expect([status, stderr], `${text}\n${stdout}`).toEqual([0, '']);
        if (/console\.log\(result\)/.test(text)) expect(stdout).toContain('answered');
      });
      const config = {
        extends: './tsconfig.json',
        compilerOptions: { noEmit: true },
        include: ['example-*.ts'],
      };
      writeFileSync(join(folder, name, 'tsconfig.examples.json'), JSON.stringify(config));
      const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
      expect(
        run(process.execPath, [tsc, '--project', 'tsconfig.examples.json'], join(folder, name)),
      ).toBe('');
    }
  }, 60_000);

  test('lists every callable', () => {
    const page = read('persons/api.md');
    for (const { client } of persons.operations)
      expect(page).toContain(`client.${client.join('.')}(`);
    const links = [...page.matchAll(/\[`(\w+)`\]\(([^)]*)\)/g)];
    expect(links).toHaveLength(persons.operations.length);
    for (const [, name = '', path = ''] of links)
      expect(read(`persons/${path}`), name).toMatch(
        new RegExp(`^export const ${name}\\b|^export \\{[^}]*\\b${name}\\b`, 'm'),
      );
  });

  test('brings the licence of what was copied', () => {
    expect(read('persons/LICENSE').endsWith(readProject('LICENSE'))).toBe(true);
  });
});

describe('its files', () => {
  test('are what prettier would make of them, and neither long nor wide', async () => {
    for (const [name, emitted] of files)
      for (const { path } of emitted) {
        if (!/^(api\.md|README\.md|tsconfig\.json|test\/.*)$/.test(path)) continue;
        const text = read(`${name}/${path}`);
        expect(await check(text, { filepath: path }), `${name}/${path}`).toBe(true);
        if (!path.endsWith('.ts')) continue;
        const lines = text.split('\n');
        expect(lines.length, path).toBeLessThan(2500);
        for (const line of lines) expect(line.length, `${path}: ${line}`).toBeLessThanOrEqual(160);
      }
  });

  test('do not depend on the order of declaration', async () => {
    const emitters = await loadEmitters(['client', 'project']);
    const own = (capability: Capability): readonly OutputFile[] =>
      emit(capability, emitters, new Map()).filter(({ path }) => path.startsWith('test/'));
    expect(own({ ...persons, operations: persons.operations.toReversed() })).toEqual(own(persons));
  });

  test('leave to their owner what was made for editing', () => {
    const once = files
      .get('persons')!
      .filter((file) => file.once === true && !file.path.startsWith('server/'));
    expect(once.map(({ path }) => path)).toEqual([
      'package.json',
      'README.md',
      'LICENSE',
      '.gitignore',
    ]);
  });
});

interface Mutant {
  readonly file: string;
  readonly name: string;
  readonly text: string;
}

describe('the generated tests notice', () => {
  const mutants = (name: string): readonly Mutant[] =>
    files
      .get(name)!
      .filter(({ path }) => /^client\/(methods|operations\/(?!index\.)[^/]+)\.ts$/.test(path))
      .flatMap(({ path }) =>
        mutate(path.replace(/^client\//, 'dist/client/').replace(/\.ts$/, '.js'), name),
      );

  test.each(['persons', 'fixture'])(
    'whatever is broken in a descriptor: %s',
    (name) => {
      const all = mutants(name);
      expect(all.length).toBeGreaterThan(40);
      const step = process.env['MUTANTS'] === 'all' ? 1 : Math.ceil(all.length / 16);
      const chosen = all.filter((_, index) => index % step === 0);
      const alive = chosen.filter((mutant) => {
        const path = join(folder, name, mutant.file);
        const original = readFileSync(path, 'utf8');
        writeFileSync(path, mutant.text);
        const result = run(
          process.execPath,
          ['--test-name-pattern=what each operation sends', 'dist/test/client.test.js'],
          join(folder, name),
        );
        writeFileSync(path, original);
        return result === '';
      });
      expect(alive.map((mutant) => mutant.name)).toEqual([]);
    },
    1_200_000,
  );
});

/** Each part of each descriptor in turn, changed to another that could stand there. */
function mutate(file: string, name: string): readonly Mutant[] {
  const text = read(`${name}/${file}`);
  const source = typescript.createSourceFile(file, text, typescript.ScriptTarget.ES2023, true);
  const found: Mutant[] = [];
  const visit = (node: Node, owner: string): void => {
    const member = typescript.isPropertyAssignment(node) ? node.name.getText() : undefined;
    // What no request shows: names of calls, where pages are found, values that only expressions read.
    if (member === 'id' || member === 'pages') return;
    if (typescript.isObjectLiteralExpression(node) && /\bin: "variable"/.test(node.getText()))
      return;
    const value = typescript.isExpression(node) ? textOf(node) : undefined;
    if (value === undefined) {
      typescript.forEachChild(node, (child) => visit(child, `${owner}.${member ?? ''}`));
      return;
    }
    for (const other of variants(value))
      found.push({
        file,
        name: `${owner}: ${JSON.stringify(value)} → ${JSON.stringify(other)}`,
        text: text.slice(0, node.getStart()) + JSON.stringify(other) + text.slice(node.end),
      });
  };
  for (const statement of source.statements)
    if (typescript.isVariableStatement(statement))
      for (const { name: own, initializer } of statement.declarationList.declarations)
        if (initializer) visit(initializer, own.getText());
  return found;
}

type Node = import('typescript5').Node;

/** Of a string or a sum of strings. */
function textOf(node: Node): string | undefined {
  if (typescript.isStringLiteral(node)) return node.text;
  if (!typescript.isBinaryExpression(node)) return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** `persons.list GET /persons/{id} query:limit&search header:If-Match!`, or such a text without its first word. */
const notation = /^(\S+ )?(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)(@\S+)? (\S+)(( \w+:\S+)*)$/;

function variants(value: string): readonly string[] {
  const [all, id = '', method = '', service = '', path = '', lists = ''] =
    notation.exec(value) ?? [];
  if (all === undefined) return value.startsWith('#') ? [] : [opposites[value] ?? `${value}x`];
  const start = `${id}${method}${service} ${path}`;
  const words = lists.split(' ').slice(1);
  const changed = (index: number, word: string): string =>
    [start, ...words.map((other, at) => (at === index ? word : other))].join(' ');
  return [
    `${id}${opposites[method] ?? 'GET'}${service} ${path}${lists}`,
    `${id}${method}${service} ${path === '.' ? '/x' : path.replace(/(?=#|\?|$)/, 'x')}${lists}`,
    ...words.flatMap((word, index) => {
      const [place = '', names = ''] = word.split(':');
      if (place === 'variable') return [];
      const list = names.split('&');
      return [
        changed(index, `${opposites[place] ?? 'query'}:${names}`),
        ...list.map((name, at) =>
          changed(
            index,
            `${place}:${list.map((other, i) => (i === at ? name.replace(/^[^=!]*/, '$&x') : other)).join('&')}`,
          ),
        ),
      ];
    }),
  ];
}

const opposites: Readonly<Record<string, string>> = {
  GET: 'POST',
  POST: 'PUT',
  PUT: 'POST',
  PATCH: 'PUT',
  DELETE: 'GET',
  query: 'header',
  header: 'query',
  body: 'query',
  field: 'query',
  path: 'query',
};
