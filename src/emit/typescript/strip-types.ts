// TypeScript without its types, for a Node that cannot leave them out itself. Imports of `.ts` become `.js`.
import { loadTsMorph } from './load-ts-morph.ts';
import { stripPlainTypes } from './strip-plain-types.ts';

/**
 * `known`: gives a module without its types, if it can. The compiler takes a moment to load, and more for each
 * module: it is asked for what is neither known nor plain.
 */
export function typeStripper(
  known: (text: string) => string | undefined,
): (text: string) => string {
  let compile: ((text: string) => string) | undefined;
  return (text) => known(text) ?? stripPlainTypes(text) ?? (compile ??= compiler())(text);
}

function compiler(): (text: string) => string {
  const { ts } = loadTsMorph();
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022,
    rewriteRelativeImportExtensions: true,
  };
  return (text) => ts.transpileModule(text, { compilerOptions }).outputText;
}
