// TypeScript without its types, for a Node that cannot leave them out itself. Imports of `.ts` become `.js`.

/** Loads the compiler, which takes a moment: ask for it only where it is needed. */
export async function stripTypes(): Promise<(text: string) => string> {
  const { ts } = await import('ts-morph');
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022,
    rewriteRelativeImportExtensions: true,
  };
  return (text) => ts.transpileModule(text, { compilerOptions }).outputText;
}
