// Fixes carried out until none is left. All are made at once and judged together; where that makes anything worse, those in
// the parts that have become worse are left out, and so on until what is left is no worse and means the same.
import type { Fix, TextEdit } from '../diagnostics/diagnostic.ts';
import type { Location, Span } from '../source/location.ts';
import {
  applyEdits,
  composed,
  consistent,
  unedited,
  withoutOverlaps,
  type EditedText,
} from '../source/text-edits.ts';
import { countBy, moreOf, sitesOf, type Assessment } from './fix-counts.ts';
import { unitsOf } from './fix-units.ts';
import { fixable, removing } from './fixes.ts';

/** Something that means another thing than before, with its places in both texts. */
export interface Difference {
  readonly old?: Location | undefined;
  readonly new?: Location | undefined;
}

export interface FixRequest<A extends Assessment> {
  readonly file: string;
  readonly text: string;
  readonly unsafe: boolean;
  assess(text: string): A;
  /** The findings that have a fix are enough on the way; without it everything is looked at every time. */
  survey?(text: string): Assessment;
  /** What two versions do not mean alike; asked for safe fixes only. */
  differences(before: A, after: A): readonly Difference[];
  /** What is found with the overlay beside the file: what that has put right already stays as it is. */
  readonly overlaid?: A | undefined;
  /** Where a place stands in the text that an assessment is of; without it all that is known of a place is nothing. */
  offsetOf?(assessment: A, at: Location | Span): number | undefined;
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

/** How often everything is looked at again. */
const mostTurns = 4;

/** How often what has become worse is left out before whole codes are. */
const mostTrials = 8;

export function fixText<A extends Assessment>(request: FixRequest<A>): FixResult<A> {
  const before = request.assess(request.text);
  let state: State<A> = { edited: unedited(request.text), assessment: before, applied: [] };
  const settled = new Map<Stage, string>();
  // What is made on request may let more be made that is safe: the next run would.
  for (let turn = 0; turn < mostTurns; turn++)
    for (const stage of request.unsafe ? stages : stages.slice(0, 1)) {
      // What was left out together with its neighbours may be made without them.
      for (let round = 0; round < mostPasses; round++) {
        if (settled.get(stage) === state.edited.text) break;
        const next = step(state, stage, request);
        if (next === undefined) settled.set(stage, state.edited.text);
        else state = next;
      }
    }
  return { edited: state.edited, applied: merged(state.applied), before, after: state.assessment };
}

/** What is made together. */
type Stage = 'safe' | 'likely' | 'removing';

const stages: readonly Stage[] = ['safe', 'likely', 'removing'];

interface State<A> {
  readonly edited: EditedText;
  readonly assessment: A;
  readonly applied: readonly AppliedFix[];
}

interface Change {
  readonly code: string;
  readonly fix: Fix;
  readonly edits: readonly TextEdit[];
}

/** What one look at a text led to. */
interface Pass {
  readonly edited: EditedText;
  readonly changes: readonly Change[];
}

interface Proposal {
  readonly edited: EditedText;
  readonly passes: readonly Pass[];
}

/** A code in a unit, or a code everywhere. */
type Refused = ReadonlySet<string>;

/** The next state, no worse than this one; undefined where nothing is left that can be done. */
function step<A extends Assessment>(
  state: State<A>,
  stage: Stage,
  request: FixRequest<A>,
): State<A> | undefined {
  const refused = new Set(healed(state, request));
  for (let trial = 0; trial < mostTrials; trial++) {
    const proposal = propose(state, stage, refused, request);
    if (proposal.edited.text === state.edited.text) return undefined;
    const next = attempt(state, proposal, stage, request);
    if (next.kind === 'better') return next.state;
    const guilty = guiltyOf(proposal, next.worse, refused);
    if (guilty.length === 0) break;
    for (const key of guilty) refused.add(key);
  }
  return codeByCode(state, stage, refused, request);
}

/** Findings that are gone with the overlay, by their code and the unit they are in. */
function healed<A extends Assessment>(
  { edited, assessment }: State<A>,
  { overlaid, text, offsetOf }: FixRequest<A>,
): readonly string[] {
  if (overlaid === undefined || offsetOf === undefined) return [];
  const offsets = (of: A, code: string): readonly number[] =>
    sitesOf(of, code).map((at) => offsetOf(of, at) ?? -1);
  const [unitOf, unitOverlaid] = [unitsOf(edited), unitsOf(unedited(text))];
  const unitNow = unitsOf(unedited(edited.text));
  return fixable.flatMap((code) => {
    const left = countBy(offsets(overlaid, code).map(unitOverlaid));
    const present = offsets(assessment, code);
    const numbers = countBy(present.map(unitOf));
    return present.flatMap((offset) => {
      const unit = unitOf(offset);
      return numbers.get(unit)! > (left.get(unit) ?? 0) ? [keyOf(code, unitNow(offset))] : [];
    });
  });
}

/** Nobody knows which edit it was: each code is tried together with those before it. */
function codeByCode<A extends Assessment>(
  state: State<A>,
  stage: Stage,
  refused: Refused,
  request: FixRequest<A>,
): State<A> | undefined {
  let result: State<A> | undefined;
  const codes = new Set(changesOf(state.assessment, stage, request.file).map(({ code }) => code));
  const left = new Set([...refused, ...fixable.filter((code) => !codes.has(code)), ...codes]);
  for (const code of codes) {
    left.delete(code);
    const proposal = propose(state, stage, left, request);
    const next =
      proposal.edited.text === state.edited.text
        ? undefined
        : attempt(state, proposal, stage, request);
    if (next?.kind === 'better') result = next.state;
    else left.add(code);
  }
  return result;
}

/** Fixes made pass after pass, for one makes the next possible; nothing is judged yet. */
function propose<A extends Assessment>(
  state: State<A>,
  stage: Stage,
  refused: Refused,
  request: FixRequest<A>,
): Proposal {
  const passes: Pass[] = [];
  // Units are told apart by where they stand now: what has been moved has no place in the original of its own.
  let edited = unedited(state.edited.text);
  let assessment: Assessment = state.assessment;
  for (let pass = 0; pass < mostPasses; pass++) {
    const wanted = changesOf(assessment, stage, request.file);
    const changes = withoutOverlaps(allowed(wanted, edited, refused));
    const next = applyEdits(edited, consistent(changes.flatMap(({ edits }) => edits)));
    if (next.text === edited.text) break;
    passes.push({ edited, changes });
    edited = next;
    assessment = request.survey?.(edited.text) ?? request.assess(edited.text);
  }
  return { edited, passes };
}

function allowed(
  changes: readonly Change[],
  edited: EditedText,
  refused: Refused,
): readonly Change[] {
  if (refused.size === 0) return changes;
  const unitOf = unitsOf(edited);
  return changes.flatMap((change) => {
    if (refused.has(change.code)) return [];
    const edits = change.edits.filter(
      (edit) => !refused.has(keyOf(change.code, unitOf(placeOf(edit)))),
    );
    return edits.length === 0 ? [] : [{ ...change, edits }];
  });
}

/** A removal begins before what it removes: with its line, which is still that of its neighbour. */
function placeOf({ start, end }: TextEdit): number {
  return end > start ? end - 1 : start;
}

function keyOf(code: string, unit: number): string {
  return `${code} ${unit}`;
}

type Outcome<A> =
  | { readonly kind: 'better'; readonly state: State<A> }
  /** The units that have become worse; -1 for what lies in none. */
  | { readonly kind: 'worse'; readonly worse: ReadonlySet<number> };

function attempt<A extends Assessment>(
  state: State<A>,
  { edited, passes }: Proposal,
  stage: Stage,
  request: FixRequest<A>,
): Outcome<A> {
  const after = request.assess(edited.text);
  const more = moreOf(state.assessment, after);
  const differences = stage === 'safe' ? request.differences(state.assessment, after) : [];
  if (more.size === 0 && differences.length === 0) {
    const applied = passes.flatMap(({ changes }) =>
      changes.map(({ code, fix, edits }) => ({ code, title: fix.title, edits: edits.length })),
    );
    const whole = composed(state.edited, edited);
    const next = { edited: whole, assessment: after, applied: [...state.applied, ...applied] };
    return { kind: 'better', state: next };
  }
  const unitAt = (assessment: A, text: EditedText): ((at: Location | Span) => number) => {
    const unitOf = unitsOf(text);
    return (at) => {
      const offset = request.offsetOf?.(assessment, at);
      return offset === undefined ? -1 : unitOf(offset);
    };
  };
  const old = unedited(state.edited.text);
  const [before, now] = [unitAt(state.assessment, old), unitAt(after, edited)];
  const worse = new Set<number>();
  for (const code of more) {
    const count = countBy(sitesOf(state.assessment, code).map(before));
    for (const [unit, number] of countBy(sitesOf(after, code).map(now)))
      if (number > (count.get(unit) ?? 0)) worse.add(unit);
  }
  for (const difference of differences) {
    if (difference.new !== undefined) worse.add(now(difference.new));
    if (difference.old !== undefined) worse.add(before(difference.old));
  }
  return { kind: 'worse', worse };
}

/** What was done last in the units that are worse, for every code that is not refused there already. */
function guiltyOf(
  { passes }: Proposal,
  worse: ReadonlySet<number>,
  refused: Refused,
): readonly string[] {
  const last = new Map<number, string>();
  for (const { edited, changes } of passes) {
    const unitOf = unitsOf(edited);
    for (const { code, edits } of changes)
      for (const edit of edits) {
        const unit = unitOf(placeOf(edit));
        if (worse.has(unit)) last.set(unit, keyOf(code, unit));
      }
  }
  return [...last.values()].filter((key) => !refused.has(key));
}

function changesOf({ diagnostics }: Assessment, stage: Stage, file: string): readonly Change[] {
  const changes = diagnostics.flatMap(({ code, fix }): readonly Change[] =>
    fix === undefined ||
    stageOf(code, fix) !== stage ||
    fix.edits.some((edit) => edit.file !== file)
      ? []
      : [{ code, fix, edits: consistent(fix.edits) }],
  );
  return changes.sort((a, b) => fixable.indexOf(a.code) - fixable.indexOf(b.code));
}

function stageOf(code: string, { safe }: Fix): Stage {
  return safe ? 'safe' : removing.has(code) ? 'removing' : 'likely';
}

function merged(applied: readonly AppliedFix[]): readonly AppliedFix[] {
  const found = new Map<string, AppliedFix>();
  for (const fix of applied) {
    const key = `${fix.code} ${fix.title}`;
    found.set(key, { ...fix, edits: fix.edits + (found.get(key)?.edits ?? 0) });
  }
  return [...found.values()];
}
