// Text of which it is certain how many columns prettier thinks it takes: one for each character. Marks and wide
// letters are not among it, and neither are signs that it takes for emoji.
const plain = /^[ -~\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff\u2010-\u2027\u2030-\u203b]*$/;

export function isPlainWidth(text: string): boolean {
  return plain.test(text);
}
