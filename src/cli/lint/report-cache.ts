// What lint has found in files before, on disk: one entry for each file and way of looking at it. An entry counts as long
// as everything that was read for it reads the same; whatever else lies there is passed over, and written anew.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { Project } from '../../config.ts';
import type { Host } from '../../source/host.ts';
import { record, stillHolds, type Answer } from '../../source/recording-host.ts';
import { hashText } from '../../util/hash.ts';
import { stableJson } from '../../util/stable-json.ts';
import type { FileReport } from './file-report.ts';
import type { LintInput, LintRun } from './lint-run.ts';

/** Where entries lie; undefined where the project has no place for such things. Nobody's folder is littered. */
export function cacheFolder({ root, source }: Project, build: string): string | undefined {
  const modules = join(root, 'node_modules');
  const base = existsSync(modules)
    ? join(modules, '.cache/capwright')
    : source !== undefined
      ? join(root, '.capwright/cache')
      : undefined;
  return base && join(base, `lint-${build}`);
}

/** Makes the folder, and removes those of other builds. False where that is not possible: then there is no cache. */
export function openCache(folder: string): boolean {
  if (existsSync(folder)) return true;
  try {
    mkdirSync(folder, { recursive: true });
    const base = join(folder, '..');
    writeFileSync(join(base, '.gitignore'), '*\n');
    for (const name of readdirSync(base))
      if (/^lint-[0-9a-f]{16}$/.test(name) && join(base, name) !== folder)
        rmSync(join(base, name), { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}

/** The report of an earlier run, if it still holds. */
export function readCached(
  folder: string,
  input: LintInput,
  run: LintRun,
  host: Host,
): FileReport | undefined {
  try {
    const text = readFileSync(entryPath(folder, input, run), 'utf8');
    const end = text.indexOf('\n');
    const [key, answers, hash] = JSON.parse(text.slice(0, end)) as [string, Answer[], string];
    const report = text.slice(end + 1);
    return key === keyOf(input, run) &&
      answers.every((answer) => stillHolds(answer, host)) &&
      hashText(report) === hash
      ? (JSON.parse(report) as FileReport)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The report as JSON, which is kept for the next run. */
export function lintAndKeep(
  folder: string,
  input: LintInput,
  run: LintRun,
  host: Host,
  lint: (host: Host) => FileReport,
): { readonly report: FileReport; readonly text: string } {
  const recording = record(host);
  const report = lint(recording.host);
  const text = JSON.stringify(report);
  const head = JSON.stringify([keyOf(input, run), recording.answers(), hashText(text)]);
  const path = entryPath(folder, input, run);
  const temporary = `${path}.${process.pid}-${threadId}`;
  try {
    writeFileSync(temporary, `${head}\n${text}`);
    renameSync(temporary, path);
  } catch {
    // A full or read-only disk: the next run finds out anew.
    rmSync(temporary, { force: true });
  }
  return { report, text };
}

/** Another folder, another Node or other rules come to other answers. */
function keyOf(input: LintInput, run: LintRun): string {
  const node = process.versions.node.split('.')[0];
  return hashText(stableJson([...entryName(input, run), node, run.cwd, input.rules]));
}

/** Few enough for a file never to leave more than a handful behind. */
function entryPath(folder: string, input: LintInput, run: LintRun): string {
  return join(folder, `${hashText(JSON.stringify(entryName(input, run))).slice(0, 32)}.json`);
}

function entryName(
  { file }: LintInput,
  { preset, overlays, fingerprints }: LintRun,
): readonly unknown[] {
  return [file, preset, overlays, fingerprints];
}
