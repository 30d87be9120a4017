// Runs the rules over a program. What they find never keeps a file from being compiled.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Program } from '../document/program.ts';
import type { SourceFile } from '../source/source-file.ts';
import { parseYaml } from '../source/yaml.ts';
import { fixOf } from './fixes.ts';
import type { FixContext } from './fixes/fixer.ts';
import type { Finding, Rule } from './rule.ts';
import type { Settings } from './settings.ts';

/** Names are as long as their authors like; messages are not. */
const longest = 500;

export interface LintResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Milliseconds by code, for the rules that ran, and what it took to find fixes. */
  readonly timings: ReadonlyMap<string, number>;
}

/** `source` is the text of the main document. */
export function lint(
  program: Program,
  source: SourceFile,
  settings: Settings,
  rules: readonly Rule[],
  toolNames?: FixContext['toolNames'],
): LintResult {
  const diagnostics: Diagnostic[] = [];
  const timings = new Map<string, number>();
  const written = withValue(source);
  const fixContext = { program, source: written, ...(toolNames && { toolNames }) };
  let fixing = 0;
  for (const rule of rules) {
    const severity = settings.severityOf(rule);
    if (severity === 'off') continue;
    const start = performance.now();
    const findings: Finding[] = [];
    const context = { options: settings.optionsOf(rule), source: written };
    rule.check(program, (finding) => void findings.push(finding), context);
    const checked = performance.now();
    const { options } = context;
    for (const {
      message,
      sites,
      related,
      fix = fixOf(rule.code, sites, { ...fixContext, options }),
    } of findings)
      diagnostics.push({
        code: rule.code,
        severity,
        message: message.length > longest ? `${message.slice(0, longest - 1)}…` : message,
        at: sites[0],
        ...(sites.length > 1 ? { sites } : {}),
        ...(related === undefined ? {} : { related }),
        ...(fix === undefined ? {} : { fix }),
      });
    timings.set(rule.code, checked - start);
    fixing += performance.now() - checked;
  }
  timings.set('(fixes)', fixing);
  return { diagnostics, timings };
}

/** Texts that came without their values are read once more. */
function withValue(source: SourceFile): SourceFile {
  return source.value === undefined ? source.withNodes(parseYaml(source.text).nodes) : source;
}
