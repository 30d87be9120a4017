// The compiler, from text to files: the file to read first. Every stage is a function from data to data;
// what is wrong with a document is reported, never thrown.
import { posix } from 'node:path';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import type { Document } from './document/document.ts';
import { link } from './document/link.ts';
import type { Program } from './document/program.ts';
import { readDocument, type Reader } from './document/read.ts';
import type { EmitContext, EmitSettings, Emitter, OutputFile } from './emit/emitter.ts';
import { jsonFile } from './emit/json-text.ts';
import { readTemplate } from './emit/read-template.ts';
import type { Capability } from './ir/capability.ts';
import { checkMeaning, lower } from './ir/lower/lower.ts';
import { nameOfClient } from './ir/names/tool-names.ts';
import { mergeCapabilities } from './ir/merge/merge.ts';
import type { Preset } from './lint/presets.ts';
import { heardOf, review, type Foreign } from './lint/review.ts';
import type { Rule } from './lint/rule.ts';
import type { RuleSettings } from './lint/settings.ts';
import type { Host } from './source/host.ts';
import type { Location } from './source/location.ts';
import type { SourceFile } from './source/source-file.ts';
import { compareText } from './util/compare.ts';
import { summarise } from './ir/summary.ts';

export type { Preset } from './lint/presets.ts';

export interface CompileOptions {
  readonly preset: Preset;
  /** Severity and options by code; `off` leaves a rule's findings out. What compiling needs cannot be turned off. */
  readonly rules: RuleSettings;
  readonly lint: boolean;
  /** False leaves out the overlays beside the documents. */
  readonly overlays?: boolean;
  /** False: only what there is to say is wanted, which is found in half the time; `capability` is undefined. */
  readonly capability?: boolean;
  /** Rules of the project's own; they run under every preset. */
  readonly customRules?: readonly Rule[];
  /** What another linter says of the file. */
  readonly foreign?: Foreign;
}

export interface Compilation {
  /** As shown to people: relative to the working folder, with `/`. */
  readonly file: string;
  readonly document: Document | undefined;
  /** Undefined where errors keep the file from being compiled, for files of shared sections, and where not asked for. */
  readonly capability: Capability | undefined;
  /** In order of file, place and code. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every file read, by the name that places use. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** Milliseconds by code, for the rules that ran. */
  readonly timings?: ReadonlyMap<string, number>;
}

/** Everything that can be said of one file, and what it means. Never throws for bad input. */
export function compile(file: string, host: Host, options: CompileOptions): Compilation {
  const found: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void found.push(diagnostic);
  const sources = new Map<string, SourceFile>();
  const heard = heardOf(options);
  const reader: Reader = {
    host,
    report,
    overlays: options.overlays ?? true,
    official: options.preset === 'strict' || options.preset === 'official',
    schema: heard.schema,
  };
  const { document, sources: own } = readDocument(file, reader);
  for (const source of own) sources.set(source.path, source);
  let capability: Capability | undefined;
  let program: Program | undefined;
  if (document !== undefined) {
    program = link(document, reader, sources);
    let lowered: Capability | undefined;
    if (options.capability !== false) lowered = lower(program, report);
    else if (heard.meaning) checkMeaning(program, report);
    const whole = !found.some(isBlocking);
    if (!isCapability(program)) {
      if (whole) report(nothingToCompile(program));
    } else if (whole && lowered !== undefined) capability = lowered;
  }
  const { diagnostics, timings } = review(file, found, program, sources, options, isBlocking, () =>
    program === undefined ? new Map() : toolNamesOf(capability ?? lower(program, () => undefined)),
  );
  return {
    file,
    document,
    capability,
    diagnostics: [...diagnostics].sort(byPlace(sources)),
    sources,
    timings,
  };
}

/** What a tool would be published as if its own name said nothing, by its pointer. */
function toolNamesOf({ surfaces, operations }: Capability): ReadonlyMap<string, string> {
  const clients = new Map(operations.map(({ id, client }) => [id, client]));
  const tools = surfaces.flatMap((surface) => (surface.kind === 'mcp' ? surface.tools : []));
  return new Map(
    tools.flatMap(({ action, at }) => {
      const client = action.kind === 'call' ? clients.get(action.operation) : undefined;
      return client === undefined ? [] : [[at.pointer, nameOfClient(client)] as const];
    }),
  );
}

/** Several files as one package, with the texts of all of them. */
export function mergeCompilations(
  name: string,
  parts: readonly Pick<Compilation, 'capability' | 'sources'>[],
): Pick<Compilation, 'capability' | 'sources'> {
  const capabilities = parts.flatMap(({ capability }) => capability ?? []);
  const sources = new Map(parts.flatMap((part) => [...part.sources]));
  return {
    capability: capabilities.length === 0 ? undefined : mergeCapabilities(name, capabilities),
    sources,
  };
}

