import { example } from '../example.ts';
import { allOutputs, isWholeResponse } from '../outputs.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const outputOpaque: Rule = {
  code: 'output-opaque',
  severity: 'info',
  summary: 'Operations give back an object of which nothing is said.',
  why: 'Their result is `unknown` in the generated client: no completion, no checks, no docs.',
  whatToDo: 'Declare the fields that callers need below `properties`.',
  examples: [
    {
      title: 'an object and nothing else',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  outputParameters:\n  - name: result\n    type: object\n    value: $',
      }),
      reports: ['1 operation with a result of which nothing is said: `list-notes`'],
    },
    {
      title: 'an object with a field',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  outputParameters:\n  - name: result\n    type: object\n    value: $\n    properties:\n    - name: title\n      type: string\n      value: $.title',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allOutputs(program).filter(
      ({ output, depth, isConsumed }) => isConsumed && depth === 0 && isWholeResponse(output),
    );
    reportAll(
      report,
      found.map(({ name, output }) => ({ name, at: output.at })),
      (names, number) =>
        `${count(number, 'operation')} with a result of which nothing is said: ${names}`,
    );
  },
};
