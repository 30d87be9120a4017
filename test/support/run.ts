// Capabilities that are compiled, written, imported and asked, in this process, against an upstream that remembers.
// The folder stands in the project, so that generated code finds its dependencies and is transformed like any test.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { emit, loadEmitters, type Compilation } from '../../src/compiler.ts';
import type { Capability } from '../../src/ir/capability.ts';
import ts from 'typescript5';
import { compileFiles } from './compile.ts';
import { projectRoot } from './shared.ts';
import { startUpstream, type Recorded, type Reply } from './upstream.ts';

export type Answer = (request: Recorded) => Reply | Promise<Reply>;

export interface RunOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  /** Which surface; the first one by default. */
  readonly surface?: string;
  /** Writes JavaScript: for what starts threads, which know no TypeScript on every Node this is tested with. */
  readonly built?: boolean;
  /** Further options of the client. */
  readonly client?: object;
  /** Further options of `createFetch`. */
  readonly server?: object;
}

export interface RunningCapability {
  readonly capability: Capability;
  /** Where its output stands. */
  readonly folder: string;
  /** What the upstream was asked, oldest first. */
  readonly requests: Recorded[];
  readonly upstream: string;
  /** Asks the server: `ask('GET /pets?x=1')`, `ask('POST /pets', { body: { a: 1 } })`. */
  ask(what: string, options?: AskOptions): Promise<Response>;
  /** The same, as status and body: parsed where it is JSON. */
  answer(
    what: string,
    options?: AskOptions,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  /** A module of the output: `load('server/app.ts')`. */
  load(path: string): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

export interface AskOptions {
  /** Sent as JSON where it is no text and no bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const compilerOptions: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2022,
  rewriteRelativeImportExtensions: true,
};

type Fetch = (request: Request) => Promise<Response>;

/** The text of one capability, or several files, the capability first. Fails with the diagnostics where it does not compile. */
export async function runCapability(
  files: string | Readonly<Record<string, string>>,
  answer: Answer = () => ({}),
  options: RunOptions = {},
): Promise<RunningCapability> {
  const compiled = compileFiles(typeof files === 'string' ? { 'test.yaml': files } : files);
  const { capability } = compiled;
  if (capability === undefined)
    throw new Error(
      compiled.diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'),
    );
  const folder = await writeOutput(compiled, capability, options.built === true);
  const upstream = await startUpstream(answer);
  const load = async (path: string): Promise<Record<string, unknown>> =>
    (await import(
      /* @vite-ignore */ join(folder, options.built === true ? path.replace(/ts$/, 'js') : path)
    )) as Record<string, unknown>;
  // Imported when it is first asked for: a capability may have no routes.
  let fetch: Promise<Fetch> | undefined;
  const server = async (): Promise<Fetch> => {
    const { createFetch } = (await load('server/app.ts')) as {
      createFetch: (options: object) => Fetch;
    };
    const baseURL = Object.fromEntries(
      capability.services.map(({ id }) => [id, `${upstream.url}/${id}`]),
    );
    return createFetch({
      client: {
        baseURL,
        secrets: options.secrets ?? {},
        env: {},
        maxRetries: 0,
        ...options.client,
      },
      surface: options.surface,
      log: tell,
      ...options.server,
    });
  };
  const ask = async (what: string, { body, headers = {} }: AskOptions = {}): Promise<Response> => {
    const [method = '', path = ''] = what.split(/ (.*)/s);
    const raw =
      body === undefined ||
      typeof body === 'string' ||
      body instanceof Uint8Array ||
      body instanceof URLSearchParams;
    fetch ??= server();
    return (await fetch)(
      new Request(`http://server.test${path}`, {
        method,
        headers: { ...(raw ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: raw ? (body as BodyInit) : JSON.stringify(body) }),
      }),
    );
  };
  return {
    capability,
    folder,
    requests: upstream.requests,
    upstream: upstream.url,
    ask,
    load,
    async answer(what, given) {
      const response = await ask(what, given);
      const text = await response.text();
      const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text };
    },
    async close() {
      await upstream.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function writeOutput(
  { sources }: Compilation,
  capability: Capability,
  built: boolean,
): Promise<string> {
  const base = join(projectRoot, 'test/.output');
  mkdirSync(base, { recursive: true });
  const folder = mkdtempSync(join(base, 'run-'));
  for (const { path, content } of emit(
    capability,
    await loadEmitters(['client', 'server', 'mcp']),
    sources,
  )) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    if (!built || !file.endsWith('.ts')) writeFileSync(file, content);
    else
      writeFileSync(
        file.replace(/ts$/, 'js'),
        ts.transpileModule(content, { compilerOptions }).outputText,
      );
  }
  return folder;
}

/** JSON as an upstream sends it. */
export function json(value: unknown, status = 200): Reply {
  return { status, body: JSON.stringify(value), headers: { 'content-type': 'application/json' } };
}

/** What went wrong inside and is no part of the answer: a bug, wherever a test does not expect a 500. */
function tell({
  route,
  status,
  error,
}: {
  readonly route?: string;
  readonly status: number;
  readonly error?: unknown;
}): void {
  if (status === 500 && !(error instanceof Error && 'kind' in error)) console.error(route, error);
}
