// `generate`: capabilities → files in the output folder. A file with errors keeps its previous output.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Compilation, CompileOptions } from '../../compiler.ts';
import type { Project } from '../../config.ts';
import { locate, merge, type Located } from '../../diagnostics/locate.ts';
import { toJson } from '../../diagnostics/print/json.ts';
import type { Emitter } from '../../emit/emitter.ts';
import { hashContent } from '../../output/disk.ts';
import { format, formatterVersion } from '../../output/format.ts';
import type { Manifest, ManifestEntry } from '../../output/manifest.ts';
import type { PlannedFile, WantedCapability } from '../../output/plan.ts';
import { updateOutput } from '../../output/update.ts';
import { applyLock, lockNames } from '../../ir/apply-lock.ts';
import type { Locks, NamesLock } from '../../ir/lock.ts';
import { nodeHost } from '../../source/host.ts';
import { compareText } from '../../util/compare.ts';
import { packageVersion } from '../../util/package-info.ts';
import { capabilityId } from '../../util/slug.ts';
import { visible, visibleJson } from '../../util/visible.ts';
import { checkPackages } from '../check-packages.ts';
import { reportFindings } from '../findings.ts';
import { relativePath } from '../inputs.ts';
import { configuredFolder, lockFile, nextLock, readLock } from '../names-lock.ts';
import { checkNames, openProject } from '../project.ts';
import type { Compiler, Session } from '../session.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { collisions, findUnits, type Unit, type Units } from '../units.ts';

export interface GenerateFlags {
  readonly config?: string;
  /** False: `--no-overlay`. */
  readonly overlay?: boolean;
  readonly package?: string;
  readonly out?: string;
  readonly emit?: readonly string[];
  readonly check?: boolean;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly updateLock?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** How long to wait for another run in the same folder. */
const lockPatience = 10_000;

export async function generate(
  paths: readonly string[],
  flags: GenerateFlags,
  session: Session,
): Promise<number> {
  const project = await openProject(session, flags.config);
  const compiler = await session.compiler();
  const names = flags.emit ?? project.config.emit ?? compiler.emitterNames;
  checkNames('emitter', names, compiler.emitterNames);
  const units = await findUnits(paths, flags.package, project, session);
  const emitters = await compiler.loadEmitters(names);
  const folder = outputFolder(flags, project, session);
  const shown = shownFolder(session.cwd, folder);
  const lock = readLock(folder, shown);
  if (lock.problem !== undefined && flags.updateLock !== true) {
    const entries = locate([lock.problem], new Map());
    report(sortOut([], shown), [], entries, flags, shown, openTerminal(session));
    return 1;
  }
  const locks = flags.updateLock === true ? new Map<string, never>() : lock.locks;
  const compiled = compileAll(units.units, flags, compiler, emitters, locks, project, session);
  const result = await updateOutput({
    folder,
    shown,
    shared: { path: lockFile, content: (before) => nextLock(before, compiled.names) },
    capabilities: compiled.capabilities,
    compiler: packageVersion(),
    formatter: formatterVersion(),
    format,
    force: flags.force === true,
    dropped: (manifest) => goneFrom(manifest, units, project, session),
    write: flags.check !== true && flags.dryRun !== true,
    patience: lockPatience,
  });
  const packages = checkPackages(compiled.capabilities, folder, shown);
  const output = locate([...result.diagnostics, ...packages], new Map());
  const outcome = sortOut(result.files, shown);
  report(outcome, compiled.entries, output, flags, shown, openTerminal(session));
  const drift = outcome.created.length + outcome.updated.length + outcome.deleted.length;
  const failed = [...compiled.entries, ...output].some(isError);
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

interface Compiled {
  readonly capabilities: readonly WantedCapability[];
  readonly entries: readonly Located[];
  /** The names that were given, by capability. */
  readonly names: Locks;
}

function compileAll(
  units: readonly Unit[],
  flags: GenerateFlags,
  compiler: Compiler,
  emitters: readonly Emitter[],
  locks: Locks,
  project: Project,
  session: Session,
): Compiled {
  const host = nodeHost(session.cwd);
  const { preset = 'recommended', rules = {} } = project.config;
  const options: CompileOptions = { preset, rules, lint: false, overlays: flags.overlay !== false };
  const clashes = collisions(units);
  const clashing = new Set(clashes.flatMap((clash) => clash.units));
  const entries: Located[] = [
    ...locate(
      clashes.map(({ diagnostic }) => diagnostic),
      new Map(),
    ),
  ];
  const capabilities: WantedCapability[] = [];
  const names = new Map<string, NamesLock>();
  const count = units.reduce((total, { files }) => total + files.length, 0);
  const progress = openTerminal(session).progress('compiling', count);
  for (const unit of units) {
    const parts = unit.files.map((file): Part => {
      const { capability, diagnostics, sources } = compiler.compile(file, host, options);
      for (const entry of locate(diagnostics, sources)) entries.push(entry);
      progress.step();
      const failed = diagnostics.some(({ severity }) => severity === 'error');
      return { capability, sources, isBroken: capability === undefined && failed };
    });
    const { capability: unnamed, sources } = whole(unit, parts, compiler);
    if (unnamed === undefined || clashing.has(unit)) continue;
    const before = locks.get(unnamed.id);
    const { capability, diagnostics } =
      before === undefined ? { capability: unnamed, diagnostics: [] } : applyLock(unnamed, before);
    for (const entry of locate(diagnostics, sources)) entries.push(entry);
    if (diagnostics.length > 0) continue;
    names.set(capability.id, lockNames(capability, before));
    capabilities.push({
      id: capability.id,
      inputs: inputsOf(unit, sources, project, session),
      files: compiler.emit(capability, emitters, sources),
    });
  }
  progress.end();
  return { capabilities, entries: merge(entries), names };
}

/** What is kept of a compilation: a package may be a thousand of them. */
type Part = Pick<Compilation, 'capability' | 'sources'> & { readonly isBroken: boolean };

/** A package with a file that cannot be compiled is not made: half of it would take methods away from its users. */
function whole(
  { package: name }: Unit,
  parts: readonly Part[],
  { mergeCompilations }: Compiler,
): Pick<Compilation, 'capability' | 'sources'> {
  const [only] = parts;
  if (only !== undefined && name === undefined) return only;
  if (name !== undefined && !parts.some(({ isBroken }) => isBroken)) {
    return mergeCompilations(name, parts);
  }
  return { capability: undefined, sources: new Map() };
}

/** Relative to the project, so that the manifest is the same from wherever the command is run. */
function inputsOf(
  { files }: Unit,
  sources: Compilation['sources'],
  project: Project,
  { cwd }: Session,
): ManifestEntry['inputs'] {
  const others = [...sources.keys()].filter((name) => !files.includes(name)).sort(compareText);
  return [...files, ...others].map((name) => ({
    path: relativePath(project.root, resolve(cwd, name)),
    hash: hashContent(sources.get(name)?.text ?? ''),
  }));
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
    if (main === undefined || made.has(id)) return [];
    const path = resolve(project.root, main);
    const isMoved = moved.has(path) && id === capabilityId(path);
    return isMoved || (!existsSync(path) && covers(path)) ? [id] : [];
  });
}

