// Secrets of several capabilities: afterwards one name stands for one source everywhere.
import { groupBy } from '../../util/group-by.ts';
import { stableJson } from '../../util/stable-json.ts';
import type { Capability, Secret } from '../capability.ts';
import { longest } from './merge-text.ts';

export interface UnifiedSecrets {
  readonly parts: readonly Capability[];
  readonly secrets: readonly Secret[];
}

export function unifySecrets(capabilities: readonly Capability[]): UnifiedSecrets {
  const named = new Map<string, string>();
  const taken = new Set<string>();
  const parts = capabilities.map((capability) => {
    const renamed = new Map<string, string>();
    for (const secret of capability.secrets) {
      const source = `${secret.name} ${sourceOf(secret)}`;
      const name = named.get(source) ?? freeName(secret, capability, taken);
      named.set(source, name);
      taken.add(name);
      if (name !== secret.name) renamed.set(secret.name, name);
    }
    return renamed.size === 0 ? capability : renameSecrets(capability, renamed);
  });
  const all = groupBy(
    parts.flatMap(({ secrets }) => secrets),
    ({ name }) => name,
  );
  return { parts, secrets: [...all.values()].map(mergeSecret) };
}

function sourceOf({ variable, file }: Secret): string {
  return stableJson([variable, file]);
}

function mergeSecret(same: readonly Secret[]): Secret {
  const description = longest(same.map((secret) => secret.description));
  return { ...same[0]!, ...(description === undefined ? {} : { description }) };
}

/** Two capabilities may call different things `API_KEY`; the later one gets the name of its capability behind it. */
function freeName({ name }: Secret, capability: Capability, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const own = `${name}_${capability.id.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
  let unique = own;
  for (let number = 2; taken.has(unique); number++) unique = `${own}_${number}`;
  return unique;
}

function renameSecrets(capability: Capability, names: ReadonlyMap<string, string>): Capability {
  const renamed = (name: string): string => names.get(name) ?? name;
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const node = value as Readonly<Record<string, unknown>>;
    // Below a literal there is text of the document, whatever it looks like.
    if (node['kind'] === 'literal') return node;
    if (node['kind'] === 'secret' && typeof node['name'] === 'string')
      return { ...node, name: renamed(node['name']) };
    return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, visit(item)]));
  };
  const secrets = capability.secrets.map((secret) => ({ ...secret, name: renamed(secret.name) }));
  return { ...(visit(capability) as Capability), secrets };
}

/** Names of all secrets that a part of a capability reads. */
export function secretsRead(value: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (item: unknown): void => {
    if (Array.isArray(item)) return item.forEach(visit);
    if (typeof item !== 'object' || item === null) return;
    const node = item as Readonly<Record<string, unknown>>;
    if (node['kind'] === 'literal') return;
    if (node['kind'] === 'secret' && typeof node['name'] === 'string') names.add(node['name']);
    Object.values(node).forEach(visit);
  };
  visit(value);
  return names;
}
