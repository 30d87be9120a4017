// Comments that say "I know": `# capwright-ignore-next-line code -- reason`, and the same for a line, a block, a file.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import type { Location, Span } from '../source/location.ts';
import type { SourceFile } from '../source/source-file.ts';
import { commentsWith, type Comment } from './comments.ts';

const word = 'capwright-ignore';

/** What one comment ignores: the codes it names, on a stretch of lines. */
export interface Ignore {
  readonly codes: readonly { readonly code: string; readonly at: Span }[];
  readonly firstLine: number;
  readonly lastLine: number;
}

export interface IgnoreContext {
  /** Codes by the names that comments may use. */
  names(): ReadonlyMap<string, string>;
  /** Codes that this run would report: only they can be ignored in vain. */
  isActive(code: string): boolean;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** The ignores of a text; what is wrong with them is reported. */
export function findIgnores(
  source: SourceFile,
  { names: namesOf, report }: IgnoreContext,
): readonly Ignore[] {
  const names = namesOf();
  const ignores: Ignore[] = [];
  const open: { readonly directive: Directive; readonly codes: Ignore['codes'] }[] = [];
  for (const comment of commentsWith(source, word)) {
    const directive = readDirective(source, comment);
    if (directive === undefined) continue;
    const { kind, line } = directive;
    if (kind === 'end') {
      const started = open.pop();
      if (started === undefined)
        complain(report, 'ignore-unused', 'this `capwright-ignore-end` ends nothing', directive.at);
      else
        ignores.push({ codes: started.codes, firstLine: started.directive.line, lastLine: line });
      continue;
    }
    const codes = directive.codes.flatMap(({ name, at }) => {
      const code = names.get(name);
      if (code === undefined)
        complain(
          report,
          'ignore-unknown-code',
          `there is no code \`${name}\`${didYouMean(name, names.keys())}`,
          at,
        );
      return code === undefined ? [] : [{ code, at }];
    });
    if (directive.codes.length === 0)
      complain(
        report,
        'ignore-unknown-code',
        `\`${word}${kind === 'line' ? '-line' : `-${kind}`}\` names no code`,
        directive.at,
      );
    if (directive.reason === '')
      complain(
        report,
        'ignore-reason-missing',
        'this comment does not say why: add `-- reason`',
        directive.at,
      );
    if (kind === 'start') open.push({ directive, codes });
    else ignores.push({ codes, ...linesOf(source, kind, line) });
  }
  const end = source.lineStarts.length;
  for (const { directive, codes } of open)
    ignores.push({ codes, firstLine: directive.line, lastLine: end });
  return ignores;
}

type Kind = 'next-line' | 'line' | 'start' | 'end' | 'file';

interface Directive {
  readonly kind: Kind;
  readonly line: number;
  readonly at: Span;
  readonly codes: readonly { readonly name: string; readonly at: Span }[];
  readonly reason: string;
}

function readDirective(
  source: SourceFile,
  { start, end, line, text }: Comment,
): Directive | undefined {
  const match = /^capwright-ignore-(next-line|line|start|end|file)(?![\w-])([\s\S]*)$/.exec(text);
  if (match === null) return undefined;
  const [, kind, rest = ''] = match;
  const dashes = /(?:^|\s)--(?=\s|$)/.exec(rest);
  const list = dashes === null ? rest : rest.slice(0, dashes.index);
  const from = source.text.indexOf(rest, start + word.length);
  const at = { file: source.path, start, end };
  return {
    kind: kind as Kind,
    line,
    at,
    codes: [...list.matchAll(/[^\s,]+/g)].map((item) => ({
      name: item[0],
      at: { file: source.path, start: from + item.index, end: from + item.index + item[0].length },
    })),
    reason: dashes === null ? '' : rest.slice(dashes.index + dashes[0].length).trim(),
  };
}

function linesOf(
  source: SourceFile,
  kind: Kind,
  line: number,
): { readonly firstLine: number; readonly lastLine: number } {
  if (kind === 'file') return { firstLine: 1, lastLine: source.lineStarts.length };
  if (kind === 'line') return { firstLine: line, lastLine: line };
  // Several such comments may stand above one line.
  let next = line + 1;
  while (next < source.lineStarts.length && /^\s*(?:#.*)?$/.test(source.line(next))) next++;
  return { firstLine: next, lastLine: next };
}

/** Severity is decided where all diagnostics are. */
function complain(
  report: (diagnostic: Diagnostic) => void,
  code: string,
  message: string,
  at: Span,
): void {
  report({ code, severity: 'warning', message, at });
}

/**
 * The diagnostics that nothing ignores. A group loses the places that are ignored; what `isFixed` names stays in any case.
 * Ignores of `main` that ignore nothing are reported.
 */
export function applyIgnores(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceFile>,
  main: string,
  context: IgnoreContext,
  isFixed: (diagnostic: Diagnostic) => boolean,
): readonly Diagnostic[] {
  const texts = new Map(
    [...sources.values()]
      .filter(({ text }) => text.includes(word))
      .map((source) => [source.path, source]),
  );
  if (texts.size === 0) return diagnostics;
  const found = new Map(
    [...texts].map(([path, source]) => [
      path,
      findIgnores(source, path === main ? context : { ...context, report: () => {} }),
    ]),
  );
  const used = new Set<Span>();
  const isIgnored = (code: string, at: Location | Span): boolean => {
    const source = sources.get(at.file);
    const origin = source?.origin(at);
    const ignores = origin && found.get(origin.source.path);
    if (origin === undefined || ignores === undefined) return false;
    const { line } = origin.source.range(origin.at);
    const matching = ignores
      .filter(({ firstLine, lastLine }) => firstLine <= line && line <= lastLine)
      .flatMap(({ codes }) => codes.filter((item) => item.code === code));
    for (const item of matching) used.add(item.at);
    return matching.length > 0;
  };
  const kept = diagnostics.flatMap((diagnostic): readonly Diagnostic[] => {
    if (diagnostic.at === undefined || isFixed(diagnostic)) return [diagnostic];
    return withoutSites(diagnostic, (at) => isIgnored(diagnostic.code, at), 'ignored');
  });
  for (const { codes } of found.get(main) ?? [])
    for (const { code, at } of codes)
      if (!used.has(at) && context.isActive(code))
        complain(context.report, 'ignore-unused', `nothing here is reported as \`${code}\``, at);
  return kept;
}

/** A diagnostic without some of its places; none where no place is left. */
export function withoutSites(
  diagnostic: Diagnostic,
  drops: (at: Location | Span) => boolean,
  why: string,
): readonly Diagnostic[] {
  const all = diagnostic.sites ?? (diagnostic.at === undefined ? [] : [diagnostic.at]);
  const kept = all.filter((at) => !drops(at));
  if (kept.length === all.length) return [diagnostic];
  const [first] = kept;
  if (first === undefined) return [];
  const { sites: _, ...rest } = diagnostic;
  const message = withoutPlaces(diagnostic.message, all.length - kept.length, all.length, why);
  return [{ ...rest, message, at: first, ...(kept.length > 1 ? { sites: kept } : {}) }];
}

/** The message of a group that has lost places. */
export function withoutPlaces(message: string, lost: number, of: number, why: string): string {
  return `${message}; ${lost} of ${of} places are ${why}`;
}
