// A session for tests: streams that are kept, and a compiler that understands a toy language.
import { onTestFinished } from 'vitest';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../src/cli/program.ts';
import type { Compilation } from '../../src/compiler.ts';
import type { Built, Compiler, Session } from '../../src/cli/session.ts';
import type { CatalogEntry } from '../../src/diagnostics/catalog-entry.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import type { Document } from '../../src/document/document.ts';
import type { Capability } from '../../src/ir/capability.ts';
import type { Host } from '../../src/source/host.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { capabilityId, slug } from '../../src/util/slug.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Settings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  readonly stdin?: string;
  readonly compiler?: Partial<Compiler>;
  readonly pages?: readonly CatalogEntry[];
  readonly built?: Built;
}

/** Runs the command line in `folder`. */
export async function cli(folder: string, argv: string, settings: Settings = {}): Promise<Outcome> {
  const written = { out: '', err: '' };
  const session: Session = {
    cwd: settings.cwd ?? folder,
    env: settings.env ?? {},
    stdout: {
      write: (text) => void (written.out += text),
      isTTY: settings.isTTY === true,
      columns: 100,
    },
    stderr: {
      write: (text) => void (written.err += text),
      isTTY: settings.isTTY === true,
      columns: 100,
    },
    readStdin: async () => new TextEncoder().encode(settings.stdin ?? ''),
    compiler: async () => ({ ...toyCompiler, ...settings.compiler }),
    rulePages: async () => settings.pages ?? [page('odd'), page('note')],
    ...(settings.built && { built: settings.built }),
  };
  const code = await run(
    argv.split(' ').filter((word) => word !== ''),
    session,
  );
  return { code, ...written };
}

/** A folder with these files in it. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'capwright-cli-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function page(code: string): CatalogEntry {
  return {
    code,
    severity: 'warning',
    summary: `About ${code}`,
    why: 'Because.',
    whatToDo: 'Do it.',
  };
}

/**
 * `error CODE`, `warning CODE`, `info CODE` anywhere report that code; `file PATH` emits a file holding the whole
 * text; `shared` makes it no capability of its own; `crash` throws.
 */
const toyCompiler: Compiler = {
  compile(file: string, host: Host, options): Compilation {
    const result = host.read(file);
    if (result.kind !== 'text') {
      const missing: Diagnostic = {
        code: `file-${result.kind}`,
        severity: 'error',
        message: result.detail,
        at: { file, pointer: '' },
      };
      return {
        file,
        document: undefined,
        capability: undefined,
        diagnostics: [missing],
        sources: new Map(),
      };
    }
    const { text } = result;
    if (text.includes('crash')) throw new Error('it crashed');
    const source = new SourceFile(file, text);
    const diagnostics = [...text.matchAll(/(error|warning|info) (\S+)/g)]
      .map(({ 0: all, 1: severity, 2: code, index }): Diagnostic => ({
        code: code ?? '',
        severity: severity as Diagnostic['severity'],
        message: `there is ${code}`,
        at: { file, start: index, end: index + all.length },
      }))
      .filter(
        ({ code, severity }) =>
          options.rules[code] !== 'off' && (options.lint || severity === 'error'),
      );
    const failed =
      diagnostics.some(({ severity }) => severity === 'error') || text.includes('shared');
    return {
      file,
      document: { text } as unknown as Document,
      capability: failed ? undefined : capability(file),
      diagnostics,
      sources: new Map([[file, source]]),
    };
  },
  mergeCompilations(name, compilations) {
    const sources = new Map(compilations.flatMap((compilation) => [...compilation.sources]));
    return { capability: { ...capability('merged'), id: slug(name) }, sources };
  },
  emit(_capability, emitters, sources) {
    const text = [...sources.values()].map((source) => source.text).join('\n');
    const paths = new Set([...text.matchAll(/^\s*#? *file (\S+)/gm)].map(([, path]) => path ?? ''));
    const files = [...paths].map((path) => ({ path, content: text }));
    return [
      {
        path: 'capability.json',
        content: JSON.stringify({ emitters: emitters.map(({ name }) => name) }),
      },
      ...files,
    ];
  },
  summary: ({ id }) => ({ id }),
  emitterNames: ['client', 'server', 'docs'],
  loadEmitters: async (names) => names.map((name) => ({ name, summary: name, emit: () => [] })),
};

function capability(file: string): Capability {
  return {
    id: capabilityId(file),
    format: 'naftiko-1.0.0-alpha2',
    title: 'Toy',
    tags: [],
    sources: [file],
    services: [],
    operations: [],
    flows: [],
    surfaces: [],
    secrets: [],
    stats: {
      operations: { declared: 0, unique: 0, shapes: 0 },
      routes: { declared: 0, unique: 0 },
      tools: { declared: 0, unique: 0 },
    },
  };
}
