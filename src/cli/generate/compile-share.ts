// What a thread that compiles is given, and what it answers.
import type { CompileOptions } from '../../compiler.ts';
import type { EmitSettings } from '../../emit/emitter.ts';
import type { NamesLock } from '../../ir/names/lock.ts';
import type { WantedCapability } from '../../output/plan.ts';
import type { Answer } from '../../source/recording-host.ts';
import type { FileReport } from '../lint/file-report.ts';
import type { Unit } from './unit.ts';

/** A run as plain data. */
export interface CompileRun {
  readonly cwd: string;
  /** The folder of the project. */
  readonly root: string;
  readonly options: CompileOptions;
  /** Undefined: every one. */
  readonly emit: readonly string[] | undefined;
  readonly settings: EmitSettings;
  readonly units: readonly (readonly [unit: Unit, lock: NamesLock | undefined])[];
}

/** What a thread is given. */
export interface CompileShare {
  readonly kind: 'compile';
  readonly run: CompileRun;
  /** Indexes of `run.units`, the largest first. */
  readonly order: readonly number[];
  /** Holds how many of `order` are taken. */
  readonly taken: SharedArrayBuffer;
}

/** What compiling a unit comes to. */
export interface UnitResult {
  /** What there is to say of its files, and of the whole. */
  readonly reports: readonly FileReport[];
  /** Undefined: nothing is made of it. */
  readonly made?: { readonly wanted: WantedCapability; readonly names: NamesLock };
  /** Everything that was read for it. */
  readonly answers: readonly Answer[];
}

/** A result, or that one more file is done. */
export type CompileAnswer = readonly [index: number, result: UnitResult] | 'step';
