import { ownOperations } from '../../document/walk.ts';
import { example } from '../example.ts';
import { allUnits, unitName } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const duplicateInputParameter: Rule = {
  code: 'duplicate-input-parameter',
  severity: 'error',
  summary: 'An operation, route or tool declares an input twice.',
  why: 'Only one of the two declarations counts, and which one depends on the reader.',
  whatToDo: 'Remove one of the two declarations.',
  examples: [
    {
      title: 'limit twice',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query\n  - name: limit\n    in: query',
      }),
      reports: ['1 input declared twice: `limit` of `list-notes`'],
    },
    {
      title: 'limit in two places',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query\n  - name: limit\n    in: header',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const lists = [
      ...ownOperations(program).map(({ operation }) => ({
        name: operation.name,
        inputs: operation.inputs,
      })),
      ...allUnits(program).map((entry) => ({ name: unitName(entry), inputs: entry.unit.inputs })),
    ];
    const found = lists.flatMap(({ name, inputs }) => {
      const seen = new Set<string>();
      return inputs
        .filter((input) => {
          const key = JSON.stringify([input.name, input.in]);
          return seen.has(key) || !seen.add(key);
        })
        .map((input) => ({ name: `${input.name}\` of \`${name}`, at: input.at }));
    });
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'input')} declared twice: ${names}`,
    );
  },
};
