// Scripts of steps as modules of a generated server, one for each different text. They are the author's own JavaScript: kept as
// written, wrapped in a function, and left out of type checks.
import type { Action, Capability, Script } from '../../ir/capability.ts';
import { slug } from '../../util/slug.ts';
import type { OutputFile } from '../emitter.ts';
import type { ScriptStep } from './action-literal.ts';
import { identifier, Scope } from './names.ts';
import { generatedNote } from './imports.ts';

export interface ScriptModule {
  /** Below `scripts/` of the server, without extension. */
  readonly name: string;
  /** What it exports for steps to run it by. */
  readonly export: string;
  readonly script: Script;
  readonly file: string;
}

/** By the text and the time that steps give it. */
export type ScriptModules = ReadonlyMap<string, ScriptModule>;

export function scriptKey({ text, timeoutMs }: Script): string {
  return JSON.stringify([timeoutMs, text]);
}

export function planScripts(actions: readonly Action[], { flows }: Capability): ScriptModules {
  const files = new Scope();
  const names = new Scope([
    'definition',
    'Definition',
    'Handler',
    'Route',
    'Tool',
    'McpDefinition',
  ]);
  const modules = new Map<string, ScriptModule>();
  for (const { script, file } of scriptSteps([...actions, ...flows.map(({ action }) => action)])) {
    if (script === undefined || modules.has(scriptKey(script))) continue;
    const stem = file.replace(/^.*\//, '').replace(/\.[^.]*$/, '');
    const name = files.claim(slug(stem));
    modules.set(scriptKey(script), {
      name,
      export: names.claim(identifier([name, 'script'])),
      script,
      file,
    });
  }
  return modules;
}

/** `server`: the folder of the server; `runner`: where `run-script.ts` stands, from `scripts/`. */
export function scriptFile(
  { name, export: exported, script, file }: ScriptModule,
  server: 'server' | 'mcp',
  runner: string,
): OutputFile {
  const { text, declaresResult, timeoutMs } = script;
  const content = `${generatedNote}
// @ts-nocheck
import type { ScriptOptions } from ${JSON.stringify(runner)};

/** ${JSON.stringify(file.replaceAll('*/', '* /'))}, which runs in a thread of its own. */
export const ${exported}: ScriptOptions = {
  url: import.meta.url,
  timeoutMs: ${timeoutMs},
};

/** Called in that thread. */
export function run(context: unknown): unknown {
${declaresResult ? '' : '  let result;\n'}${text.replaceAll('\r\n', '\n').replace(/\n*$/, '\n')}  return result;
}
`;
  return { path: `${server}/scripts/${name}.ts`, content, verbatim: true };
}

function scriptSteps(actions: readonly Action[]): readonly ScriptStep[] {
  return actions.flatMap((action) =>
    action.kind === 'steps' ? action.steps.filter((step) => step.kind === 'script') : [],
  );
}
