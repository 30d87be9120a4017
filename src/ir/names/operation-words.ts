// The words of an operation: those of its name, split, and those of the literal steps of its path.
import type { MergedOperation } from '../lower/dedupe.ts';
import { remember } from '../../util/remember.ts';
import { pathSegments, pathText } from '../parse/parse-path.ts';
import { verbs } from './vocabulary.ts';
import { splitName, vocabulary, wordsOf, type Vocabulary } from './words.ts';

/** A literal part of a path, or a variable. */
export interface PathStep {
  readonly words: readonly string[];
  readonly isVariable: boolean;
}

/** Steps of the path without what says nothing: `api`, `rest`, a version in front, an extension, a query. */
export const pathSteps = remember((operation: MergedOperation): readonly PathStep[] => {
  const steps: PathStep[] = [];
  for (const segment of pathSegments(operation.path))
    for (const part of segment) {
      if (typeof part !== 'string') steps.push({ words: wordsOf(part.variable), isVariable: true });
      else {
        const isFirst = !steps.some(({ isVariable }) => isVariable);
        for (const text of literals(part, isFirst))
          steps.push({ words: wordsOf(text), isVariable: false });
      }
    }
  return steps;
});

/** `chat.postMessage` is two steps, so are `tables:clone` and `/web_links#share`. */
function literals(part: string, isFirst: boolean): readonly string[] {
  const [text = ''] = part.replace(/\.(json|xml|csv)$/i, '').split('?');
  return text
    .split(/(?<=\p{L})\.(?=\p{L})|[:#]/u)
    .filter(
      (each) =>
        /\p{L}/u.test(each) &&
        !/^(api|rest)$/i.test(each) &&
        !(isFirst && /^v\d+([._-]?\d+)*([a-z]+\d*)?$/i.test(each)),
    );
}

/** Splitting is dear, and a name that clashes is looked at again. */
export const operationWords = remember((operation: MergedOperation): readonly string[] =>
  splitName(operation.name, operationVocabulary(operation)),
);

/** The words that an operation's surroundings use. */
export function operationVocabulary(operation: MergedOperation): Vocabulary {
  const places = vocabulary([
    ...pathSegments(operation.path).map((segment) => pathText(segment)),
    ...operation.inputs.map((input) => input.name),
  ]);
  const texts = vocabulary([
    operation.resource ?? '',
    operation.service,
    operation.title ?? '',
    operation.description ?? '',
  ]);
  // Glued names are repeated in texts: `getgist` is no word where the path has `gists`.
  const ends = [...places];
  const isGlued = (text: string): boolean =>
    !places.has(text) &&
    ends.some((word) => text.endsWith(word) && verbs.has(text.slice(0, -word.length)));
  return new Set([...places, ...[...texts].filter((text) => !isGlued(text))]);
}
