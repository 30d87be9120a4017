// Where an operation hangs in the client: `persons.list` for `personslist` on `/api/projects/{project_id}/persons/`.
// A name comes from the operation's own words and path alone, so that neither order nor neighbours change it;
// neighbours matter only where two would be equal.
import { groupBy } from '../util/group-by.ts';
import { clientMembers } from '../util/reserved-names.ts';
import { stableJson } from '../util/stable-json.ts';
import type { MergedOperation } from './dedupe.ts';
import { pathSegments, pathText } from './parse-path.ts';
import { joiners, verbs } from './vocabulary.ts';
import { singular, splitName, vocabulary, wordsOf, type Vocabulary } from './words.ts';

type Names = ReadonlyMap<string, readonly string[]>;

/** Names that callers rely on already. */
export interface PublishedNames {
  /** By operation id: they stay as they are. */
  readonly kept: Names;
  /** Of operations that are gone: nobody else may have them. */
  readonly taken: readonly (readonly string[])[];
}

const unpublished: PublishedNames = { kept: new Map(), taken: [] };

/** Client paths by operation id; unique, and none is the beginning of another. */
export function clientNames(
  operations: readonly MergedOperation[],
  published: PublishedNames = unpublished,
): Names {
  const { kept } = published;
  const fixed = new Set([...kept.values(), ...published.taken].map(fold));
  let names: Names = new Map(
    operations.map(
      (operation) =>
        [
          operation.id,
          kept.get(operation.id) ?? beside(fixed, unreserved(clientName(operation))),
        ] as const,
    ),
  );
  // Each round gives all operations that clash one more distinguishing part, the same way whatever their order.
  for (const distinguish of [byService, byMethod, byPath, byContent, byNumber]) {
    const clashes = clashing(operations, names, published);
    if (clashes.size === 0) return names;
    names = new Map(
      operations.map((operation) => {
        const name = names.get(operation.id)!;
        return [
          operation.id,
          clashes.has(operation.id)
            ? beside(fixed, distinguish(operation, name, operations, fixed))
            : name,
        ] as const;
      }),
    );
  }
  return names;
}

function unreserved(name: readonly string[]): readonly string[] {
  const [first = '', ...rest] = name;
  return clientMembers.has(first) ? [`${first}Api`, ...rest] : name;
}

/** Names that differ in case only are one. */
function fold(name: readonly string[]): string {
  return name.map((part) => part.toLowerCase()).join('.');
}

/** A name below one that is a method already: `activity.list` becomes `activityList`. */
function beside(fixed: ReadonlySet<string>, name: readonly string[]): readonly string[] {
  const at = name.findIndex((_, index) => index > 0 && fixed.has(fold(name.slice(0, index))));
  if (at === -1) return name;
  return beside(fixed, [
    ...name.slice(0, at - 1),
    camel([...wordsOf(name[at - 1]!), ...wordsOf(name[at]!)]),
    ...name.slice(at + 1),
  ]);
}

/** Ids of operations whose name another one has, or begins with. Published names never clash: others make way. */
function clashing(
  operations: readonly MergedOperation[],
  names: Names,
  { kept, taken }: PublishedNames,
): ReadonlySet<string> {
  const key = (id: string): string => fold(names.get(id)!);
  const all = [...operations.map(({ id }) => names.get(id)!), ...taken];
  const same = groupBy(all, fold);
  const groups = new Set(
    all.flatMap((name) => name.slice(0, -1).map((_, index) => fold(name.slice(0, index + 1)))),
  );
  const clashes = operations.filter(
    ({ id }) => same.get(key(id))!.length > 1 || groups.has(key(id)),
  );
  return new Set(clashes.filter(({ id }) => !kept.has(id)).map(({ id }) => id));
}

type Distinguish = (
  operation: MergedOperation,
  name: readonly string[],
  operations: readonly MergedOperation[],
  fixed: ReadonlySet<string>,
) => readonly string[];

const byService: Distinguish = (operation, name, operations) =>
  operations.every((other) => other.service === operation.service)
    ? name
    : [camel(wordsOf(operation.service)), ...name];

const byMethod: Distinguish = (operation, name) => {
  const words = wordsOf(name.at(-1)!);
  const word = methodWord(operation);
  return words[0] === word ? name : [...name.slice(0, -1), camel([word, ...words])];
};

const byPath: Distinguish = (operation, name) => {
  const words = literalSegments(operation).flatMap((segment) => wordsOf(segment));
  const variables = pathSegments(operation.path).filter((segment) =>
    segment.some((part) => typeof part !== 'string'),
  );
  const by = variables.length === 0 ? [] : ['by', ...wordsOf(pathText(variables.at(-1)!))];
  return [...name.slice(0, -1), camel([...wordsOf(name.at(-1)!), 'on', ...words, ...by])];
};

const byContent: Distinguish = (operation, name, operations) => {
  const content = (item: MergedOperation): string => stableJson(item, ['at', 'origins', 'id']);
  const ranked = operations.map(content).sort();
  return [...name.slice(0, -1), `${name.at(-1)!}${ranked.indexOf(content(operation)) + 1}`];
};

/** Only beside published names: a number that they leave free. */
const byNumber: Distinguish = (_operation, name, _operations, fixed) => {
  for (let number = 2; ; number++) {
    const numbered = [...name.slice(0, -1), `${name.at(-1)!}_${number}`];
    if (!fixed.has(fold(numbered))) return numbered;
  }
};

