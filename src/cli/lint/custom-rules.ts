// Lint rules of the project's own: modules named in the configuration, checked before they run.
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalog } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { locate } from '../../diagnostics/locate.ts';
import type { Project } from '../../config.ts';
import type { Rule } from '../../lint/rule.ts';
import { importModule } from '../../util/import-module.ts';
import { importProblem } from '../../util/import-problem.ts';
import { ConfigError } from '../usage-error.ts';

/** `taken` are the codes of the built-in rules. Every module that cannot be used is reported; none is left out silently. */
export async function loadCustomRules(
  { root, config }: Project,
  taken: readonly string[],
  cwd: string,
): Promise<readonly Rule[]> {
  const rules: Rule[] = [];
  const problems: Diagnostic[] = [];
  const codes = new Set([...catalog.map(({ code }) => code), ...taken]);
  for (const name of config.customRules ?? []) {
    const path = resolve(root, name);
    const file = relative(cwd, path).replaceAll('\\', '/');
    const complain = (message: string): void => {
      problems.push({
        code: 'config-invalid',
        severity: 'error',
        message,
        at: { file, pointer: '' },
      });
    };
    if (!existsSync(path)) {
      complain('there is no such file');
      continue;
    }
    const exported = await load(path, complain);
    if (exported === undefined) continue;
    if (exported.length === 0) complain('it exports no rules: neither `rules` nor a default');
    for (const candidate of exported) {
      const wrong = problemOf(candidate, codes);
      if (wrong !== undefined) complain(wrong);
      else {
        codes.add((candidate as Rule).code);
        rules.push(candidate as Rule);
      }
    }
  }
  if (problems.length > 0) throw new ConfigError(locate(problems, new Map()));
  return rules;
}

async function load(
  path: string,
  complain: (message: string) => void,
): Promise<readonly unknown[] | undefined> {
  try {
    const module = (await importModule(pathToFileURL(path).href)) as Readonly<
      Record<string, unknown>
    >;
    return [module['rules'], module['default']].flatMap((value) => value ?? []);
  } catch (error) {
    complain(`it cannot be loaded: ${importProblem(error)}`);
    return undefined;
  }
}

/** What is wrong with something that should be a rule. */
function problemOf(value: unknown, codes: ReadonlySet<string>): string | undefined {
  if (typeof value !== 'object' || value === null)
    return 'what it exports is no rule: not an object';
  const rule = value as Readonly<Record<string, unknown>>;
  const { code } = rule;
  if (typeof code !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code))
    return `the \`code\` of a rule must be lower case words with dashes, not \`${String(code)}\``;
  if (codes.has(code)) return `the code \`${code}\` is taken`;
  if (!['error', 'warning', 'info'].includes(String(rule['severity'])))
    return `the \`severity\` of \`${code}\` must be error, warning or info`;
  for (const key of ['summary', 'why', 'whatToDo'])
    if (typeof rule[key] !== 'string' || rule[key] === '') return `\`${code}\` has no \`${key}\``;
  if (typeof rule['check'] !== 'function') return `\`${code}\` has no \`check\``;
  return Array.isArray(rule['examples'])
    ? undefined
    : `\`${code}\` has no \`examples\`; an empty list will do`;
}
