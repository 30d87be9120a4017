// Modules from structures: each is printed once, as a whole. The only module that loads ts-morph.
import { type OptionalKind, Project, type StatementStructures, StructureKind } from 'ts-morph';
import { generatedNote, Imports } from './imports.ts';

export { Imports };

export type Statement = StatementStructures | string;

export interface TypeScriptModule {
  readonly path: string;
  readonly imports?: Imports;
  readonly statements: readonly Statement[];
}

export function printModules(modules: readonly TypeScriptModule[]): ReadonlyMap<string, string> {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  return new Map(
    modules.map(({ path, imports, statements }) => {
      const all = [...(imports === undefined ? [] : structures(imports)), ...statements];
      const text = project.createSourceFile(path, { statements: all.map(apart) }).getFullText();
      return [path, `${generatedNote}\n${text}`];
    }),
  );
}

function structures(imports: Imports): readonly Statement[] {
  return imports.modules().map(({ module, onlyTypes, names }) => ({
    kind: StructureKind.ImportDeclaration,
    moduleSpecifier: module,
    isTypeOnly: onlyTypes,
    namedImports: names.map(({ name, use }) => ({
      name,
      isTypeOnly: !onlyTypes && use === 'type',
    })),
  }));
}

/** An empty line before each exported statement that would not get one by itself. */
function apart(statement: Statement): Statement {
  const close = typeof statement !== 'string' && statement.kind === StructureKind.VariableStatement;
  return close ? { ...statement, leadingTrivia: '\n' } : statement;
}

/** The `docs` of a structure. */
export function docs(
  comment: string | undefined,
): OptionalKind<{ kind: StructureKind.JSDoc; description: string }>[] {
  return comment === undefined
    ? []
    : [{ description: comment.includes('\n') ? `\n${comment}` : comment }];
}
