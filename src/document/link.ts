// Document → Program: follows imports, and finds what every `call` and `ref` names.
import { dirname, isAbsolute, posix } from 'node:path';
import { didYouMean } from '../diagnostics/suggest.ts';
import { locationKey } from '../source/location-key.ts';
import type { Host } from '../source/host.ts';
import { child } from '../source/location.ts';
import type { SourceFile } from '../source/source-file.ts';
import { groupBy } from '../util/group-by.ts';
import { stableJson } from '../util/stable-json.ts';
import { attachSchemas } from './attach-schemas.ts';
import { attachScripts } from './attach-scripts.ts';
import type { Adapter, Aggregate, Bind, Document, Import, Reference, Unit } from './document.ts';
import type { Report } from './fields.ts';
import { operationsOf, type CallTarget, type FlowTarget, type LinkedAggregate, type LinkedApi, type Program } from './program.ts';
import { readDocument, type Reader } from './read.ts';

type Section = 'consumes' | 'exposes' | 'aggregates' | 'binds';

export function link(main: Document, reader: Reader, sources: Map<string, SourceFile>): Program {
  const { report } = reader;
  const importer = new Importer(main, reader, sources);
  const apis = importer.section('consumes', (entry, as): LinkedApi => ({ namespace: as ?? entry.namespace, api: entry }));
  const aggregates = importer.section(
    'aggregates',
    (entry: Aggregate, as): LinkedAggregate => ({ namespace: as ?? entry.namespace, aggregate: entry }),
  );
  const adapters = importer.section('exposes', (entry: Adapter, as) => (as === undefined ? entry : { ...entry, namespace: as }));
  const binds = importer.section('binds', (entry: Bind, as) => (as === undefined ? entry : { ...entry, namespace: as }));
  const calls = new Map<string, CallTarget>();
  const refs = new Map<string, FlowTarget>();
  const resolver = new Resolver(apis, aggregates, main.hasCapability ? importer.failed : undefined, calls, refs, report);
  for (const adapter of adapters) resolver.adapter(adapter);
  for (const { aggregate } of aggregates) resolver.units(aggregate.flows);
  const schemas = attachSchemas(main, apis, reader, sources);
  const scripts = attachScripts(main, adapters, aggregates, reader, sources);
  return { main, documents: [main, ...importer.documents.values()], apis, adapters, aggregates, binds, calls, refs, scripts, schemas };
}

interface EntryOf {
  readonly consumes: LinkedApi['api'];
  readonly exposes: Adapter;
  readonly aggregates: Aggregate;
  readonly binds: Bind;
}

class Importer {
  readonly documents = new Map<string, Document>();
  /** Namespaces that an import should have brought: what calls them is not reported again. */
  readonly failed = new Set<string>();
  readonly #main: Document;
  readonly #reader: Reader;
  readonly #host: Host;
  readonly #sources: Map<string, SourceFile>;
  readonly #report: Report;
  readonly #failed = new Set<string>();

  constructor(main: Document, reader: Reader, sources: Map<string, SourceFile>) {
    this.#main = main;
    this.#reader = reader;
    this.#host = reader.host;
    this.#sources = sources;
    this.#report = reader.report;
  }

  section<S extends Section, T>(section: S, make: (entry: EntryOf[S], as: string | undefined) => T): readonly T[] {
    const entries = this.#main[section] as readonly (EntryOf[S] | Import)[];
    return entries.flatMap((entry) => {
      if (entry.kind !== 'import') return [make(entry as EntryOf[S], undefined)];
      const { namespace, as } = entry as Import;
      const found = this.#follow(entry as Import, section, this.#main.file, []);
      if (found === undefined) this.failed.add(as ?? namespace);
      return found === undefined ? [] : [make(found, as ?? namespace)];
    });
  }

