import { groupBy } from '../../util/group-by.ts';
import { ownRoutes } from '../../document/walk.ts';
import { joinedPath } from '../paths.ts';
import { example } from '../example.ts';
import { count, sites, type Rule } from '../rule.ts';

export const duplicateRoute: Rule = {
  code: 'duplicate-route',
  severity: 'error',
  summary: 'Two exposed operations of one adapter answer the same method and path.',
  why: 'Only the first can ever be reached. Equal ones are compiled as one route; of different ones the first wins.',
  whatToDo: 'Remove the copy, or give it a path or method of its own.',
  aliases: ['rest-duplicate-route'],
  examples: [
    {
      title: 'GET /notes twice',
      yaml: example({
        routes:
          '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes\n  - method: GET\n    call: notes.list-notes',
      }),
      reports: ['1 route of `notes-rest` is declared again: GET /notes'],
    },
    {
      title: 'one route',
      yaml: example({
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    for (const [adapter, routes] of groupBy(ownRoutes(program), (route) => route.adapter)) {
      const groups = groupBy(
        routes,
        ({ resource, operation }) =>
          `${operation.method.toUpperCase()} ${joinedPath(resource.path, operation.path)}`,
      );
      const again = [...groups].filter(([, group]) => group.length > 1);
      const copies = again.flatMap(([, group]) => group.slice(1));
      const at = sites(copies.map(({ operation }) => operation.at));
      if (at === undefined) continue;
      const names = again.map(([name]) => name);
      const shown =
        names.length > 2
          ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`
          : names.join(', ');
      report({
        message: `${count(copies.length, 'route')} of \`${adapter.namespace}\` ${copies.length === 1 ? 'is' : 'are'} declared again: ${shown}`,
        sites: at,
      });
    }
  },
};
