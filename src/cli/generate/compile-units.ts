// Compiles many units, shared between threads where that is worth it. What comes out does not depend on how many there
// are, nor on which of them is faster.
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Host, nodeHost } from '../../source/host.ts';
import { isWebPath } from '../../util/web-path.ts';
import type { CompileRun, CompileShare, UnitResult } from './compile-share.ts';
import { compileUnit } from './compile-unit.ts';
import { relativePath } from '../inputs/inputs.ts';
import { checkNames } from '../inputs/project.ts';
import type { Compiler, Session } from '../session.ts';

/** A thread is worth its start from this many bytes of YAML on. */
const bytesPerThread = 1024 * 1024;
const mostThreads = 8;

/**
 * In the order of the units. `jobs`: undefined for as many as the machine and the units are worth. `host`: where files
 * are that other threads do not see; undefined: all are on disk.
 */
export async function compileUnits(
  run: CompileRun,
  jobs: number | undefined,
  session: Session,
  step: () => void,
  host: Host | undefined,
): Promise<readonly UnitResult[]> {
  const results: UnitResult[] = [];
  const sizes = run.units.map(([{ files }]) => sizeOf(files, run.cwd));
  const order = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const worth = Math.min(
    availableParallelism(),
    mostThreads,
    1 + Math.floor(bytes / bytesPerThread),
  );
  const threads = host === undefined ? Math.min(jobs ?? worth, order.length) : 1;
  const share: CompileShare = { kind: 'compile', run, order, taken: new SharedArrayBuffer(4) };
  const compiler = await session.compiler();
  const names = run.emit ?? compiler.emitterNames;
  checkNames('emitter', names, compiler.emitterNames);
  const others = Array.from({ length: threads - 1 }, () =>
    session.built?.compileElsewhere(share, (answer) => {
      if (answer === 'step') step();
      else results[answer[0]] = answer[1];
    }),
  );
  // A thread that fails is heard at the end, when this one has nothing left to do.
  const done = Promise.all(others);
  done.catch(() => {});
  for await (const [index, result] of shareOf(share, compiler, step, host)) {
    results[index] = result;
    // Answers of the others are heard in between.
    await setImmediate();
  }
  await done;
  return results;
}

/** Takes units as long as there are any. */
export async function* shareOf(
  share: CompileShare,
  compiler: Compiler,
  step: () => void,
  host: Host = nodeHost(share.run.cwd),
): AsyncGenerator<readonly [index: number, result: UnitResult]> {
  const { run, order, taken } = share;
  const counter = new Int32Array(taken);
  const emitters = await compiler.loadEmitters(run.emit ?? compiler.emitterNames);
  const inputPath = (file: string): string =>
    isWebPath(file) ? file : relativePath(run.root, resolve(run.cwd, file));
  for (;;) {
    const index = order[Atomics.add(counter, 0, 1)];
    if (index === undefined) return;
    const [unit, lock] = run.units[index]!;
    const { options, settings } = run;
    const unitRun = { options, emitters, settings, lock, inputPath, step };
    yield [index, compileUnit(unit, compiler, host, unitRun)];
  }
}

function sizeOf(files: readonly string[], cwd: string): number {
  return files.reduce(
    (sum, file) => sum + (statSync(resolve(cwd, file), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
