// Did-you-mean: the known words nearest to an unknown one.
import { compareText } from '../util/compare.ts';

/** At most three words, nearest first; none where nothing is near. */
export function suggest(word: string, candidates: Iterable<string>): readonly string[] {
  const limit = Math.min(4, Math.floor(word.length * 0.4) + 1);
  const typed = fold(word);
  const near: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    if (candidate === word) continue;
    const known = fold(candidate);
    const distance = known === typed ? 0 : editDistance(typed, known, limit);
    if (distance <= limit && distance < Math.max(typed.length, known.length)) {
      near.push({ candidate, distance });
    }
  }
  near.sort((a, b) => a.distance - b.distance || compareText(a.candidate, b.candidate));
  const best = near[0]?.distance ?? 0;
  return near
    .filter(({ distance }) => distance <= best + 1)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** `"; did you mean `list` or `last`?"`, or nothing: the end of a message. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const words = suggest(word, candidates).map((candidate) => `\`${candidate}\``);
  if (words.length === 0) return '';
  const last = words.at(-1) ?? '';
  const list = words.length === 1 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
  return `; did you mean ${list}?`;
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[-_. ]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours; `limit + 1` as soon as it is more than `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, before[j - 2]! + 1);
      }
      current.push(distance);
      least = Math.min(least, distance);
    }
    if (least > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return Math.min(previous[b.length]!, limit + 1);
}
