// `diff`: what has changed between two capabilities, or two folders of them, and which version number that asks for.
import { resolve } from 'node:path';
import type { Compilation } from '../../compiler.ts';
import type { Project } from '../../config.ts';
import { locate, type Located } from '../../diagnostics/locate.ts';
import type { Capability } from '../../ir/capability.ts';
import { comparisonOf, type Change } from '../../ir/compare/compare-change.ts';
import { pair } from '../../ir/compare/compare-pairs.ts';
import { compare, compareExistence, compareRenamed } from '../../ir/compare/compare.ts';
import { applyLock } from '../../ir/names/apply-lock.ts';
import { type Locks, parseLocks } from '../../ir/names/lock.ts';
import { nodeHost, type Host } from '../../source/host.ts';
import { isSpan, type Location } from '../../source/location.ts';
import { compareText } from '../../util/compare.ts';
import { capabilityId } from '../../util/slug.ts';
import { isWebPath } from '../../util/web-path.ts';
import {
  reports,
  type ChangePlace,
  type PlacedChange,
  type Report,
  type ReportFormat,
} from '../diff-report.ts';
import { reportFindings } from '../findings.ts';
import { openRevision, parseRevision } from '../inputs/git-host.ts';
import { findInputs, relativePath } from '../inputs/inputs.ts';
import { configuredFolder, lockFile } from '../generate/names-lock.ts';
import { openProject } from '../inputs/project.ts';
import type { Session } from '../session.ts';
import { openTerminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { webHost } from '../inputs/web-host.ts';

export interface DiffFlags {
  readonly config?: string;
  /** False: `--no-overlay`. */
  readonly overlay?: boolean;
  readonly format: ReportFormat;
  readonly all?: boolean;
  readonly failOn: 'breaking' | 'any' | 'never';
}

/** One of the two arguments: its files by what they are called on either side. */
interface Side {
  readonly host: Host;
  readonly files: ReadonlyMap<string, string>;
  /** In front of file names: the revision, with its colon. */
  readonly prefix: string;
  readonly isFolder: boolean;
}

export async function diff(
  old: string,
  fresh: string,
  flags: DiffFlags,
  session: Session,
): Promise<number> {
  const { cwd } = session;
  const project = await openProject(session, flags.config);
  const overlays = flags.overlay !== false;
  const before = await openSide(old, overlays, project, session);
  const after = await openSide(fresh, overlays, project, session);
  if (before.isFolder !== after.isFolder) {
    throw new UsageError('diff takes two files or two folders');
  }
  const { compile } = await session.compiler();
  const { preset = 'recommended', rules = {} } = project.config;
  const options = { preset, rules, lint: false, overlays };
  // Of two revisions each has its lock; two files side by side may both have nothing to do with the one that is here.
  const isVersioned = before.prefix !== '' || after.prefix !== '';
  const locksOf = (side: Side): Locks => (isVersioned ? readLocks(side, project, cwd) : new Map());
  const [oldLocks, newLocks] = [locksOf(before), locksOf(after)];
  const found: PlacedChange[] = [];
  const broken: Located[] = [];
  const identity = (file: string, side: Side): string | undefined =>
    identityOf(compile(file, side.host, options));
  for (const [oldFile, newFile, isRenamed] of pairFiles(before, after, identity)) {
    const was = oldFile === undefined ? undefined : compile(oldFile, before.host, options);
    const is = newFile === undefined ? undefined : compile(newFile, after.host, options);
    broken.push(...failures(was, before), ...failures(is, after));
    const changes = changesBetween(published(was, oldLocks), published(is, newLocks), isRenamed);
    const [placeOld, placeNew] = [placer(was, before), placer(is, after)];
    for (const change of changes) {
      found.push({ change, old: placeOld(change.old), new: placeNew(change.new) });
    }
  }
  const terminal = openTerminal(session);
  reportFindings(terminal, broken);
  const { bump, changes } = comparisonOf(found.map(({ change }) => change));
  const placed = new Map(found.map((item) => [item.change, item]));
  const report: Report = {
    bump,
    changes: changes.map((change) => placed.get(change)!),
    complete: broken.length === 0,
  };
  const all = flags.all === true;
  terminal.out(reports[flags.format](report, { palette: terminal.outPalette, all }));
  // What cannot be compared may hide anything: it never passes.
  if (broken.length > 0) return 1;
  if (flags.failOn === 'never') return 0;
  return (flags.failOn === 'any' ? changes.length > 0 : bump === 'major') ? 1 : 0;
}

/** What was published under a name keeps it: the lock says so, whatever the file calls it now. */
function published(compilation: Compilation | undefined, locks: Locks): Compared | undefined {
  const capability = compilation?.capability;
  const lock = capability && locks.get(capability.id);
  if (capability === undefined || lock === undefined) return compilation;
  return applyLock(capability, lock);
}

/** A lock that is missing or broken keeps no name; `generate` tells what is wrong with it. */
function readLocks({ host }: Side, project: Project, cwd: string): Locks {
  const folder = relativePath(cwd, configuredFolder(project)) || '.';
  const read = host.read(`${folder}/${lockFile}`);
  const parsed = parseLocks(read.kind === 'text' ? read.text : undefined);
  return parsed.kind === 'locks' ? parsed.locks : new Map();
}

/** Undefined capability: it does not compile. */
interface Compared {
  readonly capability?: Capability | undefined;
}

function changesBetween(
  was: Compared | undefined,
  is: Compared | undefined,
  isRenamed: boolean,
): readonly Change[] {
  const [before, after] = [was?.capability, is?.capability];
  if (before !== undefined && after !== undefined)
    return (isRenamed ? compareRenamed(before, after) : compare(before, after)).changes;
  // A side that is there and does not compile is neither new nor gone.
  if (was !== undefined && is !== undefined) return [];
  return compareExistence(before, after).changes;
}

/** Why a side has no capability; files of shared sections are compared where they are imported. */
function failures(compilation: Compilation | undefined, side: Side): readonly Located[] {
  if (compilation === undefined || compilation.capability !== undefined) return [];
  const { diagnostics, sources } = compilation;
  const counted = side.isFolder
    ? diagnostics.filter(({ severity }) => severity === 'error')
    : diagnostics.filter(({ code }) => code !== 'schema');
  return locate(counted, sources);
}

function placer(compilation: Compilation | undefined, { prefix }: Side): PlaceOf {
  return (at) => {
    if (at === undefined || compilation === undefined) return undefined;
    const origin = compilation.sources.get(at.file)?.origin(at);
    const { line, column } = origin?.source.range(origin.at) ?? { line: 1, column: 1 };
    const { file, pointer } =
      origin === undefined || isSpan(origin.at) ? at : (origin.at satisfies Location);
    return { file: `${prefix}${file}`, line, column, pointer };
  };
}

type PlaceOf = (at: Location | undefined) => ChangePlace | undefined;

async function openSide(
  argument: string,
  overlays: boolean,
  project: Project,
  session: Session,
): Promise<Side> {
  const { cwd } = session;
  const here = await webHost([argument], overlays, session, nodeHost(cwd));
  const revision =
    !isWebPath(argument) && here.kind(argument) === 'missing' ? parseRevision(argument) : undefined;
  const { host, path } =
    revision === undefined ? { host: here, path: argument } : openRevision(revision, cwd);
  const { files } = await findInputs([path], { ...project, root: cwd }, cwd, host);
  const isFolder = host.kind(path) === 'folder';
  const base = resolve(cwd, path);
  return {
    host,
    isFolder,
    prefix: revision === undefined ? '' : `${revision.revision}:`,
    files: new Map(
      files.map((file) => [isFolder ? relativePath(base, resolve(cwd, file)) : '', file]),
    ),
  };
}

type FilePair = readonly [old: string | undefined, fresh: string | undefined, isRenamed: boolean];

type Named = readonly [name: string, file: string];

/** By path below the folders, then by the capability's name, which a move keeps, then by what it is about. */
function pairFiles(
  before: Side,
  after: Side,
  identity: (file: string, side: Side) => string | undefined,
): readonly FilePair[] {
  const { both, removed, added } = pair<Named>(
    [...before.files],
    [...after.files],
    [([name]) => [name], ([name]) => [capabilityId(name)]],
  );
  // Nothing is compiled for this where nothing can be found.
  const canBeRenamed = removed.length > 0 && added.length > 0;
  const renamed = pair<Named>(removed, added, [
    ([, file], side) =>
      (canBeRenamed ? [identity(file, side === 'before' ? before : after)] : []).flatMap(
        (key) => key ?? [],
      ),
  ]);
  const pairs: FilePair[] = [
    ...both.map(([[, old], [, fresh]]): FilePair => [old, fresh, false]),
    ...renamed.both.map(([[, old], [, fresh]]): FilePair => [old, fresh, true]),
    ...renamed.removed.map(([, old]): FilePair => [old, undefined, false]),
    ...renamed.added.map(([, fresh]): FilePair => [undefined, fresh, false]),
  ];
  return pairs.sort((a, b) => compareText(a[1] ?? a[0] ?? '', b[1] ?? b[0] ?? ''));
}

/** What a capability is about, whatever its file is called; undefined where that is nothing of its own. */
function identityOf({ capability }: Compilation): string | undefined {
  if (capability === undefined) return undefined;
  const ids = [...capability.services, ...capability.surfaces].map(({ id }) => id);
  return ids.length === 0
    ? undefined
    : JSON.stringify([capability.title, ...ids.sort(compareText)]);
}
