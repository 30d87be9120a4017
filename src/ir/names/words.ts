// Names without word boundaries, split with the words their surroundings use.
import { commonWords } from './vocabulary.ts';

/** `"batchByDistinctIds"`, `"batch_by-distinct ids"` → `["batch", "by", "distinct", "ids"]`, all in lower case. */
export function wordsOf(name: string): readonly string[] {
  return name
    .normalize('NFC')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

export type Vocabulary = ReadonlySet<string>;

/** Every word of the texts, with singular and plural; words of one letter and bare numbers are no help. */
export function vocabulary(texts: Iterable<string>): Vocabulary {
  const words = new Set<string>();
  for (const text of texts)
    for (const word of wordsOf(text)) {
      if (word.length < 2 || /^\d+$/.test(word)) continue;
      words.add(word);
      words.add(singular(word));
      words.add(plural(word));
    }
  return words;
}

export function singular(word: string): string {
  if (/(ss|us|is)$/.test(word) || word.length < 4) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(ses|xes|zes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return `${word}s`;
}

/** Shorter parts are words or abbreviations. */
const longestUnsplit = 5;

/** The words of a name; glued parts are split into words of `local` (better) and of everyday use. */
export function splitName(name: string, local: Vocabulary): readonly string[] {
  const parts = wordsOf(name);
  return parts.flatMap((part) => {
    if (part.length < longestUnsplit || local.has(part)) return [part];
    const words = splitGlued(part, local);
    // Where others are marked, a part nobody knows is rather a word of its own.
    return parts.length === 1 || words.every((word) => isKnown(word, local)) ? words : [part];
  });
}

/** Whether the name is several words without a mark between them, or has such a part. */
export function isGlued(name: string, local: Vocabulary): boolean {
  const parts = wordsOf(name);
  const [only = ''] = parts;
  if (parts.length === 1) return only.length >= longestUnsplit && !isKnown(only, local);
  return splitName(name, local).length > parts.length;
}

/** A number is known as what it is. */
export function isKnown(word: string, local: Vocabulary): boolean {
  return local.has(word) || isCommon(word) || /^\p{N}+$/u.test(word);
}

/** A common word or a form of one: `deprecated`, `connectors`, `validating`. */
function isCommon(word: string): boolean {
  if (commonWords.has(word)) return true;
  if (word.length < 5) return false;
  return stems(word).some((stem) => stem.length > 2 && commonWords.has(stem));
}

function stems(word: string): readonly string[] {
  if (word.endsWith('s')) return [singular(word)];
  const rest = word.endsWith('ed')
    ? word.slice(0, -2)
    : word.endsWith('ing')
      ? word.slice(0, -3)
      : '';
  // `stopped`, `sharing`, `copied`
  return rest === ''
    ? []
    : [rest, `${rest}e`, rest.replace(/([^aeiou])\1$/, '$1'), rest.replace(/i$/, 'y')];
}

/** Cost of a word: few and well-known words win. A letter nobody knows costs more than any word. */
const knownCost = 10;
const commonCost = 12;
const shortCommonCost = 16;
const unknownStart = 14;
const unknownLetter = 9;

/** The cheapest way to cut the text into words, known ones wherever possible; ties go to the longer first word. */
function splitGlued(text: string, local: Vocabulary): readonly string[] {
  const best: { cost: number; word: number; unknown: boolean }[] = Array.from(
    { length: text.length + 1 },
    () => ({
      cost: Infinity,
      word: 0,
      unknown: false,
    }),
  );
  best[text.length] = { cost: 0, word: 0, unknown: false };
  let longest = longestCommon;
  for (const word of local) longest = Math.max(longest, word.length);
  for (let start = text.length - 1; start >= 0; start--)
    for (let end = start + 1; end <= Math.min(text.length, start + 32); end++) {
      const rest = best[end]!;
      const word = text.slice(start, end);
      const known = end - start > longest ? undefined : wordCost(word, local);
      // Letters nobody knows gather in one chunk, which is paid for once.
      const cost = known ?? unknownCost(word) + (rest.unknown ? unknownStart : 0);
      if (cost + rest.cost <= best[start]!.cost)
        best[start] = { cost: cost + rest.cost, word: end - start, unknown: known === undefined };
    }
  const words: string[] = [];
  for (let position = 0; position < text.length; position += best[position]!.word)
    words.push(text.slice(position, position + best[position]!.word));
  return words;
}

/** With an ending: `-ing`, `-es`. */
const longestCommon = 3 + [...commonWords].reduce((most, word) => Math.max(most, word.length), 0);

/** One or two letters are hardly a word: `crowd` is not `c row d`. */
function unknownCost(word: string): number {
  return unknownLetter * word.length + unknownStart + (word.length < 3 ? 12 : 0);
}

function wordCost(word: string, local: Vocabulary): number | undefined {
  if (/^\d+$/.test(word)) return commonCost;
  if (local.has(word)) return word.length < 3 ? shortCommonCost : knownCost;
  if (!isCommon(word)) return undefined;
  return word.length < 3 ? shortCommonCost : commonCost;
}
