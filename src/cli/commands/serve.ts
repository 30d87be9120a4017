// `serve`: compiles one file and runs what it exposes, and does so again whenever the file changes.
import { resolve } from 'node:path';
import type { Compilation } from '../../compiler.ts';
import { emitSettings, type Project } from '../../config.ts';
import { locate } from '../../diagnostics/locate.ts';
import type { EmitSettings } from '../../emit/emitter.ts';
import type { Capability } from '../../ir/capability.ts';
import { hashText } from '../../util/hash.ts';
import { visible } from '../../util/visible.ts';
import { isWebPath } from '../../util/web-path.ts';
import { reportFindings } from '../findings.ts';
import { oneCapability, type OneCapability } from '../inputs/one-capability.ts';
import { openProject } from '../inputs/project.ts';
import { writeServeFolder, type ServeFolder } from '../serve/serve-folder.ts';
import { placeAdapters } from '../serve/serve-ports.ts';
import {
  adaptersOf,
  basesOf,
  count,
  placesOf,
  unsetVariables,
  type Adapter,
} from '../serve/serve-plan.ts';
import { startProcess, type ServeProcess } from '../serve/serve-process.ts';
import { stdioRelay, type StdioRelay } from '../serve/stdio-relay.ts';
import { watchFiles } from '../watch/watch-files.ts';
import { endings } from '../watch/endings.ts';
import type { Compiler, Session } from '../session.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export interface ServeFlags {
  readonly config?: string;
  /** False: `--no-overlay`. */
  readonly overlay?: boolean;
  readonly port?: number;
  readonly host?: string;
  readonly mcp?: 'stdio';
  /** Which adapter, by its namespace; all of them by default. */
  readonly surface?: string;
  readonly baseUrl?: readonly string[];
  readonly readOnly?: boolean;
  /** False: `--no-watch`. */
  readonly watch?: boolean;
}

/** What runs now. */
interface Run {
  readonly hash: string;
  readonly folder: ServeFolder;
  readonly process: ServeProcess;
}

export async function serve(file: string, flags: ServeFlags, session: Session): Promise<number> {
  const project = await openProject(session, flags.config);
  const compiler = await session.compiler();
  const overlays = flags.overlay !== false;
  const one = await oneCapability('serve', file, overlays, project, compiler, session);
  return new Serving(one, flags, compiler, session, project).run();
}

/** One command from its start to the signal that ends it. */
class Serving {
  readonly #one: OneCapability;
  readonly #flags: ServeFlags;
  readonly #compiler: Compiler;
  readonly #session: Session;
  readonly #settings: EmitSettings;
  readonly #terminal: Terminal;
  readonly #relay: StdioRelay | undefined;
  readonly #ports = new Map<string, number>();
  #current: Run | undefined;

  constructor(
    one: OneCapability,
    flags: ServeFlags,
    compiler: Compiler,
    session: Session,
    { config }: Project,
  ) {
    this.#settings = emitSettings(config);
    this.#one = one;
    // What was fetched stays as it is.
    this.#flags = isWebPath(one.path) ? { ...flags, watch: false } : flags;
    this.#compiler = compiler;
    this.#session = session;
    this.#terminal = openTerminal(session);
    this.#relay =
      flags.mcp === 'stdio'
        ? stdioRelay({ input: process.stdin, output: process.stdout })
        : undefined;
  }

