// A place in a text that is read from left to right.

/** A text that does not fit its grammar. Caught where the text is parsed; its message is for the author of the text. */
export class TextProblem extends Error {}

export class TextCursor {
  readonly text: string;
  position = 0;

  constructor(text: string) {
    this.text = text;
  }

  get rest(): string {
    return this.text.slice(this.position);
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  looksAt(word: string): boolean {
    return this.text.startsWith(word, this.position);
  }

  /** Steps over `word` where it stands here. */
  take(word: string): boolean {
    if (!this.looksAt(word)) return false;
    this.position += word.length;
    return true;
  }

  /** Steps over what a sticky (`y`) pattern matches here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.position = pattern.lastIndex;
    return found;
  }

  skipSpace(): void {
    this.match(/\s*/y);
  }

  /** Steps over `word`, with space around it. */
  takeSpaced(word: string): boolean {
    this.skipSpace();
    const taken = this.take(word);
    if (taken) this.skipSpace();
    return taken;
  }

  fail(message: string): never {
    throw new TextProblem(message);
  }
}
