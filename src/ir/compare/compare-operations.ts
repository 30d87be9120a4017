// Operations: what users of the generated client call.
import type { Body, Input, Operation, Output } from '../capability.ts';
import {
  compareTags,
  compareWords,
  part,
  type RecordChange,
  type Subject,
} from './compare-change.ts';
import { compareLimits } from './compare-answers.ts';
import { compareInputs } from './compare-inputs.ts';
import { pairPlaced } from './compare-inputs-pairs.ts';
import type { Pairs } from './compare-pairs.ts';
import type { Renames } from './compare-renames.ts';
import { compareResultTypes } from './compare-results.ts';
import { pathText } from '../parse/parse-path.ts';
import { stableJson } from '../../util/stable-json.ts';

/** `inSteps`: those of the new operations whose response steps read. */
export function compareOperations(
  { both, removed, added }: Pairs<Operation>,
  inSteps: ReadonlySet<string>,
  renames: Renames,
  root: Subject,
  record: RecordChange,
): void {
  const named = (
    operation: Operation,
    before: Operation | undefined,
    after: Operation | undefined,
  ): Subject => ({
    ...part(root, `operation ${operation.id}`, before, after),
    audience: ['sdk'],
  });
  const words = ({ method, path, client }: Operation): string =>
    `\`${client.join('.')}\` (${method} ${pathText(path)})`;
  for (const operation of removed)
    record(
      'operation-removed',
      named(operation, operation, undefined),
      `${words(operation)} is gone`,
    );
  for (const operation of added)
    record('operation-added', named(operation, undefined, operation), `${words(operation)} is new`);
  for (const [before, after] of both)
    compareOperation(
      before,
      after,
      inSteps.has(after.id),
      renames,
      named(after, before, after),
      record,
    );
}

function compareOperation(
  before: Operation,
  after: Operation,
  isInSteps: boolean,
  renames: Renames,
  subject: Subject,
  record: RecordChange,
): void {
  const inputs = pairPlaced(before, after);
  const inner = renames.within(inputs);
  if (renames.service(before.service) !== after.service)
    record(
      'operation-service-changed',
      subject,
      `it is called at \`${after.service}\` instead of \`${before.service}\``,
      [before.service, after.service],
    );
  if (before.name !== after.name)
    record(
      'operation-renamed',
      subject,
      `it is declared as \`${after.name}\`, it was \`${before.name}\``,
      [before.name, after.name],
    );
  const [oldClient, client] = [before.client.join('.'), after.client.join('.')];
  if (oldClient !== client)
    record(
      'client-name-changed',
      subject,
      `the client calls it \`${client}\` instead of \`${oldClient}\``,
      [oldClient, client],
    );
  if (before.method !== after.method)
    record(
      'operation-method-changed',
      subject,
      `it uses ${after.method} instead of ${before.method}`,
      [before.method, after.method],
    );
  const [oldPath, path] = [pathText(spelled(before.path, inputs)), pathText(after.path)];
  if (oldPath !== path)
    record(
      'operation-path-changed',
      subject,
      `it calls \`${path}\` instead of \`${pathText(before.path)}\``,
      [oldPath, path],
    );
  if (!before.deprecated && after.deprecated)
    record('operation-deprecated', subject, 'it is deprecated');
  if (before.deprecated && !after.deprecated)
    record('operation-undeprecated', subject, 'it is no longer deprecated');
  compareInputs(inputs, true, inner, subject, record);
  compareBodies(before.body, after.body, inner, subject, record);
  compareOutputs(before.output, after.output, subject, record);
  if (isInSteps) compareProjections(before.output, after.output, inner, subject, record);
  comparePagination(before, after, subject, record);
  compareWords('operation-title-changed', 'title', before.title, after.title, subject, record);
  compareWords(
    'operation-description-changed',
    'description',
    before.description,
    after.description,
    subject,
    record,
  );
  compareTags('operation-tags-changed', before.tags, after.tags, subject, record);
}

/** The old path with its variables spelled as the new one spells them: their names are told as inputs. */
function spelled(path: Operation['path'], { both }: Pairs<Input>): Operation['path'] {
  const names = new Map(both.map(([old, now]) => [old.name, now.name]));
  return path.map((item) =>
    typeof item === 'string' ? item : { variable: names.get(item.variable) ?? item.variable },
  );
}

function compareBodies(
  before: Body | undefined,
  after: Body | undefined,
  renames: Renames,
  subject: Subject,
  record: RecordChange,
): void {
  if (before === undefined && after === undefined) return;
  if (before === undefined)
    return record('body-added', subject, `it sends a body now: ${after!.kind}`, [after!.kind]);
  if (after === undefined)
    return record('body-removed', subject, 'it no longer sends a body', [before.kind]);
  if (before.kind !== after.kind)
    return record(
      'body-kind-changed',
      subject,
      `its body is put together as ${after.kind} instead of ${before.kind}`,
      [before.kind, after.kind],
    );
  const type = (body: Body): string => ('contentType' in body ? body.contentType : '');
  if (type(before) !== type(after))
    record(
      'body-content-type-changed',
      subject,
      `its body is sent as \`${type(after)}\` instead of \`${type(before)}\``,
      [type(before), type(after)],
    );
  // Which inputs make a body is told as inputs.
  if (before.kind === 'input' || before.kind === 'fields') return;
  const content = (body: Body): string => stableJson({ ...body, contentType: undefined }, ['at']);
  const [old, fresh] = [content(renames.apply(before)), content(after)];
  if (old !== fresh)
    record('body-value-changed', subject, 'its body has another content for the same inputs', [
      old,
      fresh,
    ]);
}

function compareOutputs(
  before: Output,
  after: Output,
  subject: Subject,
  record: RecordChange,
): void {
  if (before.format !== after.format)
    record(
      'output-format-changed',
      subject,
      `its response is read as ${after.format} instead of ${before.format}`,
      [before.format, after.format],
    );
  if (before.mediaType !== after.mediaType) {
    const words =
      after.mediaType === undefined ? 'no media type in particular' : `\`${after.mediaType}\``;
    record('output-media-type-changed', subject, `it asks for ${words} now`, [
      before.mediaType ?? null,
      after.mediaType ?? null,
    ]);
  }
  if (before.schema !== after.schema)
    record(
      'output-schema-changed',
      subject,
      'its response is read with another schema or selector',
      [before.schema ?? null, after.schema ?? null],
    );
  compareLimits('output', 'responses', before.maxBytes, after.maxBytes, subject, record);
  compareResultTypes(before.type, after.type, subject, record);
}

function compareProjections(
  before: Output,
  after: Output,
  renames: Renames,
  subject: Subject,
  record: RecordChange,
): void {
  const projection = (output: Output): string =>
    stableJson(output.projection, ['at', 'source', 'description']);
  const [old, fresh] = [projection(renames.apply(before)), projection(after)];
  if (old !== fresh)
    record('output-projection-changed', subject, 'steps keep another part of its response', [
      old,
      fresh,
    ]);
}

function comparePagination(
  before: Operation,
  after: Operation,
  subject: Subject,
  record: RecordChange,
): void {
  const [old, fresh] = [before, after].map(({ pagination }) => stableJson(pagination, ['source']));
  if (old === fresh) return;
  if (before.pagination === undefined)
    record('pagination-added', subject, 'its result can be walked page by page');
  else if (after.pagination === undefined)
    record('pagination-removed', subject, 'its result can no longer be walked page by page');
  else record('pagination-changed', subject, 'its pages are found in another way', [old, fresh]);
}
