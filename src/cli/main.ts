#!/usr/bin/env node
// The executable, and what its threads start with: loads the program, and hands its result to the exit code.
const argv = process.argv.slice(2);

if (argv.length === 1 && argv[0] === '--version') {
  // What scripts ask most often, without loading any command.
  const { packageVersion } = await import('../util/package-info.ts');
  process.stdout.write(`${packageVersion()}\n`);
} else {
  const { isMainThread, workerData } = await import('node:worker_threads');
  const { loadBundle } = await import('./load-bundle.ts');
  // At once in a thread, too: as it starts, V8 lets the heaps of all threads grow again.
  if (isMainThread ? argv[0] === 'lint' : !('kind' in (workerData as object)))
    (await import('./small-heap.ts')).keepHeapSmall();
  if (['lint', 'generate', 'serve'].includes(argv[0] ?? ''))
    (await import('./optimize-late.ts')).optimizeLate();
  const bundle = loadBundle(argv[0] ?? 'lint');
  const { builtAs, start, work } = bundle?.program ?? (await import('./start.ts'));
  if (isMainThread) {
    const built = bundle && builtAs(bundle.id, new URL(import.meta.url));
    process.exitCode = await start(argv, built);
    if (process.exitCode < 2) bundle?.keepCode();
  } else {
    await work();
  }
}
