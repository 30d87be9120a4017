// Two capabilities → what has changed for those who use them. Places, order and the format version are no change.
import type { Action, Capability, Flow, Operation } from '../capability.ts';
import { compareActions } from './compare-actions.ts';
import { compareAnswers } from './compare-answers.ts';
import {
  compareTags,
  compareWords,
  part,
  recorder,
  type Comparison,
  type RecordChange,
  type Subject,
} from './compare-change.ts';
import { compareInputs } from './compare-inputs.ts';
import { anonymous, pairInputs } from './compare-inputs-pairs.ts';
import { compareOperations } from './compare-operations.ts';
import { pair, type Pairs } from './compare-pairs.ts';
import { renamesOf, type Matched, type Renames } from './compare-renames.ts';
import { compareSecrets } from './compare-secrets.ts';
import { compareServices } from './compare-services.ts';
import { compareSurfaces, pairSurfaces } from './compare-surfaces.ts';
import { stableJson } from '../../util/stable-json.ts';

export function compare(before: Capability, after: Capability): Comparison {
  const { record, comparison } = recorder();
  compareAll(before, after, record);
  return comparison();
}

/** The same where the file has got another name. */
export function compareRenamed(before: Capability, after: Capability): Comparison {
  const { record, comparison } = recorder();
  const subject: Subject = {
    path: [`capability ${after.id}`],
    audience: [],
    old: rootOf(before),
    new: rootOf(after),
  };
  const words = `\`${before.id}\` is called \`${after.id}\` now`;
  record('capability-renamed', subject, words, [before.id, after.id]);
  compareAll(before, after, record);
  return comparison();
}

function compareAll(before: Capability, after: Capability, record: RecordChange): void {
  const matched = match(before, after);
  const renames = renamesOf(matched);
  const root: Subject = { path: [], audience: [], old: rootOf(before), new: rootOf(after) };
  compareInfo(before, after, root, record);
  compareServices(matched.services, renames, root, record);
  compareSecrets(matched.secrets, after, root, record);
  compareOperations(matched.operations, operationsInSteps(after), renames, root, record);
  compareFlows(matched.flows, renames, root, record);
  compareSurfaces(pairSurfaces(before.surfaces, after.surfaces), renames, root, record);
}

/** All of a capability at once: a file that is new, or gone. */
export function compareExistence(
  before: Capability | undefined,
  after: Capability | undefined,
): Comparison {
  const { record, comparison } = recorder();
  const capability = after ?? before;
  if (capability === undefined) return comparison();
  const subject: Subject = {
    path: [`capability ${capability.id}`],
    audience: [],
    old: before && rootOf(before),
    new: after && rootOf(after),
  };
  const { operations, routes, tools } = capability.stats;
  const words = `with ${operations.unique} operations, ${routes.unique} routes and ${tools.unique} tools`;
  if (before === undefined)
    record('capability-added', subject, `\`${capability.id}\` is new, ${words}`);
  else if (after === undefined)
    record('capability-removed', subject, `\`${capability.id}\` is gone, ${words}`);
  return comparison();
}

function operationsInSteps({ flows, surfaces }: Capability): ReadonlySet<string> {
  const units = surfaces.flatMap((surface): readonly { readonly action?: Action }[] =>
    surface.kind === 'rest'
      ? surface.routes
      : surface.kind === 'mcp'
        ? [...surface.tools, ...surface.resources]
        : [],
  );
  return new Set(
    [...flows, ...units].flatMap(({ action }) =>
      action?.kind === 'steps'
        ? action.steps.flatMap((step) => (step.kind === 'call' ? [step.operation] : []))
        : [],
    ),
  );
}

function rootOf({ sources: [file = ''] }: Capability): {
  readonly file: string;
  readonly pointer: string;
} {
  return { file, pointer: '' };
}

