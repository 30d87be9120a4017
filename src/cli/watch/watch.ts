// Runs a command anew whenever something it read has changed, until it is told to end.
import { resolve } from 'node:path';
import { configPaths, type Project } from '../../config.ts';
import type { Answer } from '../../source/recording-host.ts';
import { endings } from './endings.ts';
import { watchFiles } from './watch-files.ts';
import type { Session } from '../session.ts';
import { openTerminal } from '../terminal.ts';

/** Told what a run depends on, as soon as that is known. */
export type Read = (answers: readonly Answer[], project: Project) => void;

/** Mistakes are said and waited for; what was read last is watched on. Gives 0: there is no result. */
export async function watchRuns(
  run: (read: Read) => Promise<number>,
  session: Session,
): Promise<number> {
  const terminal = openTerminal(session);
  const ending = endings();
  const state = { isEnding: false, isChanged: false, wake: (): void => {} };
  void ending.signal.then(() => {
    state.isEnding = true;
    state.wake();
  });
  const watch = watchFiles(() => {
    state.isChanged = true;
    state.wake();
  });
  const read: Read = (answers, project) => {
    const { files, folders } = pathsOf(answers, session.cwd);
    watch.set([...files, ...configPaths(project.root)], folders);
  };
  try {
    while (!state.isEnding) {
      state.isChanged = false;
      await attempt(() => run(read), session);
      if (state.isEnding || state.isChanged) continue;
      terminal.err('watching for changes; Ctrl-C ends\n');
      await new Promise<void>((resolve) => (state.wake = resolve));
    }
  } finally {
    watch.close();
    ending.release();
  }
  return 0;
}

async function attempt(run: () => Promise<number>, session: Session): Promise<void> {
  try {
    await run();
  } catch (error) {
    const { reportFailure } = await import('../failure.ts');
    reportFailure(error, session);
  }
}

/** What was asked of the disk; of folders that were listed every new file may matter. */
function pathsOf(
  answers: readonly Answer[],
  cwd: string,
): { readonly files: readonly string[]; readonly folders: readonly string[] } {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const [question, path] of answers) {
    if (question === 'list') folders.add(resolve(cwd, path));
    else if (question !== 'real') files.add(resolve(cwd, path));
  }
  return { files: [...files], folders: [...folders] };
}
