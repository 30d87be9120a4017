// Modules from structures: each is printed once, as a whole. ts-morph is loaded only where there is
// something to print.
import type { StatementStructures } from 'ts-morph';
import { generatedNote, type Imports } from './imports.ts';
import { loadTsMorph } from './load-ts-morph.ts';

export type Statement = StatementStructures | string;

export interface TypeScriptModule {
  readonly path: string;
  readonly imports?: Imports;
  readonly statements: readonly Statement[];
}

export function printModules(modules: readonly TypeScriptModule[]): ReadonlyMap<string, string> {
  if (modules.length === 0) return new Map();
  const { Project, StructureKind } = loadTsMorph();
  const structures = (imports: Imports): readonly Statement[] =>
    imports.modules().map(({ module, onlyTypes, names }) => ({
      kind: StructureKind.ImportDeclaration,
      moduleSpecifier: module,
      isTypeOnly: onlyTypes,
      namedImports: names.map(({ name, use }) => ({
        name,
        isTypeOnly: !onlyTypes && use === 'type',
      })),
    }));
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  return new Map(
    modules.map(({ path, imports, statements }) => {
      const all = [...(imports === undefined ? [] : structures(imports)), ...statements];
      const text = project.createSourceFile(path, { statements: all }).getFullText();
      return [path, `${generatedNote}\n${text}`];
    }),
  );
}
