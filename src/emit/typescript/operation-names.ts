// The names that operations and their groups have in generated modules.
import type { Operation } from '../../ir/capability.ts';
import { compareText } from '../../util/compare.ts';
import { usedByClient } from '../../util/reserved-names.ts';
import { remember } from '../../util/remember.ts';
import { identifier, Scope, typeIdentifier } from './names.ts';
import { nestedTypes, type NestedTypes } from './nested-types.ts';

export interface OperationNames {
  /** The standalone function: `personsList`. */
  readonly function: string;
  /** Types of arguments and result: `PersonsListArgs`, `PersonsListOutput`. */
  readonly args: string;
  readonly output: string;
  /** Types of objects inside both. */
  readonly nested: NestedTypes;
}

export interface GroupNames {
  /** The interface of a group's methods: `PersonsMethods`. */
  readonly type: string;
  /** The descriptors of a group by method name: `personsMethods`. */
  readonly value: string;
}

export interface ClientNames {
  /** By operation id. */
  readonly operations: ReadonlyMap<string, OperationNames>;
  /** By `groupKey` of the property path that leads to the group. */
  readonly groups: ReadonlyMap<string, GroupNames>;
}

/** Unique in the capability whatever the case, and independent of the order of declaration. */
export const clientNames: (operations: readonly Operation[]) => ClientNames = remember(nameAll);

function nameAll(operations: readonly Operation[]): ClientNames {
  const scope = new Scope(usedByClient);
  const sorted = [...operations].sort((a, b) =>
    compareText(groupKey(a.client), groupKey(b.client)),
  );
  const groups = new Map<string, GroupNames>();
  for (const { client } of sorted) {
    const path = client.slice(0, -1);
    if (groups.has(groupKey(path))) continue;
    const [stem] = claim(scope, identifier([...path, 'methods']), (name) => [name] as const);
    groups.set(groupKey(path), { type: typeIdentifier([stem]), value: stem });
  }
  const plain = sorted.map((operation) => {
    const own = claim(scope, identifier(operation.client), (stem) => {
      const type = typeIdentifier([stem]);
      return [stem, `${type}Args`, `${type}Output`] as const;
    });
    return [operation, own] as const;
  });
  const typeNames = new Set([...groups.values()].map(({ type }) => type).concat(usedByClient));
  for (const [, own] of plain) for (const name of own) typeNames.add(name);
  const names = plain.map(([operation, [name, args, output]]) => {
    const nested = nestedTypes(operation, typeIdentifier([name]), (wanted) =>
      free(wanted, typeNames),
    );
    return [operation.id, { function: name, args, output, nested }] as const;
  });
  return { operations: new Map(names), groups };
}

/** Types of operations keep their names: those inside them make way. */
function free(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
  taken.add(name);
  return name;
}

export function groupKey(path: readonly string[]): string {
  return path.join('\u0000');
}

/** The first numbering of `stem` under which all derived names are free. */
function claim<Names extends readonly string[]>(
  scope: Scope,
  stem: string,
  derive: (stem: string) => Names,
): Names {
  for (let number = 1; ; number++) {
    const names = derive(number === 1 ? stem : `${stem}${number}`);
    if (scope.claimAll(names)) return names;
  }
}
