// How an answer comes: its media type, its status, and how large it may be.
import type { ChangeCode } from './compare-kinds.ts';
import type { RecordChange, Subject } from './compare-change.ts';

export interface Answer {
  readonly mediaType?: string;
  readonly status?: number;
}

export function compareAnswers(
  before: Answer | undefined,
  after: Answer | undefined,
  subject: Subject,
  record: RecordChange,
): void {
  const [old, fresh] = [before?.mediaType, after?.mediaType];
  if (old !== fresh)
    record(
      'answer-media-type-changed',
      subject,
      `it answers with ${fresh === undefined ? 'no media type in particular' : `\`${fresh}\``}`,
      [old ?? null, fresh ?? null],
    );
  const [was, is] = [before?.status ?? 200, after?.status ?? 200];
  if (was !== is)
    record('answer-status-changed', subject, `it answers with ${is} instead of ${was}`, [was, is]);
}

/** `words`: what the limit is of. Undefined is unlimited. */
export function compareLimits(
  kind: 'output' | 'surface',
  words: string,
  before: number | undefined,
  after: number | undefined,
  subject: Subject,
  record: RecordChange,
): void {
  const [most, limit] = [before ?? Infinity, after ?? Infinity];
  if (limit === most) return;
  const code: ChangeCode = limit < most ? `${kind}-limit-lowered` : `${kind}-limit-raised`;
  const now = limit === Infinity ? 'may be of any size' : `may have ${limit} bytes at most`;
  record(code, subject, `${words} ${now}`, [after ?? null]);
}
