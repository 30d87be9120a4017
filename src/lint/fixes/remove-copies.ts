// Copies go, the first declaration stays: operations word for word, routes and tools that do the same.
import { ownAdapters, ownRoutes, ownTools } from '../../document/walk.ts';
import { groupBy } from '../../util/group-by.ts';
import { stableJson } from '../../util/stable-json.ts';
import type { Location } from '../../source/location.ts';
import { pointersOf, removeAll, safeFix, type Fixer } from './fixer.ts';

export const removeOperationCopies: Fixer = (sites, context) => {
  const places = [...pointersOf(sites, context)].map((pointer): Location => ({
    file: context.source.path,
    pointer,
  }));
  return safeFix('remove the repeated operations', removeAll(places, context.source));
};

/** Of routes with one method and path only those that are equal in everything else. */
export const removeRouteCopies: Fixer = (sites, context) => {
  const wanted = pointersOf(sites, context);
  const groups = groupBy(ownRoutes(context.program), ({ adapter, resource, operation }) => {
    const { operations: _, ...around } = resource;
    return stableJson(
      {
        adapter: adapter.at.pointer,
        around,
        operation: { ...operation, call: operation.call?.text, ref: operation.ref?.text },
      },
      ['at'],
    );
  });
  const copies = [...groups.values()].flatMap((group) =>
    group.slice(1).map(({ operation }) => operation.at),
  );
  return safeFix(
    'remove the repeated routes',
    removeAll(
      copies.filter(({ pointer }) => wanted.has(pointer)),
      context.source,
    ),
  );
};

/** Only where the names differ in a number at the end, and nothing refers to the copy by its name. */
export const removeToolCopies: Fixer = (sites, context) => {
  const wanted = pointersOf(sites, context);
  const used = new Set(
    ownAdapters(context.program).flatMap((adapter) =>
      adapter.kind === 'skill'
        ? adapter.skills.flatMap((skill) =>
            skill.tools.flatMap(({ from }) =>
              from === undefined ? [] : [`${from.namespace} ${from.action}`],
            ),
          )
        : [],
    ),
  );
  const groups = groupBy(ownTools(context.program), ({ adapter, tool }) => {
    const name = (tool.name ?? '').replace(/-\d+$/, '');
    return stableJson(
      {
        adapter: adapter.at.pointer,
        tool: { ...tool, name, call: tool.call?.text, ref: tool.ref?.text },
      },
      ['at'],
    );
  });
  const copies = [...groups.values()].flatMap((group) =>
    group
      .slice(1)
      .flatMap(({ adapter, tool }) =>
        wanted.has(tool.at.pointer) && !used.has(`${adapter.namespace} ${tool.name}`)
          ? [tool.at]
          : [],
      ),
  );
  return safeFix('remove the repeated tools', removeAll(copies, context.source));
};
