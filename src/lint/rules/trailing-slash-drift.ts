import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const trailingSlashDrift: Rule = {
  code: 'trailing-slash-drift',
  severity: 'warning',
  summary: 'Paths of an API end with a slash here and without one there.',
  why: 'To most servers these are different paths; one of the two habits leads to redirects or 404.',
  whatToDo: 'Compare with the docs of the API, and write all paths its way.',
  examples: [
    {
      title: 'both habits',
      yaml: example({
        path: '/notes',
        resources:
          '- name: archive\n  path: /archive/\n  operations:\n  - name: list-archive\n    method: GET',
      }),
      reports: ['1 of 2 paths of `notes` ending with a slash, unlike the others: `/archive/`'],
    },
    {
      title: 'one habit',
      yaml: example({
        path: '/notes/',
        resources:
          '- name: archive\n  path: /archive/\n  operations:\n  - name: list-archive\n    method: GET',
      }),
      reports: [],
    },
  ],
  check({ main }, report) {
    for (const api of main.consumes) {
      if (api.kind !== 'http') continue;
      const paths = api.resources.filter(({ path }) => path.length > 1);
      const slashed = paths.filter(({ path }) => path.endsWith('/'));
      const bare = paths.filter(({ path }) => !path.endsWith('/'));
      const fewer = slashed.length > bare.length ? bare : slashed;
      if (slashed.length > 0 && bare.length > 0)
        reportAll(
          report,
          fewer.map(({ path, at }) => ({ name: path, at: child(at, 'path') })),
          (names, number) =>
            `${number} of ${count(paths.length, 'path')} of \`${api.namespace}\` ${fewer === slashed ? '' : 'not '}ending with a slash, unlike the others: ${names}`,
        );
    }
  },
};
