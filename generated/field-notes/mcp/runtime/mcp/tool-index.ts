// Finds tools by what they do: BM25 over their words, where some places of a word count for more than others.
import type { Json } from "../server/model.ts";
import { isObject } from "../server/own.ts";
import { stem, wordsOf } from "./stem.ts";
import type { Tool } from "./model.ts";

export interface ToolIndex {
  /** Tools that fit, the best one first; all of them, by name, where the query says nothing. */
  search(query: string): readonly Tool[];
  /** Names that are nearly this one. */
  similar(name: string): readonly string[];
}

interface Entry {
  readonly tool: Tool;
  /** How much of the tool a word is: its places and its times, in a tool of usual length. */
  readonly weights: ReadonlyMap<string, number>;
}

const saturation = 1.2;
const lengthWeight = 0.5;

/** Words that people and publishers take for each other. */
const synonyms: ReadonlyMap<string, readonly string[]> = new Map(
  [
    "list get show read fetch retrieve find view",
    "create add new make insert register",
    "delete remove destroy erase drop",
    "update edit change modify set patch rename",
    "stop cancel abort",
    "start run execute launch trigger",
    "upload import",
    "download export",
    "person user member",
    "status state",
  ].flatMap((line) => {
    const words = line.split(" ").map(stem);
    return words.map(
      (word) => [word, words.filter((other) => other !== word)] as const,
    );
  }),
);

export function createToolIndex(tools: readonly Tool[]): ToolIndex {
  const entries = weighted(tools);
  const byWord = new Map<string, Entry[]>();
  for (const entry of entries)
    for (const word of entry.weights.keys()) {
      const same = byWord.get(word);
      if (same === undefined) byWord.set(word, [entry]);
      else same.push(entry);
    }
  const byName = [...tools].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rarity = (word: string): number => {
    const count = byWord.get(word)?.length ?? 0;
    return Math.log(1 + (entries.length - count + 0.5) / (count + 0.5));
  };

  /** Words of the tools that a word of a query stands for, and how well. */
  function readings(word: string): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    const add = (known: string, weight: number): void => {
      if (byWord.has(known) && (found.get(known) ?? 0) < weight)
        found.set(known, weight);
    };
    add(word, 1);
    for (const other of synonyms.get(word) ?? []) add(other, 0.6);
    if (word.length >= 3)
      for (const known of byWord.keys())
        if (known.startsWith(word) && known !== word)
          add(known, 0.5 + (0.4 * word.length) / known.length);
    if (found.size === 0 && word.length >= 4)
      for (const known of byWord.keys())
        if (isNear(word, known)) add(known, 0.4);
    return found;
  }

  function search(query: string): readonly Tool[] {
    const words = [...new Set(wordsOf(query))];
    if (words.length === 0) return byName;
    const scores = new Map<Entry, { score: number; words: number }>();
    for (const word of words) {
      const best = new Map<Entry, number>();
      // A synonym is no better a sign than the word itself.
      const most = byWord.has(word) ? rarity(word) : Infinity;
      for (const [known, weight] of readings(word))
        for (const entry of byWord.get(known) ?? []) {
          const of = entry.weights.get(known) ?? 0;
          const score =
            weight *
            Math.min(rarity(known), most) *
            ((of * (saturation + 1)) / (of + saturation));
          if (score > (best.get(entry) ?? 0)) best.set(entry, score);
        }
      for (const [entry, score] of best) {
        const sum = scores.get(entry) ?? { score: 0, words: 0 };
        scores.set(entry, { score: sum.score + score, words: sum.words + 1 });
      }
    }
    const exact = plain(query);
    const ranked = [...scores].map(([{ tool }, { score, words: met }]) => ({
      tool,
      score:
        score *
        (0.4 + (0.6 * met) / words.length) *
        (tool.like === undefined ? 1 : 0.85) *
        (tool.description?.startsWith("Deprecated.") === true ? 0.7 : 1),
      isNamed: namesOf(tool).some((name) => plain(name) === exact),
    }));
    return ranked
      .sort(
        (a, b) =>
          Number(b.isNamed) - Number(a.isNamed) ||
          b.score - a.score ||
          a.tool.name.length - b.tool.name.length ||
          (a.tool.name < b.tool.name ? -1 : 1),
      )
      .map(({ tool }) => tool);
  }

  return {
    search,
    similar: (name) =>
      search(name)
        .slice(0, 3)
        .map((tool) => tool.name),
  };
}

