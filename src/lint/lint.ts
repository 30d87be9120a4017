// Runs the rules over a program. What they find never keeps a file from being compiled.
import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import type { Program } from '../document/program.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules.ts';

export interface LintOptions {
  /** Severity by code; `off` leaves a rule out. */
  readonly rules: Readonly<Record<string, 'off' | Severity>>;
}

export function lint(program: Program, options: LintOptions, list: readonly Rule[] = rules): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const rule of list) {
    const severity = options.rules[rule.code] ?? rule.severity;
    if (severity === 'off') continue;
    rule.check(program, ({ message, sites, related, fix }) => {
      diagnostics.push({
        code: rule.code,
        severity,
        message,
        at: sites[0],
        ...(sites.length > 1 ? { sites } : {}),
        ...(related === undefined ? {} : { related }),
        ...(fix === undefined ? {} : { fix }),
      });
    });
  }
  return diagnostics;
}
