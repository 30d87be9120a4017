import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { exposedResources } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const restPathTrailingSlash: Rule = {
  code: 'rest-path-trailing-slash',
  severity: 'warning',
  summary: 'The path of an exposed resource ends with a slash.',
  why: 'Callers leave the slash out as often as not, and the two are different paths to a router.',
  whatToDo: 'Remove the slash at the end of `path`.',
  aliases: [...official('rest-resource-path-no-trailing-slash', 'rest-path-trailing-slash')],
  examples: [
    {
      title: 'a slash at the end',
      yaml: example({
        routes: '- path: /notes/\n  operations:\n  - method: GET\n    call: notes.list-notes',
      }),
      reports: ['1 exposed path with a slash at the end: `/notes/`'],
    },
    {
      title: 'no slash at the end',
      yaml: example({
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const found = exposedResources(source).flatMap(({ value, at }) =>
      typeof value['path'] === 'string' && value['path'].endsWith('/')
        ? [{ name: value['path'], at: child(at, 'path') }]
        : [],
    );
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'exposed path')} with a slash at the end: ${names}`,
    );
  },
};
