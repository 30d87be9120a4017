// `lint`: what is wrong with capabilities and what could be better, in any of the formats.
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Preset } from '../../compiler.ts';
import type { Project } from '../../config.ts';
import type { CatalogEntry } from '../../diagnostics/catalog-entry.ts';
import { merge, type Located } from '../../diagnostics/locate.ts';
import { plainPalette } from '../../diagnostics/palette.ts';
import { countBy } from '../../diagnostics/print/printer.ts';
import { printers } from '../../diagnostics/print/printers.ts';
import { countKnown, Remaining } from '../../lint/baseline.ts';
import { makeFolder } from '../../output/make-folder.ts';
import { errorCode } from '../../util/system-error.ts';
import { isWebPath } from '../../util/web-path.ts';
import { decode, nodeHost, type Host } from '../../source/host.ts';
import { baselinePath, readBaseline, writeBaseline } from '../lint/baseline-file.ts';
import { loadCustomRules } from '../lint/custom-rules.ts';
import { fromCheckout } from '../inputs/checkout-paths.ts';
import { findingsOf, reportWithout, type FileReport } from '../lint/file-report.ts';
import { printOptions } from '../findings.ts';
import { findInputs, relativePath } from '../inputs/inputs.ts';
import { checkRuleNames, rulesFor } from '../lint/lint-settings.ts';
import { lintFiles } from '../lint/lint-files.ts';
import type { LintRun } from '../lint/lint-run.ts';
import { LintStats } from '../lint/lint-stats.ts';
import { checkNames, openProject } from '../inputs/project.ts';
import { cacheFolder } from '../lint/report-cache.ts';
import { rulePage } from '../rule-page.ts';
import type { Session } from '../session.ts';
import { foreignFindings, loadSpectralRules } from '../spectral/spectral-rules.ts';
import { openTerminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { webHost } from '../inputs/web-host.ts';

export interface LintFlags {
  readonly config?: string;
  /** False: `--no-overlay`. */
  readonly overlay?: boolean;
  readonly format?: readonly string[];
  readonly preset?: Preset;
  readonly maxWarnings?: number;
  readonly failOn: 'error' | 'warning' | 'info' | 'never';
  readonly all?: boolean;
  readonly fix?: boolean;
  readonly stdinPath?: string;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly stats?: boolean;
  readonly jobs?: number;
  /** False: `--no-cache`. */
  readonly cache?: boolean;
}

export async function lint(
  paths: readonly string[],
  flags: LintFlags,
  session: Session,
): Promise<number> {
  const targets = parseFormats(flags.format ?? []);
  if (flags.fix === true) await fixFirst(paths, flags, session);
  const project = await openProject(session, flags.config);
  const builtIn = await session.rulePages();
  const codes = builtIn.map(({ code }) => code);
  const customRules = await loadCustomRules(project, codes, session.cwd);
  const spectral = await loadSpectralRules(project, session.cwd);
  const pages = [...builtIn, ...customRules.map(rulePage), ...(spectral?.pages ?? [])];
  checkRuleNames(project, pages);
  const disk = nodeHost(session.cwd);
  const overlays = flags.overlay !== false;
  const { files, host } = paths.includes('-')
    ? await fromStdin(paths, flags, session, disk)
    : await fromPaths(paths, project, session, await webHost(paths, overlays, session, disk));
  const update = flags.updateBaseline === true;
  const baseline = baselinePath(project, session.cwd, flags.baseline, update);
  const run: LintRun = {
    cwd: session.cwd,
    preset: flags.preset ?? project.config.preset ?? 'recommended',
    overlays,
    fingerprints: baseline !== undefined,
    timings: flags.stats === true,
    files: files.map((file) => ({ file, rules: rulesFor(file, project, session.cwd) })),
  };
  const foreign = spectral && (await foreignFindings(spectral, files, host));
  const progress = openTerminal(session).progress('linting', files.length);
  const reports = await lintFiles(run, host, session, {
    jobs: flags.jobs,
    cache: cacheOf(project, flags, session),
    own: { customRules, foreign },
    isVirtual: host !== disk,
    step: () => progress.step(),
  });
  progress.end();
  if (baseline !== undefined && update) {
    writeKnown(baseline, reports, session);
    return 0;
  }
  const entries = merge(
    (baseline === undefined ? reports : withoutKnown(baseline, reports, disk, session)).flatMap(
      (report) => findingsOf(report, host),
    ),
  );
  await write(targets, entries, files, pages, flags, session);
  if (flags.stats === true) openTerminal(session).err(statsOf(reports));
  return exitCode(entries, flags);
}

/** What is left is what `lint` tells; what was done is for people, and standard output is for findings. */
async function fixFirst(
  paths: readonly string[],
  { config, overlay }: LintFlags,
  session: Session,
): Promise<void> {
  if (paths.includes('-')) throw new UsageError('`--fix` changes files, and `-` is none');
  const { fix } = await import('./fix.ts');
  const flags = {
    ...(config !== undefined && { config }),
    ...(overlay === false && { overlay }),
  };
  await fix(paths, flags, { ...session, stdout: session.stderr });
}

/** Times that were measured yesterday say nothing. */
function cacheOf(project: Project, flags: LintFlags, { built }: Session): string | undefined {
  return flags.cache === false || flags.stats === true || built === undefined
    ? undefined
    : cacheFolder(project, built.id);
}

function writeKnown(path: string, reports: readonly FileReport[], session: Session): void {
  const known = reports.flatMap(({ findings }) =>
    findings.flatMap((finding) => finding.known ?? []),
  );
  writeBaseline(path, session.cwd, countKnown(known));
  openTerminal(session).err(`wrote ${relativePath(session.cwd, path)}\n`);
}

/** The reports without what the baseline holds. */
function withoutKnown(
  path: string,
  reports: readonly FileReport[],
  host: Host,
  session: Session,
): readonly FileReport[] {
  const isGone = (file: string): boolean => !isWebPath(file) && host.kind(file) === 'missing';
  const remaining = new Remaining(readBaseline(path, session.cwd), isGone);
  const left = reports.map((report) => reportWithout(report, (known) => remaining.takes(known)));
  const gone = remaining.unmet(new Set(reports.map(({ file }) => file)));
  if (gone > 0) {
    const what =
      gone === 1 ? '1 finding of the baseline is' : `${gone} findings of the baseline are`;
    openTerminal(session).err(`${what} gone: \`--update-baseline\` forgets them\n`);
  }
  return left;
}

function statsOf(reports: readonly FileReport[]): string {
  const stats = new LintStats();
  for (const report of reports) stats.add(report);
  return stats.toString();
}

interface Target {
  readonly format: string;
  /** Undefined: standard output. */
  readonly file: string | undefined;
}

/** `json`, `sarif=report.sarif`. People still get to see something when all formats go to files. */
function parseFormats(values: readonly string[]): readonly Target[] {
  const targets = values.map((value): Target => {
    const equals = value.indexOf('=');
    if (equals === -1) return { format: value, file: undefined };
    return { format: value.slice(0, equals), file: value.slice(equals + 1) };
  });
  checkNames(
    'format',
    targets.map(({ format }) => format),
    [...printers.keys()],
  );
  if (targets.some(({ file }) => file === '')) {
    throw new UsageError('`--format FORMAT=FILE` lacks the name of the file');
  }
  const shown = targets.filter(({ file }) => file === undefined);
  if (shown.length > 1) {
    throw new UsageError(
      'only one format can go to standard output; write the others to files: `--format sarif=FILE`',
    );
  }
  return shown.length === 0 ? [...targets, { format: 'pretty', file: undefined }] : targets;
}

async function fromPaths(
  paths: readonly string[],
  project: Project,
  { cwd }: Session,
  host: Host,
): Promise<{ readonly files: readonly string[]; readonly host: Host }> {
  return { files: (await findInputs(paths, project, cwd, host)).files, host };
}

/** Standard input as if it stood at `--stdin-path`: its imports are found from there. */
async function fromStdin(
  paths: readonly string[],
  { stdinPath = 'stdin.yaml' }: LintFlags,
  session: Session,
  host: Host,
): Promise<{ readonly files: readonly string[]; readonly host: Host }> {
  if (paths.length > 1) throw new UsageError('`-` reads standard input and takes no other paths');
  const text = decode(await session.readStdin());
  const path = resolve(session.cwd, stdinPath);
  const read: Host['read'] = (file) => (host.resolve(file) === path ? text : host.read(file));
  return { files: [relativePath(session.cwd, path)], host: { ...host, read } };
}

async function write(
  targets: readonly Target[],
  entries: readonly Located[],
  files: readonly string[],
  pages: readonly CatalogEntry[],
  flags: LintFlags,
  session: Session,
): Promise<void> {
  const terminal = openTerminal(session);
  const options = { ...printOptions(files, pages), all: flags.all === true };
  for (const { format, file } of targets) {
    const printer = printers.get(format);
    if (printer === undefined) continue;
    const named = fromCheckout(entries, format, session);
    if (file === undefined) {
      const { outPalette: palette, outWidth: width } = terminal;
      for (const part of inPieces(printer(named, { ...options, palette, width })))
        await terminal.out(part);
    } else {
      writeReport(
        resolve(session.cwd, file),
        printer(named, { ...options, palette: plainPalette }),
      );
    }
  }
}

const pieceLength = 32 * 1024;

/** The same text in pieces that are worth a call of the system each. */
function* inPieces(parts: Iterable<string>): Generator<string> {
  let piece = '';
  for (const part of parts) {
    piece += part;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function writeReport(path: string, parts: Iterable<string>): void {
  try {
    makeFolder(dirname(path));
    const file = openSync(path, 'w');
    try {
      for (const part of inPieces(parts)) writeFileSync(file, part);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new UsageError(`cannot write the report ${path}: ${errorCode(error)}`, { cause: error });
  }
}

/** A group counts once: it has one cause. */
function exitCode(entries: readonly Located[], { failOn, maxWarnings }: LintFlags): number {
  const { error, warning, info } = countBy(entries);
  if (maxWarnings !== undefined && warning > maxWarnings) return 1;
  if (failOn === 'never') return 0;
  const counted = { error, warning: error + warning, info: error + warning + info }[failOn];
  return counted > 0 ? 1 : 0;
}
