// The other spelling of a document: mappings from name to item, as the format has them since ikanos 1.0.0-alpha3.
import { parse, stringify } from 'yaml';

const collections = new Set(
  'resources operations inputParameters tools prompts arguments steps functions skills'.split(' '),
);
const renamed: Readonly<Record<string, string>> = {
  label: 'display',
  functions: 'flows',
  targetName: 'target',
};

/** Undefined where a list has two items of one name, or where it is not in the older spelling. */
export function toMapShape(yaml: string): string | undefined {
  const document = parse(yaml) as Readonly<Record<string, unknown>> | null;
  if (document === null || document['naftiko'] === undefined) return undefined;
  const { naftiko: _, ...rest } = document;
  try {
    return stringify({ ikanos: '1.0.0-beta5', ...(convert(rest, '') as object) });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function convert(value: unknown, key: string): unknown {
  if (Array.isArray(value))
    return collections.has(key) ? named(value) : value.map((item) => convert(item, ''));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [renamed[name] ?? name, convert(item, name)]),
  );
}

function named(list: readonly unknown[]): object {
  const members = new Map<string, unknown>();
  list.forEach((item, index) => {
    const { name, ...rest } = convert(item, '') as Readonly<Record<string, unknown>>;
    // What has no name in a list needs one in a mapping; nothing refers to it.
    const key =
      typeof name === 'string'
        ? name
        : typeof rest['path'] === 'string'
          ? rest['path']
          : `unnamed-${index}`;
    if (members.has(key)) throw new RangeError(`two items named ${key}`);
    members.set(key, rest);
  });
  return Object.fromEntries(members);
}
