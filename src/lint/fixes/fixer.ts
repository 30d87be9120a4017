// What builds the fix of a finding: the edits that would make all its places go away. Whether there is one is known at
// once; all edits are worked out when somebody asks for them, and most runs never do.
import type { Diagnostic, Fix, TextEdit } from '../../diagnostics/diagnostic.ts';
import type { Program } from '../../document/program.ts';
import { setText } from '../../source/edit-text.ts';
import { remove } from '../../source/edit.ts';
import { pointerSegments, type Location, type Span } from '../../source/location.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { groupBy } from '../../util/group-by.ts';
import { rankOf } from '../key-ranks.ts';

export interface FixContext {
  readonly program: Program;
  /** The main document as it was written, with its value. */
  readonly source: SourceFile;
  /** By the pointer of a tool: a name made of the operation it calls. */
  readonly toolNames?: () => ReadonlyMap<string, string>;
  /** The options of the rule. */
  readonly options?: Readonly<Record<string, number>>;
  /** What was meant by the word at the places, where what found it knows. */
  readonly meant?: Diagnostic['meant'];
}

/** Undefined where nothing can be done about any of the places. */
export type Fixer = (sites: readonly (Location | Span)[], context: FixContext) => Fix | undefined;

/** Edits as they are asked for; undefined stands for a place that cannot be edited. */
export type Edits = Iterable<TextEdit | undefined>;

/** A fix that keeps the meaning of the document; undefined without an edit. */
export function safeFix(title: string, edits: Edits): Fix | undefined {
  return lazyFix(title, true, edits);
}

/** A fix that is only likely to be meant; undefined without an edit. */
export function unsafeFix(title: string, edits: Edits): Fix | undefined {
  return lazyFix(title, false, edits);
}

/** The same where already the first edit takes as long as the rest of a run: it is taken to be there. */
export function claimedFix(title: string, edits: Edits): Fix {
  let all: readonly TextEdit[] | undefined;
  return {
    title,
    safe: false,
    get edits() {
      all ??= [...present(edits)];
      return all;
    },
  };
}

function lazyFix(title: string, safe: boolean, edits: Edits): Fix | undefined {
  const known = present(edits);
  const { value: first } = known.next();
  if (first === undefined) return undefined;
  let all: readonly TextEdit[] | undefined;
  return {
    title,
    safe,
    get edits() {
      all ??= [first, ...known];
      return all;
    },
  };
}

function* present(edits: Edits): Generator<TextEdit, undefined> {
  for (const edit of edits) if (edit !== undefined) yield edit;
  return undefined;
}

/** The pointers of sites that are nodes of the main document. */
export function pointersOf(
  sites: readonly (Location | Span)[],
  { source }: FixContext,
): ReadonlySet<string> {
  return new Set(
    sites.flatMap((at) => ('pointer' in at && at.file === source.path ? [at.pointer] : [])),
  );
}

/** Without these members or items; where none of a list would be left, without what holds the list. */
export function* removeAll(places: readonly Location[], source: SourceFile): Edits {
  for (const group of groupBy(places, (at) => parentOf(at).pointer).values()) {
    const collection = parentOf(group[0]!);
    const size = Object.keys(valueAt(source, collection) ?? {}).length;
    if (new Set(group.map(({ pointer }) => pointer)).size < size)
      for (const at of group) yield remove(source, at);
    else yield remove(source, parentOf(collection));
  }
}

export function parentOf({ file, pointer }: Location): Location {
  return { file, pointer: pointer.slice(0, Math.max(0, pointer.lastIndexOf('/'))) };
}

/** The text at a pointer; undefined for what is none. */
export function textAt(source: SourceFile, pointer: string): string | undefined {
  const at = { file: source.path, pointer };
  const value = valueAt(source, parentOf(at))?.[pointerSegments(pointer).at(-1) ?? ''];
  return typeof value === 'string' ? value : undefined;
}

/** Each text rewritten; those that come out as they were, or empty, stay. */
export function* rewriteTexts(
  pointers: Iterable<string>,
  source: SourceFile,
  rewrite: (text: string, pointer: string) => string | undefined,
): Edits {
  for (const pointer of pointers) {
    const text = textAt(source, pointer);
    const written = text === undefined ? undefined : rewrite(text, pointer);
    if (text === undefined || written === undefined || written === '') continue;
    // Block text ends with a line break, whatever it says.
    const rewritten = text.endsWith('\n') ? written.replace(/\n*$/, '\n') : written;
    if (rewritten !== text) yield setText(source, { file: source.path, pointer }, rewritten);
  }
}

/** Of these keys the one that stands last in a mapping. */
export function lastOf(
  source: SourceFile,
  at: Location,
  keys: readonly string[],
): string | undefined {
  return Object.keys(valueAt(source, at) ?? {}).findLast((key) => keys.includes(key));
}

/** The mapping or list at a place, as it was written. */
export function valueAt(
  source: SourceFile,
  { pointer }: Location,
): Readonly<{ [key: string]: unknown }> | undefined {
  let value = source.value;
  for (const segment of pointerSegments(pointer)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<{ [key: string]: unknown }>)[segment];
  }
  return typeof value === 'object' && value !== null
    ? (value as Readonly<{ [key: string]: unknown }>)
    : undefined;
}

/** The member behind which a key is best written: before what usually stands behind it; undefined for the end. */
export function placeFor(
  source: SourceFile,
  at: Location,
  key: string,
  kind: string,
): string | undefined {
  const rank = rankOf(kind);
  const names = Object.keys(valueAt(source, at) ?? {});
  const later = names.findIndex((name) => rank(name) > rank(key));
  return later > 0 ? names[later - 1] : undefined;
}
