import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { exposedResources } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const restPathHasQuery: Rule = {
  code: 'rest-path-has-query',
  severity: 'warning',
  summary: 'The path of an exposed resource has a query.',
  why: 'A router matches paths only: no request ever gets to this resource.',
  whatToDo: 'Declare what follows the `?` below `inputParameters` with `in: query`.',
  aliases: [...official('rest-resource-path-no-query', 'rest-path-has-query')],
  examples: [
    {
      title: 'a query',
      yaml: example({
        routes:
          "- path: '/notes?view=all'\n  operations:\n  - method: GET\n    call: notes.list-notes",
      }),
      reports: ['1 exposed path with a query: `/notes?view=all`'],
    },
    {
      title: 'no query',
      yaml: example({
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const found = exposedResources(source).flatMap(({ value, at }) =>
      typeof value['path'] === 'string' && value['path'].includes('?')
        ? [{ name: value['path'], at: child(at, 'path') }]
        : [],
    );
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'exposed path')} with a query: ${names}`,
    );
  },
};
