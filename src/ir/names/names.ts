// Where operations hang in the client: each name comes from the operation's own words and path; neighbours matter only
// where two would be equal, or one would be the beginning of another. The order of declaration never matters.
import { groupBy } from '../../util/group-by.ts';
import { clientMembers } from '../../util/reserved-names.ts';
import { stableJson } from '../../util/stable-json.ts';
import { camel, clientName, draftedName, draftName, type NameDraft } from './client-name.ts';
import type { MergedOperation } from '../lower/dedupe.ts';
import { methodWord } from './own-verb.ts';
import { pathSteps } from './operation-words.ts';
import { verbs } from './vocabulary.ts';
import { wordsOf } from './words.ts';

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
  names = asSiblings(operations, names, kept);
  // Each round gives operations that clash one more distinguishing part, the same way whatever their order.
  for (const distinguish of rounds) {
    const clashes = clashing(operations, names, published);
    if (clashes.size === 0) return names;
    const wanted = new Map(
      operations
        .filter(({ id }) => clashes.has(id))
        .map((operation) => [
          operation.id,
          beside(
            fixed,
            unreserved(distinguish(operation, names.get(operation.id)!, operations, fixed)),
          ),
        ]),
    );
    names = new Map([...names, ...telling(wanted, names)]);
  }
  return names;
}

/**
 * `star()` beside `checkStar()`: what is one step below what is done stands beside it, where the step says all about
 * that. A step with more below it, or with items, is a group.
 */
function asSiblings(operations: readonly MergedOperation[], names: Names, kept: Names): Names {
  const open = operations.filter(({ id }) => !kept.has(id));
  const done = groupBy(open, ({ id }) => fold(names.get(id)!));
  const below = groupBy(
    operations.flatMap((operation) => {
      const { id } = operation;
      const name = names.get(id)!;
      const isItem = pathSteps(operation).at(-1)?.isVariable ?? false;
      return name.slice(0, -1).map((_, at) => ({ id, isItem, head: fold(name.slice(0, at + 1)) }));
    }),
    ({ head }) => head,
  );
  const moved = open.flatMap((operation) => {
    const name = names.get(operation.id)!;
    const head = name.slice(0, -1);
    const [only, ...others] = done.get(fold(head)) ?? [];
    if (only === undefined || others.length > 0) return [];
    const draft = draftName(only);
    const isPlain =
      /^(POST|PUT)$/.test(only.method) &&
      verbs.has(draft.action?.[0] ?? '') &&
      draft.verb.join() === methodWord(only.method) &&
      names.get(only.id)!.join() === head.join();
    const isFlat = below
      .get(fold(head))!
      .every(({ id, isItem }) => !isItem && !kept.has(id) && names.get(id)!.length === name.length);
    if (!isPlain || !isFlat || head.length < 2) return [];
    const parts = [wordsOf(name.at(-1)!), wordsOf(head.at(-1)!)];
    const words = draftName(operation).action === undefined ? parts : parts.toReversed();
    return [[operation.id, [...head.slice(0, -1), camel(words.flat())]] as const];
  });
  return new Map([...names, ...moved]);
}

/** What tells at least some of those apart that had one name; the rest keeps its name for the next round. */
function telling(wanted: Names, names: Names): Names {
  const groups = groupBy([...wanted.keys()], (id) => fold(names.get(id)!));
  const helpful = [...groups.values()].filter(
    (ids) => ids.length === 1 || new Set(ids.map((id) => fold(wanted.get(id)!))).size > 1,
  );
  return new Map(helpful.flat().map((id) => [id, wanted.get(id)!]));
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

/** `scan()` beside `scan.get()`: the step becomes a group after all. */
const asGroup: Distinguish = (operation, name, operations, fixed) => {
  const group = `${fold(name)}.`;
  const others = operations.map((other) => fold(draftedName(draftName(other)) ?? []));
  const isGroup =
    fixed.has(fold(name)) || [...others, ...fixed].some((other) => other.startsWith(group));
  return isGroup ? redraft(operation, name, grouped) : name;
};

function grouped({ groups, action, ...draft }: NameDraft): NameDraft | undefined {
  return action && { ...draft, groups: [...groups, action], action: undefined };
}

const byScope: Distinguish = (operation, name) =>
  redraft(operation, name, ({ scope, groups, ...draft }) =>
    scope === undefined ? undefined : { ...draft, scope, groups: [scope, ...groups] },
  );

/** PUT and PATCH are often called the same. */
const byUpdate: Distinguish = ({ method }, name) =>
  /^(update|edit|modify|set|change)$/.test(name.at(-1)!)
    ? [...name.slice(0, -1), methodWord(method)]
    : name;

/** `removeAll` beside `remove` */
const byAll: Distinguish = (operation, name) =>
  draftName(operation).rest.includes('all')
    ? [...name.slice(0, -1), camel([...wordsOf(name.at(-1)!), 'all'])]
    : name;

/** `deleteMany` beside `delete` */
const byMany: Distinguish = (operation, name) =>
  draftName(operation).isMany && /^(PUT|PATCH|DELETE)$/.test(operation.method)
    ? [...name.slice(0, -1), camel([...wordsOf(name.at(-1)!), 'many'])]
    : name;

/** `listForRepo`, `deleteByKey` */
const byPhrase: Distinguish = (operation, name) => {
  const { phrase = [] } = draftName(operation);
  return [...name.slice(0, -1), camel([...wordsOf(name.at(-1)!), ...phrase])];
};

/** The author's other words, where it is one: `delete` and `deleteMany`. */
const byWord: Distinguish = (operation, name) =>
  draftName(operation).rest.length > 1 ? name : byWords(operation, name, [], new Set());

const byWords: Distinguish = (operation, name) => {
  const { rest } = draftName(operation);
  return [...name.slice(0, -1), camel([...wordsOf(name.at(-1)!), ...rest])];
};

const byVariable: Distinguish = (operation, name) => {
  const { variable } = draftName(operation);
  const by = variable === undefined ? [] : ['by', ...variable];
  return [...name.slice(0, -1), camel([...wordsOf(name.at(-1)!), ...by])];
};

const byMethod: Distinguish = (operation, name) => {
  const words = wordsOf(name.at(-1)!);
  const word = methodWord(operation.method);
  return words[0] === word ? name : [...name.slice(0, -1), camel([word, ...words])];
};

const byPath: Distinguish = (operation, name) => {
  const steps = pathSteps(operation);
  const words = steps.flatMap((step) => (step.isVariable ? [] : step.words));
  const variable = steps.findLast((step) => step.isVariable);
  const by = variable === undefined ? [] : ['by', ...variable.words];
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

const rounds: readonly Distinguish[] = [
  asGroup,
  byService,
  byScope,
  byUpdate,
  byAll,
  byPhrase,
  byMany,
  byWord,
  byVariable,
  byWords,
  byMethod,
  byPath,
  byContent,
  byNumber,
];

/** The name from other parts, with what is in front of it already. */
function redraft(
  operation: MergedOperation,
  name: readonly string[],
  change: (draft: NameDraft) => NameDraft | undefined,
): readonly string[] {
  const draft = draftName(operation);
  for (const form of [draft, grouped(draft)]) {
    const before = form && draftedName(form);
    const changed = form && change(form);
    const after = changed && draftedName(changed);
    if (before === undefined || after === undefined) continue;
    const front = name.length - before.length;
    if (front >= 0 && fold(name.slice(front)) === fold(before))
      return [...name.slice(0, front), ...after];
  }
  return name;
}
