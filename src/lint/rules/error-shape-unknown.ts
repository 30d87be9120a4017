import { example } from '../example.ts';
import { isWholeResponse } from '../outputs.ts';
import { allUnits, calledBy, unitName } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

const shaped =
  '- path: /notes\n  operations:\n  - method: GET\n    name: list-notes\n    outputParameters:\n    - name: title\n      type: string\n      mapping: $.title';

export const errorShapeUnknown: Rule = {
  code: 'error-shape-unknown',
  severity: 'info',
  summary: 'A route or tool says what it answers with, but not what its errors look like.',
  why: 'What is shaped is success. An error of the service is passed on as it came, in a form that the capability says nothing of and that changes with the service; types of generated clients call it `unknown`.',
  whatToDo:
    'Call the operation in a step: where a step fails, generated servers answer 502 with a problem document (RFC 9457) that names the step. Where the form of the service is known to callers, ignore this.',
  examples: [
    {
      title: 'a call with a shape of its own',
      yaml: example({ routes: `${shaped}\n    call: notes.list-notes` }),
      reports: ['1 unit with a shape for success and none for errors: `list-notes`'],
    },
    {
      title: 'a call in a step',
      yaml: example({
        routes: `${shaped}\n    steps:\n    - name: notes\n      type: call\n      call: notes.list-notes`,
      }),
      reports: [],
    },
    {
      title: 'an answer that is passed on whole',
      yaml: example({
        routes:
          '- path: /notes\n  operations:\n  - method: GET\n    name: list-notes\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allUnits(program).filter(
      (entry) =>
        entry.kind !== 'resource' &&
        entry.unit.outputs.some((output) => !isWholeResponse(output)) &&
        calledBy(program, entry) !== undefined,
    );
    reportAll(
      report,
      found.map((entry) => ({ name: unitName(entry), at: entry.unit.at })),
      (names, number) =>
        `${count(number, 'unit')} with a shape for success and none for errors: ${names}`,
    );
  },
};
