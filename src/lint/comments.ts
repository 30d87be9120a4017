// The comments of a YAML text. The parser gives none: a `#` is one where no key, text or other value stands.
import type { SourceFile } from '../source/source-file.ts';

export interface Comment {
  /** Of the `#`. */
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  /** What follows the `#`, without blanks around it. */
  readonly text: string;
  /** True where nothing but blanks stands before it on its line. */
  readonly isAlone: boolean;
}

/** Those that hold `word`: looking for a word first keeps texts without any from being searched. */
export function commentsWith(source: SourceFile, word: string): readonly Comment[] {
  const { text } = source;
  const comments: Comment[] = [];
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const start = commentStart(source, at);
    if (start === undefined || comments.at(-1)?.start === start) continue;
    const { line, column } = source.lineAndColumn(start);
    const lineText = source.line(line);
    comments.push({
      start,
      end: start + lineText.length - column + 1,
      line,
      text: lineText.slice(column).trim(),
      isAlone: lineText.slice(0, column - 1).trim() === '',
    });
  }
  return comments;
}

export function isComment(source: SourceFile, offset: number): boolean {
  return commentStart(source, offset) !== undefined;
}

/** Where the comment around an offset begins. */
function commentStart(source: SourceFile, offset: number): number | undefined {
  const { text } = source;
  const lineStart =
    Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  for (
    let at = text.indexOf('#', lineStart);
    at !== -1 && at <= offset;
    at = text.indexOf('#', at + 1)
  ) {
    const before = at === lineStart ? ' ' : text[at - 1]!;
    if (/[ \t\uFEFF]/.test(before) && source.scalarAt(at) === undefined) return at;
  }
  return undefined;
}
