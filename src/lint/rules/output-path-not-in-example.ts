import type { ConsumedOperation, OutputParameter } from '../../document/document.ts';
import type { CallTarget, Program } from '../../document/program.ts';
import { child, type Location } from '../../source/location.ts';
import { locationKey } from '../../source/location-key.ts';
import { follow, type Described } from '../described.ts';
import { example } from '../example.ts';
import { isWholeResponse } from '../outputs.ts';
import { allUnits, calledBy, unitName, type LintUnit } from '../units.ts';
import { count, reportAll, type Found, type Rule } from '../rule.ts';

/** The result that a unit shapes: the response as its operation describes it, or what a mocked flow answers. */
function resultOf(program: Program, entry: LintUnit): Described | undefined {
  const { unit } = entry;
  if (unit.ref !== undefined) {
    const flow = program.refs.get(locationKey(unit.ref.at))?.flow;
    const isMock =
      flow !== undefined &&
      flow.call === undefined &&
      flow.ref === undefined &&
      flow.steps.length === 0 &&
      flow.outputs.some(({ value, constant }) => value !== undefined || constant !== undefined);
    return isMock ? { kind: 'members', outputs: flow.outputs } : undefined;
  }
  const operation = calledBy(program, entry)?.operation;
  return operation === undefined ? undefined : responseOf(operation);
}

/** A response, where one output stands for all of it. */
function responseOf({
  outputs,
  outputRawFormat = 'json',
}: ConsumedOperation): Described | undefined {
  const [only, ...others] = outputs;
  if (only === undefined || others.length > 0) return undefined;
  const isJson = outputRawFormat === 'json';
  const path = only.mapping ?? only.value;
  const isRoot = path !== undefined && /^\$\.?$/.test(path.trim());
  if (!isJson || !isRoot || isWholeResponse(only)) return undefined;
  const { value: _value, mapping: _mapping, ...described } = only;
  return { kind: 'declared', output: described };
}

/** What is left of a response in a step: the outputs of its operation, by name. */
function keptOf({ operation }: CallTarget): Described | undefined {
  const { outputs } = operation;
  const isNamed = outputs.every(({ name }) => name !== undefined && name !== '');
  const [only] = outputs;
  if (only === undefined || !isNamed) return undefined;
  const isWhole = outputs.length === 1 && /^\$\.?$/.test((only.mapping ?? only.value ?? '').trim());
  return isWhole ? responseOf(operation) : { kind: 'members', outputs };
}

/** What later steps and mappings read of earlier steps. */
function lookAtSteps(program: Program, { unit }: LintUnit, name: string, found: Found[]): void {
  const results = new Map<string, Described>();
  const read = (text: string, step: string, rest: string, at: Location): void => {
    const from = results.get(step);
    if (from !== undefined && 'missing' in follow(from, `$.${rest}`))
      found.push({ name: `${text}\` of \`${name}`, at });
  };
  for (const { name: step, call, with: entries } of unit.steps) {
    for (const { value, at } of entries)
      if (typeof value === 'string')
        for (const [text, from = '', rest = ''] of value.matchAll(
          /\{\{\s*([\w-]+)\.([\w.-]+)\s*\}\}/g,
        ))
          read(text, from, rest, at);
    const target = call && program.calls.get(locationKey(call.at));
    const kept = target && keptOf(target);
    if (kept !== undefined) results.set(step, kept);
  }
  for (const { value, at } of unit.mappings) {
    const [, from = '', rest = ''] = /^\$\.([\w-]+)\.(.+)$/.exec(value.trim()) ?? [];
    if (rest !== '') read(value, from, rest, child(at, 'value'));
  }
}

function look(
  output: OutputParameter,
  from: Described | undefined,
  name: string,
  found: Found[],
): void {
  if (from === undefined) return;
  const key = output.mapping === undefined ? 'value' : 'mapping';
  const path = output[key];
  let at: Described | undefined = from;
  if (path?.startsWith('$') === true) {
    const result = follow(from, path);
    if ('missing' in result) {
      found.push({ name: `${path}\` of \`${name}`, at: child(output.at, key) });
      return;
    }
    at = result.to;
  }
  for (const property of output.properties) look(property, at, name, found);
  if (output.items !== undefined && at !== undefined) {
    const items = follow(at, '$[*]');
    if ('to' in items) look(output.items, items.to, name, found);
  }
}

const consumed =
  '- name: get-note\n  method: GET\n  outputParameters:\n  - name: note\n    type: object\n    value: $\n    properties:\n    - name: title\n      type: string\n    - name: places\n      type: array\n      items:\n        type: object\n        properties:\n        - name: city\n          type: string';

function exposed(...paths: readonly string[]): string {
  const outputs = paths.map(
    (path, index) => `\n    - name: part-${index + 1}\n      type: string\n      mapping: ${path}`,
  );
  return `- path: /note\n  operations:\n  - method: GET\n    name: get-note\n    call: notes.get-note\n    outputParameters:${outputs.join('')}`;
}

export const outputPathNotInExample: Rule = {
  code: 'output-path-not-in-example',
  severity: 'warning',
  summary: 'A JSONPath reads what the result is said not to have.',
  why: 'Where an operation says what its response is made of, or a mocked flow answers with examples, a path that leads nowhere in it gives nothing: the member is left out, whoever asks.',
  whatToDo: 'Correct the path, or add what it reads to what is declared.',
  examples: [
    {
      title: 'a name that is not there',
      yaml: example({ operations: consumed, routes: exposed('$.titel', '$.places[*].town') }),
      reports: [
        '2 paths that lead nowhere in the declared result: `$.titel` of `get-note`, `$.places[*].town` of `get-note`',
      ],
    },
    {
      title: 'a mocked flow',
      yaml: example({
        aggregates:
          '- namespace: diary\n  functions:\n  - name: latest\n    description: The latest note.\n    outputParameters:\n    - name: title\n      type: string\n      value: Heron',
        tools:
          '- name: latest-note\n  description: The note that was written last.\n  ref: diary.latest\n  outputParameters:\n  - name: text\n    type: string\n    mapping: $.text',
      }),
      reports: ['1 path that leads nowhere in the declared result: `$.text` of `latest-note`'],
    },
    {
      title: 'what a step does not keep',
      yaml: example({
        operations:
          '- name: get-note\n  method: GET\n  outputParameters:\n  - name: title\n    type: string\n    value: $.title',
        tools:
          '- name: note-text\n  description: The text of the latest note.\n  steps:\n  - name: note\n    type: call\n    call: notes.get-note\n  mappings:\n  - targetName: text\n    value: $.note.text\n  outputParameters:\n  - name: text\n    type: string',
      }),
      reports: ['1 path that leads nowhere in the declared result: `$.note.text` of `note-text`'],
    },
    {
      title: 'what there is',
      yaml: example({ operations: consumed, routes: exposed('$.title', '$.places[0].city') }),
      reports: [],
    },
    {
      title: 'a response of which nothing is said',
      yaml: example({
        operations: '- name: get-note\n  method: GET',
        routes: exposed('$.titel'),
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found: Found[] = [];
    for (const entry of allUnits(program)) {
      lookAtSteps(program, entry, unitName(entry), found);
      if (entry.unit.outputs.length === 0) continue;
      const result = resultOf(program, entry);
      if (result !== undefined)
        for (const output of entry.unit.outputs) look(output, result, unitName(entry), found);
    }
    reportAll(
      report,
      found,
      (names, number) =>
        `${count(number, 'path')} that ${number === 1 ? 'leads' : 'lead'} nowhere in the declared result: ${names}`,
    );
  },
};
