// A program of a served capability as a process of its own: what it does wrong stays there, and it ends with us.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface ServeProcess {
  readonly child: ChildProcess;
  /** True when all it serves is ready; false when it ended before. */
  readonly started: Promise<boolean>;
  /** Its exit code; undefined where a signal ended it. */
  readonly ended: Promise<number | undefined>;
  /** Lets it answer what it was asked, for a while. */
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly program: string;
  readonly nodeFlags: readonly string[];
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** True: standard input and output are ours to write and to read; else its lines go to `onLine`. */
  readonly piped: boolean;
  readonly onLine: (line: string, isError: boolean) => void;
}

const graceMs = 3_000;

export function startProcess(options: ProcessOptions): ServeProcess {
  const { program, nodeFlags, args, cwd, env, piped, onLine } = options;
  const child = spawn(process.execPath, [...nodeFlags, program, ...args], {
    cwd,
    env,
    stdio: [piped ? 'pipe' : 'ignore', 'pipe', 'pipe', 'ipc'],
  });
  if (!piped) readLines(child.stdout, (line) => onLine(line, false));
  readLines(child.stderr, (line) => onLine(line, true));
  const ended = new Promise<number | undefined>((resolve) => {
    child.once('error', (error) => {
      onLine(error.message, true);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? undefined));
  });
  const started = new Promise<boolean>((resolve) => {
    child.once('message', () => resolve(true));
    void ended.then(() => resolve(false));
  });
  return {
    child,
    started,
    ended,
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function readLines(stream: Readable | null, take: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', take);
}
