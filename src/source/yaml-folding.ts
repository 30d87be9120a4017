// Texts over several lines, and escapes in them, as YAML means them; what is written otherwise is left to the parser.

/** Thrown where a text is not written plainly. */
export const elsewhere: unique symbol = Symbol('left to the parser');

/** Escapes that mean the same in JSON. */
const jsonEscapes = /^(?:[^\\]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*$/;

export function leave(): never {
  throw elsewhere;
}

/** Text in quotes over several lines: a line break is a blank, an empty line is a line break. */
export function fold(raw: string, parent: number): string {
  const lines = raw.split('\n');
  const inner = lines.map((line, index) => {
    if (index > 0 && /[^ ]/.test(line) && line.search(/[^ ]/) <= parent) leave();
    const start = index === 0 ? line : line.replace(/^ +/, '');
    return index === lines.length - 1 ? start : start.replace(/ +$/, '');
  });
  // The last line may hold nothing but the quote, which stands indented as well.
  if ((lines.at(-1)!.match(/^ */)?.[0].length ?? 0) <= parent) leave();
  const [first = '', ...middle] = inner.slice(0, -1);
  let folded = first;
  let breaks = 0;
  for (const line of middle)
    if (line === '') breaks++;
    else {
      folded += (breaks === 0 ? ' ' : '\n'.repeat(breaks)) + line;
      breaks = 0;
    }
  return folded + (breaks === 0 ? ' ' : '\n'.repeat(breaks)) + inner.at(-1)!;
}

/** Of a block scalar whose lines are all indented alike. */
export function foldLines(lines: readonly string[]): string {
  let folded = '';
  let breaks = 0;
  let isFirst = true;
  for (const line of lines)
    if (line === '') breaks++;
    else {
      folded += (breaks > 0 ? '\n'.repeat(breaks) : isFirst ? '' : ' ') + line;
      breaks = 0;
      isFirst = false;
    }
  return folded;
}

export function unescape(text: string, quote: string): string {
  if (quote === "'") return text.replaceAll("''", "'");
  if (!jsonEscapes.test(text)) leave();
  return JSON.parse(`"${text.replaceAll('\n', '\\n')}"`) as string;
}
