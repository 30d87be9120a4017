import { example } from '../example.ts';
import { allOutputs } from '../outputs.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const arrayWithoutItems: Rule = {
  code: 'array-without-items',
  severity: 'warning',
  summary: 'An output is a list of which nothing is said.',
  why: 'The generated types have a list of unknown things.',
  whatToDo: 'Describe what the list holds below `items`.',
  examples: [
    {
      title: 'a list of anything',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  outputParameters:\n  - name: result\n    type: array\n    value: $.notes',
      }),
      reports: ['1 list without `items`: `result` of `list-notes`'],
    },
    {
      title: 'a list of texts',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  outputParameters:\n  - name: result\n    type: array\n    value: $.notes\n    items:\n      type: string',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allOutputs(program).filter(
      ({ output }) => output.type === 'array' && output.items === undefined,
    );
    reportAll(
      report,
      found.map(({ name, output }) => ({
        name: output.name === undefined ? name : `${output.name}\` of \`${name}`,
        at: output.at,
      })),
      (names, number) => `${count(number, 'list')} without \`items\`: ${names}`,
    );
  },
};
