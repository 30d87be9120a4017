// What an operation is called in the client, from its own path and words alone: the way to its resource, then what is
// done there. `accessbookmarkapplicationslistbookmarkapplications` on `/accounts/{id}/access/bookmarks` is
// `access.bookmarks.list`; the sentence stays in the documentation of the method.
import { remember } from '../../util/remember.ts';
import type { MergedOperation } from '../lower/dedupe.ts';
import { operationWords, pathSteps, type PathStep } from './operation-words.ts';
import { asking, httpVerbs, isMany, isPlural, manner, ownVerb, verbOf } from './own-verb.ts';
import { ambiguousVerbs, joiners, tenants, verbs } from './vocabulary.ts';
import { singular, wordsOf } from './words.ts';

type Words = readonly string[];

/** The parts that a name is put together from. */
export interface NameDraft {
  /** The tenant that the path begins with, where the name does not begin with it. */
  readonly scope: Words | undefined;
  /** Literal steps of the path that lead to the method. */
  readonly groups: readonly Words[];
  /** Set: the last step of the path says what is done, and stands for the verb. */
  readonly action: Words | undefined;
  readonly verb: Words;
  /** Words behind the verb that neither path nor grammar explains. */
  readonly rest: Words;
  /** How the author tells it from others, at the end of the name: `by key`, `for repository`. */
  readonly phrase: Words | undefined;
  /** Done to as many as there are, or are named. */
  readonly isMany: boolean;
  /** The last variable behind the scope. */
  readonly variable: Words | undefined;
}

export function clientName(operation: MergedOperation): readonly string[] {
  return structured(operation) ?? draftedName(draftName(operation)) ?? [flatName(operation)];
}

/** Whether the name is the path's; else it is made of the author's words. */
export function isNamedByPath(operation: MergedOperation): boolean {
  return structured(operation) === undefined && draftedName(draftName(operation)) !== undefined;
}

/** Undefined where the path leads nowhere. */
export function draftedName({ groups, action, verb }: NameDraft): readonly string[] | undefined {
  if (action !== undefined) return [...groups, action].map(camel);
  return groups.length === 0 ? undefined : [...groups, verb].map(camel);
}

export const draftName = remember((operation: MergedOperation): NameDraft => {
  const words = operationWords(operation);
  const all = pathSteps(operation);
  const scope = scopeOf(words, all);
  const behind = scope === undefined ? all : all.slice(all.findIndex((step) => step.isVariable));
  const steps = behind.slice(behind.findIndex(({ isVariable }) => !isVariable));
  const named = steps.filter(({ isVariable }) => !isVariable).map((step) => step.words);
  // `…/requests/new` is the form of a request that there is not yet.
  const isNew = operation.method === 'POST' && named.length > 1 && named.at(-1)!.join() === 'new';
  const literals = isNew ? named.slice(0, -1) : named;
  const path = new Set(all.flatMap((step) => (step.isVariable ? [] : step.words.map(singular))));
  const own = ownVerb(words, path, operation.method);
  const rest = words
    .slice(own === undefined ? 0 : own.end)
    .filter((word) => word !== 'id' && isTelling(word, path));
  const isItem = steps.at(-1)?.isVariable ?? false;
  const last = literals.at(-1) ?? [];
  const variable = steps.findLast((step) => step.isVariable)?.words;
  const matter = own === undefined ? last : words.slice(own.end);
  const many = !isItem && isMany(last, matter);
  const base = {
    isMany: many,
    scope,
    rest,
    phrase: phraseOf(words, path),
    variable,
    action: undefined,
  };
  const verb = verbOf(own?.words, operation.method, { isItem, last, matter });
  if (!isItem && (isDone(steps, own?.words, operation.method) || isSearch(steps, words))) {
    const isSame = own !== undefined && own.words.slice(1).join() === last.join();
    const action = isSame && manner.has(own.words[0]!) ? own.words : last;
    // A step that says what is done is done to something.
    if (operation.method !== 'DELETE' && literals.length === 1 && scope !== undefined)
      return { ...base, scope: undefined, groups: [scope], action, verb };
    if (operation.method !== 'DELETE')
      return { ...base, groups: literals.slice(0, -1), action, verb };
    const undo = own === undefined || own.words.join(' ') === 'delete' ? ['delete', ...last] : verb;
    if (literals.length > 1) return { ...base, groups: literals.slice(0, -1), verb: undo };
  }
  return { ...base, groups: literals, verb };
});

/** `/accounts/{id}/…`: who one is working for, which names of methods repeat only where the author's words do. */
function scopeOf(words: Words, steps: readonly PathStep[]): Words | undefined {
  const [first, second] = steps;
  const [word = ''] = first?.words ?? [];
  const next = steps.slice(2).find(({ isVariable }) => !isVariable);
  const isScope =
    first?.words.length === 1 &&
    !first.isVariable &&
    second?.isVariable === true &&
    tenants.has(singular(word)) &&
    next !== undefined;
  const isSaid = words[0] === word && startsWith(words, 1, next?.words ?? []);
  return isScope && !isSaid ? first.words : undefined;
}

