// The methods of the client object as one tree of requests. Functions of their own have theirs with them, so that a
// bundle with one of them does not carry the tree; a bundle with the client does not carry the functions.
import type { Operation } from '../../ir/capability.ts';
import { slug } from '../../util/slug.ts';
import type { Code, Entry, List } from '../typescript/code.ts';
import { docCommentText } from '../typescript/doc-comment.ts';
import { Imports } from '../typescript/imports.ts';
import { literalCode } from '../typescript/literal.ts';
import { identifier, literalKey, Scope } from '../typescript/names.ts';
import { ModuleText } from '../typescript/statement.ts';
import type { ClientModule } from './client-files.ts';
import { type Leaf, type MethodTree, methodTree, treeSize } from './method-tree.ts';
import { type ClientModel, described, unit } from './operation-module.ts';

/** Operations of a tree that one module holds; a line or two each. */
const roomy = 900;

/** `client/methods.ts`, and modules for branches that are too large for it. */
export function methodsModules(
  operations: readonly Operation[],
  model: ClientModel,
): readonly ClientModule[] {
  const names = new Scope(['methods', 'core', 'client', 'services', 'index']);
  const modules: ClientModule[] = [];
  const add = (file: string, value: string, tree: MethodTree, comment: string): void => {
    const imports = new Imports();
    const text = new ModuleText();
    const elsewhere: Elsewhere = (key, branch) => {
      const name = names.claim(slug(`methods-${key}`));
      add(name, identifier([name]), branch, '');
      return imports.value(identifier([name]), `./${name}.ts`);
    };
    const refer = (operation: Operation): string =>
      imports.value(
        unit(operation, model).names.function,
        `./operations/${model.modules.get(operation.id)}.ts`,
      );
    // The type of the tree would be compared at each of its nodes: it is said where the tree is read.
    text.constant(value, 'object', treeCode(tree, elsewhere, refer), comment);
    modules.push({ path: `client/${file}.ts`, imports, text });
  };
  const comment = docCommentText({
    text: 'What each method of the client sends. The functions of `operations/` have the same with them: a bundle gets one or the other.',
  });
  add('methods', 'methods', methodTree(operations.map((each) => leafOf(each, model))), comment);
  return modules;
}

/** Gives the name of a tree that stands in a module of its own. */
type Elsewhere = (key: string, branch: MethodTree) => string;

function leafOf(operation: Operation, model: ClientModel): Leaf {
  const { text, more } = described(unit(operation, model), model, new Imports());
  const [verb = '', path = '', ...lists] = text.split(' ');
  const isPlain = more === undefined && path.startsWith('/');
  const request = isPlain ? { verb, path, lists: lists.join(' ') } : operation;
  return { name: operation.client, request };
}

function treeCode(
  tree: MethodTree,
  elsewhere: Elsewhere,
  refer: (operation: Operation) => string,
): List {
  // Where all is too much, each branch that is more than a few lines gets a module.
  const large = treeSize(tree) > roomy ? roomy / 20 : Infinity;
  const items = [...tree].map(([key, node]): Entry => ({
    kind: 'entry',
    key: literalKey(key),
    value: nodeCode(key, node),
  }));
  return { kind: 'list', style: 'object', items };

  function nodeCode(key: string, node: MethodTree | string | Operation): Code {
    if (typeof node === 'string') return literalCode(node);
    if (!isTree(node)) return refer(node);
    return treeSize(node) > large ? elsewhere(key, node) : treeCode(node, elsewhere, refer);
  }
}

function isTree(node: MethodTree | Operation): node is MethodTree {
  return node instanceof Map;
}
