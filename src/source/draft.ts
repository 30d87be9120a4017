// A document that is about to be another one: values in order, each with the stretch of text it comes from, if any.
// A part that is the same object as in the original is written as it was.
import { lineEnd, lineStart } from './lines.ts';
import { escapePointer } from './location.ts';
import type { SourceFile } from './source-file.ts';
import type { Plain } from './yaml-text.ts';

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Where an entry was written: its key or dash, from where its comments begin to where its last line ends. */
export interface WrittenEntry extends Stretch {
  /** Where its own value begins: another one that comes to stand there is written anew. */
  readonly valueStart: number;
  readonly leadStart: number;
  readonly tailEnd: number;
}

interface Written {
  /** Undefined for what is new. */
  readonly written?: Stretch;
  /** JSON pointer in the original; undefined for what is new. */
  readonly pointer?: string;
}

export interface ScalarDraft extends Written {
  readonly kind: 'scalar';
  readonly value: null | boolean | number | string;
}

export interface Member {
  readonly key: string;
  readonly value: Draft;
  readonly written?: WrittenEntry;
}

export interface Item {
  readonly value: Draft;
  readonly written?: WrittenEntry;
}

export interface MappingDraft extends Written {
  readonly kind: 'mapping';
  readonly members: readonly Member[];
}

export interface ListDraft extends Written {
  readonly kind: 'list';
  readonly items: readonly Item[];
}

export type Draft = ScalarDraft | MappingDraft | ListDraft;

/** The document as it is. With `aliases` spelt out, what they stand for is written at every place of its own. */
export function draftOf(source: SourceFile, aliases: 'kept' | 'spelt'): Draft {
  const { text } = source;
  const build = (value: unknown, pointer: string, within: Stretch, header: number): Draft => {
    const span = source.range({ file: source.path, pointer });
    const inside = within.start <= span.start && span.end <= within.end;
    const isAlias = !inside || (text[span.start] === '*' && typeof value === 'object');
    if (isAlias && aliases === 'spelt') return newDraft(value);
    const written = { start: blockStart(text, span), end: span.end };
    if (typeof value !== 'object' || value === null || isAlias) {
      if (isAlias && typeof value === 'object' && value !== null)
        return { ...newDraft(value), written, pointer };
      return { kind: 'scalar', value: value as ScalarDraft['value'], written, pointer };
    }
    const isFlow = '{['.includes(text[span.start] ?? ' ');
    let before = header;
    const place = (head: Stretch, end: number, isFirst: boolean, own: Draft): WrittenEntry => {
      // An empty last item ends behind what the parser takes for the end of its list.
      const tailEnd = lineEnd(text, Math.max(end, lastEnd(own)));
      const line = lineStart(text, head.start);
      const lead = isFirst ? Math.min(line, lineEnd(text, before)) : before;
      before = tailEnd;
      return {
        ...head,
        valueStart: own.written?.start ?? -1,
        leadStart: isFlow ? head.start : lead,
        tailEnd: isFlow ? end : tailEnd,
      };
    };
    if (Array.isArray(value)) {
      const items = value.map((item: unknown, index): Item => {
        const at = `${pointer}/${index}`;
        const own = source.range({ file: source.path, pointer: at });
        const isEmpty = own.start === own.end;
        const dash = isFlow
          ? undefined
          : isEmpty
            ? dashBehind(text, before)
            : dashBefore(text, own.start, before);
        const draft = build(item, at, span, dash?.end ?? own.start);
        const end = Math.max(own.end, dash?.end ?? 0);
        return { value: draft, ...(dash && { written: place(dash, end, index === 0, draft) }) };
      });
      return { kind: 'list', items, written, pointer };
    }
    const members = Object.entries(value).map(([key, item], index): Member => {
      const at = `${pointer}/${escapePointer(key)}`;
      const own = source.range({ file: source.path, pointer: at });
      const head = source.range({ file: source.path, pointer: at, on: 'key' });
      const draft = build(item, at, span, head.end);
      const end = Math.max(own.end, head.end);
      return {
        key,
        value: draft,
        written: place({ start: head.start, end: head.end }, end, index === 0, draft),
      };
    });
    return { kind: 'mapping', members, written, pointer };
  };
  return build(source.value, '', { start: 0, end: text.length }, 0);
}