/** A file of shared sections that consumes nothing is compiled where it is imported; alone it is only checked. */
function isCapability({ main, apis }: Program): boolean {
  return main.hasCapability || apis.length > 0;
}

function nothingToCompile({ main }: Program): Diagnostic {
  const message =
    'the file holds shared sections only: it is checked here and compiled where it is imported';
  return { code: 'nothing-to-compile', severity: 'info', message, at: main.at };
}

/** Errors that concern one unit only: it answers 501 and everything else is compiled as usual. */
const survivable: ReadonlySet<string> = new Set([
  'call-unresolved',
  'call-ambiguous',
  'call-malformed',
  'ref-unresolved',
  'import-target-missing',
  'import-namespace-missing',
  'import-cycle',
  'import-remote',
  'import-path-escape',
  'skill-source-unresolved',
  'script-missing',
  'script-path-escape',
  'script-syntax',
  'schema-file-missing',
  'schema-file-path-escape',
  'schema-file-invalid',
  'schema-message-unknown',
]);

/** Only for what compiling itself reports; findings of lint rules never block. */
function isBlocking(diagnostic: Diagnostic): boolean {
  return (
    diagnostic.severity === 'error' &&
    !survivable.has(diagnostic.code) &&
    diagnostic.code !== 'schema'
  );
}

function byPlace(
  sources: ReadonlyMap<string, SourceFile>,
): (a: Diagnostic, b: Diagnostic) => number {
  const places = new Map<Diagnostic, { readonly file: string; readonly offset: number }>();
  const place = (diagnostic: Diagnostic): { readonly file: string; readonly offset: number } => {
    let known = places.get(diagnostic);
    if (known === undefined) {
      const { at } = diagnostic;
      const origin = at && sources.get(at.file)?.origin(at);
      known = {
        file: origin?.at.file ?? at?.file ?? '',
        offset: origin?.source.range(origin.at).start ?? -1,
      };
      places.set(diagnostic, known);
    }
    return known;
  };
  return (a, b) =>
    compareText(place(a).file, place(b).file) ||
    place(a).offset - place(b).offset ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message);
}

/** The files for one capability, `capability.json` first. Nothing is written. */
export function emit(
  capability: Capability,
  emitters: readonly Emitter[],
  sources: ReadonlyMap<string, SourceFile>,
  settings: EmitSettings = {},
): readonly OutputFile[] {
  const context: EmitContext = {
    template: readTemplate,
    emitters: emitters.map(({ name }) => name),
    settings,
    place: (at) => placeText(at, sources),
  };
  return [
    jsonFile('capability.json', summary(capability, sources)),
    ...emitters.flatMap((emitter) => emitter.emit(capability, context)),
  ];
}

/** What `inspect --json` prints and `capability.json` holds. */
export function summary(capability: Capability, sources: ReadonlyMap<string, SourceFile>): object {
  return summarise(capability, (at) => {
    const origin = sources.get(at.file)?.origin(at);
    const range = origin?.source.range(origin.at);
    return {
      file: posix.basename(origin?.at.file ?? at.file),
      line: range?.line ?? 1,
      column: range?.column ?? 1,
    };
  });
}

/**
 * The file's own name and those of the items around the place. Neither folders nor line numbers: output must not
 * depend on where a project lies, and an inserted line must not change every file.
 */
function placeText(at: Location, sources: ReadonlyMap<string, SourceFile>): string {
  const source = sources.get(at.file);
  const names = source?.names(at) ?? [];
  return [posix.basename(source?.origin(at).at.file ?? at.file), names.join(' / ')]
    .filter((part) => part !== '')
    .join(': ');
}

const emitterLoaders: Readonly<Record<string, () => Promise<Emitter>>> = {
  client: async () => (await import('./emit/client/client-emitter.ts')).clientEmitter,
  server: async () => (await import('./emit/server/server-emitter.ts')).serverEmitter,
  mcp: async () => (await import('./emit/mcp/mcp-emitter.ts')).mcpEmitter,
  docs: async () => (await import('./emit/docs/docs-emitter.ts')).docsEmitter,
  project: async () => (await import('./emit/project/project-emitter.ts')).projectEmitter,
};

/** Emitters by the name `--emit` takes, in the order their files are listed. */
export const emitterNames: readonly string[] = Object.keys(emitterLoaders);

/** ts-morph and Handlebars are loaded here, not before: `lint` never pays for them. */
export async function loadEmitters(names: readonly string[]): Promise<readonly Emitter[]> {
  return Promise.all(
    emitterNames.filter((name) => names.includes(name)).map((name) => emitterLoaders[name]!()),
  );
}
