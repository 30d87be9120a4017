// The methods of the client object as one tree of requests. Single functions have descriptors of their own, so that a
// bundle with one of them does not carry the tree; a bundle with the client does not carry the descriptors.
import type { Operation } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import { slug } from '../../util/slug.ts';
import type { Code, Entry, List } from '../typescript/code.ts';
import { docCommentText } from '../typescript/doc-comment.ts';
import { Imports } from '../typescript/imports.ts';
import { literalCode } from '../typescript/literal.ts';
import { identifier, literalKey, Scope } from '../typescript/names.ts';
import { groupKey } from '../typescript/operation-names.ts';
import { ModuleText } from '../typescript/statement.ts';
import type { ClientModule } from './client-files.ts';
import { type ClientModel, described, unit } from './operation-module.ts';

interface Leaf {
  readonly name: string;
  /** `GET`, path, inputs; or the descriptor of an operation that the notation has no words for. */
  readonly request:
    { readonly verb: string; readonly path: string; readonly lists: string } | Operation;
}

interface Branch {
  readonly leaves: Leaf[];
  readonly branches: Map<string, Branch>;
}

/** Operations of a tree that one module holds; a line or two each. */
const roomy = 900;

/** `client/methods.ts`, and modules for branches that are too large for it. */
export function methodsModules(
  operations: readonly Operation[],
  model: ClientModel,
): readonly ClientModule[] {
  const names = new Scope(['methods', 'core', 'client', 'services', 'index']);
  const modules: ClientModule[] = [];
  const add = (file: string, value: string, tree: Branch, base: string, comment: string): void => {
    const imports = new Imports();
    const text = new ModuleText();
    const type = imports.type('OperationTree', './runtime/operation.ts');
    const elsewhere: Elsewhere = (key, branch, prefix) => {
      const name = names.claim(slug(`methods-${key}`));
      add(name, identifier([name]), branch, prefix, '');
      return imports.value(identifier([name]), `./${name}.ts`);
    };
    const refer = (operation: Operation): string =>
      imports.value(
        unit(operation, model).names.descriptor,
        `./operations/${model.modules.get(operation.id)}.ts`,
      );
    text.constant(value, type, treeCode(tree, base, elsewhere, refer), comment);
    modules.push({ path: `client/${file}.ts`, imports, text });
  };
  const comment = docCommentText({
    text: 'What each method of the client sends. The functions of `operations/` have the same in descriptors of their own: a bundle gets one or the other.',
  });
  add('methods', 'methods', grow(operations, model), '', comment);
  return modules;
}

/** Gives the name of a tree that stands in a module of its own. */
type Elsewhere = (key: string, branch: Branch, base: string) => string;

function grow(operations: readonly Operation[], model: ClientModel): Branch {
  const root: Branch = { leaves: [], branches: new Map() };
  const sorted = [...operations].sort((a, b) =>
    compareText(groupKey(a.client), groupKey(b.client)),
  );
  for (const operation of sorted) {
    let branch = root;
    for (const name of operation.client.slice(0, -1)) {
      const next = branch.branches.get(name) ?? { leaves: [], branches: new Map() };
      branch.branches.set(name, next);
      branch = next;
    }
    branch.leaves.push(leafOf(operation, model));
  }
  return root;
}

function leafOf(operation: Operation, model: ClientModel): Leaf {
  const name = operation.client.at(-1) ?? '';
  const { text, more } = described(unit(operation, model), model, new Imports());
  const [verb = '', path = '', ...lists] = text.split(' ');
  const isPlain = more === undefined && path.startsWith('/') && name !== '/';
  return { name, request: isPlain ? { verb, path, lists: lists.join(' ') } : operation };
}

/** `base` is what the trees around say already about how the paths begin. */
function treeCode(
  tree: Branch,
  base: string,
  elsewhere: Elsewhere,
  refer: (operation: Operation) => string,
): List {
  // Where all is too much, each branch that is more than a few lines gets a module.
  const large = size(tree) > roomy ? roomy / 20 : Infinity;
  const prefix = base + commonPath(paths(tree).map((path) => path.slice(base.length)));
  const own: readonly Entry[] =
    prefix === base ? [] : [entry('/', literalCode(prefix.slice(base.length)))];
  const leaves = tree.leaves.map(({ name, request }) => {
    if (!('verb' in request)) return entry(name, refer(request));
    const { verb, path, lists } = request;
    const rest = path.slice(prefix.length) || '.';
    return entry(name, literalCode([verb, rest, lists].filter((word) => word !== '').join(' ')));
  });
  const nested = [...tree.branches].map(([name, branch]) =>
    entry(
      name,
      size(branch) > large
        ? elsewhere(name, branch, prefix)
        : treeCode(branch, prefix, elsewhere, refer),
    ),
  );
  return { kind: 'list', style: 'object', items: [...own, ...leaves, ...nested] };
}

function entry(name: string, value: Code): Entry {
  return { kind: 'entry', key: literalKey(name), value };
}

function size(tree: Branch): number {
  return [...tree.branches.values()].reduce((sum, each) => sum + size(each), tree.leaves.length);
}

function paths(tree: Branch): readonly string[] {
  return [
    ...tree.leaves.flatMap(({ request }) =>
      'path' in request && 'verb' in request ? [request.path] : [],
    ),
    ...[...tree.branches.values()].flatMap(paths),
  ];
}

/** Whole segments that all begin with; none for a single path, which is best read as a whole. */
function commonPath(all: readonly string[]): string {
  const [first = ''] = all;
  if (all.length < 2) return '';
  let common = first;
  for (const path of all)
    while (common !== path && !path.startsWith(`${common}/`))
      common = common.slice(0, Math.max(0, common.lastIndexOf('/')));
  return common;
}
