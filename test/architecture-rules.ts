// The rules of the architecture as a function of files: what is wrong with them, in words.
import { posix } from 'node:path';
import ts from 'typescript5';

/** Folders and files of src/ by rank; a file imports from its own part and from parts of a lower rank. */
const ranks: Readonly<Record<string, number>> = {
  util: 0,
  source: 1,
  diagnostics: 2,
  document: 3,
  lint: 4,
  ir: 4,
  emit: 5,
  migrate: 5,
  output: 6,
  'compiler.ts': 7,
  'config.ts': 8,
  cli: 9,
  'index.ts': 9,
};

/** Folders of emit/ that all emitters share. */
const sharedByEmitters = new Set(['typescript']);

/** Where a dependency may be imported; one that is not listed may be imported nowhere. */
const owners: Readonly<Record<string, readonly string[]>> = {
  ajv: ['src/document/verdict.ts', 'src/config.ts'],
  commander: ['src/cli/'],
  handlebars: ['src/emit/template.ts'],
  'js-yaml': ['src/source/yaml.ts'],
  'json-p3': ['src/document/json-path-query.ts'],
  prettier: ['src/output/format.ts'],
  'ts-morph': ['src/emit/typescript/', 'src/emit/client/', 'src/emit/server/'],
  tinyglobby: ['src/cli/'],
  '@stoplight/spectral-core': ['src/cli/spectral/'],
  yaml: [
    'src/cli/spectral/',
    'src/lint/',
    'src/config.ts',
    'templates/runtime/server/format-yaml.ts',
    'templates/runtime/server/bind-files.ts',
  ],
  'fast-xml-parser': ['templates/runtime/server/format-xml.ts'],
  fflate: ['templates/runtime/server/skills.ts'],
  jose: ['templates/runtime/server/auth-oauth2.ts'],
  marked: ['templates/runtime/server/format-markdown.ts'],
  'node-html-parser': ['templates/runtime/server/format-html.ts'],
  hono: ['templates/runtime/server/'],
  '@hono/node-server': ['templates/runtime/server/'],
  '@modelcontextprotocol/server': ['templates/runtime/mcp/'],
  'node:fs': [
    'src/source/host.ts',
    'src/document/check-schema.ts',
    'src/config.ts',
    'src/output/',
    'src/emit/read-template.ts',
    'src/util/package-info.ts',
    'src/cli/',
    'templates/runtime/mcp/node-files.ts',
    'templates/runtime/server/bind-files.ts',
    'templates/runtime/server/skill-files.ts',
  ],
};

export const lineLimit = 320;
/** Longer than the limit, and why that is right. */
export const longFiles: Readonly<Record<string, string>> = {
  'src/document/document.ts': 'declarations only: the whole document is read on one page',
  'src/ir/capability.ts': 'declarations only: the whole IR is read on one page',
};

export interface Source {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** What is wrong with a set of files; each message starts with the path of the file. */
export function problems(sources: readonly Source[]): readonly string[] {
  const known = new Set(sources.map(({ path }) => path));
  const graph = new Map<string, readonly string[]>();
  const found = sources.flatMap((source) => {
    const { path } = source;
    const file = ts.createSourceFile(path, source.text, ts.ScriptTarget.Latest, true);
    const imports = specifiers(file);
    const inProject = (list: readonly string[]): readonly string[] =>
      list
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => posix.join(posix.dirname(path), specifier))
        .filter((target) => known.has(target));
    const local = inProject(imports);
    // The runtime is read as one small program: its types may name each other, its code may not go in circles.
    const isRuntime = path.startsWith('templates/runtime/');
    graph.set(path, isRuntime ? inProject(specifiers(file, { types: false })) : local);
    const messages = [
      ...local.flatMap((target) => crossing(path, target)),
      ...imports.flatMap((specifier) => borrowed(path, specifier)),
      ...manners(source, file),
    ];
    return messages.map((message) => `${path}: ${message}`);
  });
  return [...found, ...cycles(graph)];
}

/** Every module a file names: imports, re-exports, `require`, `import()` in code and in types. */
function specifiers(
  file: ts.SourceFile,
  { types }: { readonly types: boolean } = { types: true },
): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (!types && isTypeOnly(node)) return;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal);
    else if (ts.isCallExpression(node) && loads(node.expression)) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  const add = (node: ts.Node | undefined): void => {
    if (node !== undefined && ts.isStringLiteralLike(node)) found.push(node.text);
  };
  visit(file);
  return found;
}

