// The official verdict on a document, as diagnostics: empty exactly when the schema of the format accepts it, else one
// diagnostic for every root cause, with all its places.
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { groupBy } from '../util/group-by.ts';
import { explain } from './check-explain.ts';
import { causeKey, type Problem } from './check-problem.ts';
import { misspeltKey, renamedWord } from './check-repair.ts';
import { schemaOf } from './check-schema.ts';
import { message } from './check-words.ts';
import type { Format } from './formats.ts';

export function check(value: unknown, format: Format, file: string): readonly Diagnostic[] {
  const problems = explain(schemaOf(format), value, file);
  return [...groupBy(problems, ({ cause }) => causeKey(cause)).values()].map((group) =>
    diagnostic(group, format),
  );
}

function diagnostic(group: readonly Problem[], format: Format): Diagnostic {
  const first = group[0]!;
  return {
    code: 'schema',
    severity: 'warning',
    message: message(first.cause, group, format),
    at: first.at,
    ...(first.cause.kind === 'missing-key' ? { missing: first.cause.key } : {}),
    ...meantBy(group),
    ...(group.length > 1 ? { sites: group.map(({ at }) => at) } : {}),
  };
}

/** The word that would have been right, where that is known. */
function meantBy(group: readonly Problem[]): Pick<Diagnostic, 'meant'> {
  const { cause, found } = group[0]!;
  if (cause.kind === 'renamed-key') return { meant: { word: cause.instead, sure: true } };
  if (cause.kind === 'unknown-key' && cause.misspelt !== undefined)
    return { meant: { word: cause.misspelt, sure: false } };
  if (cause.kind !== 'value' || found === undefined || group.some((one) => one.found !== found))
    return {};
  const renamed = renamedWord(found, cause.allowed);
  const word = renamed ?? misspeltKey(found, cause.allowed);
  return word === undefined ? {} : { meant: { word, sure: renamed !== undefined } };
}
