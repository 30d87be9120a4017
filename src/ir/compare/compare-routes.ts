// Routes of a REST server: what its callers see. Names of path variables they do not.
import type { Route } from '../capability.ts';
import { compareActions } from './compare-actions.ts';
import { compareAnswers } from './compare-answers.ts';
import {
  compareTags,
  compareWords,
  part,
  type RecordChange,
  type Subject,
} from './compare-change.ts';
import { compareInputs } from './compare-inputs.ts';
import { anonymous, pairPlaced } from './compare-inputs-pairs.ts';
import { pair } from './compare-pairs.ts';
import type { Renames } from './compare-renames.ts';
import { pathText } from '../parse/parse-path.ts';

export function compareRoutes(
  before: readonly Route[],
  after: readonly Route[],
  renames: Renames,
  surface: Subject,
  record: RecordChange,
): void {
  const operation = ({ action, method }: Route, side: 'before' | 'after'): readonly string[] => {
    const called = side === 'before' ? renames.apply(action) : action;
    return called.kind === 'call' ? [`${method} ${called.operation}`] : [];
  };
  const { both, removed, added } = pair(before, after, [
    ({ id }) => [id],
    ({ method, path }) => [`${method} ${anonymous(path)}`],
    operation,
    ({ name, path }) => (name === undefined ? [] : [`${name} ${anonymous(path)}`]),
    ({ name }) => (name === undefined ? [] : [name]),
  ]);
  const subject: Subject = { ...surface, audience: ['http'] };
  for (const route of removed)
    record('route-removed', part(subject, route.id, route, undefined), `${words(route)} is gone`);
  for (const route of added)
    record('route-added', part(subject, route.id, undefined, route), `${words(route)} is new`);
  for (const [old, now] of both)
    compareRoute(old, now, renames, part(subject, now.id, old, now), record);
}

function words({ method, path }: Route): string {
  return `${method} ${pathText(path)}`;
}

function compareRoute(
  before: Route,
  after: Route,
  renames: Renames,
  subject: Subject,
  record: RecordChange,
): void {
  if (before.method !== after.method)
    record(
      'route-method-changed',
      subject,
      `it answers to ${after.method} instead of ${before.method}`,
      [before.method, after.method],
    );
  if (anonymous(before.path) !== anonymous(after.path))
    record(
      'route-path-changed',
      subject,
      `it answers to \`${pathText(after.path)}\` instead of \`${pathText(before.path)}\``,
      [pathText(before.path), pathText(after.path)],
    );
  const inputs = pairPlaced(before, after);
  for (const [old, now] of inputs.both)
    if (old.in === 'path' && now.in === 'path' && old.name !== now.name)
      record(
        'route-variable-renamed',
        subject,
        `variable \`${old.name}\` of the path is called \`${now.name}\` now`,
        [old.name, now.name],
      );
  const unnamed = inputs.both.map(
    ([old, now]) =>
      [old.in === 'path' && now.in === 'path' ? { ...old, name: now.name } : old, now] as const,
  );
  const inner = renames.within(inputs);
  compareInputs({ ...inputs, both: unnamed }, true, inner, subject, record);
  compareActions(before.action, after.action, inputs, inner, subject, record);
  compareAnswers(before.binary, after.binary, subject, record);
  if (before.deprecated !== true && after.deprecated === true)
    record('route-deprecated', subject, 'it is deprecated');
  if (before.deprecated === true && after.deprecated !== true)
    record('route-undeprecated', subject, 'it is no longer deprecated');
  compareWords('route-renamed', 'name', before.name, after.name, subject, record);
  compareWords('route-title-changed', 'title', before.title, after.title, subject, record);
  compareWords(
    'route-description-changed',
    'description',
    before.description,
    after.description,
    subject,
    record,
  );
  compareTags('route-tags-changed', before.tags, after.tags, subject, record);
}
