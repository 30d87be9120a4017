// The choke point for Markdown of the package's own pages: names and titles of a document that mean nothing there.

/** A code span on one line, whatever is in the text. */
export function codeSpan(text: string): string {
  const content = oneLine(text);
  if (content === '') return '';
  const runs = new Set((content.match(/`+/g) ?? []).map((run) => run.length));
  let length = 1;
  while (runs.has(length)) length++;
  const ticks = '`'.repeat(length);
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${content}${pad}${ticks}`;
}

/** A sentence or two: one line of plain text. */
export function proseText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_[\]<>~$|&{}]/g, '\\$&')
    .replace(/:(?=\/\/)|(?<=\bwww)\./gi, '\\$&')
    .replace(/^(\d+)([.)])|^[-+#=]/, (all, digits: string | undefined, mark: string) =>
      digits === undefined ? `\\${all}` : `${digits}\\${mark}`,
    );
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}
