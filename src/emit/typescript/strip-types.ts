// TypeScript without its types, for a Node that cannot leave them out itself. Imports of `.ts` become `.js`.
import { loadTsMorph } from './load-ts-morph.ts';

/** Loads the compiler, which takes a moment: ask for it only where it is needed. */
export function typeStripper(): (text: string) => string {
  const { ts } = loadTsMorph();
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022,
    rewriteRelativeImportExtensions: true,
  };
  return (text) => ts.transpileModule(text, { compilerOptions }).outputText;
}
