// The program in a process or a thread: its streams, its compiler, and the threads it starts.
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { nodeHost } from '../source/host.ts';
import { shareOf } from './lint-files.ts';
import type { LintAnswer, LintShare } from './lint-share.ts';
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

/** What a thread does: its share, an answer for each file. */
export async function work(): Promise<void> {
  const share = workerData as LintShare;
  const { compile } = await import('../compiler.ts');
  for (const [index, { report, text }] of shareOf(share, compile, nodeHost(share.run.cwd))) {
    const answer: LintAnswer = [index, text ?? JSON.stringify(report)];
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
    parentPort?.postMessage(answer);
  }
}

/** A build: its id, and the module that a thread of it starts with. */
export function builtAs(id: string, entry: URL): Built {
  return {
    id,
    lintElsewhere: (share, hear) =>
      new Promise((resolve, reject) => {
        new Worker(entry, { workerData: share })
          .on('message', hear)
          .on('error', reject)
          .on('exit', (code) =>
            code === 0 ? resolve() : reject(new Error(`a thread ended with ${code}`)),
          );
      }),
  };
}

function sink(stream: NodeJS.WriteStream): Sink {
  // A reader that goes away (`| head`) is no mistake of anybody.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return {
    write: (text) => {
      stream.write(text);
    },
    isTTY: stream.isTTY === true,
    columns: stream.columns,
  };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
