// Descriptions as what shows them wants them: Markdown instead of HTML, nothing that runs, sentences, lines that fit.
import { foldText } from '../../source/edit-text.ts';
import { remove, setValue } from '../../source/edit.ts';
import { escapePointer, isSpan, root, type Location } from '../../source/location.ts';
import { lineStart } from '../../source/lines.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { markdownOfHtml } from '../html-markdown.ts';
import { sentenceOf } from '../sentence.ts';
import { driftingTags } from '../tags.ts';
import { withoutRunning } from '../unsafe-markdown.ts';
import {
  parentOf,
  pointersOf,
  rewriteTexts,
  safeFix,
  valueAt,
  type Edits,
  type FixContext,
  type Fixer,
} from './fixer.ts';

export const writeMarkdown: Fixer = (sites, context) =>
  safeFix(
    'write Markdown',
    rewriteTexts(pointersOf(sites, context), context.source, markdownOfHtml),
  );

export const quoteRunning: Fixer = (sites, context) =>
  safeFix(
    'put it into backticks',
    rewriteTexts(pointersOf(sites, context), context.source, withoutRunning),
  );

/** `all notes` → `All notes.` */
export const writeSentences: Fixer = (sites, context) =>
  safeFix('write a sentence', rewriteTexts(pointersOf(sites, context), context.source, sentenceOf));

/** Texts on lines that are too wide go on over several. */
export const foldLines: Fixer = (sites, { source }) =>
  safeFix('fold the text', foldEdits(sites, source));

function* foldEdits(sites: Parameters<Fixer>[0], source: SourceFile): Edits {
  const wide = sites.filter(isSpan);
  const widths = new Map(
    wide.map(({ start }) => {
      const line = lineStart(source.text, start);
      return [line, start - line] as const;
    }),
  );
  const [width = 0] = widths.values();
  for (const at of longTexts(source.value, root(source.path))) {
    const { start, end } = source.range(at);
    const isMeant = wide.some(
      (span) => lineStart(source.text, start) <= span.start && span.start < end,
    );
    if (isMeant) yield foldText(source, at, width);
  }
}

/** Texts that make a line long by themselves. */
function* longTexts(value: unknown, at: Location): Generator<Location> {
  if (typeof value === 'string') {
    if (value.length > 20 && value.includes(' ')) yield at;
  } else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      yield* longTexts(item, {
        file: at.file,
        pointer: `${at.pointer}/${escapePointer(key)}`,
      });
}

/** The spelling that is written most often; where that stands in the list already, the other one goes. */
export const spellTags: Fixer = (sites, context) =>
  safeFix('spell it as elsewhere', tagEdits(sites, context));

function* tagEdits(...[sites, context]: [Parameters<Fixer>[0], FixContext]): Edits {
  const { source } = context;
  const wanted = pointersOf(sites, context);
  for (const { usual, others } of driftingTags(context.program)) {
    const lists = new Set<string>();
    for (const { at } of others) {
      if (isSpan(at) || !wanted.has(at.pointer)) continue;
      const list = parentOf(at);
      const present = Object.values(valueAt(source, list) ?? {});
      const isThere = present.includes(usual) || lists.has(list.pointer);
      lists.add(list.pointer);
      yield isThere ? remove(source, at) : setValue(source, at, usual);
    }
  }
}
