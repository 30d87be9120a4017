// `fix`: what can be put right without asking is put right in the files themselves; `--to` puts them into another format.
import { relative, resolve, sep, dirname } from 'node:path';
import type { Compilation } from '../../compiler.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { locate } from '../../diagnostics/locate.ts';
import { formatById, type Format } from '../../document/formats.ts';
import type { FixResult } from '../../lint/fix.ts';
import { migrate } from '../../migrate/migrate.ts';
import { findOverlay } from '../../document/overlay.ts';
import { creationPatch, unifiedPatch } from '../../output/patch.ts';
import { createFile, removeFile, replaceFile, whyNotReplaced } from '../../output/replace-file.ts';
import { nodeHost, type Host } from '../../source/host.ts';
import { SourceFile } from '../../source/source-file.ts';
import { composed, type EditedText } from '../../source/text-edits.ts';
import { parseYaml } from '../../source/yaml.ts';
import { visible } from '../../util/visible.ts';
import { fixFile } from '../fix-file.ts';
import { reportFindings } from '../findings.ts';
import { findInputs } from '../inputs/inputs.ts';
import { openProject } from '../inputs/project.ts';
import type { Session } from '../session.ts';
import { openTerminal, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

export interface FixFlags {
  readonly config?: string;
  /** False: `--no-overlay`; true: what `--to` has no word for goes into one. */
  readonly overlay?: boolean;
  readonly unsafe?: boolean;
  readonly dryRun?: boolean;
  readonly diff?: boolean;
  /** The id of a format. */
  readonly to?: string;
}

export async function fix(
  paths: readonly string[],
  flags: FixFlags,
  session: Session,
): Promise<number> {
  if (flags.overlay === true && flags.to === undefined)
    throw new UsageError('--overlay goes with --to: it takes what the format has no word for');
  const project = await openProject(session, flags.config);
  const host = nodeHost(session.cwd);
  const { files } = await findInputs(paths, project, session.cwd, host);
  const { compile } = await session.compiler();
  const { preset = 'recommended', rules = {} } = project.config;
  const options = { preset, rules, lint: true, overlays: false };
  const terminal = openTerminal(session);
  const target = flags.to === undefined ? undefined : formatById(flags.to);
  const progress = terminal.progress('fixing', files.length);
  let failed = false;
  let changes = 0;
  for (const file of files) {
    const read = host.read(file);
    if (read.kind !== 'text') {
      const { diagnostics, sources } = compile(file, host, options);
      reportFindings(terminal, locate(diagnostics, sources));
      failed = true;
      continue;
    }
    const result = fixFile(
      {
        file,
        text: read.text,
        host,
        options,
        unsafe: flags.unsafe === true,
        overlays: flags.overlay !== false,
      },
      compile,
    );
    progress.step();
    if (result.after.document === undefined) {
      reportFindings(terminal, locate(result.after.diagnostics, result.after.sources));
      failed = true;
      continue;
    }
    const changed: Changed =
      target === undefined ? result : inFormat(target, file, result, host, flags, terminal);
    if (changed.edited.text !== read.text) {
      failed = !settle(file, changed, flags, session, terminal) || failed;
      changes += 1;
    }
    failed = failed || changed.failed === true;
  }
  progress.end();
  // Silence would leave open whether anything was looked at.
  if (changes === 0 && !failed) terminal.err(`${nothingTo(flags, files.length)}\n`);
  return failed ? 1 : 0;
}

function nothingTo({ to, unsafe = false }: FixFlags, files: number): string {
  const among = files === 1 ? '1 file' : `${files} files`;
  if (to !== undefined) return `nothing to change in ${among}`;
  return `nothing to fix in ${among}${unsafe ? '' : ' without a decision; `--unsafe` guesses'}`;
}

/** In the list of what was done: no finding, so it has no code. */
const migrated = '';

type Changed = Pick<FixResult<Compilation>, 'edited' | 'applied'> & {
  readonly failed?: boolean;
  readonly overlay?: Overlay;
};

/** A file that comes to stand beside the one that is fixed. */
interface Overlay {
  readonly file: string;
  readonly text: string;
}

/** What has been fixed is put into another format; what that took, and what it could not do, is told. */
function inFormat(
  target: Format,
  file: string,
  { edited, applied }: FixResult<Compilation>,
  host: Host,
  { unsafe = false, overlay: isWanted }: FixFlags,
  terminal: Terminal,
): Changed {
  const { text } = edited;
  const migration = migrate({ file, text, host, target, unsafe });
  const tell = (diagnostics: readonly Diagnostic[], shown: string): void =>
    reportFindings(terminal, locate(diagnostics, new Map([[file, sourceOf(file, shown)]])));
  if (migration.kind === 'impossible') {
    tell([migration.problem], text);
    return { edited, applied, failed: true };
  }
  const { notes, left } = migration;
  const overlay = isWanted === true ? migration.overlay : undefined;
  const beside = file.replace(/\.ya?ml$/i, '.overlay.yaml');
  tell(notes, text);
  tell(left, migration.edited.text);
  const verdict = left.length === 0 ? 'valid' : 'still not valid: see above';
  const title = `now ${target.rootKey} ${target.version}, ${verdict}`;
  const edits = migration.edited.pieces.filter(({ kind }) => kind === 'new').length;
  const told = overlay && `what it has no word for: ${visible(beside)}, ${overlay.facts} keys`;
  return {
    edited: composed(edited, migration.edited),
    applied: [
      ...applied,
      { code: migrated, title, edits },
      ...(told === undefined ? [] : [{ code: migrated, title: told, edits: 0 }]),
    ],
    failed: left.length > 0,
    ...(overlay && { overlay: { file: beside, text: overlay.text } }),
  };
}

function sourceOf(file: string, text: string): SourceFile {
  return new SourceFile(file, text, parseYaml(text).nodes);
}

/** Shows what has changed and writes it, unless only looking was asked for. False where it could not be written. */
function settle(
  file: string,
  { edited, applied, overlay }: Changed,
  flags: FixFlags,
  session: Session,
  terminal: Terminal,
): boolean {
  const problem = whyNotWritten(file, { edited, overlay }, flags, session);
  if (problem !== undefined) {
    const error = terminal.errPalette.red('error:');
    terminal.err(`${error} cannot change ${visible(file)}: ${problem}\n`);
    return false;
  }
  if (flags.diff === true) {
    terminal.out(unifiedPatch(pathInRepository(file, session.cwd), edited));
    if (overlay !== undefined)
      terminal.out(creationPatch(pathInRepository(overlay.file, session.cwd), overlay.text));
    return true;
  }
  const { outPalette: palette } = terminal;
  terminal.out(`${palette.cyan(visible(file))}\n`);
  for (const { code, title, edits } of applied) {
    const count = code === migrated ? '' : ` ${palette.dim(`[${code}]`)} ×${edits}`;
    terminal.out(`  ${visible(title)}${count}\n`);
  }
  return true;
}

/** The overlay first: what it says must not be lost in between. It goes again where the file cannot be written. */
function whyNotWritten(
  file: string,
  { edited, overlay }: { readonly edited: EditedText; readonly overlay: Overlay | undefined },
  flags: FixFlags,
  { cwd }: Session,
): string | undefined {
  const path = resolve(cwd, file);
  const beside = overlay && resolve(cwd, overlay.file);
  const isThere =
    overlay !== undefined && findOverlay(file, nodeHost(cwd), () => undefined) !== undefined;
  if (isThere)
    return `it has an overlay already: take --overlay away, or move ${visible(overlay.file)}`;
  if (flags.diff === true || flags.dryRun === true) return whyNotReplaced(path, edited.original);
  if (overlay !== undefined && beside !== undefined) {
    const problem = createFile(beside, overlay.text);
    if (problem !== undefined) return `${visible(overlay.file)} cannot be made: ${problem}`;
  }
  const problem = replaceFile(path, edited.original, edited.text);
  if (problem !== undefined && beside !== undefined) removeFile(beside);
  return problem;
}

/** Patches name files from the top of the repository, wherever they are made. */
function pathInRepository(file: string, cwd: string): string {
  const host = nodeHost(cwd);
  let top = cwd;
  while (host.kind(resolve(top, '.git')) === 'missing') {
    const above = dirname(top);
    if (above === top) return file;
    top = above;
  }
  return relative(top, resolve(cwd, file)).replaceAll(sep, '/');
}
