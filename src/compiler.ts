// The compiler, from text to files: the file to read first. Every stage is a function from data to data;
// what is wrong with a document is reported, never thrown.
import { posix } from 'node:path';
import type { Diagnostic, Severity } from './diagnostics/diagnostic.ts';
import type { Document } from './document/document.ts';
import { link } from './document/link.ts';
import type { Program } from './document/program.ts';
import { readDocument, type Reader } from './document/read.ts';
import type { EmitContext, Emitter, OutputFile } from './emit/emitter.ts';
import { readTemplate } from './emit/read-template.ts';
import type { Capability } from './ir/capability.ts';
import { lower } from './ir/lower.ts';
import { lint } from './lint/lint.ts';
import type { Host } from './source/host.ts';
import { isSpan, type Location } from './source/location.ts';
import type { SourceFile } from './source/source-file.ts';
import { compareText } from './util/compare.ts';
import { summarise } from './ir/summary.ts';

export type Preset = 'recommended' | 'strict' | 'official';

export interface CompileOptions {
  readonly preset: Preset;
  /** Severity by code; `off` leaves a rule's findings out. What compiling needs cannot be turned off. */
  readonly rules: Readonly<Record<string, 'off' | Severity>>;
  readonly lint: boolean;
  /** False leaves out the overlays beside the documents. */
  readonly overlays?: boolean;
}

export interface Compilation {
  /** As shown to people: relative to the working folder, with `/`. */
  readonly file: string;
  readonly document: Document | undefined;
  /** Undefined where errors keep the file from being compiled, and for files of shared sections. */
  readonly capability: Capability | undefined;
  /** In order of file, place and code. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every file read, by the name that places use. */
  readonly sources: ReadonlyMap<string, SourceFile>;
}

/** Everything that can be said of one file, and what it means. Never throws for bad input. */
export function compile(file: string, host: Host, options: CompileOptions): Compilation {
  const found: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void found.push(diagnostic);
  const sources = new Map<string, SourceFile>();
  const reader: Reader = { host, report, overlays: options.overlays ?? true };
  const { document, sources: own } = readDocument(file, reader);
  for (const source of own) sources.set(source.path, source);
  let capability: Capability | undefined;
  let findings: readonly Diagnostic[] = [];
  if (document !== undefined) {
    const program = link(document, reader, sources);
    const lowered = lower(program, report);
    const whole = !found.some(isBlocking);
    if (whole && isCapability(program)) capability = lowered;
    else if (whole) report(nothingToCompile(program));
    if (options.lint) findings = lint(program, options);
  }
  const diagnostics = dropRepeated([...applySeverities(found, options), ...findings]).sort(byPlace(sources));
  return { file, document, capability, diagnostics, sources };
}

/** A file of shared sections that consumes nothing is compiled where it is imported; alone it is only checked. */
function isCapability({ main, apis }: Program): boolean {
  return main.hasCapability || apis.length > 0;
}

function nothingToCompile({ main }: Program): Diagnostic {
  const message = 'the file holds shared sections only: it is checked here and compiled where it is imported';
  return { code: 'nothing-to-compile', severity: 'info', message, at: main.at };
}

/** Errors that concern one unit only: it answers 501 and everything else is compiled as usual. */
const survivable: ReadonlySet<string> = new Set([
  'call-unresolved', 'call-ambiguous', 'call-malformed', 'ref-unresolved', 'import-target-missing', 'import-namespace-missing',
  'import-cycle', 'import-remote', 'import-path-escape',
]);

/** Only for what compiling itself reports; findings of lint rules never block. */
function isBlocking(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === 'error' && !survivable.has(diagnostic.code) && diagnostic.code !== 'schema';
}

function applySeverities(found: readonly Diagnostic[], options: CompileOptions): Diagnostic[] {
  return found.flatMap((diagnostic) => {
    const severity = options.rules[diagnostic.code];
    // The official verdict is an error only for those who ask for it.
    const preset = diagnostic.code === 'schema' && options.preset !== 'recommended' ? 'error' : diagnostic.severity;
    if (severity === undefined) return [{ ...diagnostic, severity: preset }];
    if (severity === 'off') return isBlocking(diagnostic) ? [diagnostic] : [];
    return [{ ...diagnostic, severity: isBlocking(diagnostic) ? 'error' : severity }];
  });
}

/** Merged or shared parts may be looked at twice; the same words at the same place are one diagnostic. */
function dropRepeated(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((diagnostic) => {
    const key = JSON.stringify([diagnostic.code, diagnostic.message, diagnostic.at]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function byPlace(sources: ReadonlyMap<string, SourceFile>): (a: Diagnostic, b: Diagnostic) => number {
  const offsets = new Map<Diagnostic, number>();
  const offset = (diagnostic: Diagnostic): number => {
    let known = offsets.get(diagnostic);
    if (known === undefined) {
      const { at } = diagnostic;
      known = at === undefined ? -1 : isSpan(at) ? at.start : (sources.get(at.file)?.range(at).start ?? 0);
      offsets.set(diagnostic, known);
    }
    return known;
  };
  return (a, b) =>
    compareText(a.at?.file ?? '', b.at?.file ?? '') || offset(a) - offset(b) || compareText(a.code, b.code) || compareText(a.message, b.message);
}

/** The files for one capability, `capability.json` first. Nothing is written. */
export function emit(capability: Capability, emitters: readonly Emitter[], sources: ReadonlyMap<string, SourceFile>): readonly OutputFile[] {
  const context: EmitContext = { template: readTemplate, place: (at) => placeText(at, sources) };
  return [
    { path: 'capability.json', content: `${JSON.stringify(summary(capability, sources), undefined, 2)}\n` },
    ...emitters.flatMap((emitter) => emitter.emit(capability, context)),
  ];
}

/** What `inspect --json` prints and `capability.json` holds. */
export function summary(capability: Capability, sources: ReadonlyMap<string, SourceFile>): object {
  return summarise(capability, (at) => {
    const origin = sources.get(at.file)?.origin(at);
    const range = origin?.source.range(origin.at);
    return { file: posix.basename(origin?.at.file ?? at.file), line: range?.line ?? 1, column: range?.column ?? 1 };
  });
}

/**
 * The file's own name and those of the items around the place. Neither folders nor line numbers: output must not
 * depend on where a project lies, and an inserted line must not change every file.
 */
function placeText(at: Location, sources: ReadonlyMap<string, SourceFile>): string {
  const source = sources.get(at.file);
  const names = source?.names(at) ?? [];
  return [posix.basename(source?.origin(at).at.file ?? at.file), names.join(' / ')].filter((part) => part !== '').join(': ');
}

const emitterLoaders: Readonly<Record<string, () => Promise<Emitter>>> = {
  client: async () => (await import('./emit/client/client-emitter.ts')).clientEmitter,
  server: async () => (await import('./emit/server/server-emitter.ts')).serverEmitter,
  docs: async () => (await import('./emit/docs/docs-emitter.ts')).docsEmitter,
};

/** Emitters by the name `--emit` takes, in the order their files are listed. */
export const emitterNames: readonly string[] = Object.keys(emitterLoaders);

/** ts-morph and Handlebars are loaded here, not before: `lint` never pays for them. */
export async function loadEmitters(names: readonly string[]): Promise<readonly Emitter[]> {
  return Promise.all(emitterNames.filter((name) => names.includes(name)).map((name) => emitterLoaders[name]!()));
}
