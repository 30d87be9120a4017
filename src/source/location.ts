// Places in a document. A place is a JSON pointer into one file; it becomes a line and a column only when printed.

/** A node of a document: `pointer` is an RFC 6901 JSON pointer; `on` says whether its key or its value is meant. */
export interface Location {
  readonly file: string;
  readonly pointer: string;
  readonly on?: 'key' | 'value';
}

/** A stretch of text, in UTF-16 offsets from the start of the file. For what has no node: syntax errors, comments. */
export interface Span {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** The place of a member (by key) or an item (by index) of the node at `at`. */
export function child(at: Location, key: string | number): Location {
  return { file: at.file, pointer: `${at.pointer}/${escapePointer(String(key))}` };
}

/** The same node, but its key: for diagnostics about a name rather than about what it holds. */
export function onKey(at: Location): Location {
  return { file: at.file, pointer: at.pointer, on: 'key' };
}

/** The place of a whole document. */
export function root(file: string): Location {
  return { file, pointer: '' };
}

export function escapePointer(segment: string): string {
  // Nearly every segment is a plain word or a number.
  return !segment.includes('/') && !segment.includes('~')
    ? segment
    : segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** `"/a/b~1c"` → `["a", "b/c"]` */
export function pointerSegments(pointer: string): readonly string[] {
  if (pointer === '') return [];
  const segments = pointer.slice(1).split('/');
  return pointer.includes('~') ? segments.map(unescapeSegment) : segments;
}

/** `"b~1c"` → `"b/c"` */
export function unescapeSegment(segment: string): string {
  return !segment.includes('~') ? segment : segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

export function isSpan(at: Location | Span): at is Span {
  return 'start' in at;
}
