// What generating has come to before, below the output folder's own state: an entry counts as long as everything that
// was read for it reads the same, and everything that was written stands as it was written.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Locks, printLocks } from '../../ir/names/lock.ts';
import { manifestPath, readPending, readText } from '../../output/apply.ts';
import { openDisk } from '../../output/disk.ts';
import {
  emptyManifest,
  type Manifest,
  type ManifestEntry,
  parseManifest,
} from '../../output/manifest.ts';
import { stateFolder } from '../../output/output-path.ts';
import type { PlannedFile, WantedCapability } from '../../output/plan.ts';
import type { Host } from '../../source/host.ts';
import { stillHolds, type Answer } from '../../source/recording-host.ts';
import { hashText } from '../../util/hash.ts';
import type { UnitResult } from './compile-share.ts';
import type { FileReport } from '../lint/file-report.ts';
import type { Unit } from './unit.ts';

/** What a run would say of a unit that it need not compile. */
export interface KnownUnit {
  readonly reports: readonly FileReport[];
  readonly answers: readonly Answer[];
  /** How many files it has; without a capability there are none. */
  readonly files: number;
  /** What its owner's `package.json` is held to. */
  readonly owned: Pick<WantedCapability, 'id' | 'files'>;
}

export interface UnitCache {
  /** Undefined: it has to be compiled. */
  find(unit: Unit, locks: Locks): KnownUnit | undefined;
  /** After a run that wrote what it planned; `locks` as they are from now on. */
  keep(unit: Unit, locks: Locks, result: UnitResult, planned: readonly PlannedFile[]): void;
}

interface Entry {
  readonly key: string;
  readonly answers: readonly Answer[];
  readonly reports: readonly FileReport[];
  /** What the run wrote, in short; undefined: nothing. Another run may have written something else since. */
  readonly written?: string;
  /** Files that were made for editing, below the capability's folder. */
  readonly once: readonly string[];
  /** What `package.json` was made with. */
  readonly package?: string;
}

/** `key`: everything that results depend on and that is no file; undefined: nothing from before counts. */
export function openUnitCache(
  folder: string,
  key: string | undefined,
  host: Host,
): UnitCache | undefined {
  if (key === undefined) return undefined;
  const manifest = readManifest(folder);
  let manifestNow: Manifest | undefined;
  const disk = openDisk(folder);
  // An interrupted run may have left files that no manifest knows.
  const isSettled = readPending(folder).size === 0;
  const keyOf = ({ id, files, package: name }: Unit, locks: Locks): string => {
    const lock = locks.get(id);
    const names = lock === undefined ? '' : printLocks(new Map([[id, lock]]));
    return hashText(JSON.stringify([key, files, name, names]));
  };
  const isUntouched = (id: string, { files }: Pick<ManifestEntry, 'files'>): boolean =>
    [...files].every(([path, { hash }]) => {
      const state = disk.state(`${id}/${path}`);
      return state.kind === 'file' && state.hash === hash;
    });
  return {
    find(unit, locks) {
      const entry = isSettled ? readEntry(folder, unit.id) : undefined;
      if (entry?.key !== keyOf(unit, locks)) return undefined;
      const { id } = unit;
      const { answers, reports, once, package: content } = entry;
      const written = manifest.capabilities.get(id);
      if (entry.written !== (written && filesHash(written))) return undefined;
      if (!answers.every((answer) => stillHolds(answer, host))) return undefined;
      if (written !== undefined && !isUntouched(id, written)) return undefined;
      if (once.some((path) => disk.state(`${id}/${path}`).kind === 'missing')) return undefined;
      const owned = content === undefined ? [] : [{ path: 'package.json', content }];
      const files = (written?.files.size ?? 0) + once.length;
      return { reports, answers, files, owned: { id, files: owned } };
    },
    keep(unit, locks, { reports, made, answers }, planned) {
      const { id } = unit;
      const path = entryPath(folder, id);
      const isSilent =
        reports.every(({ findings }) => findings.every(({ severity }) => severity !== 'error')) &&
        !planned.some((file) => file.path.startsWith(`${id}/`) && isSpokenOf(file)) &&
        (made === undefined || made.wanted.id === id);
      if (!isSilent) return rmSync(path, { force: true });
      const once = (made?.wanted.files ?? []).filter((file) => file.once === true);
      const owned = once.find((file) => file.path === 'package.json');
      manifestNow ??= readManifest(folder);
      const written = manifestNow.capabilities.get(id);
      writeEntry(folder, id, {
        key: keyOf(unit, locks),
        answers,
        reports,
        ...(written && { written: filesHash(written) }),
        once: once.map((file) => file.path),
        ...(owned && { package: owned.content }),
      });
    },
  };
}

function readManifest(folder: string): Manifest {
  const parsed = parseManifest(readText(manifestPath(folder)));
  return parsed.kind === 'broken' ? emptyManifest : parsed.manifest;
}

function filesHash({ files }: ManifestEntry): string {
  return hashText(JSON.stringify([...files].map(([path, { hash }]) => [path, hash])));
}

/** A disk that is full or read-only is no reason to complain: the next run finds out anew. */
function writeEntry(folder: string, id: string, entry: Entry): void {
  const path = entryPath(folder, id);
  const temporary = `${path}.${process.pid}`;
  const text = JSON.stringify(entry);
  try {
    if (!existsSync(cacheFolder(folder))) {
      mkdirSync(cacheFolder(folder), { recursive: true });
      writeFileSync(join(cacheFolder(folder), '.gitignore'), '*\n');
    }
    writeFileSync(temporary, `${hashText(text)}\n${text}`);
    renameSync(temporary, path);
  } catch {
    rmSync(temporary, { force: true });
  }
}

/** What is said of these is said in every run. */
function isSpokenOf(file: PlannedFile): boolean {
  return file.kind === 'refused' || (file.kind === 'kept' && file.reason === 'edited');
}

function readEntry(folder: string, id: string): Entry | undefined {
  try {
    const text = readFileSync(entryPath(folder, id), 'utf8');
    const end = text.indexOf('\n');
    const data = text.slice(end + 1);
    return hashText(data) === text.slice(0, end) ? (JSON.parse(data) as Entry) : undefined;
  } catch {
    return undefined;
  }
}

function cacheFolder(folder: string): string {
  return join(folder, stateFolder, 'cache');
}

function entryPath(folder: string, id: string): string {
  return join(cacheFolder(folder), `${id}.json`);
}
