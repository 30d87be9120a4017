// Whether it is certain how prettier prints a line of code, apart from where it breaks it: characters may be wider than
// one column, and it has its own mind about quotation marks.
import { isPlainWidth } from '../plain-width.ts';

export function isCertain(line: string): boolean {
  // Almost every line is one of these.
  if (/^[ -[\]-~]*$/.test(line)) return true;
  if (!isPlainWidth(line)) return false;
  for (const [text, quoted = '', mark = ''] of line.matchAll(strings)) {
    // What can be a name loses its quotation marks.
    if (mark !== '' && /[^ -~]/.test(quoted)) return false;
    if (text.includes('\\') && !isWellQuoted(quoted)) return false;
  }
  return true;
}

const strings = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(\??:)?/g;

/** In double ones, unless single ones need fewer escapes; nothing escaped that need not be. */
function isWellQuoted(text: string): boolean {
  const inside = text.slice(1, -1).replace(/\\[^"']/g, '');
  const doubles = inside.split('"').length;
  const singles = inside.split("'").length;
  return text.startsWith('"')
    ? doubles <= singles && !inside.includes("\\'")
    : doubles > singles && !inside.includes('\\"');
}
