// One run over an output folder: read the manifest, plan, and unless only checking take the lock and apply.
import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { root } from '../source/location.ts';
import { apply, lockPath, manifestPath, readPending, readText } from './apply.ts';
import { openDisk } from './disk.ts';
import { takeLock } from './lock.ts';
import { emptyManifest, parseManifest, printManifest, type Manifest } from './manifest.ts';
import { stateFolder } from './output-path.ts';
import { changes, plan, type Plan, type PlannedFile, type PlanRequest } from './plan.ts';
import { isSystemError, systemReason } from '../util/system-error.ts';

export interface UpdateRequest extends Pick<
  PlanRequest,
  'capabilities' | 'compiler' | 'formatter' | 'format' | 'force'
> {
  readonly folder: string;
  /** As people are shown it. */
  readonly shown: string;
  /** Ids of the manifest's capabilities whose output has to go. */
  readonly dropped: (manifest: Manifest) => readonly string[];
  /** A file of the folder itself: what it has to hold, given what it holds. */
  readonly shared?: {
    readonly path: string;
    readonly content: (before: string | undefined) => string | undefined;
  };
  readonly write: boolean;
  /** Milliseconds to wait for another run. */
  readonly patience: number;
}

export interface UpdateResult {
  readonly files: readonly PlannedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

export async function updateOutput(request: UpdateRequest): Promise<UpdateResult> {
  try {
    return await update(request);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const path = error.path ?? request.folder;
    return { files: [], diagnostics: [writeFailed(request, path, systemReason(error), true)] };
  }
}

async function update(request: UpdateRequest): Promise<UpdateResult> {
  const first = await prepare(request);
  if (!('manifest' in first)) return first;
  if (!request.write || isSettled(request, first)) return report(request, first);
  const locked = await takeLock(lockPath(request.folder), request.patience);
  if (locked.kind === 'busy') return { files: [], diagnostics: [lockedBy(request, locked.owner)] };
  try {
    // What was planned before the lock holds only if no other run has been here since.
    const current =
      locked.waited || readState(request.folder) !== first.state ? await prepare(request) : first;
    if (!('manifest' in current)) return current;
    const result = apply(request.folder, current);
    if (result.kind === 'done') return report(request, current);
    return {
      files: [],
      diagnostics: [writeFailed(request, result.path, result.reason, result.staged)],
    };
  } finally {
    locked.lock.release();
  }
}

interface Prepared extends Plan {
  /** The text of manifest and journal that it was planned on. */
  readonly state: string;
}

async function prepare(request: UpdateRequest): Promise<Prepared | UpdateResult> {
  const { folder, force } = request;
  if (leadsNowhere(folder)) {
    const reason = 'it is a symbolic link that leads nowhere';
    return { files: [], diagnostics: [writeFailed(request, folder, reason, true)] };
  }
  if (lstatSync(join(folder, stateFolder), { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    return { files: [], diagnostics: [manifestBroken(request, 'its folder is a link')] };
  }
  const state = readState(folder);
  const parsed = parseManifest(readText(manifestPath(folder)));
  if (parsed.kind === 'broken' && !force) {
    return { files: [], diagnostics: [manifestBroken(request, parsed.reason)] };
  }
  const manifest = parsed.kind === 'broken' ? emptyManifest : parsed.manifest;
  const pending = readPending(folder);
  const disk = openDisk(folder);
  const dropped = request.dropped(manifest);
  const shared = sharedFile(request);
  return { ...(await plan({ ...request, manifest, pending, disk, dropped, shared })), state };
}

function leadsNowhere(folder: string): boolean {
  const isLink = lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink && !existsSync(folder);
}

function sharedFile({ folder, shared }: UpdateRequest): PlanRequest['shared'] {
  if (shared === undefined) return undefined;
  const before = readText(join(folder, shared.path));
  const content = shared.content(before);
  return content === undefined ? undefined : { path: shared.path, content, before };
}

/** Nothing to do, not even in the manifest: then the folder is not touched at all. */
function isSettled({ folder }: UpdateRequest, { files, manifest, pending }: Plan): boolean {
  if (changes(files).length > 0 || readPending(folder).size > pending.size) return false;
  const text = readText(manifestPath(folder));
  return (
    text === printManifest(manifest) || (text === undefined && manifest.capabilities.size === 0)
  );
}

function readState(folder: string): string {
  return JSON.stringify([readText(manifestPath(folder)) ?? null, [...readPending(folder)]]);
}

function report(request: UpdateRequest, { files }: Plan): UpdateResult {
  const paths = (matches: (file: PlannedFile) => boolean): readonly string[] =>
    files.filter(matches).map(({ path }) => `${request.shown}/${path}`);
  const refused = (reason: string): readonly string[] =>
    paths((file) => file.kind === 'refused' && file.reason === reason);
  return {
    files,
    diagnostics: [
      ...about(
        refused('edited'),
        'output-edited',
        'error',
        (names) =>
          `${names} edited by hand since we wrote it; move the change elsewhere, or overwrite it with \`--force\``,
      ),
      ...about(
        refused('foreign'),
        'output-foreign',
        'error',
        (names) =>
          `${names} not written by capwright; move it away, or overwrite it with \`--force\``,
      ),
      ...(['link', 'folder', 'file', 'unreadable'] as const).flatMap((reason) =>
        about(
          refused(reason),
          'output-foreign',
          'error',
          (names) => `${names} ${obstacles[reason]}; move it away`,
        ),
      ),
      ...about(
        paths((file) => file.kind === 'kept' && file.reason === 'edited'),
        'output-edited',
        'warning',
        (names) =>
          `${names} edited by hand and no longer generated; it is yours now, delete it if nothing needs it`,
      ),
    ],
  };
}

const obstacles = {
  link: 'reached through a symbolic link, which we do not follow',
  folder: 'a folder where a file has to be written',
  file: 'below a file where a folder has to be',
  unreadable: 'not readable',
} as const;

/** One diagnostic for all files of one cause. */
function about(
  paths: readonly string[],
  code: string,
  severity: Diagnostic['severity'],
  message: (subject: string) => string,
): readonly Diagnostic[] {
  const [first] = paths;
  if (first === undefined) return [];
  const others = paths.length - 1;
  const subject = others === 0 ? `\`${first}\` is` : `\`${first}\` and ${others} more are each`;
  const sites = paths.map(root);
  return [
    {
      code,
      severity,
      message: message(subject),
      at: root(first),
      ...(others > 0 ? { sites } : {}),
    },
  ];
}

function writeFailed(
  request: UpdateRequest,
  path: string,
  reason: string,
  staged: boolean,
): Diagnostic {
  const outcome = staged
    ? 'nothing was changed'
    : 'run again to finish, some files are already new';
  return {
    code: 'output-write-failed',
    severity: 'error',
    message: `cannot write \`${shownPath(request, path)}\`: ${reason}; ${outcome}`,
    at: root(request.shown),
  };
}

function lockedBy(request: UpdateRequest, owner: string): Diagnostic {
  return {
    code: 'output-locked',
    severity: 'error',
    message: `${owner} is writing to \`${request.shown}\`; wait for it, or delete \`${shownPath(request, lockPath(request.folder))}\` if it is gone`,
    at: root(request.shown),
  };
}

function manifestBroken(request: UpdateRequest, reason: string): Diagnostic {
  const path = shownPath(request, manifestPath(request.folder));
  return {
    code: 'output-manifest-broken',
    severity: 'error',
    message: `cannot use \`${path}\`: ${reason}; restore it, or rebuild it with \`--force\``,
    at: root(path),
  };
}

function shownPath({ folder, shown }: UpdateRequest, path: string): string {
  return path.startsWith(folder)
    ? `${shown}${path.slice(folder.length).replaceAll('\\', '/')}`
    : path;
}
