// Descriptions as sentences: from a capital or what is no letter at all to the end of a sentence, of a list or of a code block.

/** Lengths at which generators cut texts. */
export const cutLengths: ReadonlySet<number> = new Set([160, 200, 240]);

export function isSentence(text: string): boolean {
  const whole = text.trim();
  return (
    whole === '' || (!/^\p{Ll}/u.test(whole) && /[.!?…。！？:)\]}>`|*_]["'”’)]*$/u.test(whole))
  );
}

/** What a text that goes on does not end with. */
const goesOn =
  /(?:[-,;/&]|\b(?:a|an|the|of|and|or|to|with|for|in|on|by|from|at|as|is|are|that|which|if|when|your|its?))$/i;

/** The same with a capital and a full stop; undefined where the words may be something else, or were cut off. */
export function sentenceOf(text: string): string | undefined {
  const whole = text.trim();
  const last = whole.slice(whole.lastIndexOf('\n') + 1);
  // A line that is an item of a list, a row of a table or a heading is no sentence.
  if (
    /^\s*(?:[-*+#|>]|\d+[.)]|```)/.test(last) ||
    goesOn.test(whole) ||
    cutLengths.has(text.length)
  )
    return undefined;
  // A name such as `iOS` or `npm` begins as it begins.
  const begun = /^[a-z]+(?=[\s,;:]|$)/.test(whole)
    ? `${whole[0]!.toUpperCase()}${whole.slice(1)}`
    : whole;
  const ended = /[\p{L}\p{N}%]$/u.test(begun) ? `${begun}.` : begun;
  return isSentence(ended) ? text.replace(whole, () => ended) : undefined;
}
