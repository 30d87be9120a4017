// Script steps: which of them generated code can run, and the text it runs.
import { Script as CompiledScript } from 'node:vm';
import { scriptingOf } from '../../document/attach-scripts.ts';
import type { Step as DocumentStep } from '../../document/document.ts';
import type { Report } from '../../document/fields.ts';
import type { Program } from '../../document/program.ts';
import { locationKey } from '../../source/location-key.ts';
import { child } from '../../source/location.ts';
import type { Argument, Script, Step } from '../capability.ts';

const languages: ReadonlySet<string> = new Set(['javascript', 'python', 'groovy']);
export const defaultTimeoutMs = 60_000;

/** Undefined, and reported, where the language is none of the format's or is not allowed. */
export function lowerScript(
  step: DocumentStep,
  values: readonly Argument[],
  program: Program,
  report: Report,
): Step | undefined {
  const scripting = scriptingOf(program.adapters);
  const language = step.language ?? scripting?.defaultLanguage ?? 'javascript';
  const at = step.language === undefined ? step.at : child(step.at, 'language');
  const allowed = scripting?.allowedLanguages ?? [];
  if (!isLanguage(language) || (allowed.length > 0 && !allowed.includes(language))) {
    const message = isLanguage(language)
      ? `\`${language}\` is not among the \`allowedLanguages\` of the control adapter`
      : `\`${language}\` is no scripting language of the format: \`javascript\`, \`python\` or \`groovy\``;
    report({ code: 'script-language-unsupported', severity: 'error', message, at });
    return undefined;
  }
  const script =
    scripting?.enabled === false
      ? undefined
      : runnable(step, language, scripting?.timeoutMs, program, report);
  if (script === undefined && (language !== 'javascript' || scripting?.enabled === false)) {
    const why =
      scripting?.enabled === false
        ? 'scripting is switched off'
        : `scripts in ${language} are not compiled`;
    report({
      code: 'script-not-compiled',
      severity: 'warning',
      message: `${why}: what has the step \`${step.name}\` answers 501`,
      at,
    });
  }
  return {
    kind: 'script',
    name: step.name,
    language,
    file: step.file ?? '',
    arguments: values,
    ...(script === undefined ? {} : { script }),
  };
}

function isLanguage(text: string): text is 'javascript' | 'python' | 'groovy' {
  return languages.has(text);
}

function runnable(
  step: DocumentStep,
  language: string,
  timeoutMs: number | undefined,
  program: Program,
  report: Report,
): Script | undefined {
  const files = program.scripts.get(locationKey(step.at));
  if (language !== 'javascript' || files === undefined) return undefined;
  const text = files.map((file) => file.text.replace(/^#!.*/, '')).join('\n');
  const problem = syntaxProblem(text);
  if (problem !== undefined) {
    report({
      code: 'script-syntax',
      severity: 'error',
      message: `\`${step.file ?? ''}\` is no script: ${problem}`,
      at: child(step.at, 'file'),
    });
    return undefined;
  }
  // A script may declare `result` itself, or set the one that is there.
  const declares = syntaxProblem(`let result;\n${text}`) !== undefined;
  return { text, declaresResult: declares, timeoutMs: timeoutMs ?? defaultTimeoutMs };
}

/** Compiled and thrown away: nothing is run. As a whole of its own, so that it cannot leave what it will be wrapped in. */
function syntaxProblem(text: string): string | undefined {
  try {
    const compiled = new CompiledScript(`"use strict";\n${text}`);
    return compiled instanceof CompiledScript ? undefined : 'it does not compile';
  } catch (error) {
    return error instanceof SyntaxError ? error.message : String(error);
  }
}