export function newDraft(value: unknown): Draft {
  if (Array.isArray(value))
    return { kind: 'list', items: value.map((item) => ({ value: newDraft(item) })) };
  if (typeof value === 'object' && value !== null)
    return {
      kind: 'mapping',
      members: Object.entries(value).map(([key, item]) => ({ key, value: newDraft(item) })),
    };
  return { kind: 'scalar', value: value as ScalarDraft['value'] };
}

export function plainOf(draft: Draft): Plain {
  switch (draft.kind) {
    case 'scalar':
      return draft.value;
    case 'list':
      return draft.items.map(({ value }) => plainOf(value));
    case 'mapping':
      return Object.fromEntries(draft.members.map(({ key, value }) => [key, plainOf(value)]));
  }
}

/** All parts of a draft, itself among them. */
export function partsOf(draft: Draft): ReadonlySet<Draft> {
  const found = new Set<Draft>();
  const visit = (part: Draft): void => {
    found.add(part);
    if (part.kind === 'list') for (const { value } of part.items) visit(value);
    if (part.kind === 'mapping') for (const { value } of part.members) visit(value);
  };
  visit(draft);
  return found;
}

export function memberOf(draft: Draft | undefined, key: string): Draft | undefined {
  return draft?.kind === 'mapping'
    ? draft.members.find((member) => member.key === key)?.value
    : undefined;
}

/** The text of a scalar member; numbers and truth values count as the text they are written as. */
export function textOf(draft: Draft | undefined, key: string): string | undefined {
  const value = memberOf(draft, key);
  return value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;
}

/** Another value for a member, in its place; a new one stands behind `after`, else last. */
export function withMember(
  draft: MappingDraft,
  key: string,
  value: Draft,
  after?: string,
): MappingDraft {
  const { members } = draft;
  if (members.some((member) => member.key === key))
    return {
      ...draft,
      members: members.map((member) => (member.key === key ? { ...member, value } : member)),
    };
  const index = after === undefined ? -1 : members.findIndex((member) => member.key === after);
  const at = after === '' ? 0 : index === -1 ? members.length : index + 1;
  return { ...draft, members: [...members.slice(0, at), { key, value }, ...members.slice(at)] };
}

export function without(draft: MappingDraft, ...keys: readonly string[]): MappingDraft {
  const members = draft.members.filter(({ key }) => !keys.includes(key));
  return members.length === draft.members.length ? draft : { ...draft, members };
}

export function withKey(draft: MappingDraft, key: string, name: string): MappingDraft {
  return {
    ...draft,
    members: draft.members.map((member) =>
      member.key === key ? { ...member, key: name } : member,
    ),
  };
}

/** Another value in the place of a scalar. */
export function withValue(draft: Draft, value: ScalarDraft['value']): ScalarDraft {
  const { written, pointer } = draft;
  return {
    kind: 'scalar',
    value,
    ...(written && draft.kind === 'scalar' && { written }),
    ...(pointer !== undefined && { pointer }),
  };
}

/** Behind the line that the last entry of a collection ends on. */
export function lastEnd(draft: Draft): number {
  if (draft.kind === 'scalar') return 0;
  return (draft.kind === 'list' ? draft.items : draft.members).at(-1)?.written?.tailEnd ?? 0;
}

/** Block text begins with the mark in its header, not with its first line. */
function blockStart(text: string, { start }: Stretch): number {
  const before = text.slice(Math.max(0, start - 300), start);
  const header = /[|>][-+\d]*[ \t]*(?:#[^\n]*)?\r?\n\s*$/.exec(before);
  return header === null || '*&!'.includes(text[start] ?? '') ? start : start - header[0].length;
}

/** Comments may stand between a dash and what it is for. */
function dashBefore(text: string, start: number, from: number): Stretch | undefined {
  for (let index = start - 1; index >= from; index--)
    if (
      text[index] === '-' &&
      /\s|^$/.test(text[index + 1] ?? '') &&
      /^[ -]*$/.test(text.slice(lineStart(text, index), index))
    )
      return { start: index, end: index + 1 };
  return undefined;
}

function dashBehind(text: string, from: number): Stretch | undefined {
  const index = text.slice(from).search(/(?<=^[ -]*)-(?=\s|$)/m);
  return index === -1 ? undefined : { start: from + index, end: from + index + 1 };
}
