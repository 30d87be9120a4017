// What compiling a unit comes to, as plain data: the same whether it was worked out here or in another thread.
import type { CompileOptions, Compilation } from '../../compiler.ts';
import type { EmitSettings, Emitter } from '../../emit/emitter.ts';
import { applyLock, lockNames } from '../../ir/names/apply-lock.ts';
import type { NamesLock } from '../../ir/names/lock.ts';
import { hashContent } from '../../output/disk.ts';
import type { ManifestEntry } from '../../output/manifest.ts';
import type { WantedCapability } from '../../output/plan.ts';
import type { Host } from '../../source/host.ts';
import { record } from '../../source/recording-host.ts';
import { compareText } from '../../util/compare.ts';
import { reportOf, type FileReport } from '../lint/file-report.ts';
import type { UnitResult } from './compile-share.ts';
import type { Compiler } from '../session.ts';
import type { Unit } from './unit.ts';

export interface UnitRun {
  readonly options: CompileOptions;
  readonly emitters: readonly Emitter[];
  readonly settings: EmitSettings;
  /** The names that the unit's capability had before. */
  readonly lock: NamesLock | undefined;
  /** The path of a file as the manifest has it, which is the same from wherever the command is run. */
  readonly inputPath: (file: string) => string;
  readonly step: () => void;
}

export function compileUnit(
  unit: Unit,
  compiler: Compiler,
  host: Host,
  { options, emitters, settings, lock, inputPath, step }: UnitRun,
): UnitResult {
  const recording = record(host);
  const reports: FileReport[] = [];
  const parts = unit.files.map((file): Part => {
    const compilation = compiler.compile(file, recording.host, options);
    const { capability, diagnostics, sources } = compilation;
    reports.push(reportOf(compilation, plain));
    step();
    const failed = diagnostics.some(({ severity }) => severity === 'error');
    return { capability, sources, isBroken: capability === undefined && failed };
  });
  const { capability: unnamed, sources } = whole(unit, parts, compiler);
  const answers = recording.answers();
  if (unnamed === undefined) return { reports, answers };
  const { capability, diagnostics } =
    lock === undefined ? { capability: unnamed, diagnostics: [] } : applyLock(unnamed, lock);
  if (diagnostics.length > 0) {
    const [file = ''] = unit.files;
    return { reports: [...reports, reportOf({ file, diagnostics, sources }, plain)], answers };
  }
  const wanted: WantedCapability = {
    id: capability.id,
    inputs: inputsOf(unit, sources, inputPath),
    files: compiler.emit(capability, emitters, sources, settings),
  };
  return { reports, made: { wanted, names: lockNames(capability, lock) }, answers };
}

const plain = { fingerprints: false, timings: false };

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

function inputsOf(
  { files }: Unit,
  sources: Compilation['sources'],
  inputPath: UnitRun['inputPath'],
): ManifestEntry['inputs'] {
  const others = [...sources.keys()].filter((name) => !files.includes(name)).sort(compareText);
  return [...files, ...others].map((name) => ({
    path: inputPath(name),
    hash: hashContent(sources.get(name)?.text ?? ''),
  }));
}