/** `import type …`, `export type …`, and an import all of whose names are types: nothing of them is there at run time. */
function isTypeOnly(node: ts.Node): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  if (!ts.isImportDeclaration(node)) return ts.isImportTypeNode(node);
  const clause = node.importClause;
  if (clause === undefined) return false;
  const names = clause.namedBindings;
  return (
    clause.isTypeOnly ||
    (clause.name === undefined &&
      names !== undefined &&
      ts.isNamedImports(names) &&
      names.elements.every((element) => element.isTypeOnly))
  );
}

function loads(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(callee) && callee.text === 'require';
}

/** What is wrong with one file of the project importing another. */
function crossing(from: string, to: string): readonly string[] {
  if (from.startsWith('templates/'))
    return to.startsWith('templates/') ? [] : [`imports ${to}, which is not copied with it`];
  const [own, other] = [partOf(from), partOf(to)];
  const [rank, otherRank] = [ranks[own], ranks[other]];
  if (rank === undefined || otherRank === undefined) return [];
  const apart = own === 'emit' && other === 'document';
  if (own !== other && (otherRank >= rank || apart))
    return [`${own} may not import ${other} (${to})`];
  const [emitter, sibling] = [emitterOf(from), emitterOf(to)];
  if (sibling === undefined || emitter === sibling || sharedByEmitters.has(sibling)) return [];
  if (emitter === undefined) return [];
  const subject = sharedByEmitters.has(emitter) ? emitter : `the emitter ${emitter}`;
  return [`${subject} may not import ${sibling} (${to})`];
}

/** What is wrong with a file importing a package or a module of Node. */
function borrowed(path: string, specifier: string): readonly string[] {
  if (specifier.startsWith('.')) return [];
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const allowed = owners[name];
  if (allowed === undefined) return name.startsWith('node:') ? [] : [`${name} has no owner`];
  if (allowed.some((place) => path.startsWith(place))) return [];
  return [`${name} may be imported by ${allowed.join(', ')} only`];
}

function manners(source: Source, file: ts.SourceFile): readonly string[] {
  const { path, text } = source;
  const found: string[] = [];
  if (path.startsWith('src/') && ranks[partOf(path)] === undefined)
    found.push('belongs to no layer');
  if (!path.split('/').every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.ts)?$/.test(part)))
    found.push('is not named in kebab-case');
  if (isLong(source) && longFiles[path] === undefined)
    found.push(`has ${lineCount(text)} lines, the limit is ${lineLimit}`);
  if (/\b(TODO|FIXME)\b/.test(text)) found.push('holds a mark for later');
  if (file.statements.some(isDefaultExport)) found.push('has a default export');
  if (
    path !== 'src/index.ts' &&
    file.statements.length > 0 &&
    file.statements.every((node) => ts.isExportDeclaration(node) && node.moduleSpecifier)
  )
    found.push('only exports what others hold');
  const head = /^(?:#!.*\n)?((?:\/\/.*\n)*)/.exec(text)?.[1] ?? '';
  const lines = head.split('\n').length - 1;
  // The documentation of the only export says as much.
  // A rule's summary and reasons are its head.
  const isRule = path.startsWith('src/lint/rules/');
  if (lines === 0 && !isRule && !text.startsWith('/**')) found.push('has no head comment');
  if (lines > 4) found.push(`has a head comment of ${lines} lines`);
  return found;
}

function isDefaultExport(node: ts.Statement): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause))
    return node.exportClause.elements.some(({ name }) => name.text === 'default');
  return (
    ts.canHaveModifiers(node) &&
    (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
  );
}

/** Each cycle once, told from the file of it that was reached first. */
function cycles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) {
      const [first, ...others] = trail.slice(start);
      const way = others.length === 0 ? '' : ` by way of ${others.join(', ')}`;
      found.push(`${first}: imports itself${way}`);
      return;
    }
    if (done.has(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

/** `src/emit/client/a.ts` → `emit`; `src/compiler.ts` → `compiler.ts` */
function partOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** `src/emit/client/a.ts` → `client`; `src/emit/template.ts` → undefined */
function emitterOf(path: string): string | undefined {
  const [, part, folder, file] = path.split('/');
  return part === 'emit' && file !== undefined ? folder : undefined;
}

export function isLong({ text }: Source): boolean {
  return lineCount(text) > lineLimit;
}

function lineCount(text: string): number {
  return text.split('\n').length - 1;
}
