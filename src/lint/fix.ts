// Fixes carried out until none is left: each step is judged before it is taken, and what makes anything worse is not.
import type { Diagnostic, Fix, TextEdit } from '../diagnostics/diagnostic.ts';
import {
  applyEdits,
  consistent,
  unedited,
  withoutOverlaps,
  type EditedText,
} from '../source/text-edits.ts';
import { fixable } from './fixes.ts';

/** What there is to say of one version of the text. */
export interface Assessment {
  readonly diagnostics: readonly Diagnostic[];
}

export interface FixRequest<A extends Assessment> {
  readonly file: string;
  readonly text: string;
  readonly unsafe: boolean;
  assess(text: string): A;
  /** Whether two versions mean the same; asked for safe fixes only. */
  means(before: A, after: A): boolean;
}

export interface AppliedFix {
  readonly code: string;
  readonly title: string;
  readonly edits: number;
}

export interface FixResult<A extends Assessment> {
  readonly edited: EditedText;
  readonly applied: readonly AppliedFix[];
  readonly before: A;
  readonly after: A;
}

/** Persons takes four; a text that needs more is fixed further by the next run. */
const mostPasses = 10;

/** How many versions a run may look at when it searches for the edits that cannot be made. */
const mostTrials = 30;

export function fixText<A extends Assessment>(request: FixRequest<A>): FixResult<A> {
  const before = request.assess(request.text);
  let state: State<A> = { edited: unedited(request.text), assessment: before, applied: [] };
  const search: Search = { trials: 0, refused: new Set() };
  for (const safe of request.unsafe ? [true, false] : [true]) {
    for (let pass = 0; pass < mostPasses; pass++) {
      const next = onePass(state, safe, request, search);
      if (next === undefined) break;
      state = next;
    }
  }
  return { edited: state.edited, applied: merged(state.applied), before, after: state.assessment };
}

interface State<A> {
  readonly edited: EditedText;
  readonly assessment: A;
  readonly applied: readonly AppliedFix[];
}

interface Search {
  trials: number;
  /** Changes of which some edits could not be made: they are not tried again. */
  readonly refused: Set<string>;
}

interface Change {
  /** The code and the part of the document, which stays where it is. */
  readonly key: string;
  readonly code: string;
  readonly fix: Fix;
  readonly edits: readonly TextEdit[];
}

/** Undefined where nothing is left that can be done. */
function onePass<A extends Assessment>(
  state: State<A>,
  safe: boolean,
  request: FixRequest<A>,
  search: Search,
): State<A> | undefined {
  const wanted = changesOf(state.assessment, safe, request.file).filter(
    ({ key }) => !search.refused.has(key),
  );
  if (wanted.length === 0) return undefined;
  const fits = (changes: readonly Change[]): boolean =>
    attempt(state, changes, safe, request) !== undefined;
  const partFits = (changes: readonly Change[]): boolean =>
    search.trials++ < mostTrials && fits(changes);
  const chosen = withoutOverlaps(wanted);
  if (fits(chosen)) return attempt(state, chosen, safe, request);
  const whole: Change[] = [];
  const faulty: Change[] = [];
  for (const change of chosen) (fits([...whole, change]) ? whole : faulty).push(change);
  let taken: readonly Change[] = whole;
  // What is whole goes first: the search for single edits may use up the trials.
  for (const change of faulty) {
    search.refused.add(change.key);
    taken = halves(change).reduce((done, half) => takeParts(half, done, partFits), taken);
  }
  return taken.length === 0 ? undefined : attempt(state, taken, safe, request);
}

/** A change if it can be made, else those parts of it that can. */
function takeParts(
  change: Change,
  taken: readonly Change[],
  fits: (changes: readonly Change[]) => boolean,
): readonly Change[] {
  if (fits([...taken, change])) return [...taken, change];
  return halves(change).reduce((done, half) => takeParts(half, done, fits), taken);
}

/** None of a single edit. */
function halves(change: Change): readonly Change[] {
  const { edits } = change;
  const middle = edits.length >> 1;
  if (middle === 0) return [];
  return [edits.slice(0, middle), edits.slice(middle)].map((part) => ({ ...change, edits: part }));
}

/** The next state, if it is no worse than this one. */
function attempt<A extends Assessment>(
  state: State<A>,
  changes: readonly Change[],
  safe: boolean,
  request: FixRequest<A>,
): State<A> | undefined {
  const edited = applyEdits(state.edited, consistent(changes.flatMap(({ edits }) => edits)));
  if (edited.text === state.edited.text) return undefined;
  const assessment = request.assess(edited.text);
  if (
    isWorse(state.assessment, assessment) ||
    (safe && !request.means(state.assessment, assessment))
  )
    return undefined;
  const applied = changes.map(({ code, fix, edits }) => ({
    code,
    title: fix.title,
    edits: edits.length,
  }));
  return { edited, assessment, applied: [...state.applied, ...applied] };
}

function changesOf({ diagnostics }: Assessment, safe: boolean, file: string): readonly Change[] {
  const changes = diagnostics.flatMap(({ code, fix, at }): readonly Change[] =>
    fix === undefined || fix.safe !== safe || fix.edits.some((edit) => edit.file !== file)
      ? []
      : [{ key: `${code} ${sectionOf(at)}`, code, fix, edits: consistent(fix.edits) }],
  );
  return changes.sort((a, b) => fixable.indexOf(a.code) - fixable.indexOf(b.code));
}

/** `/capability/exposes/1/tools/4` → `/capability/exposes/1` */
function sectionOf(at: Diagnostic['at']): string {
  return at !== undefined && 'pointer' in at ? at.pointer.split('/').slice(0, 4).join('/') : '';
}

/** More places of any code than before: a fix must not trade one finding for another. */
function isWorse(before: Assessment, after: Assessment): boolean {
  const counts = countPlaces(before);
  return [...countPlaces(after)].some(([code, number]) => number > (counts.get(code) ?? 0));
}

function countPlaces({ diagnostics }: Assessment): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code, sites } of diagnostics)
    counts.set(code, (counts.get(code) ?? 0) + (sites?.length ?? 1));
  return counts;
}

function merged(applied: readonly AppliedFix[]): readonly AppliedFix[] {
  const found = new Map<string, AppliedFix>();
  for (const fix of applied) {
    const key = `${fix.code} ${fix.title}`;
    found.set(key, { ...fix, edits: fix.edits + (found.get(key)?.edits ?? 0) });
  }
  return [...found.values()];
}
