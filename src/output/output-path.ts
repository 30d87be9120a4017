// Paths below the output folder. A path from an emitter that is not safe is a bug; one from a manifest is ignored.
import { invariant } from '../util/invariant.ts';

export const stateFolder = '.capwright';

// What Windows refuses or reads as something else, and what a terminal would obey.
const unsafe = /[\u0000-\u001f\u007f-\u009f\\:*?"<>|]|[. ]$|^ /;
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Relative, with `/`, and the same file on every system; it cannot leave the folder or reach our own state. */
export function isSafePath(path: string): boolean {
  const segments = path.split('/');
  return (
    segments[0]?.toLowerCase() !== stateFolder &&
    segments.every(
      (segment) =>
        segment !== '' &&
        segment.length <= 200 &&
        segment !== '.' &&
        segment !== '..' &&
        !unsafe.test(segment) &&
        !devices.test(segment),
    )
  );
}

/** Equal for paths that a file system which ignores case takes for one file. */
export function foldPath(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** Emitted paths are all safe, and none meets another, nor a folder of another. */
export function checkPaths(paths: readonly string[]): void {
  const files = new Set<string>();
  for (const path of paths) {
    invariant(isSafePath(path), `unsafe output path ${JSON.stringify(path)}`);
    const folded = foldPath(path);
    invariant(!files.has(folded), `two output files at ${JSON.stringify(path)}`);
    files.add(folded);
  }
  for (const path of files) {
    for (let i = path.indexOf('/'); i !== -1; i = path.indexOf('/', i + 1)) {
      const folder = path.slice(0, i);
      invariant(!files.has(folder), `output file ${JSON.stringify(folder)} is also a folder`);
    }
  }
}
