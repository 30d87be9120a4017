import { ownAdapters } from '../../document/walk.ts';
import { compareText } from '../../util/compare.ts';
import { pathSortKey } from '../paths.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const resourcesUnsorted: Rule = {
  code: 'resources-unsorted',
  severity: 'info',
  summary: 'Resources are not in the order of their paths.',
  why: 'A reader finds a path in a sorted list at once, and two people who add one each do not both add it at the end.',
  whatToDo: 'Sort them by `path`, variables behind names.',
  examples: [
    {
      title: 'the wrong order',
      yaml: example({
        resources:
          '- name: drafts\n  path: /drafts\n  operations:\n  - name: list-drafts\n    method: GET',
      }),
      reports: ['1 resource of `notes` out of order: `/drafts`'],
    },
    {
      title: 'a variable behind names',
      yaml: example({
        resources:
          "- name: latest\n  path: /notes/latest\n  operations:\n  - name: latest-note\n    method: GET\n- name: note\n  path: '/notes/{{id}}'\n  operations:\n  - name: get-note\n    method: GET\n    inputParameters:\n    - name: id\n      in: path",
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const lists = [
      ...program.main.consumes.flatMap((api) => (api.kind === 'http' ? [api] : [])),
      ...ownAdapters(program).flatMap((adapter) => (adapter.kind === 'rest' ? [adapter] : [])),
    ];
    for (const { namespace, resources } of lists) {
      const keys = resources.map(({ path }) => pathSortKey(path));
      const found = resources.filter(
        (_, index) => index > 0 && compareText(keys[index - 1]!, keys[index]!) > 0,
      );
      reportAll(
        report,
        found.map(({ path, at }) => ({ name: path, at })),
        (names, number) =>
          `${count(number, 'resource')} of \`${namespace}\` out of order: ${names}`,
      );
    }
  },
};
