// Safe fixes of one file, or all of them: judged by what the compiler says of each version, and by what it means.
import type { Compilation, CompileOptions } from '../compiler.ts';
import { findOverlay } from '../document/overlay.ts';
import { compare } from '../ir/compare/compare.ts';
import { fixText, type Difference, type FixResult } from '../lint/fix.ts';
import { fixable } from '../lint/fixes.ts';
import { rules } from '../lint/rules.ts';
import type { Host } from '../source/host.ts';
import type { Compiler } from './session.ts';

export interface FixFileRequest {
  readonly file: string;
  readonly text: string;
  /** For the files it imports. */
  readonly host: Host;
  readonly options: CompileOptions;
  readonly unsafe: boolean;
  /** Whether an overlay beside the file is looked at. */
  readonly overlays: boolean;
}

export function fixFile(
  { file, text, host, options, unsafe, overlays }: FixFileRequest,
  compile: Compiler['compile'],
): FixResult<Compilation> {
  const path = host.resolve(file);
  const look = (version: string, how: CompileOptions): Compilation =>
    compile(
      file,
      {
        ...host,
        read: (name) =>
          host.resolve(name) === path ? { kind: 'text', text: version } : host.read(name),
      },
      how,
    );
  const off = Object.fromEntries(
    rules.flatMap(({ code }) => (fixable.includes(code) ? [] : [[code, 'off' as const]])),
  );
  const quick = { ...options, rules: { ...options.rules, ...off }, capability: false };
  // An overlay says what it says: nothing of it is written into the file, nor is what it heals put right twice.
  const hasOverlay = overlays && findOverlay(file, host, () => undefined) !== undefined;
  const overlaid = hasOverlay ? look(text, { ...quick, overlays: true }) : undefined;
  return fixText<Compilation>({
    overlaid,
    file,
    text,
    unsafe,
    assess: (version) => look(version, options),
    survey: (version) => look(version, quick),
    differences,
    offsetOf: ({ sources }, at) => sources.get(at.file)?.range(at).start,
  });
}

/** What is not the same for everyone who uses it; words may be added. */
function differences(before: Compilation, after: Compilation): readonly Difference[] {
  if (before.capability === undefined) return [];
  if (after.capability === undefined) return [{}];
  return compare(before.capability, after.capability).changes.filter(
    // The name of a copy that only a number told apart goes with the copy.
    ({ level, code }) => level !== 'docs' && code !== 'tool-alias-removed',
  );
}
