// Generated data with one thing broken: what the tests of a generated package have to notice.
import { readFileSync, writeFileSync } from 'node:fs';
import typescript, { type Node } from 'typescript5';

export interface Mutant {
  readonly file: string;
  readonly name: string;
  readonly text: string;
}

/** Texts become others, flags go, lists lose an item or their order; credentials are no longer asked for. */
export function mutants(file: string, unseen: readonly RegExp[]): readonly Mutant[] {
  const text = readFileSync(file, 'utf8');
  const source = typescript.createSourceFile(file, text, typescript.ScriptTarget.ES2023, true);
  const found: Mutant[] = [];
  const replace = (node: Node, what: string, by: string): void => {
    found.push({
      file,
      name: `${file}: ${what}: ${node.getText()} → ${by}`,
      text: text.slice(0, node.getStart()) + by + text.slice(node.end),
    });
  };
  const visit = (node: Node, trail: string): void => {
    if (typescript.isPropertyAssignment(node)) {
      const key = node.name.getText();
      const at = `${trail}.${key}`;
      if (unseen.some((pattern) => pattern.test(at))) return;
      if (key === 'auth') replace(node, at, 'auth: undefined');
      if (node.initializer.kind === typescript.SyntaxKind.TrueKeyword)
        replace(node.initializer, at, 'false');
      if (key === 'steps' && typescript.isArrayLiteralExpression(node.initializer)) {
        const [first, second, ...rest] = node.initializer.elements.map((item) => item.getText());
        if (first !== undefined && second !== undefined)
          replace(node.initializer, `${at} (order)`, `[${[second, first, ...rest].join(', ')}]`);
      }
      visit(node.initializer, at);
    } else if (typescript.isStringLiteral(node)) {
      replace(node, trail, JSON.stringify(opposites[node.text] ?? `${node.text}x`));
    } else if (typescript.isArrayLiteralExpression(node)) {
      for (const item of node.elements)
        if (typescript.isSpreadElement(item) || /"value"|\bname: |\btarget: /.test(item.getText()))
          replace(item, trail, '...[]');
      node.elements.forEach((item, index) => visit(item, `${trail}[${index}]`));
    } else typescript.forEachChild(node, (child) => visit(child, trail));
  };
  for (const statement of source.statements)
    if (typescript.isVariableStatement(statement)) visit(statement.declarationList, '');
  return found;
}

/** Names of those that pass, of a sample; of all with MUTANTS=all. */
export function survivors(
  all: readonly Mutant[],
  sample: number,
  passes: () => boolean,
): readonly string[] {
  const step = process.env['MUTANTS'] === 'all' ? 1 : Math.ceil(all.length / sample);
  return all
    .filter((_, index) => index % step === 0)
    .filter(({ file, text }) => {
      const original = readFileSync(file, 'utf8');
      writeFileSync(file, text);
      try {
        return passes();
      } finally {
        writeFileSync(file, original);
      }
    })
    .map(({ name }) => name);
}

const opposites: Readonly<Record<string, string>> = {
  GET: 'POST',
  POST: 'PUT',
  PUT: 'POST',
  query: 'header',
  header: 'query',
  path: 'query',
  body: 'query',
  cookie: 'query',
  integer: 'string',
  boolean: 'string',
  string: 'integer',
};
