// One file → Document: text, YAML, overlay, format, official verdict, one shape. Reports everything it finds on the way.
import { posix } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Host, ReadResult } from '../source/host.ts';
import { root } from '../source/location.ts';
import { SourceFile } from '../source/source-file.ts';
import { parseYaml } from '../source/yaml.ts';
import { check } from './check.ts';
import type { Document } from './document.ts';
import { isRecord, type Report } from './fields.ts';
import { formatOf, formats, type Format } from './formats.ts';
import { normalize } from './normalize.ts';
import { applyOverlay, findOverlay, type OverlayText } from './overlay.ts';
import { refusedAt } from './verdict.ts';
import { yamlDiagnostic } from './yaml-diagnostic.ts';

/** What reading takes: the way to files, the way to complain, and whether overlays beside documents are applied. */
export interface Reader {
  readonly host: Host;
  readonly report: Report;
  readonly overlays: boolean;
  /** The official verdict was asked for: it is ajv's. */
  readonly official?: boolean;
  /** False: nobody wants to know how a document deviates from its schema. */
  readonly schema?: boolean;
}

export interface ReadDocument {
  /** The texts that were read, the document's own first, with its overlay behind it. */
  readonly sources: readonly SourceFile[];
  /** Undefined where the file cannot be read as a capability document at all. */
  readonly document: Document | undefined;
}

/** `file` is the path as shown to people; it is read through the host. */
export function readDocument(
  file: string,
  { host, report, overlays, official, schema }: Reader,
): ReadDocument {
  const read = host.read(file);
  if (read.kind !== 'text') {
    report(unreadable(file, read));
    return { sources: [], document: undefined };
  }
  return readText(
    file,
    read.text,
    report,
    overlays ? findOverlay(file, host, report) : undefined,
    schema === false ? 'unheard' : official === true ? 'official' : 'explained',
  );
}

export function readText(
  file: string,
  text: string,
  report: Report,
  overlay?: OverlayText,
  verdict: 'unheard' | 'official' | 'explained' = 'explained',
): ReadDocument {
  const parsed = parseYaml(text);
  const plain = new SourceFile(file, text, parsed.nodes);
  for (const problem of parsed.problems) report(yamlDiagnostic(file, problem));
  if (parsed.problems.some((problem) => problem.kind === 'syntax'))
    return { sources: [plain], document: undefined };
  if (parsed.value === undefined || parsed.value === null) {
    report({
      code: 'file-empty',
      severity: 'error',
      message: `\`${posix.basename(file)}\` holds no document`,
      at: root(file),
    });
    return { sources: [plain], document: undefined };
  }
  const { value, sources } =
    overlay === undefined
      ? { value: parsed.value, sources: [plain] }
      : applyOverlay(parsed.value, plain, overlay, report);
  const format = recogniseFormat(value, file, report);
  if (format === undefined) return { sources, document: undefined };
  const official = verdict === 'official';
  const deviations =
    verdict === 'unheard'
      ? []
      : official
        ? officialDeviations(value, format, file)
        : check(underKey(value, format), format, file);
  for (const diagnostic of deviations)
    for (const own of official || overlay === undefined
      ? [diagnostic]
      : beyond(overlay.file, diagnostic, sources[0]))
      report(own);
  const document = normalize(value, file, format.id, report);
  return {
    sources,
    document: overlay === undefined ? document : { ...document, overlay: overlay.file },
  };
}

/** What an overlay may say beyond the official schema: that is what it is for. */
const overlayWords: ReadonlySet<string> = new Set(
  'servers deprecated pagination type description required enum format nullable properties items additionalProperties'.split(
    ' ',
  ),
);

/** A deviation without the places where an overlay says such a thing; nothing where all of them are such. */
function beyond(
  overlay: string,
  diagnostic: Diagnostic,
  source: SourceFile | undefined,
): readonly Diagnostic[] {
  const { at, sites = at === undefined ? [] : [at], ...rest } = diagnostic;
  const others = sites.filter((site) => {
    const word = 'pointer' in site ? site.pointer.slice(site.pointer.lastIndexOf('/') + 1) : '';
    return !overlayWords.has(word) || source?.origin(site).at.file !== overlay;
  });
  const [first] = others;
  if (first === undefined) return [];
  return [{ ...rest, at: first, ...(others.length > 1 ? { sites: others } : {}) }];
}

function officialDeviations(value: unknown, format: Format, file: string): readonly Diagnostic[] {
  const pointer = refusedAt(value, format);
  if (pointer === undefined) return [];
  const explained = check(value, format, file);
  if (explained.length > 0) return explained;
  return [
    {
      code: 'schema',
      severity: 'warning',
      message: `the schema of \`${format.id}\` refuses the document here`,
      at: { file, pointer },
    },
  ];
}

/** A version under the other key has been reported: it is not missing as well. */
function underKey(value: unknown, { rootKey, version }: Format): unknown {
  if (!isRecord(value) || Object.hasOwn(value, rootKey)) return value;
  const { naftiko: _naftiko, ikanos: _ikanos, ...rest } = value;
  return { [rootKey]: version, ...rest };
}

function recogniseFormat(value: unknown, file: string, report: Report): Format | undefined {
  const found = formatOf(value);
  switch (found.kind) {
    case 'known':
      return found.format;
    case 'newer': {
      const message = `version \`${found.declared}\` of \`${found.format.rootKey}\` is not known; the file is read as \`${found.format.version}\``;
      report({
        code: 'spec-version-unknown',
        severity: 'warning',
        message,
        at: { file, pointer: `/${found.format.rootKey}` },
      });
      return found.format;
    }
    case 'other-key': {
      const { declared, format, rootKey } = found;
      report({
        code: 'spec-version-unknown',
        severity: 'warning',
        message: `\`${declared}\` is a version of \`${format.rootKey}\`: write \`${format.rootKey}: ${declared}\``,
        at: { file, pointer: `/${rootKey}` },
      });
      return format;
    }
    case 'unsupported': {
      const newest = formats.at(-1)!;
      const message =
        found.reason === 'older'
          ? `version \`${found.declared}\` is older than \`${formats[0]!.version}\`, the oldest that is read; migrate the file to \`${newest.rootKey}: ${newest.version}\``
          : `\`${found.rootKey}\` must hold a version, such as \`${newest.version}\``;
      report({
        code: 'spec-version-unsupported',
        severity: 'error',
        message,
        at: { file, pointer: `/${found.rootKey}` },
      });
      return undefined;
    }
    case 'not-a-capability': {
      const message =
        'this is no capability document: it has neither an `ikanos` nor a `naftiko` key that names its version';
      report({ code: 'not-a-capability', severity: 'error', message, at: root(file) });
      return undefined;
    }
  }
}

function unreadable(
  file: string,
  read: Exclude<ReadResult, { readonly kind: 'text' }>,
): Diagnostic {
  const code = read.kind === 'folder' ? 'file-is-folder' : `file-${read.kind}`;
  return {
    code,
    severity: 'error',
    message: `\`${file}\` cannot be read: ${read.detail}`,
    at: root(file),
  };
}