/** Whether the end of the path is what is done: `…/bulk_delete`, `…/lists/search`, `…/run/some-model`. */
function isDone(steps: readonly PathStep[], own: Words | undefined, method: string): boolean {
  const variable = steps.findLastIndex((step) => step.isVariable);
  const tail = steps.slice(variable + 1).map(({ words }) => words);
  const [last = []] = tail.slice(-1);
  const plain = own === undefined || httpVerbs.has(own.join(' '));
  if (isAction(last)) {
    const [word = ''] = last;
    // What is read is rather a thing: `complete-graphs`.
    const isThing = method === 'GET' && last.length > 1 && isPlural(last.slice(-1));
    const ambiguous = ambiguousVerbs.has(word) || !verbs.has(word) || isThing;
    // `checkIfMerged` on `…/merge` does not merge.
    if (method === 'GET' && own?.join() === 'check') return false;
    if (!ambiguous || method === 'DELETE') return true;
    return method === 'GET' || method === 'HEAD' ? asking.has(word) : plain || last.length > 1;
  }
  return method === 'POST' && plain && tail.slice(0, -1).some(isAction);
}

/** `searchRepositories` on `/search/repositories` */
function isSearch(steps: readonly PathStep[], words: Words): boolean {
  const [step, thing] = steps.slice(-2);
  const word = step?.words.join(' ') ?? '';
  const isSaid = (word === 'search' || word === 'query') && words.includes(word);
  return isSaid && step?.isVariable === false && thing?.isVariable === false;
}

/** A step that says what is done rather than what there is: `split`, `bulk_delete`, `batch_by_ids`. */
function isAction(words: Words): boolean {
  const [first = ''] = words;
  if (words.length === 1)
    return verbs.has(first) && singular(first) === first && !manner.has(first);
  const tail = words.slice(1);
  return verbs.has(first) || tail.includes('by') || verbs.has(tail.at(-1) ?? '');
}

/** Whether a word of a name says something that the path does not. */
function isTelling(word: string, path: ReadonlySet<string>): boolean {
  const isSmall = word !== 'all' && joiners.has(word);
  return !isSmall && !path.has(singular(word));
}

/** Longest phrases that a name can take, by what they begin with. */
const phrases: ReadonlyMap<string, number> = new Map([
  ['by', 3],
  ['using', 3],
  ['for', 2],
  ['in', 2],
]);

function phraseOf(words: Words, path: ReadonlySet<string>): Words | undefined {
  const start = words.findLastIndex((word) => phrases.has(word));
  const [first = '', ...rest] = start < 1 ? [] : words.slice(start);
  const tail = rest.filter((word) => !/^(an?|the)$/.test(word));
  if (tail.length > (phrases.get(first) ?? 0)) return undefined;
  // `by template` on `…:using-template` says nothing more; `for repo` below `/repos/{repo}` tells it from what is below an issue.
  if (phrases.get(first) === 3 && tail.every((word) => path.has(singular(word)))) return undefined;
  if (tail.length === 0) return undefined;
  return [first === 'using' ? 'by' : first, ...tail];
}

/** Verbs that say no more than the method does, once the rest of the name says what is done. */
const generic: ReadonlySet<string> = new Set(['create', 'retrieve', 'list', 'get', 'read', 'post']);

/** `personsallactivityretrieve` on `/persons/activity`: the author's own order of resource, matter and verb. */
function structured(operation: MergedOperation): readonly string[] | undefined {
  const words = operationWords(operation);
  const all = pathSteps(operation);
  const steps = all
    .slice(scopeOf(words, all) === undefined ? 0 : 1)
    .flatMap((step) => (step.isVariable ? [] : [step.words]));
  const { groups, used } = leadingSteps(words, steps);
  const matter = words.slice(used, -1);
  const seen = new Set(groups.flat().map(singular));
  const path = new Set(steps.flat().map(singular));
  const [first = ''] = matter;
  const isMatter =
    groups.length > 0 &&
    generic.has(words.at(-1) ?? '') &&
    (matter.length === 1 || matter.length === 2) &&
    !verbs.has(first) &&
    !/^\d/.test(first) &&
    !matter.some((word) => seen.has(singular(word)) || (word !== 'all' && joiners.has(word))) &&
    !matter.every((word) => path.has(singular(word)));
  return isMatter ? [...groups.map(camel), camel(matter)] : undefined;
}

/** Words at the beginning that are whole steps of the path, in its order; at least one word is left over. */
function leadingSteps(
  words: Words,
  steps: readonly Words[],
): { readonly groups: readonly Words[]; readonly used: number } {
  const groups: Words[] = [];
  let used = 0;
  let from = 0;
  for (;;) {
    const index = steps.findIndex(
      (step, at) =>
        at >= from && startsWith(words, used, step) && used + step.length < words.length,
    );
    if (index === -1) return { groups, used };
    groups.push(steps[index]!);
    used += steps[index]!.length;
    from = index + 1;
  }
}

function startsWith(words: Words, at: number, step: Words): boolean {
  return step.every((word, index) => {
    const other = words[at + index];
    return other !== undefined && singular(other) === singular(word);
  });
}

/** The author's words, one method of the client itself. */
function flatName(operation: MergedOperation): string {
  const words = operationWords(operation);
  return camel(
    words.length === 0
      ? wordsOf(`${operation.method} ${operation.resource ?? 'operation'}`)
      : words,
  );
}

/** `["batch", "by", "ids"]` → `batchByIds`. Always an identifier that may follow a dot. */
export function camel(words: Words): string {
  const text = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  const clean = text.replace(/[^\p{ID_Continue}$]/gu, '');
  return /^[\p{ID_Start}_$]/u.test(clean) ? clean : `_${clean}`;
}
