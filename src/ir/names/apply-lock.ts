// A capability with the names that a lock keeps, and the lock that keeps the names of a capability.
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { groupBy } from '../../util/group-by.ts';
import type { Capability, McpSurface, Operation, Tool } from '../capability.ts';
import type { LockedOperation, LockedTool, NamesLock } from './lock.ts';
import { clientNames } from './names.ts';
import { pathText } from '../parse/parse-path.ts';

export interface Locked {
  readonly capability: Capability;
  /** What has to be settled by hand. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Operations and tools of the lock keep their names; others make way for them. */
export function applyLock(capability: Capability, lock: NamesLock): Locked {
  const { kept, taken, clashes } = publishedNames(capability.operations, lock);
  const names = clientNames(capability.operations, { kept, taken });
  const operations = capability.operations.map((operation): Operation => ({
    ...operation,
    client: names.get(operation.id)!,
  }));
  const client = new Map(operations.map(({ id, client: path }) => [id, path.join('.')]));
  const surfaces = capability.surfaces.map((surface) =>
    surface.kind === 'mcp' ? lockTools(surface, lock, client) : surface,
  );
  return { capability: { ...capability, operations, surfaces }, diagnostics: clashes };
}

/** What to write down: the names of now, and of what is gone, so that nothing else is ever called that. */
export function lockNames(capability: Capability, before: NamesLock | undefined): NamesLock {
  const operations = capability.operations.map(lockedOperation);
  const client = new Map(capability.operations.map(({ id, client: path }) => [id, path.join('.')]));
  const tools = capability.surfaces.flatMap((surface) =>
    surface.kind === 'mcp' ? surface.tools.map((tool) => lockedTool(surface, tool, client)) : [],
  );
  const names = new Set(operations.map(({ client: path }) => path.join('.').toLowerCase()));
  const toolNames = new Set(tools.map(({ surface, name }) => `${surface} ${name}`));
  return {
    operations: [
      ...operations,
      ...(before?.operations ?? []).filter(
        ({ client: path }) => !names.has(path.join('.').toLowerCase()),
      ),
    ],
    tools: [
      ...tools,
      ...(before?.tools ?? []).filter(({ surface, name }) => !toolNames.has(`${surface} ${name}`)),
    ],
  };
}

/** Ids of the operations that have their name from the lock. */
export function lockedOperations(
  { operations }: Capability,
  lock: NamesLock | undefined,
): ReadonlySet<string> {
  return lock === undefined ? new Set() : new Set(publishedNames(operations, lock).kept.keys());
}

function lockedOperation(operation: Operation): LockedOperation {
  const { client, service, method, path, id } = operation;
  return { client, service, method, path: pathText(path), id };
}

function lockedTool(
  surface: McpSurface,
  { name, declaredNames, action }: Tool,
  client: ReadonlyMap<string, string>,
): LockedTool {
  const calls = action.kind === 'call' ? (client.get(action.operation) ?? '') : '';
  return { name, surface: surface.id, calls, declared: declaredNames[0] ?? name };
}

function publishedNames(
  operations: readonly Operation[],
  lock: NamesLock,
): {
  readonly kept: ReadonlyMap<string, readonly string[]>;
  readonly taken: readonly (readonly string[])[];
  readonly clashes: readonly Diagnostic[];
} {
  const anonymous = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}');
  const pairs = match(lock.operations, operations, lockedOperation, [
    ({ service, method, path, id }) => `${service} ${method} ${path} ${id}`,
    ({ service, method, path }) => `${service} ${method} ${anonymous(path)}`,
    ({ id }) => id,
    ({ method, path }) => `${method} ${anonymous(path)}`,
  ]);
  const kept = new Map<string, readonly string[]>();
  const clashes: Diagnostic[] = [];
  const holders = new Map<string, Operation>();
  for (const [operation, { client }] of pairs) {
    const name = client.join('.');
    const rival = [...holders].find(([other]) => isTold(name, other));
    if (rival === undefined) {
      kept.set(operation.id, client);
      holders.set(name, operation);
    } else clashes.push(conflict(name, operation, ...rival));
  }
  const paired = new Set(pairs.values());
  const taken = lock.operations.filter((entry) => !paired.has(entry)).map(({ client }) => client);
  return { kept, taken, clashes };
}

/** Whether both cannot be in one client: the same name, or one below the other. */
function isTold(a: string, b: string): boolean {
  const [one, other] = [`${a.toLowerCase()}.`, `${b.toLowerCase()}.`];
  return one.startsWith(other) || other.startsWith(one);
}

function conflict(
  name: string,
  operation: Operation,
  other: string,
  holder: Operation,
): Diagnostic {
  return {
    code: 'output-names-conflict',
    severity: 'error',
    message: `the lock has \`${name}\` for \`${operation.id}\` and \`${other}\` for \`${holder.id}\`, which cannot both be; remove one of them from capwright.lock`,
    at: operation.at,
    related: [{ message: `\`${other}\``, at: holder.at }],
  };
}

function lockTools(
  surface: McpSurface,
  lock: NamesLock,
  client: ReadonlyMap<string, string>,
): McpSurface {
  const entries = lock.tools.filter((entry) => entry.surface === surface.id);
  const pairs = match(entries, surface.tools, (tool) => lockedTool(surface, tool, client), [
    ({ calls, declared }) => `${calls} ${declared}`,
    ({ calls, declared }) => calls || ` ${declared}`,
    ({ declared }) => declared,
  ]);
  const names = new Map([...pairs].map(([tool, { name }]) => [tool, name]));
  const taken = new Set(entries.map(({ name }) => name));
  const tools = surface.tools.map((tool): Tool => {
    const name = names.get(tool) ?? free(tool.name, taken);
    taken.add(name);
    if (name === tool.name) return tool;
    const isAlias = !surface.tools.some(
      (other) => other !== tool && names.get(other) === tool.name,
    );
    const declaredNames = [...tool.declaredNames, ...(isAlias ? [tool.name] : [])];
    return {
      ...tool,
      id: `${surface.id}.${name}`,
      name,
      declaredNames: declaredNames.filter((other) => other !== name),
    };
  });
  return { ...surface, tools };
}

function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) {
    const numbered = `${name.slice(0, 47 - String(number).length)}_${number}`;
    if (!taken.has(numbered)) return numbered;
  }
}

/**
 * Entries and the items they are about, by ever weaker likeness; each at most once, and only where there is no
 * choice to make.
 */
function match<Entry, Item>(
  entries: readonly Entry[],
  items: readonly Item[],
  describe: (item: Item) => Entry,
  keys: readonly ((entry: Entry) => string)[],
): ReadonlyMap<Item, Entry> {
  const pairs = new Map<Item, Entry>();
  const described = items.map((item) => [item, describe(item)] as const);
  const used = new Set<Entry>();
  for (const key of keys) {
    const open = groupBy(
      entries.filter((entry) => !used.has(entry)),
      key,
    );
    const waiting = groupBy(
      described.filter(([item]) => !pairs.has(item)),
      ([, own]) => key(own),
    );
    for (const [value, group] of waiting) {
      const found = open.get(value) ?? [];
      const [first] = group;
      const [entry] = found;
      if (group.length !== 1 || found.length !== 1 || !first || entry === undefined) continue;
      pairs.set(first[0], entry);
      used.add(entry);
    }
  }
  return pairs;
}
