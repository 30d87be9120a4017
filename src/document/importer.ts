// Follows imports: the entries of a section, those of other files in place of what stands for them.
import { dirname, isAbsolute, posix } from 'node:path';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Host } from '../source/host.ts';
import { child } from '../source/location.ts';
import type { SourceFile } from '../source/source-file.ts';
import { joinPath, projectFolder } from '../util/web-path.ts';
import type { Adapter, Aggregate, Bind, Document, Import } from './document.ts';
import type { Report } from './fields.ts';
import type { LinkedApi } from './program.ts';
import { readDocument, type Reader } from './read.ts';

type Section = 'consumes' | 'exposes' | 'aggregates' | 'binds';

interface EntryOf {
  readonly consumes: LinkedApi['api'];
  readonly exposes: Adapter;
  readonly aggregates: Aggregate;
  readonly binds: Bind;
}

export class Importer {
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

  section<S extends Section, T>(
    section: S,
    make: (entry: EntryOf[S], as: string | undefined) => T,
  ): readonly T[] {
    const entries = this.#main[section] as readonly (EntryOf[S] | Import)[];
    return entries.flatMap((entry) => {
      if (entry.kind !== 'import') return [make(entry as EntryOf[S], undefined)];
      const { namespace, as } = entry as Import;
      const found = this.#follow(entry as Import, section, this.#main.file, []);
      if (found === undefined) this.failed.add(as ?? namespace);
      return found === undefined ? [] : [make(found, as ?? namespace)];
    });
  }

  #follow<S extends Section>(
    entry: Import,
    section: S,
    file: string,
    trail: readonly string[],
  ): EntryOf[S] | undefined {
    if (entry.from === '' || entry.namespace === '') return undefined;
    const target = this.#target(entry, file);
    if (target === undefined) return undefined;
    if (trail.includes(target) || target === this.#main.file) {
      const round = [...trail, target].map((name) => `\`${posix.basename(name)}\``).join(' → ');
      this.#report({
        code: 'import-cycle',
        severity: 'error',
        message: `the import comes back to where it began: ${round}`,
        at: entry.at,
      });
      return undefined;
    }
    const document = this.#read(target, entry);
    if (document === undefined) return undefined;
    const candidates = document[section] as readonly (EntryOf[S] | Import)[];
    const name = (item: EntryOf[S] | Import): string =>
      item.kind === 'import'
        ? ((item as Import).as ?? item.namespace)
        : (item as { readonly namespace: string }).namespace;
    const match = candidates.find((item) => name(item) === entry.namespace);
    if (match === undefined) {
      // A file with one namespace leaves no doubt which is meant: it is taken, and the name is still reported.
      const [only, another] = candidates;
      const taken =
        another === undefined && only?.kind !== 'import'
          ? (only as EntryOf[S] | undefined)
          : undefined;
      const names = candidates.map(name);
      const hint =
        taken === undefined
          ? didYouMean(entry.namespace, names)
          : `; its only one, \`${names[0]!}\`, is taken`;
      const message = `\`${entry.from}\` declares no \`${section}\` namespace \`${entry.namespace}\`${hint}`;
      this.#report({
        code: 'import-namespace-missing',
        severity: 'error',
        message,
        at: child(entry.at, 'import'),
      });
      return taken;
    }
    if (match.kind === 'import')
      return this.#follow(match as Import, section, target, [...trail, target]);
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
      return complain(
        'import-remote',
        `\`${entry.from}\` is not a file; imports never use the network: copy it beside this file`,
      );
    const from = entry.from.replace(/^file:\/\/\/?(?=\.)/, '').replaceAll('\\', '/');
    if (isAbsolute(from) || from.startsWith('file:') || from.includes('\0'))
      return complain(
        'import-path-escape',
        `\`${entry.from}\` must be a path relative to this file`,
      );
    const target = joinPath(dirname(file).replaceAll('\\', '/'), from);
    const base = projectFolder(this.#main.file);
    const inside = (path: string, folder: string): boolean =>
      path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
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
      this.#report({
        code: 'import-target-missing',
        severity: 'error',
        message,
        at: child(entry.at, 'from'),
      });
      return undefined;
    }
    const { document, sources } = readDocument(target, this.#reader);
    for (const source of sources) this.#sources.set(source.path, source);
    if (document === undefined) this.#failed.add(target);
    else this.documents.set(target, document);
    return document;
  }
}
