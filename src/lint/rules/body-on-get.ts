import { ownOperations } from '../../document/walk.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const bodyOnGet: Rule = {
  code: 'body-on-get',
  severity: 'warning',
  summary: 'A GET or HEAD request has a body.',
  why: 'Servers, caches and fetch itself drop or refuse it.',
  whatToDo: 'Send the values as query parameters, or use POST.',
  examples: [
    {
      title: 'a body on GET',
      yaml: example({
        operations:
          '- name: find-notes\n  method: GET\n  inputParameters:\n  - name: body\n    in: body',
      }),
      reports: ['1 GET request with a body: `find-notes`'],
    },
    {
      title: 'a body on POST',
      yaml: example({
        operations:
          '- name: find-notes\n  method: POST\n  inputParameters:\n  - name: body\n    in: body',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownOperations(program).filter(
      ({ operation }) =>
        ['GET', 'HEAD'].includes(operation.method.toUpperCase()) &&
        (operation.body !== undefined || operation.inputs.some((input) => input.in === 'body')),
    );
    reportAll(
      report,
      found.map(({ operation }) => ({ name: operation.name, at: operation.at })),
      (names, number) => `${count(number, 'GET request')} with a body: ${names}`,
    );
  },
};
