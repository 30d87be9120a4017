import { ownOperations } from '../../document/walk.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { allUnits, unitName } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const inputDescriptionMissing: Rule = {
  code: 'input-description-missing',
  severity: 'warning',
  summary: 'An input has no description.',
  why: 'People guess from the name what to give; models make it up.',
  whatToDo:
    'Say in a few words what the input means, with an example where its form is not obvious.',
  examples: [
    {
      title: 'no description',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query',
      }),
      reports: ['1 input of `notes` without a description: `limit` of `list-notes`'],
    },
    {
      title: 'a description',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query\n    description: How many at most.',
      }),
      reports: [],
    },
    {
      title: 'a variable of a path, as the format has it',
      yaml: example({
        path: '/notes/{{id}}',
        operations:
          '- name: get-note\n  method: GET\n  inputParameters:\n  - name: id\n    in: path',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = [
      ...ownOperations(program).map(({ namespace, operation }) => ({
        namespace,
        name: operation.name,
        // As the published formats have it: a name, and where it goes.
        inputs: operation.inputs.filter(
          ({ type, in: place }) => place !== 'path' || type !== undefined,
        ),
      })),
      ...allUnits(program).map((entry) => ({
        namespace: entry.namespace,
        name: unitName(entry),
        inputs: entry.unit.inputs,
      })),
    ].flatMap(({ namespace, name, inputs }) =>
      inputs
        .filter((input) => (input.description ?? '').trim() === '' && input.value === undefined)
        .map((input) => ({ namespace, name: `${input.name}\` of \`${name}`, at: input.at })),
    );
    for (const [namespace, group] of groupBy(found, (item) => item.namespace))
      reportAll(
        report,
        group,
        (names, number) =>
          `${count(number, 'input')} of \`${namespace}\` without a description: ${names}`,
      );
  },
};
