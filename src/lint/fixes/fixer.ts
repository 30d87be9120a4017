// What builds the fix of a finding: the edits that would make all its places go away.
import type { Fix, TextEdit } from '../../diagnostics/diagnostic.ts';
import type { Program } from '../../document/program.ts';
import { remove } from '../../source/edit.ts';
import type { Location, Span } from '../../source/location.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { groupBy } from '../../util/group-by.ts';

export interface FixContext {
  readonly program: Program;
  /** The main document as it was written, with its value. */
  readonly source: SourceFile;
}

/** Undefined where nothing can be done about any of the places. */
export type Fixer = (sites: readonly (Location | Span)[], context: FixContext) => Fix | undefined;

/** A fix that keeps the meaning of the document; undefined without an edit. */
export function safeFix(title: string, edits: readonly (TextEdit | undefined)[]): Fix | undefined {
  const known = edits.filter((edit) => edit !== undefined);
  return known.length === 0 ? undefined : { title, safe: true, edits: known };
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
export function removeAll(
  places: readonly Location[],
  source: SourceFile,
): readonly (TextEdit | undefined)[] {
  return [...groupBy(places, (at) => parentOf(at).pointer).values()].flatMap(
    (group): readonly (TextEdit | undefined)[] => {
      const collection = parentOf(group[0]!);
      const size = Object.keys(valueAt(source, collection) ?? {}).length;
      return new Set(group.map(({ pointer }) => pointer)).size < size
        ? group.map((at) => remove(source, at))
        : [remove(source, parentOf(collection))];
    },
  );
}

export function parentOf({ file, pointer }: Location): Location {
  return { file, pointer: pointer.slice(0, Math.max(0, pointer.lastIndexOf('/'))) };
}

/** The mapping or list at a place, as it was written. */
export function valueAt(
  source: SourceFile,
  { pointer }: Location,
): Readonly<{ [key: string]: unknown }> | undefined {
  let value = source.value;
  for (const segment of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<{ [key: string]: unknown }>)[
      segment.replaceAll('~1', '/').replaceAll('~0', '~')
    ];
  }
  return typeof value === 'object' && value !== null
    ? (value as Readonly<{ [key: string]: unknown }>)
    : undefined;
}
