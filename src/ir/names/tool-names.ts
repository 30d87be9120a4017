// Names of MCP tools as they are published. Declared names stay where they say something; names cut from prose or
// told apart by a number only (all of them) are replaced by the client's name for the operation, and kept as aliases.
import { groupBy } from '../../util/group-by.ts';
import { wordsOf } from './words.ts';

export interface ToolToName {
  readonly declared: readonly string[];
  /** The declared name without its number. */
  readonly base: string;
  readonly description: string | undefined;
  /** Property path of the client method the tool calls. */
  readonly client: readonly string[] | undefined;
}

const published = /^[a-z][a-z0-9_-]{0,47}$/;
const longest = 48;

/** Words that occur in sentences and never in a name somebody chose. */
const prose: ReadonlySet<string> = new Set(
  'this that these those is are was were be been being am will would can could should must you your it its they their which when meant endpoint deprecated'.split(
    ' ',
  ),
);

/** `list-users-12` → `list-users` */
export function unnumbered(name: string): string {
  return name.replace(/[-_](\d+)$/, '');
}

/** One name for each tool, unique among them. Does not depend on the order of tools but where all else is equal. */
export function toolNames(tools: readonly ToolToName[]): readonly string[] {
  const bases = groupBy(
    tools.map((tool, index) => ({ tool, index })),
    ({ tool }) => tool.base,
  );
  const wanted = tools.map((tool) => {
    const [first = ''] = tool.declared;
    const shared = bases.get(tool.base)!.length > 1;
    if (published.test(first) && !shared && !isProse(first)) return first;
    return derived(tool) ?? cleaned(first);
  });
  const taken = new Set<string>();
  return wanted.map((name, index) => {
    const candidates = [name, derived(tools[index]!) ?? name];
    let unique = candidates.find((candidate) => !taken.has(candidate));
    for (let number = 2; unique === undefined; number++) {
      const numbered = `${name.slice(0, longest - String(number).length - 1)}_${number}`;
      if (!taken.has(numbered)) unique = numbered;
    }
    taken.add(unique);
    return unique;
  });
}

function isProse(name: string): boolean {
  return name.split(/[-_]/).some((word) => prose.has(word));
}

function derived({ client }: ToolToName): string | undefined {
  return client === undefined ? undefined : nameOfClient(client);
}

/** `["orders", "list"]` → `orders_list` */
export function nameOfClient(client: readonly string[]): string {
  return shorten(client.flatMap((name) => wordsOf(name)));
}

function cleaned(name: string): string {
  const words = wordsOf(name);
  const [first = ''] = words;
  return shorten(/^[a-z]/.test(first) ? words : ['tool', ...words]);
}

/** Words joined by `_`, whole words dropped behind the first until the name fits: the end says what is done to what. */
function shorten(words: readonly string[]): string {
  const ascii = words
    .map((word) => word.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter((word) => word !== '');
  const list = /^[a-z]/.test(ascii[0] ?? '') ? ascii : ['tool', ...ascii];
  while (list.length > 2 && list.join('_').length > longest) list.splice(1, 1);
  return list.join('_').slice(0, longest).replace(/_+$/, '');
}
