// Texts that run code where they are shown as HTML, and the same texts with that in backticks.

const unsafe =
  /<\s*(?:script|iframe|object|embed|svg\s[^>]*\bon\w)|<[a-z][^>]*\son[a-z]+\s*=|\b(?:javascript|vbscript)\s*:\s*\S|\bdata\s*:\s*text\/html/i;

const codeSpan = /(`+)[\s\S]*?\1/g;

/** Quick and without an eye for backticks: most texts are not. */
export function mayBeUnsafe(text: string): boolean {
  return unsafe.test(text);
}

export function isUnsafe(text: string): boolean {
  return unsafe.test(text) && unsafe.test(text.replace(codeSpan, ''));
}

/** From the whole of what runs to what begins it, as far as it stands on one line of text. */
const running = new RegExp(
  [
    String.raw`<\s*(script|iframe|object|svg)\b[^>]*>[^<\`]*<\/\s*\1\s*>`,
    String.raw`<\/?\s*(?:script|iframe|object|embed|svg)\b[^>\`]*>?`,
    String.raw`<[a-z][^>\`]*\son[a-z]+\s*=[^>\`]*>?`,
    String.raw`!?\[[^\]\`]*\]\([^)\`]*(?:(?:javascript|vbscript)\s*:|data\s*:\s*text\/html)[^)\`]*\)+`,
    String.raw`(?:\b(?:javascript|vbscript)\s*:\s*|\bdata\s*:\s*text\/html)[^\s\`]+`,
  ].join('|'),
  'gi',
);

/** `<script>` → `` `<script>` ``; undefined where that is not enough. */
export function withoutRunning(text: string): string | undefined {
  let index = 0;
  const parts: string[] = [];
  // A backtick that ends nothing would end what is put into backticks.
  const quote = (part: string): string =>
    part.includes('`') ? part : part.replace(running, '`$&`');
  for (const match of text.matchAll(codeSpan)) {
    parts.push(quote(text.slice(index, match.index)), match[0]);
    index = match.index + match[0].length;
  }
  const quoted = [...parts, quote(text.slice(index))].join('');
  return isUnsafe(quoted) ? undefined : quoted;
}
