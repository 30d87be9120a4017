// Lints many files: what is known from before is not looked at again, the rest is shared between threads. What comes out
// does not depend on how many there are, nor on which of them is faster.
import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Host } from '../../source/host.ts';
import type { FileReport } from './file-report.ts';
import { lintFile, type Compile, type LintRun, type OwnRules } from './lint-run.ts';
import type { LintShare } from './lint-share.ts';
import { lintAndKeep, openCache, readCached } from './report-cache.ts';
import type { Session } from '../session.ts';
import { collectOften } from '../small-heap.ts';

export interface LintFilesOptions {
  /** Undefined: as many as the machine and the files are worth. */
  readonly jobs: number | undefined;
  /** Folder of the cache; undefined without one. */
  readonly cache: string | undefined;
  readonly own: OwnRules;
  /** What the host answers is not on disk: other threads and other runs do not see it. */
  readonly isVirtual: boolean;
  readonly step: () => void;
}

/** A thread is worth its start and its memory from this many bytes of YAML on. The official rules are soon through. */
const bytesPerThread = { official: 8 * 1024 * 1024, others: 512 * 1024 };
const mostThreads = 8;

/** Files after which memory has more of what is over than of what is used. */
const many = 16;

export async function lintFiles(
  run: LintRun,
  host: Host,
  session: Session,
  options: LintFilesOptions,
): Promise<readonly FileReport[]> {
  // Rules of others may keep a state of their own, or read what nobody knows of.
  const { customRules = [], foreign } = options.own;
  const isAlone = customRules.length > 0 || foreign !== undefined || options.isVirtual;
  const { step } = options;
  const cache =
    !isAlone && options.cache !== undefined && openCache(options.cache) ? options.cache : undefined;
  const reports = run.files.map((input) => {
    const known = cache === undefined ? undefined : readCached(cache, input, run, host);
    if (known !== undefined) step();
    return known;
  });
  const missing = [...reports.keys()].filter((index) => reports[index] === undefined);
  if (missing.length > 0) {
    const sizes = new Map(missing.map((index) => [index, sizeOf(run, index)]));
    const order = missing.sort((a, b) => sizes.get(b)! - sizes.get(a)! || a - b);
    const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    const worth = Math.min(
      availableParallelism(),
      mostThreads,
      1 + Math.floor(bytes / bytesPerThread[run.preset === 'official' ? 'official' : 'others']),
    );
    const threads = isAlone ? 1 : Math.min(options.jobs ?? worth, order.length);
    const share: LintShare = { run, order, taken: new SharedArrayBuffer(4), cache };
    const others = Array.from({ length: threads - 1 }, () =>
      session.built?.lintElsewhere(share, ([index, text]) => {
        reports[index] = JSON.parse(text) as FileReport;
        step();
      }),
    );
    if (session.built !== undefined && missing.length >= many) collectOften();
    const { compile } = await session.compiler();
    // A thread that fails is heard at the end, when this one has nothing left to do.
    const done = Promise.all(others);
    done.catch(() => {});
    for (const [index, { report }] of shareOf(share, compile, host, options.own)) {
      reports[index] = report;
      step();
      // Answers of the others are heard in between.
      await setImmediate();
    }
    await done;
  }
  return reports.map((report) => report!);
}

/** Takes files as long as there are any. Without a cache there is no need for the text. */
export function* shareOf(
  { run, order, taken, cache }: LintShare,
  compile: Compile,
  host: Host,
  own: OwnRules = {},
): Generator<readonly [index: number, { readonly report: FileReport; readonly text?: string }]> {
  const counter = new Int32Array(taken);
  for (;;) {
    const index = order[Atomics.add(counter, 0, 1)];
    if (index === undefined) return;
    const input = run.files[index]!;
    const look = (through: Host): FileReport => lintFile(input, run, compile, through, own);
    yield [
      index,
      cache === undefined ? { report: look(host) } : lintAndKeep(cache, input, run, host, look),
    ];
  }
}

function sizeOf({ cwd, files }: LintRun, index: number): number {
  return statSync(join(cwd, files[index]!.file), { throwIfNoEntry: false })?.size ?? 0;
}
