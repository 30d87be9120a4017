// The verb of an operation: the one that its author chose, as far as it goes with the method, or the method's own.
import { ambiguousVerbs, joiners, pluralia, verbs } from './vocabulary.ts';
import { singular } from './words.ts';

type Words = readonly string[];

export interface OwnVerb {
  readonly words: Words;
  /** Index of the first word behind it. */
  readonly end: number;
}

/** Verbs that rather say how than what. */
export const manner: ReadonlySet<string> = new Set(['bulk', 'batch', 'partial']);

/** What a GET may do that is more than to get. */
export const asking: ReadonlySet<string> = new Set([
  'query',
  'view',
  'search',
  'download',
  'export',
]);

/** The verb that the author chose, unless it speaks against the method. */
export function ownVerb(
  words: Words,
  path: ReadonlySet<string>,
  method: string,
): OwnVerb | undefined {
  const fits = (word: string): boolean =>
    verbs.has(word) && !path.has(singular(word)) && !(against[method]?.has(word) ?? false);
  // `createOrUpdate`, `enableOrDisable`; `getOrCreate` with any method that fits one of them.
  const either = words.findIndex((word, at) => {
    const other = words[at + 2] ?? '';
    const isEither = words[at + 1] === 'or' && verbs.has(word) && verbs.has(other);
    return isEither && (fits(word) || fits(other));
  });
  if (either !== -1) return { words: words.slice(either, either + 3), end: either + 3 };
  const clear = words.findIndex((word) => fits(word) && !ambiguousVerbs.has(word));
  const index = clear !== -1 ? clear : unclearVerb(words, path, fits);
  if (index === undefined) return undefined;
  const verb = words[index]!;
  const next = words[index + 1] ?? '';
  if (manner.has(verb) && verbs.has(next)) return { words: [verb, next], end: index + 2 };
  const as = words.indexOf('as', index);
  // `markThreadAsRead`: what is said behind the thing is part of what is done to it.
  if (verb === 'mark' && as !== -1 && as + 2 === words.length)
    return { words: [verb, ...words.slice(as)], end: index + 1 };
  return { words: [verb], end: index + 1 };
}

/** Index of a verb that might be a thing: it is one where verbs stand, at either end, or behind the resource. */
function unclearVerb(
  words: Words,
  path: ReadonlySet<string>,
  fits: (word: string) => boolean,
): number | undefined {
  const behind = words.findIndex((word) => !path.has(singular(word)));
  const word = words[behind] ?? '';
  const isAsked = word === 'check' || asking.has(word);
  if (behind > 0 && behind < words.length - 1 && isAsked && fits(word)) return behind;
  // Of `mergePullRequest` on `…/merge` the verb is known, and no other is looked for.
  const isSaid = verbs.has(words[0] ?? '') && !ambiguousVerbs.has(words[0] ?? '');
  return [0, ...(isSaid ? [] : [words.length - 1])].find((at) => fits(words[at] ?? ''));
}

const reading: ReadonlySet<string> = new Set(
  'get list read retrieve fetch show view find'.split(' '),
);
const changing: ReadonlySet<string> = new Set(
  'create update delete remove add insert replace put patch post set edit modify partial overwrite'.split(
    ' ',
  ),
);

/** Verbs that a name cannot mean, by method. */
const against: Readonly<Record<string, ReadonlySet<string>>> = {
  GET: changing,
  HEAD: changing,
  POST: new Set(['put', 'patch']),
  DELETE: new Set([...reading, 'create', 'update', 'post', 'put', 'patch', 'add']),
  PUT: new Set([...reading, 'post', 'patch']),
  PATCH: new Set([...reading, 'post', 'put']),
};

/** Verbs that only repeat the method. */
export const httpVerbs: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch']);

/** What is done to what: the author's words for the thing are `matter`, the path's last step is `last`. */
export function verbOf(
  own: Words | undefined,
  method: string,
  {
    isItem,
    last,
    matter,
  }: { readonly isItem: boolean; readonly last: Words; readonly matter: Words },
): Words {
  const verb = own?.join(' ');
  if (method === 'GET') {
    if (verb === undefined || verb === 'get')
      return [!isItem && isMany(last, matter) ? 'list' : 'get'];
    if (isItem && verb === 'list' && !isPlural(matter)) return ['get'];
  }
  // Many services change what there is with a POST to it.
  if (method === 'POST' && isItem && (own === undefined || verb === 'post')) return ['update'];
  if (own === undefined || verb === method.toLowerCase()) return [methodWord(method)];
  return own;
}

/** Whether many are asked for: `all projects`, `list of packages`; `websockets setting for a zone` is one setting. */
export function isMany(last: Words, matter: Words): boolean {
  if (matter.join(' ').startsWith('list of ')) return true;
  if (matter[0] === 'all' && !last.includes('all')) return true;
  const isList = matter.length > 1 && matter.at(-1) === 'list';
  if (isList && isPlural(last) && !last.some((word) => singular(word) === 'list')) return true;
  const words = matter.filter((word) => !qualifiers.has(word));
  const end = words.findIndex((word, at) => at > 0 && joiners.has(word) && !last.includes(word));
  return (
    isPlural(last.slice(-1)) && isPlural(words.slice(0, end === -1 ? undefined : end).slice(-1))
  );
}

/** Words behind a thing that do not say what it is. */
const qualifiers: ReadonlySet<string> = new Set(['all', 'beta', 'deprecated', 'legacy']);

export function isPlural(words: Words): boolean {
  return words.some((word) => singular(word) !== word && !pluralia.has(word));
}

export function methodWord(method: string): string {
  const words: Readonly<Record<string, string>> = {
    GET: 'get',
    POST: 'create',
    PUT: 'replace',
    PATCH: 'update',
    DELETE: 'delete',
    HEAD: 'head',
    OPTIONS: 'options',
  };
  return words[method] ?? method.toLowerCase();
}
