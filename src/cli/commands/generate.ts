// `generate`: capabilities → files in the output folder. A file with errors keeps its previous output.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CompileOptions } from '../../compiler.ts';
import { emitSettings, type Project } from '../../config.ts';
import { locate, merge } from '../../diagnostics/locate.ts';
import type { Locks } from '../../ir/names/lock.ts';
import { format, formatterVersion } from '../../output/format.ts';
import type { Manifest } from '../../output/manifest.ts';
import { updateOutput } from '../../output/update.ts';
import { type Host, nodeHost } from '../../source/host.ts';
import { record, type Answer } from '../../source/recording-host.ts';
import { hashText } from '../../util/hash.ts';
import { packageVersion } from '../../util/package-info.ts';
import { capabilityId } from '../../util/slug.ts';
import { stableJson } from '../../util/stable-json.ts';
import { isWebPath } from '../../util/web-path.ts';
import { checkPackages } from '../generate/check-packages.ts';
import type { CompileRun, UnitResult } from '../generate/compile-share.ts';
import { findingsOf } from '../lint/file-report.ts';
import { isError, report, sortOut, type ReportFlags } from '../generate/generate-report.ts';
import { relativePath } from '../inputs/inputs.ts';
import { configuredFolder, lockFile, nextLock, readLock } from '../generate/names-lock.ts';
import { openProject } from '../inputs/project.ts';
import type { Session } from '../session.ts';
import { templatesState } from '../generate/templates-state.ts';
import { openTerminal } from '../terminal.ts';
import { openUnitCache } from '../generate/unit-cache.ts';
import { collisions, findUnits, shardOf, type Shard, type Units } from '../generate/units.ts';
import type { Unit } from '../generate/unit.ts';
import { UsageError } from '../usage-error.ts';
import { webHost } from '../inputs/web-host.ts';

export interface GenerateFlags extends ReportFlags {
  readonly config?: string;
  /** False: `--no-overlay`. */
  readonly overlay?: boolean;
  readonly package?: string;
  readonly out?: string;
  readonly emit?: readonly string[];
  readonly force?: boolean;
  readonly updateLock?: boolean;
  readonly jobs?: number;
  readonly shard?: Shard;
  readonly watch?: boolean;
  /** False: `--no-cache`. */
  readonly cache?: boolean;
}

/** How long to wait for another run in the same folder. */
const lockPatience = 10_000;

export async function generate(
  paths: readonly string[],
  flags: GenerateFlags,
  session: Session,
): Promise<number> {
  if (flags.watch !== true) return generateOnce(paths, flags, session);
  if (paths.some(isWebPath))
    throw new UsageError('`--watch` waits for files to change, and a URL is none');
  const { watchRuns } = await import('../watch/watch.ts');
  return watchRuns((read) => generateOnce(paths, flags, session, read), session);
}

/** `read` is told what the run depends on, as soon as that is known. */
async function generateOnce(
  paths: readonly string[],
  flags: GenerateFlags,
  session: Session,
  read: (answers: readonly Answer[], project: Project) => void = () => {},
): Promise<number> {
  const project = await openProject(session, flags.config);
  const disk = nodeHost(session.cwd);
  const host = await webHost(paths, flags.overlay !== false, session, disk);
  const isVirtual = host !== disk;
  const search = record(host);
  const units = await findUnits(paths, flags.package, project, session, search.host);
  read(search.answers(), project);
  const folder = outputFolder(flags, project, session);
  const shown = shownFolder(session.cwd, folder);
  const terminal = openTerminal(session);
  const lock = readLock(folder, shown);
  if (lock.problem !== undefined && flags.updateLock !== true) {
    const entries = locate([lock.problem], new Map());
    report(sortOut([], shown), [], entries, flags, shown, terminal);
    return 1;
  }
  const locks: Locks = flags.updateLock === true ? new Map() : lock.locks;
  const clashes = collisions(units.units);
  const clashing = new Set(clashes.flatMap((clash) => clash.units));
  const own = shardOf(units.units, flags.shard);
  const cache = openUnitCache(
    folder,
    isVirtual ? undefined : cacheKey(flags, project, session),
    host,
  );
  const known = new Map(
    own.flatMap((unit) => {
      const found = clashing.has(unit) ? undefined : cache?.find(unit, locks);
      return found === undefined ? [] : [[unit, found] as const];
    }),
  );
  const missing = own.filter((unit) => !known.has(unit));
  const results =
    missing.length > 0 || own.length === 0
      ? await compileMissing(missing, locks, flags, project, session, isVirtual ? host : undefined)
      : new Map<Unit, UnitResult>();
  read(
    [
      ...search.answers(),
      ...[...results.values(), ...known.values()].flatMap(({ answers }) => answers),
    ],
    project,
  );
  const made = missing.flatMap((unit) =>
    clashing.has(unit) ? [] : (results.get(unit)?.made ?? []),
  );
  const names: Locks = new Map(made.map((each) => [each.wanted.id, each.names]));
  const write = flags.check !== true && flags.dryRun !== true;
  const result = await updateOutput({
    folder,
    shown,
    shared: { path: lockFile, content: (before) => nextLock(before, names) },
    capabilities: made.map(({ wanted }) => wanted),
    compiler: packageVersion(),
    formatter: formatterVersion(),
    format,
    force: flags.force === true,
    dropped: (manifest) => goneFrom(manifest, units, project, session),
    write,
    patience: lockPatience,
  });
  const owned = [
    ...made.map(({ wanted }) => wanted),
    ...[...known.values()].map((each) => each.owned),
  ];
  const packages = checkPackages(owned, folder, shown);
  const output = locate([...result.diagnostics, ...packages], new Map());
  if (write && !output.some(isError))
    for (const unit of missing)
      if (!clashing.has(unit))
        cache?.keep(unit, new Map([...locks, ...names]), results.get(unit)!, result.files);
  const entries = merge([
    ...locate(
      clashes.map(({ diagnostic }) => diagnostic),
      new Map(),
    ),
    ...own
      .flatMap((unit) => (known.get(unit) ?? results.get(unit)!).reports)
      .flatMap((each) => findingsOf(each, host)),
  ]);
  const outcome = sortOut(
    result.files,
    shown,
    [...known.values()].reduce((sum, { files }) => sum + files, 0),
  );
  report(outcome, entries, output, flags, shown, terminal);
  const drift = outcome.created.length + outcome.updated.length + outcome.deleted.length;
  const failed = [...entries, ...output].some(isError);
  return failed || (flags.check === true && drift > 0) ? 1 : 0;
}

