import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { allOutputs } from '../outputs.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const jsonpathSuspiciousRoot: Rule = {
  code: 'jsonpath-suspicious-root',
  severity: 'warning',
  summary: 'A JSONPath ends with a dot.',
  why: '`$.` names a member and leaves out its name. Some readers take it for the whole response, others refuse it.',
  whatToDo: 'Write `$` for the whole response.',
  examples: [
    {
      title: 'a dot at the end',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  outputParameters:\n  - name: result\n    type: object\n    value: $.',
      }),
      reports: ['1 JSONPath with a dot at the end: `list-notes`'],
    },
    {
      title: 'the root',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  outputParameters:\n  - name: result\n    type: object\n    value: $',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allOutputs(program).flatMap(({ name, output }) =>
      (['mapping', 'value'] as const).flatMap((key) =>
        /^\$.*\.$/s.test(output[key] ?? '') ? [{ name, at: child(output.at, key) }] : [],
      ),
    );
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'JSONPath')} with a dot at the end: ${names}`,
    );
  },
};
