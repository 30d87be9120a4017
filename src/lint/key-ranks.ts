// The order in which the keys of a mapping are best written, by what the mapping is.
type Ranks = Readonly<Record<string, number>>;

function ranks(...groups: readonly string[]): Ranks {
  return Object.fromEntries(
    groups.flatMap((group, rank) => group.split(' ').map((key) => [key, rank] as const)),
  );
}

/** What comes before what; keys that are not listed have the rank of `…`. */
const document = ranks('naftiko ikanos', 'info', '…', 'capability');
const parameter = ranks('name', '…', 'items properties');
const anything = ranks(
  'type name namespace method path uri import from as address port transport baseUri target targetName',
  'label display description',
  '…',
  'inputParameters arguments',
  'body call ref with steps mappings messages',
  'outputRawFormat outputMediaType outputSchema maxBinarySize outputParameters',
  'resources operations tools prompts skills functions flows',
);
const parameters = new Set(['inputParameters', 'outputParameters', 'properties', 'items']);

function ranksOf(kind: string): Ranks {
  if (kind === '') return document;
  return parameters.has(kind) ? parameter : anything;
}

/** From a key to its place among the others of a mapping of that kind; equal for keys whose order is free. */
export function rankOf(kind: string): (key: string) => number {
  const order = ranksOf(kind);
  return (key) => (Object.hasOwn(order, key) ? order[key]! : order['…']!);
}
