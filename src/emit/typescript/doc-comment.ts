// The choke point for prose: text of a document as the inside of a JSDoc comment that it cannot leave or add tags to.
import { invisible } from './names.ts';

export interface DocComment {
  /** Paragraphs of the document's own words. */
  readonly text?: string | undefined;
  /** Lines of ours, e.g. `GET /persons`; made safe as well. */
  readonly notes?: readonly string[];
  /** Where it is declared. */
  readonly source?: string;
  readonly deprecated?: boolean;
}

const width = 76;
/** Longer words are cut, addresses behind a slash: no line of the output gets longer than 160 characters. */
const piece = /.{1,60}$|[!-~]{1,100}(?:$|(?<=\/))|.{1,60}/gu;

/** The lines of the comment without its delimiters; undefined where there is nothing to say. */
export function docComment(comment: DocComment): string | undefined {
  const text = comment.text === undefined ? '' : safeText(comment.text);
  const notes = [
    ...(comment.notes ?? []),
    ...(comment.source === undefined ? [] : [`Source: ${comment.source}`]),
  ].map(safeText);
  if (comment.deprecated === true) notes.push('@deprecated');
  const lines = notes.filter((note) => note !== '').join('\n');
  // A short description and its place stand together; prose gets a line of air.
  const gap = text.includes('\n') || notes.length > 1 ? '\n\n' : '\n';
  return [text, lines].filter((block) => block !== '').join(gap) || undefined;
}

/** The same as source text, delimiters included, on lines of its own. */
export function docCommentText(comment: DocComment): string {
  const inside = docComment(comment);
  if (inside === undefined) return '';
  const lines = inside.split('\n');
  if (lines.length === 1) return `/** ${inside} */\n`;
  return `/**\n${lines.map((line) => (line === '' ? ' *' : ` * ${line}`)).join('\n')}\n */\n`;
}

function safeText(text: string): string {
  return (
    clean(text)
      .split('\n')
      .flatMap((line) => wrap(line.trimEnd()))
      .join('\n')
      // A word that was cut may have left one behind a space.
      .replace(/(?<=^|\s)@/gm, '\\@')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  );
}

function clean(text: string): string {
  return (
    text
      .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
      .replaceAll('\t', '  ')
      // Removed before the delimiters are looked for: they could hide one.
      .replace(/[\u0000-\u0009\u000b-\u001f]/g, '')
      .replace(invisible, '')
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .replaceAll('*/', '*\\/')
      .replace(/<\/(?=script)/gi, '<\\/')
      // Published descriptions are cut at a length, often inside of a link: its words are left.
      .replace(/\[([^[\]]*)\]\([^()\s]*\s*$/, '$1…')
      // An `@` can open a tag, except in the middle of a word as in an address.
      .replace(/(?<![\w.])@/g, '\\@')
  );
}

function wrap(line: string): readonly string[] {
  const indent = /^ */.exec(line)?.[0].slice(0, 20) ?? '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.trim().split(/ +/).flatMap(cut)) {
    if (current !== '' && indent.length + current.length + 1 + word.length > width) {
      lines.push(indent + current);
      current = word;
    } else {
      current += current === '' ? word : ` ${word}`;
    }
  }
  return [...lines, current === '' ? '' : indent + current];
}

function cut(word: string): readonly string[] {
  return word.match(piece) ?? [];
}
