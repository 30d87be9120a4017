#!/usr/bin/env node
// The executable: hands the process's streams to the program, and its result to the exit code.
import type { Sink } from './session.ts';

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

const argv = process.argv.slice(2);

if (argv.length === 1 && argv[0] === '--version') {
  // What scripts ask most often, without loading any command.
  const { packageVersion } = await import('../util/package-info.ts');
  process.stdout.write(`${packageVersion()}\n`);
} else {
  const { run } = await import('./program.ts');
  process.exitCode = await run(argv, {
    cwd: process.cwd(),
    env: process.env,
    stdout: sink(process.stdout),
    stderr: sink(process.stderr),
    readStdin,
    compiler: () => import('../compiler.ts'),
    rulePages: async () => (await import('./rule-pages.ts')).rulePages(),
  });
}
