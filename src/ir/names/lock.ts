// `capwright.lock`: the names that callers rely on, by what they stand for. Committed by users, so that no later run
// renames what was published. One entry a line, sorted, which version control can merge.
import { compareText } from '../../util/compare.ts';
import { clientMembers } from '../../util/reserved-names.ts';

/** By the id of a capability. */
export type Locks = ReadonlyMap<string, NamesLock>;

export interface NamesLock {
  readonly operations: readonly LockedOperation[];
  readonly tools: readonly LockedTool[];
}

export interface LockedOperation {
  readonly client: readonly string[];
  readonly service: string;
  readonly method: string;
  /** With its variables in braces. */
  readonly path: string;
  readonly id: string;
}

export interface LockedTool {
  readonly name: string;
  readonly surface: string;
  /** The client's name for the operation it calls; empty where it does more or less than that. */
  readonly calls: string;
  /** The first name that the document declares for it. */
  readonly declared: string;
}

export type LocksResult =
  | { readonly kind: 'locks'; readonly locks: Locks }
  | { readonly kind: 'broken'; readonly reason: string };

const version = 1;
const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;
const toolName = /^[a-z][a-z0-9_-]{0,47}$/;

/** `undefined`: there is no lock yet. */
export function parseLocks(text: string | undefined): LocksResult {
  if (text === undefined) return { kind: 'locks', locks: new Map() };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'broken', reason: 'it is not JSON' };
  }
  if (!isRecord(value) || !isRecord(value['capabilities']))
    return { kind: 'broken', reason: 'it is not a lock' };
  if (value['lock'] !== version)
    return { kind: 'broken', reason: `it is of another version than ${version}` };
  const locks = new Map<string, NamesLock>();
  for (const [id, item] of Object.entries(value['capabilities'])) {
    const operations = listOf(item, 'operations', toOperation);
    const tools = listOf(item, 'tools', toTool);
    if (operations === undefined || tools === undefined)
      return { kind: 'broken', reason: `its entry ${JSON.stringify(id)} is malformed` };
    locks.set(id, { operations, tools });
  }
  return { kind: 'locks', locks };
}

export function printLocks(locks: Locks): string {
  const capabilities = [...locks]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, { operations, tools }]) => {
      const lists = [
        `      "operations": ${printList(operations.map(({ client, ...rest }) => ({ client: client.join('.'), ...rest })))}`,
        `      "tools": ${printList(tools)}`,
      ];
      return `    ${JSON.stringify(id)}: {\n${lists.join(',\n')}\n    }`;
    });
  const body = capabilities.length === 0 ? '{}' : `{\n${capabilities.join(',\n')}\n  }`;
  return `{\n  "lock": ${version},\n  "capabilities": ${body}\n}\n`;
}

function printList(entries: readonly object[]): string {
  const lines = entries.map((entry) => `        ${JSON.stringify(entry)}`).sort(compareText);
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n      ]`;
}

function listOf<T>(
  value: unknown,
  key: string,
  read: (item: Record<string, unknown>) => T | undefined,
): readonly T[] | undefined {
  const list = isRecord(value) ? value[key] : undefined;
  if (!Array.isArray(list)) return undefined;
  const items = list.flatMap((item: unknown) => (isRecord(item) ? (read(item) ?? []) : []));
  return items.length === list.length ? items : undefined;
}

function toOperation(item: Record<string, unknown>): LockedOperation | undefined {
  const { client, service, method, path, id } = item;
  if (typeof client !== 'string' || typeof id !== 'string') return undefined;
  if (typeof service !== 'string' || typeof method !== 'string' || typeof path !== 'string')
    return undefined;
  const parts = client.split('.');
  // What a client has itself, or what would be no property of it, cannot be a name, whoever wrote the lock.
  const isFree = !clientMembers.has(parts[0] ?? '') && !parts.includes('__proto__');
  return isFree && parts.every((part) => identifier.test(part))
    ? { client: parts, service, method, path, id }
    : undefined;
}

function toTool(item: Record<string, unknown>): LockedTool | undefined {
  const { name, surface, calls, declared } = item;
  if (typeof name !== 'string' || !toolName.test(name)) return undefined;
  if (typeof surface !== 'string' || typeof calls !== 'string' || typeof declared !== 'string')
    return undefined;
  return { name, surface, calls, declared };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
