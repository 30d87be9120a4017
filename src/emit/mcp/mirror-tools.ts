// Tools that tell a model little about themselves: mirrors of another one, and those that share their words with others.
import type { Operation, Tool } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import { groupBy } from '../../util/group-by.ts';

/** By tool: the name of the one it is like. That one is not deprecated where there is a choice, and has the shortest name. */
export function mirrorTools(
  tools: readonly Tool[],
  operations: ReadonlyMap<string, Operation>,
): ReadonlyMap<Tool, string> {
  const called = tools.flatMap((tool) => {
    const operation =
      tool.action.kind === 'call' ? operations.get(tool.action.operation) : undefined;
    return operation === undefined ? [] : [{ tool, operation }];
  });
  const groups = groupBy(called, ({ tool, operation }) =>
    JSON.stringify([operation.shape, tool.title, tool.description, tool.inputs.length]),
  );
  const mirrors = new Map<Tool, string>();
  for (const group of groups.values()) {
    const [first, ...others] = [...group].sort(
      (a, b) =>
        Number(a.operation.deprecated) - Number(b.operation.deprecated) ||
        a.tool.name.length - b.tool.name.length ||
        compareText(a.tool.name, b.tool.name),
    );
    for (const { tool } of others) if (first !== undefined) mirrors.set(tool, first.tool.name);
  }
  return mirrors;
}

/** Descriptions that several different tools have: they do not tell which of them is which. */
export function vagueDescriptions(
  tools: readonly Tool[],
  mirrors: ReadonlyMap<Tool, string>,
): ReadonlySet<string> {
  const originals = tools.filter((tool) => !mirrors.has(tool));
  const groups = groupBy(originals, ({ description = '' }) => description);
  return new Set([...groups].flatMap(([text, { length }]) => (length > 2 ? [text] : [])));
}
