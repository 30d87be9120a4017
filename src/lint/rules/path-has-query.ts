import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { entries, items } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const pathHasQuery: Rule = {
  code: 'path-has-query',
  severity: 'warning',
  summary: 'The path of a consumed resource has a query.',
  why: 'Parameters in a path cannot be set by whoever calls, and further ones are joined to them in ways that differ between engines.',
  whatToDo: 'Declare what follows the `?` as parameters with `in: query` and a fixed `value`.',
  aliases: [...official('consumed-resource-no-query-in-path', 'path-has-query')],
  examples: [
    {
      title: 'a query',
      yaml: example({ path: '/notes?view=all' }),
      reports: ['1 consumed path with a query: `/notes?view=all`'],
    },
    { title: 'no query', yaml: example({ path: '/notes' }), reports: [] },
  ],
  check(_program, report, { source }) {
    const found = entries(source, 'consumes')
      .flatMap((api) => (api.value['type'] === 'http' ? items(api, 'resources') : []))
      .flatMap(({ value, at }) =>
        typeof value['path'] === 'string' && value['path'].includes('?')
          ? [{ name: value['path'], at: child(at, 'path') }]
          : [],
      );
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'consumed path')} with a query: ${names}`,
    );
  },
};
