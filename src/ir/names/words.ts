// Names without word boundaries, split with the words their surroundings use.
import { commonWords } from './vocabulary.ts';

/** `"batchByDistinctIds"`, `"batch_by-distinct ids"` → `["batch", "by", "distinct", "ids"]`, all in lower case. */
export function wordsOf(name: string): readonly string[] {
  // Nearly all are; looking up what kind of letter each one is takes ten times as long.
  if (/^[\0-\x7f]*$/.test(name))
    return (
      name
        .replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, ' ')
        .toLowerCase()
        .match(/[a-z0-9]+/g) ?? []
    );
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
    for (const word of wordsOf(text)) if (word.length > 1 && !/^\d+$/.test(word)) words.add(word);
  return new Set([...words, ...[...words].flatMap((word) => [singular(word), plural(word)])]);
}

export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /[sui]s$/.test(word)) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return /([sxz]|[cs]h)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
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
  commonForms ??= new Set([...commonWords].flatMap((each) => [each, ...formsOf(each)]));
  return commonForms.has(word);
}

let commonForms: ReadonlySet<string> | undefined;

/** `stops`, `stopped`, `sharing`, `copied` */
function formsOf(word: string): readonly string[] {
  if (word.length < 3) return [];
  const many = [`${word}s`, `${word}es`, word.replace(/y$/, 'ies')];
  const stems = [
    word,
    word.replace(/[^aeiou]$/, '$&$&'),
    word.replace(/e$/, ''),
    word.replace(/y$/, 'i'),
  ];
  return [
    ...many.filter((form) => singular(form) === word),
    ...stems.flatMap((stem) => [`${stem}ed`, `${stem}ing`]),
  ].filter((form) => form.length > 4);
}

/** Cost of a word: few and well-known words win. A letter nobody knows costs more than any word. */
const knownCost = 10;
const commonCost = 12;
const shortCommonCost = 16;
const unknownStart = 14;
const unknownLetter = 9;

/** The cheapest way to cut the text into words, known ones wherever possible; ties go to the longer first word. */
function splitGlued(text: string, local: Vocabulary): readonly string[] {
  const costs = Array.from({ length: text.length + 1 }, () => Infinity);
  const lengths = costs.map(() => 0);
  const unknown = costs.map(() => false);
  costs[text.length] = 0;
  let longest = longestCommon;
  for (const word of local) longest = Math.max(longest, word.length);
  for (let start = text.length - 1; start >= 0; start--)
    for (let end = start + 1; end <= Math.min(text.length, start + 32); end++) {
      const word = text.slice(start, end);
      const known = end - start > longest ? undefined : wordCost(word, local);
      // Letters nobody knows gather in one chunk, which is paid for once.
      const own = known ?? unknownCost(word) + (unknown[end] === true ? unknownStart : 0);
      const cost = own + costs[end]!;
      if (cost > costs[start]!) continue;
      costs[start] = cost;
      lengths[start] = end - start;
      unknown[start] = known === undefined;
    }
  const words: string[] = [];
  for (let position = 0; position < text.length; position += lengths[position]!)
    words.push(text.slice(position, position + lengths[position]!));
  return words;
}

/** With an ending: `-ing`, `-es`. */
const longestCommon = 3 + [...commonWords].reduce((most, word) => Math.max(most, word.length), 0);

/** One or two letters are hardly a word: `crowd` is not `c row d`. */
function unknownCost(word: string): number {
  return unknownLetter * word.length + unknownStart + (word.length < 3 ? 12 : 0);
}

function wordCost(word: string, local: Vocabulary): number | undefined {
  if (local.has(word)) return word.length < 3 ? shortCommonCost : knownCost;
  if (isCommon(word)) return word.length < 3 ? shortCommonCost : commonCost;
  return word.charAt(0) <= '9' && /^\d+$/.test(word) ? commonCost : undefined;
}
