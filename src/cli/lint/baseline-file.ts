// The file of findings that a project lives with: read, applied, written.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Project } from '../../config.ts';
import { formatBaseline, parseBaseline, type Baseline } from '../../lint/baseline.ts';
import { makeFolder } from '../../output/make-folder.ts';
import { errorCode } from '../../util/system-error.ts';
import { isWebPath } from '../../util/web-path.ts';
import { UsageError } from '../usage-error.ts';

const defaultName = 'capwright.baseline.json';

/** Undefined where neither a flag nor the configuration asks for one. */
export function baselinePath(
  { root, config }: Project,
  cwd: string,
  flag: string | undefined,
  update: boolean,
): string | undefined {
  if (flag !== undefined) return resolve(cwd, flag);
  if (config.baseline !== undefined) return resolve(root, config.baseline);
  return update ? resolve(root, defaultName) : undefined;
}

export function readBaseline(path: string, cwd: string): Baseline {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const hint = existsSync(path) ? '' : '; `--update-baseline` writes one';
    throw new UsageError(
      `cannot read the baseline ${shown(path, cwd)}: ${errorCode(error)}${hint}`,
      { cause: error },
    );
  }
  const baseline = parseBaseline(text);
  if (baseline === undefined)
    throw new UsageError(`${shown(path, cwd)} is no baseline; \`--update-baseline\` writes one`);
  return rebased(baseline, (file) =>
    isWebPath(file) ? file : relative(cwd, resolve(dirname(path), file)),
  );
}

/** Files are named from the folder of the baseline, so that it holds wherever it is used from. */
export function writeBaseline(path: string, cwd: string, baseline: Baseline): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(
      path,
      formatBaseline(
        rebased(baseline, (file) =>
          isWebPath(file) ? file : relative(dirname(path), resolve(cwd, file)),
        ),
      ),
    );
  } catch (error) {
    throw new UsageError(`cannot write the baseline ${shown(path, cwd)}: ${errorCode(error)}`, {
      cause: error,
    });
  }
}

function rebased(baseline: Baseline, move: (file: string) => string): Baseline {
  return new Map([...baseline].map(([file, counts]) => [move(file).replaceAll('\\', '/'), counts]));
}

function shown(path: string, cwd: string): string {
  return relative(cwd, path).replaceAll('\\', '/');
}
