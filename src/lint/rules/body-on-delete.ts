import { ownOperations } from '../../document/walk.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const bodyOnDelete: Rule = {
  code: 'body-on-delete',
  severity: 'info',
  summary: 'A DELETE request has a body.',
  why: 'Some APIs ask for it; proxies and servers in between may drop it.',
  whatToDo: 'Nothing, where the API asks for it. Else send the values as query parameters.',
  examples: [
    {
      title: 'a body on DELETE',
      yaml: example({
        operations:
          '- name: drop-notes\n  method: DELETE\n  inputParameters:\n  - name: body\n    in: body',
      }),
      reports: ['1 DELETE request with a body: `drop-notes`'],
    },
    {
      title: 'no body',
      yaml: example({ operations: '- name: drop-notes\n  method: DELETE' }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownOperations(program).filter(
      ({ operation }) =>
        operation.method.toUpperCase() === 'DELETE' &&
        (operation.body !== undefined || operation.inputs.some((input) => input.in === 'body')),
    );
    reportAll(
      report,
      found.map(({ operation }) => ({ name: operation.name, at: operation.at })),
      (names, number) => `${count(number, 'DELETE request')} with a body: ${names}`,
    );
  },
};