  #follow<S extends Section>(entry: Import, section: S, file: string, trail: readonly string[]): EntryOf[S] | undefined {
    if (entry.from === '' || entry.namespace === '') return undefined;
    const target = this.#target(entry, file);
    if (target === undefined) return undefined;
    if (trail.includes(target) || target === this.#main.file) {
      const round = [...trail, target].map((name) => `\`${posix.basename(name)}\``).join(' → ');
      this.#report({ code: 'import-cycle', severity: 'error', message: `the import comes back to where it began: ${round}`, at: entry.at });
      return undefined;
    }
    const document = this.#read(target, entry);
    if (document === undefined) return undefined;
    const candidates = document[section] as readonly (EntryOf[S] | Import)[];
    const name = (item: EntryOf[S] | Import): string =>
      item.kind === 'import' ? ((item as Import).as ?? item.namespace) : (item as { readonly namespace: string }).namespace;
    const match = candidates.find((item) => name(item) === entry.namespace);
    if (match === undefined) {
      // A file with one namespace leaves no doubt which is meant: it is taken, and the name is still reported.
      const [only, another] = candidates;
      const taken = another === undefined && only?.kind !== 'import' ? (only as EntryOf[S] | undefined) : undefined;
      const names = candidates.map(name);
      const hint = taken === undefined ? didYouMean(entry.namespace, names) : `; its only one, \`${names[0]!}\`, is taken`;
      const message = `\`${entry.from}\` declares no \`${section}\` namespace \`${entry.namespace}\`${hint}`;
      this.#report({ code: 'import-namespace-missing', severity: 'error', message, at: child(entry.at, 'import') });
      return taken;
    }
    if (match.kind === 'import') return this.#follow(match as Import, section, target, [...trail, target]);
    return match as EntryOf[S];
  }

  /** The imported file's path as shown to people, or undefined where the import may not be followed. */
  #target(entry: Import, file: string): string | undefined {
    const at = child(entry.at, 'from');
    const complain = (code: string, message: string): undefined => {
      this.#report({ code, severity: 'error', message, at });
      return undefined;
    };
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(entry.from) && !entry.from.startsWith('file://'))
      return complain('import-remote', `\`${entry.from}\` is not a file; imports never use the network: copy it beside this file`);
    const from = entry.from.replace(/^file:\/\/\/?(?=\.)/, '').replaceAll('\\', '/');
    if (isAbsolute(from) || from.startsWith('file:') || from.includes('\0'))
      return complain('import-path-escape', `\`${entry.from}\` must be a path relative to this file`);
    const target = posix.join(dirname(file).replaceAll('\\', '/'), from);
    // Imports stay inside the project: the working folder, or the main file's own where that lies elsewhere.
    const base = this.#main.file.startsWith('../') || isAbsolute(this.#main.file) ? dirname(this.#main.file) : '.';
    const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
    const real = this.#host.real(target).replaceAll('\\', '/');
    if (!inside(real, this.#host.real(base).replaceAll('\\', '/')))
      return complain('import-path-escape', `\`${entry.from}\` leads out of the project`);
    return target;
  }

  #read(target: string, entry: Import): Document | undefined {
    const known = this.documents.get(target);
    if (known !== undefined) return known;
    if (this.#failed.has(target)) return undefined;
    if (this.#host.kind(target) !== 'file') {
      this.#failed.add(target);
      const message = `there is no file \`${entry.from}\` beside \`${posix.basename(entry.at.file)}\``;
      this.#report({ code: 'import-target-missing', severity: 'error', message, at: child(entry.at, 'from') });
      return undefined;
    }
    const { document, sources } = readDocument(target, this.#reader);
    for (const source of sources) this.#sources.set(source.path, source);
    if (document === undefined) this.#failed.add(target);
    else this.documents.set(target, document);
    return document;
  }
}

/** Finds what calls and refs name, and reports those that name nothing or too much. */
class Resolver {
  readonly #apis: ReadonlyMap<string, LinkedApi>;
  readonly #operations = new Map<string, readonly CallTarget[]>();
  readonly #flows = new Map<string, FlowTarget>();
  readonly #calls: Map<string, CallTarget>;
  readonly #refs: Map<string, FlowTarget>;
  /** Namespaces that may be unknown without a word; undefined in a file of shared sections, where all may. */
  readonly #excused: ReadonlySet<string> | undefined;
  readonly #report: Report;

  constructor(
    apis: readonly LinkedApi[],
    aggregates: readonly LinkedAggregate[],
    excused: ReadonlySet<string> | undefined,
    calls: Map<string, CallTarget>,
    refs: Map<string, FlowTarget>,
    report: Report,
  ) {
    this.#apis = new Map(apis.map((api) => [api.namespace, api]));
    for (const api of apis)
      this.#operations.set(api.namespace, [...(this.#operations.get(api.namespace) ?? []), ...operationsOf(api)]);
    for (const { namespace, aggregate } of aggregates)
      for (const flow of aggregate.flows) this.#flows.set(`${namespace}.${flow.name ?? ''}`, { namespace, flow });
    this.#calls = calls;
    this.#refs = refs;
    this.#excused = excused;
    this.#report = report;
  }

  adapter(adapter: Adapter): void {
    switch (adapter.kind) {
      case 'rest':
        this.units(adapter.resources.flatMap((resource) => resource.operations));
        for (const { forward } of adapter.resources)
          if (forward !== undefined && !this.#apis.has(forward.namespace))
            this.#unknownNamespace(forward.namespace, { text: forward.namespace, at: child(forward.at, 'targetNamespace') });
        break;
      case 'mcp':
        this.units(adapter.tools);
        this.units(adapter.resources);
        break;
      case 'skill':
        for (const tool of adapter.skills.flatMap((skill) => skill.tools))
          if (tool.call !== undefined) this.#resolve(tool.call, []);
        break;
      case 'control':
        break;
    }
  }

  /** Units of one list: where the list mirrors the operations it calls, a repeated name is told apart by position. */
  units(units: readonly Unit[]): void {
    const own = units.flatMap((unit) => (unit.call === undefined ? [] : [unit.call]));
    for (const [name, calls] of groupBy(own, (call) => call.text)) {
      const candidates = this.#candidates(name);
      if (candidates.length > 1 && candidates.length === calls.length)
        calls.forEach((call, index) => this.#calls.set(locationKey(call.at), candidates[index]!));
      else for (const call of calls) this.#resolve(call, candidates);
    }
    for (const unit of units) {
      for (const step of unit.steps) if (step.call !== undefined) this.#resolve(step.call, this.#candidates(step.call.text));
      if (unit.ref !== undefined) this.#resolveRef(unit.ref);
      if (unit.call === undefined && unit.ref === undefined && unit.steps.length === 0) this.#resolveByName(unit);
    }
  }

  /** A unit that says nothing of what it does stands for the one operation of its name, if there is one. */
  #resolveByName(unit: Unit): void {
    const targets = [...this.#operations.values()].flat().filter((target) => target.operation.name === unit.name);
    const [only] = targets;
    if (only !== undefined && targets.length === 1) this.#calls.set(locationKey(unit.at), only);
  }

  #candidates(call: string): readonly CallTarget[] {
    const dot = call.indexOf('.');
    const name = call.slice(dot + 1);
    return (this.#operations.get(call.slice(0, dot)) ?? []).filter((target) => target.operation.name === name);
  }

  #resolve(call: Reference, known: readonly CallTarget[]): void {
    const dot = call.text.indexOf('.');
    if (dot <= 0 || dot === call.text.length - 1) {
      const message = `\`${call.text}\` is not a call: write \`namespace.operation\``;
      this.#report({ code: 'call-malformed', severity: 'error', message, at: call.at });
      return;
    }
    const namespace = call.text.slice(0, dot);
    if (!this.#apis.has(namespace)) return this.#unknownNamespace(namespace, call);
    const candidates = known.length > 0 ? known : this.#candidates(call.text);
    const [first, ...others] = candidates;
    if (first === undefined) {
      const name = call.text.slice(dot + 1);
      const names = (this.#operations.get(namespace) ?? []).map((target) => target.operation.name);
      const message = `\`${namespace}\` has no operation \`${name}\`${didYouMean(name, names)}`;
      this.#report({ code: 'call-unresolved', severity: 'error', message, at: call.at });
      return;
    }
    this.#calls.set(locationKey(call.at), first);
    const different = others.filter((other) => contentKey(other) !== contentKey(first));
    if (different.length > 0)
      this.#report({
        code: 'call-ambiguous',
        severity: 'error',
        message: `\`${call.text}\` names ${candidates.length} different operations; the first is taken: give each a name of its own`,
        at: call.at,
        related: candidates.map((target) => ({ message: `${target.operation.method} ${target.resource.path}`, at: target.operation.at })),
      });
  }

  #resolveRef(ref: Reference): void {
    const flow = this.#flows.get(ref.text);
    if (flow !== undefined) {
      this.#refs.set(locationKey(ref.at), flow);
      return;
    }
    if (this.#isExcused(ref.text.split('.')[0]!)) return;
    const message = `no aggregate has a flow \`${ref.text}\`${didYouMean(ref.text, [...this.#flows.keys()])}`;
    this.#report({ code: 'ref-unresolved', severity: 'error', message, at: ref.at });
  }

  #isExcused(namespace: string): boolean {
    return this.#excused === undefined || this.#excused.has(namespace);
  }

  #unknownNamespace(namespace: string, call: Reference): void {
    if (this.#isExcused(namespace)) return;
    const names = [...this.#apis.keys()];
    const known = names.length === 0 ? '; this file consumes nothing' : `; known: ${names.slice(0, 8).map((name) => `\`${name}\``).join(', ')}`;
    const hint = didYouMean(namespace, names);
    const message = `nothing consumed has the namespace \`${namespace}\`${hint === '' ? known : hint}`;
    this.#report({ code: 'call-unresolved', severity: 'error', message, at: call.at });
  }
}

/** Equal for operations that are the same but for where they stand. */
function contentKey(target: CallTarget): string {
  return stableJson({ path: target.resource.path, inputs: target.resource.inputs, operation: target.operation }, ['at']);
}
