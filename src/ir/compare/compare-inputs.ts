// Inputs of operations, routes, tools and flows. Who gives the values is hurt where fewer of them are taken.
import type { Input } from '../capability.ts';
import { compareWords, part, type RecordChange, type Subject } from './compare-change.ts';
import type { ChangeCode } from './compare-kinds.ts';
import type { Pairs } from './compare-pairs.ts';
import type { Renames } from './compare-renames.ts';
import { typeDifferences, type TypeDifference } from './compare-type.ts';
import { stableJson } from '../../util/stable-json.ts';

/** `places`: whether it matters to callers where an input is sent. */
export function compareInputs(
  { both, removed, added }: Pairs<Input>,
  places: boolean,
  renames: Renames,
  subject: Subject,
  record: RecordChange,
): void {
  const named = (before: Input | undefined, after: Input | undefined): Subject =>
    part(subject, `input ${(after ?? before)?.name}`, before, after);
  for (const [before, after] of both)
    compareInput(before, after, places, renames, named(before, after), record);
  for (const before of removed) recordRemoved(before, named(before, undefined), record);
  for (const after of added) recordAdded(after, named(undefined, after), record);
}

function recordAdded(after: Input, subject: Subject, record: RecordChange): void {
  const name = `input \`${after.name}\``;
  if (after.value !== undefined)
    record('fixed-value-added', subject, `${after.in} \`${after.name}\` is sent upstream now`, [
      after.in,
    ]);
  else if (after.required)
    record('input-added-required', subject, `${name} is new and has to be given`, [after.in]);
  else record('input-added-optional', subject, `${name} is new and may be left out`, [after.in]);
}

function recordRemoved(before: Input, subject: Subject, record: RecordChange): void {
  if (before.value !== undefined)
    record(
      'fixed-value-removed',
      subject,
      `${before.in} \`${before.name}\` is no longer sent upstream`,
      [before.in],
    );
  else record('input-removed', subject, `input \`${before.name}\` is gone`, [before.in]);
}

function compareInput(
  before: Input,
  after: Input,
  places: boolean,
  renames: Renames,
  subject: Subject,
  record: RecordChange,
): void {
  const name = `input \`${after.name}\``;
  if (before.value !== undefined && after.value === undefined)
    return recordAdded(after, subject, record);
  if (before.value === undefined && after.value !== undefined) {
    record('input-fixed', subject, `${name} is worked out now and can no longer be given`, [
      after.value,
    ]);
    return;
  }
  if (places && before.in !== after.in)
    record('input-place-changed', subject, `${name} moves from ${before.in} to ${after.in}`, [
      before.in,
      after.in,
    ]);
  if (before.value !== undefined) {
    if (stableJson(renames.apply(before.value), ['at']) !== stableJson(after.value, ['at']))
      record(
        'fixed-value-changed',
        subject,
        `another value is sent as ${after.in} \`${after.name}\``,
        [before.value, after.value],
      );
    return;
  }
  if (before.name !== after.name)
    record('input-renamed', subject, `input \`${before.name}\` is called \`${after.name}\` now`, [
      before.name,
      after.name,
    ]);
  if (!before.required && after.required)
    record('input-made-required', subject, `${name} has to be given now`);
  if (before.required && !after.required)
    record('input-made-optional', subject, `${name} may be left out now`);
  compareInputTypes(before, after, subject, record);
  compareWords(
    'input-description-changed',
    `description of ${name}`,
    before.description,
    after.description,
    subject,
    record,
  );
}

function compareInputTypes(
  before: Input,
  after: Input,
  subject: Subject,
  record: RecordChange,
): void {
  for (const found of typeDifferences(before.type, after.type)) {
    const place = found.path === '' ? `input \`${after.name}\`` : `\`${after.name}${found.path}\``;
    const { change, words } = inputChange(found);
    record(
      change,
      found.path === '' ? subject : part(subject, found.path, before, after),
      `${place} ${words}`,
      [found.before, found.after],
    );
  }
}

function inputChange(found: TypeDifference): {
  readonly change: ChangeCode;
  readonly words: string;
} {
  const { before, after } = found;
  const types = `${before}, now ${after}`;
  switch (found.kind) {
    case 'specified':
      return {
        change: 'input-type-narrowed',
        words: `takes fewer values: it was any, now ${after}`,
      };
    case 'narrowed':
    case 'null-removed':
      return { change: 'input-type-narrowed', words: `takes fewer values: it was ${types}` };
    case 'lost':
      return {
        change: 'input-type-widened',
        words: `takes more values: it was ${before}, now any`,
      };
    case 'widened':
    case 'null-added':
      return { change: 'input-type-widened', words: `takes more values: it was ${types}` };
    case 'changed':
      return { change: 'input-type-changed', words: `is of another type: it was ${types}` };
    case 'values-added':
      return { change: 'input-values-added', words: `also takes ${after}` };
    case 'values-removed':
      return { change: 'input-values-removed', words: `no longer takes ${before}` };
    case 'pattern-added':
      return { change: 'input-pattern-added', words: `has to match \`${after}\`` };
    case 'pattern-removed':
      return { change: 'input-pattern-removed', words: `no longer has to match \`${before}\`` };
    case 'pattern-changed':
      return {
        change: 'input-pattern-changed',
        words: `has to match \`${after}\` instead of \`${before}\``,
      };
    case 'format':
      return { change: 'input-format-changed', words: `has the format ${after}, it was ${before}` };
    case 'property-added':
      return found.required === true
        ? { change: 'input-property-added-required', words: 'is new and has to be given' }
        : { change: 'input-property-added', words: 'is new and may be left out' };
    case 'property-removed':
      return { change: 'input-property-removed', words: 'is gone' };
    case 'property-required':
      return { change: 'input-property-made-required', words: 'has to be given now' };
    case 'property-optional':
      return { change: 'input-property-made-optional', words: 'may be left out now' };
    case 'description':
      return { change: 'input-description-changed', words: 'is described differently' };
  }
}
