// One file → Document: text, YAML, format, official verdict, one shape. Reports everything it finds on the way.
import { posix } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Host, ReadResult } from '../source/host.ts';
import { root } from '../source/location.ts';
import { SourceFile } from '../source/source-file.ts';
import { parseYaml, type YamlProblem } from '../source/yaml.ts';
import { check } from './check.ts';
import type { Document } from './document.ts';
import type { Report } from './fields.ts';
import { formatOf, formats, type Format } from './formats.ts';
import { normalize } from './normalize.ts';

export interface ReadDocument {
  readonly source: SourceFile | undefined;
  /** Undefined where the file cannot be read as a capability document at all. */
  readonly document: Document | undefined;
}

/** `file` is the path as shown to people; it is read through the host. */
export function readDocument(file: string, host: Host, report: Report): ReadDocument {
  const read = host.read(file);
  if (read.kind !== 'text') {
    report(unreadable(file, read));
    return { source: undefined, document: undefined };
  }
  return readText(file, read.text, report);
}

export function readText(file: string, text: string, report: Report): ReadDocument {
  const { value, nodes, problems } = parseYaml(text);
  const source = new SourceFile(file, text, nodes);
  for (const problem of problems) report(yamlDiagnostic(file, problem));
  if (problems.some((problem) => problem.kind === 'syntax')) return { source, document: undefined };
  if (value === undefined || value === null) {
    report({ code: 'file-empty', severity: 'error', message: `\`${posix.basename(file)}\` holds no document`, at: root(file) });
    return { source, document: undefined };
  }
  const format = recogniseFormat(value, file, report);
  if (format === undefined) return { source, document: undefined };
  for (const diagnostic of check(value, format, file)) report(diagnostic);
  return { source, document: normalize(value, file, format.id, report) };
}

function recogniseFormat(value: unknown, file: string, report: Report): Format | undefined {
  const found = formatOf(value);
  switch (found.kind) {
    case 'known':
      return found.format;
    case 'newer': {
      const message = `version \`${found.declared}\` of \`${found.format.rootKey}\` is not known; the file is read as \`${found.format.version}\``;
      report({ code: 'spec-version-unknown', severity: 'warning', message, at: { file, pointer: `/${found.format.rootKey}` } });
      return found.format;
    }
    case 'unsupported': {
      const newest = formats.at(-1)!;
      const message =
        found.reason === 'older'
          ? `version \`${found.declared}\` is older than \`${formats[0]!.version}\`, the oldest that is read; migrate the file to \`${newest.rootKey}: ${newest.version}\``
          : `\`${found.rootKey}\` must hold a version, such as \`${newest.version}\``;
      report({ code: 'spec-version-unsupported', severity: 'error', message, at: { file, pointer: `/${found.rootKey}` } });
      return undefined;
    }
    case 'not-a-capability': {
      const message = 'this is no capability document: it has neither an `ikanos` nor a `naftiko` key that names its version';
      report({ code: 'not-a-capability', severity: 'error', message, at: root(file) });
      return undefined;
    }
  }
}

function unreadable(file: string, read: Exclude<ReadResult, { readonly kind: 'text' }>): Diagnostic {
  const code = read.kind === 'folder' ? 'file-is-folder' : `file-${read.kind}`;
  return { code, severity: 'error', message: `\`${file}\` cannot be read: ${read.detail}`, at: root(file) };
}

function yamlDiagnostic(file: string, problem: YamlProblem): Diagnostic {
  const at = { file, start: problem.start, end: problem.end };
  const related = problem.first && [{ message: 'it stands first here', at: { file, ...problem.first } }];
  const common = { message: problem.message, at, ...(related && { related }) };
  switch (problem.kind) {
    case 'multiple-documents':
      return { code: 'yaml-multiple-documents', severity: 'error', ...common };
    case 'tag':
      return { code: 'yaml-tag', severity: 'warning', ...common };
    case 'alias':
      return { code: 'yaml-alias', severity: 'error', ...common };
    case 'duplicate-key':
      return { code: 'yaml-duplicate-key', severity: 'error', ...common };
    case 'key':
    case 'syntax':
      return { code: 'yaml-syntax', severity: 'error', ...common };
  }
}