function outputFolder(flags: GenerateFlags, project: Project, { cwd }: Session): string {
  return flags.out === undefined ? configuredFolder(project) : resolve(cwd, flags.out);
}

/** Far away it is easier to read from the root. */
function shownFolder(cwd: string, folder: string): string {
  const path = relativePath(cwd, folder) || '.';
  return path.startsWith('../..') ? folder.replaceAll('\\', '/') : path;
}

function optionsOf(flags: GenerateFlags, { config }: Project): CompileOptions {
  const { preset = 'recommended', rules = {} } = config;
  return { preset, rules, lint: false, overlays: flags.overlay !== false };
}

async function compileMissing(
  units: readonly Unit[],
  locks: Locks,
  flags: GenerateFlags,
  project: Project,
  session: Session,
  host: Host | undefined,
): Promise<ReadonlyMap<Unit, UnitResult>> {
  const count = units.reduce((total, { files }) => total + files.length, 0);
  const progress = openTerminal(session).progress('compiling', count);
  const run: CompileRun = {
    cwd: session.cwd,
    root: project.root,
    options: optionsOf(flags, project),
    emit: flags.emit ?? project.config.emit,
    settings: emitSettings(project.config),
    units: units.map((unit) => [unit, locks.get(unit.id)]),
  };
  const { compileUnits } = await import('../generate/compile-units.ts');
  const results = await compileUnits(run, flags.jobs, session, () => progress.step(), host);
  progress.end();
  return new Map(units.map((unit, index) => [unit, results[index]!]));
}

/** Everything that results depend on and that is no file of the project; undefined where nothing from before is to count. */
function cacheKey(
  flags: GenerateFlags,
  project: Project,
  { cwd, built }: Session,
): string | undefined {
  if (built === undefined) return undefined;
  if (flags.cache === false || flags.force === true || flags.updateLock === true) return undefined;
  const emit = flags.emit ?? project.config.emit;
  const names = emit && [...new Set(emit)].sort();
  const node = process.versions.node.split('.')[0];
  const options = optionsOf(flags, project);
  return hashText(
    stableJson([
      built.id,
      templatesState(),
      node,
      cwd,
      project.root,
      options,
      names ?? null,
      emitSettings(project.config),
    ]),
  );
}

/** Capabilities whose file was deleted, renamed or put into a package, if this run would have read it. */
function goneFrom(
  manifest: Manifest,
  { units, covers, packaged }: Units,
  project: Project,
  { cwd }: Session,
): readonly string[] {
  const made = new Set(units.map(({ id }) => id));
  const moved = new Set(packaged.map((file) => resolve(cwd, file)));
  return [...manifest.capabilities].flatMap(([id, entry]) => {
    const main = entry.inputs[0]?.path;
    if (main === undefined || made.has(id) || isWebPath(main)) return [];
    const path = resolve(project.root, main);
    const isMoved = moved.has(path) && id === capabilityId(path);
    return isMoved || (!existsSync(path) && covers(path)) ? [id] : [];
  });
}
