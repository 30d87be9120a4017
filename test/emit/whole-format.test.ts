// Output of a capability that uses all that servers can do: it compiles under every setting it is made for, is formatted,
// and names what it needs.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { check } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emit, loadEmitters } from '../../src/compiler.ts';
import { format } from '../../src/output/format.ts';
import type { OutputFile } from '../../src/emit/emitter.ts';
import { packagesOf, packageVersions, toolVersions } from '../../src/emit/typescript/packages.ts';
import { compileFiles } from '../support/compile.ts';
import { projectRoot } from '../support/shared.ts';

const yaml = `
ikanos: 1.0.0-beta5
binds:
  - { namespace: file, location: "file:///./secrets.yaml", keys: { KEY: key } }
capability:
  consumes:
    - type: http
      namespace: up
      baseUri: https://up.test
      resources:
        things:
          path: /things
          operations:
${['xml', 'yaml', 'csv', 'html', 'markdown'].map((name) => `            ${name}: { method: GET, outputRawFormat: ${name} }\n`).join('')}
  exposes:
    - type: rest
      namespace: api
      port: 8080
      authentication: { type: oauth2, authorizationServerUri: https://auth.test, resource: https://api.test, scopes: [a] }
      resources:
${['xml', 'yaml', 'csv', 'html', 'markdown'].map((name) => `        ${name}: { path: /${name}, operations: { get: { method: GET, call: up.${name}, outputParameters: [{ type: array, mapping: "$..[?(@.a == 'x' && @.b =~ /y/i)]['c','d']", items: { type: string } }] } } }\n`).join('')}        script:
          path: /script
          operations: { get: { method: GET, steps: { one: { type: script, file: "a*/.js" } }, mappings: [{ target: a, value: $.one }] } }
    - { type: rest, namespace: second, port: 8081, authentication: { type: digest, username: u, password: "{{KEY}}" }, resources: { a: { path: /a, operations: { get: { method: GET, call: up.csv } } } } }
    - { type: mcp, namespace: tools, port: 9092, tools: { read-xml: { description: d, call: up.xml, outputParameters: [{ type: array, mapping: "$.a[*]", items: { type: string } }] } } }
    - { type: control, port: 9090, management: { info: true } }
    - { type: skill, namespace: skills, port: 9091, skills: { one: { description: d, tools: { t: { description: d, from: { sourceNamespace: api, action: get } } } } } }
`;

let folder: string;
let files: readonly OutputFile[];
beforeAll(async () => {
  const { capability, sources, diagnostics } = compileFiles({
    'test.yaml': yaml,
    'a*/.js': 'let x = 1\nresult = context . x + x',
  });
  if (capability === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  files = emit(capability, await loadEmitters(['client', 'server', 'mcp', 'project']), sources);
  folder = mkdtempSync(join(tmpdir(), 'capwright-whole-'));
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const file of files) {
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      file.verbatim === true ? file.content : await format(file.path, file.content),
    );
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(['typescript', 'typescript5'])('%s', (compiler) => {
  it.each(['nodenext', 'preserve'])(
    '%s',
    (module) => {
      const compilerOptions = {
        noEmit: true,
        strict: true,
        target: 'es2023',
        lib: ['es2023', 'dom', 'dom.iterable', 'dom.asynciterable'],
        types: ['node'],
        declaration: true,
        skipLibCheck: true,
        module,
        moduleResolution: module === 'preserve' ? 'bundler' : 'nodenext',
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: true,
        isolatedDeclarations: true,
        erasableSyntaxOnly: true,
        noUnusedLocals: true,
        ...(module === 'nodenext'
          ? { rewriteRelativeImportExtensions: true }
          : { allowImportingTsExtensions: true }),
      };
      const config = join(folder, `tsconfig.${module}.json`);
      writeFileSync(config, JSON.stringify({ compilerOptions, include: ['client', 'server'] }));
      let output = '';
      try {
        execFileSync(
          process.execPath,
          [join(projectRoot, 'node_modules', compiler, 'bin/tsc'), '-p', config],
          { encoding: 'utf8' },
        );
      } catch (error) {
        output = String((error as { stdout?: unknown }).stdout);
      }
      expect(output).toBe('');
    },
    60_000,
  );
});

it('is formatted, and no line is long', async () => {
  for (const { path } of files.filter(
    (file) => file.path.endsWith('.ts') && !file.path.startsWith('server/scripts/'),
  )) {
    const text = readFileSync(join(folder, path), 'utf8');
    expect([path, await check(text, { parser: 'typescript' })]).toEqual([path, true]);
    expect([path, text.split('\n').filter((line) => line.length > 160)]).toEqual([path, []]);
  }
});

it('names what it needs', () => {
  const packages = (folder: string): Readonly<Record<string, string>> =>
    packagesOf(files.flatMap(({ path, content }) => (path.startsWith(folder) ? [content] : [])));
  expect(Object.keys(packages('server/'))).toEqual([
    '@hono/node-server',
    'fast-xml-parser',
    'fflate',
    'hono',
    'jose',
    'marked',
    'node-html-parser',
    'yaml',
  ]);
  const manifest = JSON.parse(files.find(({ path }) => path === 'package.json')!.content) as Record<
    'peerDependencies' | 'peerDependenciesMeta' | 'devDependencies',
    Record<string, unknown>
  >;
  const all = { ...packages('server/'), ...packages('mcp/') };
  expect(manifest.peerDependencies).toEqual(all);
  expect(Object.keys(manifest.peerDependenciesMeta)).toEqual(
    Object.keys(manifest.peerDependencies),
  );
  expect(manifest.devDependencies).toEqual({ ...all, ...toolVersions });
});

it('versions are those that the runtime is tested with', () => {
  const { devDependencies, dependencies } = JSON.parse(
    readFileSync(join(projectRoot, 'package.json'), 'utf8'),
  ) as Record<'devDependencies' | 'dependencies', Record<string, string>>;
  for (const [name, version] of Object.entries(packageVersions))
    expect([
      name,
      `^${(devDependencies[name] ?? dependencies[name] ?? '').replace('^', '')}`,
    ]).toEqual([name, version]);
});