function methodWord(operation: MergedOperation): string {
  const words: Readonly<Record<string, string>> = {
    GET: 'get',
    POST: 'create',
    PUT: 'replace',
    PATCH: 'update',
    DELETE: 'delete',
    HEAD: 'head',
    OPTIONS: 'options',
  };
  return words[operation.method] ?? operation.method.toLowerCase();
}

/** Words of the paths' standing parts, without what every path begins with. */
function literalSegments(operation: MergedOperation): readonly string[] {
  return pathSegments(operation.path)
    .map(
      (segment) =>
        segment
          .filter((part) => typeof part === 'string')
          .join(' ')
          .replace(/\.(json|xml|csv)$/i, '')
          .split(/[?#]/)[0]!,
    )
    .filter(
      (text) => /[\p{L}]/u.test(text) && !/^(api|rest|v\d+([._-]?\d+)*([a-z]+\d*)?)$/i.test(text),
    );
}

/** Verbs that say no more than the method does, once the rest of the name says what is done. */
const generic: ReadonlySet<string> = new Set(['create', 'retrieve', 'list', 'get', 'read', 'post']);

export function operationWords(operation: MergedOperation): readonly string[] {
  return splitName(operation.name, operationVocabulary(operation));
}

/** The words that an operation's surroundings use. */
export function operationVocabulary(operation: MergedOperation): Vocabulary {
  return vocabulary([
    ...literalSegments(operation),
    ...pathSegments(operation.path).map((segment) => pathText(segment)),
    ...operation.inputs.map((input) => input.name),
    operation.resource ?? '',
    operation.service,
    operation.title ?? '',
    operation.description ?? '',
  ]);
}

export function clientName(operation: MergedOperation): readonly string[] {
  const local = operationVocabulary(operation);
  const words = splitName(operation.name, local);
  const segments = literalSegments(operation).map((segment) => splitName(segment, local));
  const { groups, used } = leadingSegments(words, segments);
  const rest = words.slice(used);
  if (groups.length > 0) return nested(groups, rest, operation);
  return (
    verbFirst(words, segments) ?? [
      camel(
        words.length === 0
          ? wordsOf(`${operation.method} ${operation.resource ?? 'operation'}`)
          : words,
      ),
    ]
  );
}

/** Words at the beginning that are whole segments of the path, in its order; at least one word is left over. */
function leadingSegments(
  words: readonly string[],
  segments: readonly (readonly string[])[],
): { readonly groups: readonly (readonly string[])[]; readonly used: number } {
  const groups: (readonly string[])[] = [];
  let used = 0;
  let from = 0;
  for (;;) {
    const index = segments.findIndex(
      (segment, at) =>
        at >= from &&
        segment.length > 0 &&
        startsWith(words, used, segment) &&
        used + segment.length < words.length,
    );
    if (index === -1) return { groups, used };
    groups.push(segments[index]!);
    used += segments[index]!.length;
    from = index + 1;
  }
}

function startsWith(words: readonly string[], at: number, segment: readonly string[]): boolean {
  return segment.every(
    (word, index) =>
      words[at + index] === word ||
      (words[at + index] !== undefined && singular(words[at + index]!) === singular(word)),
  );
}

function nested(
  groups: readonly (readonly string[])[],
  rest: readonly string[],
  operation: MergedOperation,
): readonly string[] {
  const names = groups.map(camel);
  const last = groups.at(-1)!;
  // `bulk_delete` + `create` on POST: the segment is the action, the verb only repeats the method.
  if (
    groups.length > 1 &&
    rest.length === 1 &&
    operation.method === 'POST' &&
    rest[0] === 'create' &&
    isAction(last)
  )
    return names;
  const tail = rest.at(-1)!;
  const trimmed =
    rest.length > 1 && generic.has(tail) && !isVerb(rest[0]!) ? rest.slice(0, -1) : rest;
  const action =
    rest.length > 1 &&
    tail === 'create' &&
    operation.method === 'POST' &&
    isAction(rest.slice(0, -1))
      ? rest.slice(0, -1)
      : trimmed;
  return [...names, camel(action)];
}

/** A segment that says what is done rather than what there is: `split`, `bulk_delete`, `batch_by_ids`. */
function isAction(words: readonly string[]): boolean {
  if (words.length === 1) return isVerb(words[0]!) && singular(words[0]!) === words[0];
  return (
    isVerb(words[0]!) ||
    words.slice(1).some((word) => word === 'by' || (isVerb(word) && word === words.at(-1)))
  );
}

function isVerb(word: string): boolean {
  return verbs.has(word);
}

/** `listbuilds` on `/…/builds` → `builds.list`; anything the path does not name stays one flat word. */
function verbFirst(
  words: readonly string[],
  segments: readonly (readonly string[])[],
): readonly string[] | undefined {
  const [verb, ...rest] = words;
  if (verb === undefined || !isVerb(verb)) return undefined;
  const nouns = rest.filter(
    (word) => word !== 'a' && word !== 'an' && word !== 'the' && word !== 'all',
  );
  if (nouns.length === 0 || nouns.some((word) => joiners.has(word))) return undefined;
  const segment = segments.findLast(
    (candidate) => candidate.length === nouns.length && startsWith(nouns, 0, candidate),
  );
  return segment === undefined ? undefined : [camel(segment), verb];
}

/** `["batch", "by", "ids"]` → `batchByIds`. Always an identifier that may follow a dot. */
export function camel(words: readonly string[]): string {
  const text = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  const clean = text.replace(/[^\p{ID_Continue}$]/gu, '');
  return /^[\p{ID_Start}_$]/u.test(clean) ? clean : `_${clean}`;
}
