// Says when one of some files may have changed. Folders are watched, not files: editors replace a file by another.
import { watch, type FSWatcher } from 'node:fs';
import { basename, dirname } from 'node:path';

export interface Watch {
  /** From now on these, absolute. Files that do not exist yet count too; of `folders` every YAML file does. */
  set(files: readonly string[], folders?: readonly string[]): void;
  close(): void;
}

/** Several changes in a row are one. */
const settleMs = 80;

export function watchFiles(onChange: () => void): Watch {
  const watchers = new Map<string, FSWatcher>();
  let names = new Map<string, Set<string>>();
  let whole: ReadonlySet<string> = new Set();
  let timer: NodeJS.Timeout | undefined;
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, settleMs);
  };
  const open = (folder: string): FSWatcher | undefined => {
    try {
      const watcher = watch(folder, (_event, name) => {
        // Some systems do not say which file it was.
        const isOurs = (given: string): boolean =>
          names.get(folder)?.has(given) === true ||
          (whole.has(folder) && !/\.(?!ya?ml$)[^.]*$/i.test(given));
        if (name === null || isOurs(name)) changed();
      });
      // A folder that goes away takes its watcher with it.
      watcher.on('error', () => {
        watcher.close();
        watchers.delete(folder);
        changed();
      });
      return watcher;
    } catch {
      return undefined;
    }
  };
  return {
    set(files, folders = []) {
      whole = new Set(folders);
      names = new Map(folders.map((folder) => [folder, new Set()]));
      for (const file of files) {
        const folder = dirname(file);
        const known = names.get(folder) ?? new Set();
        names.set(folder, known.add(basename(file)));
      }
      for (const [folder, watcher] of watchers) {
        if (names.has(folder)) continue;
        watcher.close();
        watchers.delete(folder);
      }
      for (const folder of names.keys()) {
        if (watchers.has(folder)) continue;
        const watcher = open(folder);
        if (watcher !== undefined) watchers.set(folder, watcher);
      }
    },
    close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}