function compareInfo(
  before: Capability,
  after: Capability,
  root: Subject,
  record: RecordChange,
): void {
  const subject: Subject = { ...root, path: ['capability'] };
  compareWords('capability-title-changed', 'title', before.title, after.title, subject, record);
  compareWords(
    'capability-description-changed',
    'description',
    before.description,
    after.description,
    subject,
    record,
  );
  compareWords(
    'capability-version-changed',
    'version',
    before.version,
    after.version,
    subject,
    record,
  );
  compareTags('capability-tags-changed', before.tags, after.tags, subject, record);
}

function match(before: Capability, after: Capability): Matched {
  const services = pair(before.services, after.services, [
    ({ id }) => [id],
    ({ baseUrl }) => (baseUrl.kind === 'fixed' ? [baseUrl.url] : []),
    // The only one that is left on either side, if both have an operation in common.
    ({ id }, side) => endpoints(side === 'before' ? before : after, id),
  ]);
  return {
    services,
    operations: pairOperations(
      before,
      after,
      new Map(services.both.map(([old, now]) => [old.id, now.id])),
    ),
    flows: pair(before.flows, after.flows, [({ id }) => [id]]),
    secrets: pair(before.secrets, after.secrets, [
      ({ name }) => [name],
      ({ variable, file }) => [`${file ?? ''} ${variable}`],
    ]),
  };
}

function endpoints({ operations }: Capability, service: string): readonly string[] {
  return operations.filter((operation) => operation.service === service).map(endpoint);
}

/** Method and path, without the names of variables. */
function endpoint({ method, path }: Operation): string {
  return `${method} ${anonymous(path)}`;
}

/** By id, then by method and path, then by everything but name and path. */
function pairOperations(
  before: Capability,
  after: Capability,
  services: ReadonlyMap<string, string>,
): Pairs<Operation> {
  const serviceOf = ({ service }: Operation, side: 'before' | 'after'): string =>
    side === 'before' ? (services.get(service) ?? service) : service;
  return pair(before.operations, after.operations, [
    // Of operations with one name only one keeps the short id: the endpoint tells which.
    (operation, side) => [`${serviceOf(operation, side)} ${operation.name} ${endpoint(operation)}`],
    (operation, side) => [
      `${serviceOf(operation, side)} ${operation.id.slice(operation.service.length)}`,
    ],
    (operation, side) => [`${serviceOf(operation, side)} ${endpoint(operation)}`],
    (operation, side) => [`${serviceOf(operation, side)} ${operation.name}`],
    (operation, side) => [`${serviceOf(operation, side)} ${content(operation)}`],
    (operation) => [`${operation.name} ${endpoint(operation)}`],
  ]);
}

function content({ method, inputs, body, output, description }: Operation): string {
  return stableJson({ method, inputs, body, output, description }, ['at']);
}

function compareFlows(
  { both, removed, added }: Pairs<Flow>,
  renames: Renames,
  root: Subject,
  record: RecordChange,
): void {
  const named = (flow: Flow, before: Flow | undefined, after: Flow | undefined): Subject => ({
    ...part(root, `flow ${flow.id}`, before, after),
    audience: ['http', 'agent'],
  });
  for (const flow of removed)
    record('flow-removed', named(flow, flow, undefined), `flow \`${flow.id}\` is gone`);
  for (const flow of added)
    record('flow-added', named(flow, undefined, flow), `flow \`${flow.id}\` is new`);
  for (const [before, after] of both) {
    const subject = named(after, before, after);
    const inputs = pairInputs(before.inputs, after.inputs);
    const inner = renames.within(inputs);
    compareInputs(inputs, false, inner, subject, record);
    compareActions(before.action, after.action, inputs, inner, subject, record);
    compareAnswers(before, after, subject, record);
    if (stableJson(before.hints) !== stableJson(after.hints))
      record('flow-hints-changed', subject, 'what it says about being safe has changed', [
        before.hints,
        after.hints,
      ]);
    compareWords(
      'flow-description-changed',
      'description',
      before.description,
      after.description,
      subject,
      record,
    );
  }
}