  async run(): Promise<number> {
    const over = endings();
    try {
      const compiled = this.#one.compile();
      if (!(await this.#start(compiled))) return 1;
      return await this.#stay(compiled, over.signal);
    } finally {
      over.release();
      await this.#stop();
    }
  }

  /** Until a signal, the client that has gone, or a first program that does not live. */
  async #stay(first: Compilation, signal: Promise<void>): Promise<number> {
    const ends: Promise<number>[] = [signal.then(() => 0), this.#failed()];
    if (this.#relay !== undefined) ends.push(this.#relay.closed.then(() => 0));
    if (this.#flags.watch === false) return Promise.race(ends);
    let busy = Promise.resolve();
    const watch = watchFiles(() => {
      busy = busy.then(async () => watch.set(this.#watched(await this.#again())));
    });
    watch.set(this.#watched(first));
    try {
      return await Promise.race(ends);
    } finally {
      watch.close();
      await busy;
    }
  }

  /** The first program ended by itself: a mistake of configuration. A later one is put right by the next change. */
  async #failed(): Promise<number> {
    const first = this.#current?.process;
    await first?.ended;
    return this.#current?.process === first ? 1 : new Promise(() => {});
  }

  /** Everything that was read, and the overlay that may still come. */
  #watched({ file, sources }: Compilation): readonly string[] {
    const overlay = file.replace(/\.ya?ml$/i, '.overlay.yaml');
    const names = [file, overlay, overlay.replace(/\.yaml$/, '.yml'), ...sources.keys()];
    return [...new Set(names)].map((name) => resolve(this.#session.cwd, name));
  }

  async #again(): Promise<Compilation> {
    const compiled = this.#one.compile();
    try {
      await this.#start(compiled);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#terminal.err(`${visible(error.message)}\n`);
    }
    return compiled;
  }

  /** False: it cannot be served; what ran before goes on. */
  async #start({ file, capability, diagnostics, sources }: Compilation): Promise<boolean> {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    reportFindings(this.#terminal, locate(errors, sources));
    const isFirst = this.#current === undefined;
    if (capability === undefined) {
      this.#terminal.err(
        isFirst
          ? `${visible(file)} cannot be served as it is\n`
          : 'what was there before is still served\n',
      );
      return false;
    }
    const { cwd, env } = this.#session;
    const wanted = this.#wanted(capability);
    const request = { ...this.#flags, baseUrls: this.#flags.baseUrl ?? [] };
    const bases = basesOf(capability, request, env);
    const adapters =
      this.#relay === undefined
        ? await placeAdapters(adaptersOf(wanted, request), this.#ports)
        : adaptersOf(wanted, request);
    const emitters = await this.#compiler.loadEmitters(['client', 'server', 'mcp']);
    const files = this.#compiler.emit(wanted, emitters, sources, this.#settings);
    const hash = hashText(JSON.stringify([files, adapters]));
    if (this.#current?.hash === hash) return true;
    const folder = await writeServeFolder(files, cwd);
    const program = this.#relay === undefined ? folder.http : folder.stdio;
    if (program === undefined) {
      folder.remove();
      throw new UsageError(`${file} has no MCP adapter: nothing to serve with \`--mcp stdio\``);
    }
    await this.#relay?.detach();
    await this.#stop();
    const process = startProcess({
      program,
      nodeFlags: folder.nodeFlags,
      args: [],
      cwd,
      env: {
        ...env,
        HOST: undefined,
        PORT: undefined,
        ...(this.#flags.readOnly === true ? { MCP_READ_ONLY: '1' } : {}),
        ...bases,
        ...placesOf(adapters),
      },
      piped: this.#relay !== undefined,
      onLine: (line, isError) => this.#tell(line, isError, adapters),
    });
    this.#current = { hash, folder, process };
    this.#introduce(capability, adapters, isFirst);
    if (this.#relay !== undefined) return this.#connect(process, this.#relay);
    const isUp = await process.started;
    if (isUp && isFirst && this.#flags.watch !== false)
      this.#terminal.err(`watching ${visible(file)}; Ctrl-C ends\n`);
    return isUp;
  }

  #connect({ child }: ServeProcess, relay: StdioRelay): boolean {
    const { stdin, stdout } = child;
    if (stdin === null || stdout === null) return false;
    relay.attach({ input: stdin, output: stdout });
    return true;
  }

  #wanted(capability: Capability): Capability {
    const { surface: name, mcp } = this.#flags;
    const known = capability.surfaces.filter(({ kind }) => mcp === undefined || kind === 'mcp');
    const surfaces = known.filter(({ id }) => id === (name ?? id));
    if (surfaces.length > 0) return { ...capability, surfaces };
    const there = known.map(({ id }) => id).join(', ') || 'none';
    throw new UsageError(
      name === undefined
        ? `${this.#one.path} exposes nothing that could be served`
        : `there is no adapter \`${name}\`. There are: ${there}`,
    );
  }

  #introduce(capability: Capability, adapters: readonly Adapter[], isFirst: boolean): void {
    const { err } = this.#terminal;
    const what = `${capability.id}: ${count(capability.operations.length, 'operation')}`;
    err(`${visible(what)}${isFirst ? '' : ', compiled again'}\n`);
    if (this.#relay !== undefined)
      for (const { id, offers } of adapters)
        err(`  ${visible(`mcp      ${id} over standard input and output (${offers})`)}\n`);
    const unset = isFirst ? unsetVariables(capability, this.#session.env) : [];
    if (unset.length > 0) err(`not set: ${visible(unset.join(', '))}; calls that need them fail\n`);
  }

  /** What the program says of a surface becomes the line of its adapter; all else is passed on. */
  #tell(line: string, isError: boolean, adapters: readonly Adapter[]): void {
    const { out, err } = this.#terminal;
    const [, id, url] = / listens on /.test(line) ? line.split(/^(.*) listens on (\S+)$/s) : [];
    const adapter = adapters.find((one) => one.id === id);
    if (isError || adapter === undefined || url === undefined) {
      err(`${visible(line)}\n`);
      return;
    }
    const { kind, offers } = adapter;
    out(`  ${kind.padEnd(8)} ${visible(`${adapter.id} ${url} (${offers})`)}\n`);
  }

  async #stop(): Promise<void> {
    const run = this.#current;
    if (run === undefined) return;
    this.#current = undefined;
    await run.process.stop();
    run.folder.remove();
  }
}
