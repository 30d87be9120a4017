// The program in a process or a thread: its streams, its compiler, and the threads it starts.
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { nodeHost } from '../source/host.ts';
import type { CompileAnswer, CompileShare } from './generate/compile-share.ts';
import { shareOf as shareOfUnits } from './generate/compile-units.ts';
import { shareOf } from './lint/lint-files.ts';
import type { LintAnswer, LintShare } from './lint/lint-share.ts';
import { run } from './program.ts';
import type { Built, Session, Sink } from './session.ts';

/** Runs a command with the streams of this process; its exit code. */
export async function start(argv: readonly string[], built?: Built): Promise<number> {
  const session: Session = {
    cwd: process.cwd(),
    env: process.env,
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
    readStdin,
    compiler: () => import('../compiler.ts'),
    rulePages: async () => (await import('./rule-pages.ts')).rulePages(),
    ...(built && { built }),
  };
  return run(argv, session);
}

/** What a thread does: its share, an answer for each file or unit. */
export async function work(): Promise<void> {
  const share = workerData as LintShare | CompileShare;
  const compiler = await import('../compiler.ts');
  if ('kind' in share) {
    const step = (): void => tell('step');
    for await (const answer of shareOfUnits(share, compiler, step)) tell(answer);
    return;
  }
  const { run } = share;
  for (const [index, { report, text }] of shareOf(share, compiler.compile, nodeHost(run.cwd)))
    tell([index, text ?? JSON.stringify(report)]);
}

function tell(answer: LintAnswer | CompileAnswer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort?.postMessage(answer);
}

/** A build: its id, and the module that a thread of it starts with. */
export function builtAs(id: string, entry: URL): Built {
  const elsewhere = <Answer>(share: object, hear: (answer: Answer) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      new Worker(entry, { workerData: share })
        .on('message', hear)
        .on('error', reject)
        .on('exit', (code) =>
          code === 0 ? resolve() : reject(new Error(`a thread ended with ${code}`)),
        );
    });
  return { id, lintElsewhere: elsewhere, compileElsewhere: elsewhere };
}

function sink(stream: NodeJS.WriteStream): Sink {
  // A reader that goes away (`| head`) is no mistake of anybody.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => new Promise((resolve) => void stream.write(text, () => resolve())),
    isTTY: stream.isTTY === true,
    columns: stream.columns,
  };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
