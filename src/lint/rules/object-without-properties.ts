import { example } from '../example.ts';
import { allOutputs, isWholeResponse } from '../outputs.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const objectWithoutProperties: Rule = {
  code: 'object-without-properties',
  severity: 'warning',
  summary: 'A part of an output is an object of which nothing is said.',
  why: 'The generated types have an object with unknown members, and the reference engine gives `{}`.',
  whatToDo: 'Describe its members below `properties`.',
  examples: [
    {
      title: 'an object of anything',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  outputParameters:\n  - name: author\n    type: object\n    value: $.author',
      }),
      reports: ['1 object without `properties`: `author` of `list-notes`'],
    },
    {
      title: 'an object with a member',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  outputParameters:\n  - name: author\n    type: object\n    value: $.author\n    properties:\n    - name: email\n      type: string\n      value: $.email',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allOutputs(program).filter(
      ({ output, depth }) =>
        output.type === 'object' &&
        output.properties.length === 0 &&
        output.others === undefined &&
        (depth > 0 || !isWholeResponse(output)) &&
        output.constant === undefined,
    );
    reportAll(
      report,
      found.map(({ name, output }) => ({
        name: output.name === undefined ? name : `${output.name}\` of \`${name}`,
        at: output.at,
      })),
      (names, number) => `${count(number, 'object')} without \`properties\`: ${names}`,
    );
  },
};