/** Words of names that say how, and not about what. */
const vague: ReadonlySet<string> = new Set(
  ["all", "custom", "detail", "details", "info", "request", "settings"].map(
    stem,
  ),
);

/** Words that many names share, but not most, with the number of their tools. */
export function topicsOf(
  tools: readonly Tool[],
  most: number,
): readonly (readonly [word: string, tools: number])[] {
  const topics = new Map<string, { word: string; count: number }>();
  for (const { name } of tools) {
    const seen = new Set<string>();
    for (const word of name.toLowerCase().split(/[^\p{L}]+/u)) {
      const key = stem(word);
      if (word.length < 3 || synonyms.has(key) || vague.has(key)) continue;
      if (seen.has(key)) continue;
      seen.add(key);
      const { word: known = word, count = 0 } = topics.get(key) ?? {};
      topics.set(key, { word: known, count: count + 1 });
    }
  }
  return [...topics.values()]
    .filter(({ count }) => count > 1 && count < tools.length / 2)
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
    .slice(0, most)
    .map(({ word, count }) => [word, count]);
}

function weighted(tools: readonly Tool[]): readonly Entry[] {
  const counted = tools.map((tool) => {
    const counts = new Map<string, number>();
    let length = 0;
    for (const [text, weight] of placesOf(tool))
      for (const word of wordsOf(text)) {
        counts.set(word, (counts.get(word) ?? 0) + weight);
        length += weight;
      }
    return { tool, counts, length };
  });
  const usual =
    counted.reduce((sum, { length }) => sum + length, 0) / counted.length;
  return counted.map(({ tool, counts, length }) => {
    const scale = 1 - lengthWeight + (lengthWeight * length) / usual;
    const weights = new Map(
      [...counts].map(([word, count]) => [word, count / scale] as const),
    );
    return { tool, weights };
  });
}

/** What a tool says of itself, and how much a word counts there. */
function placesOf(tool: Tool): readonly (readonly [string, number])[] {
  const { inputSchema, description = "", title = "" } = tool;
  const inputs = Object.entries(inputSchema.properties ?? {});
  return [
    [tool.name, 3],
    [title, 3],
    [description, 1.5],
    ...(tool.aliases ?? []).map((alias) => [alias, 1] as const),
    ...pathsOf(tool).map((path) => [path, 1] as const),
    ...inputs.map(([name]) => [name, 1] as const),
    ...inputs.map(([, schema]) => [wordsIn(schema), 0.3] as const),
  ];
}

function wordsIn(schema: Json): string {
  const text = isObject(schema) ? schema["description"] : undefined;
  return typeof text === "string" ? text : "";
}

function pathsOf({ action }: Tool): readonly string[] {
  const operations =
    action.kind === "call"
      ? [action.operation]
      : action.kind === "steps"
        ? action.steps.flatMap((step) =>
            step.kind === "call" ? [step.operation] : [],
          )
        : [];
  return operations.map(({ path }) =>
    path.map((part) => (typeof part === "string" ? part : " ")).join(""),
  );
}

function namesOf({ name, aliases = [] }: Tool): readonly string[] {
  return [name, ...aliases];
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
}

/** Whether one letter that is wrong, missing or too much makes the difference, or two in the wrong order. */
function isNear(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return (
    a.slice(at + 1) === b.slice(at + 1) ||
    a.slice(at + 1) === b.slice(at) ||
    a.slice(at) === b.slice(at + 1) ||
    (a[at] === b[at + 1] &&
      a[at + 1] === b[at] &&
      a.slice(at + 2) === b.slice(at + 2))
  );
}