interface Outcome {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly deleted: readonly string[];
  readonly refused: readonly string[];
  readonly unchanged: number;
}

function sortOut(files: readonly PlannedFile[], shown: string): Outcome {
  const paths = (kind: PlannedFile['kind']): readonly string[] =>
    files
      .filter((file) => file.kind === kind)
      .map(({ path }) => (shown === '.' ? path : `${shown}/${path}`));
  return {
    created: paths('create'),
    updated: paths('update'),
    deleted: paths('delete'),
    refused: paths('refused'),
    unchanged: files.filter(({ kind }) => kind === 'same' || kind === 'kept').length,
  };
}

/** Of what compiling found only the errors: `lint` is the command for the rest. */
function report(
  outcome: Outcome,
  compiled: readonly Located[],
  output: readonly Located[],
  { check, dryRun, json, quiet }: GenerateFlags,
  shown: string,
  terminal: Terminal,
): void {
  const errors = compiled.filter(isError);
  const others = compiled.length - errors.length;
  reportFindings(terminal, [
    ...errors,
    ...output.filter((entry) => quiet !== true || isError(entry)),
  ]);
  if (others > 0 && quiet !== true) {
    const findings = others === 1 ? '1 warning' : `${others} warnings`;
    terminal.err(`${findings}, which \`capwright lint\` shows\n`);
  }
  if (json === true) {
    const diagnostics = merge([...compiled, ...output]).map(toJson);
    terminal.out(`${visibleJson({ ...outcome, diagnostics }, 2)}\n`);
    return;
  }
  const { created, updated, deleted, refused, unchanged } = outcome;
  const { outPalette: palette } = terminal;
  const planned = check === true || dryRun === true;
  const list = [
    ...created.map((path) => `${palette.green('create')}  ${visible(path)}\n`),
    ...updated.map((path) => `${palette.yellow('update')}  ${visible(path)}\n`),
    ...deleted.map((path) => `${palette.red('delete')}  ${visible(path)}\n`),
    ...refused.map((path) => `${palette.red('refuse')}  ${visible(path)}\n`),
  ];
  if (planned) terminal.out(list.join(''));
  const stopped =
    output.some(isError) && created.length + updated.length + refused.length + unchanged === 0;
  if (quiet === true || stopped) return;
  const counts = [
    `${created.length} ${planned ? 'to create' : 'created'}`,
    `${updated.length} ${planned ? 'to update' : 'updated'}`,
    `${deleted.length} ${planned ? 'to delete' : 'deleted'}`,
    ...(refused.length > 0 ? [`${refused.length} refused`] : []),
    `${unchanged} unchanged`,
  ];
  terminal.err(`${visible(shown)}: ${counts.join(', ')}\n`);
}

function isError({ diagnostic }: Located): boolean {
  return diagnostic.severity === 'error';
}
