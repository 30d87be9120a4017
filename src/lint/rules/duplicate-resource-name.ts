import { child } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const duplicateResourceName: Rule = {
  code: 'duplicate-resource-name',
  severity: 'warning',
  summary: 'Two resources of an API have one name.',
  why: 'Generated code groups operations by their resource, and docs link to it by name.',
  whatToDo: 'Give each resource a name of its own, or make them one.',
  examples: [
    {
      title: 'one name twice',
      yaml: example({
        resources:
          '- name: notes\n  path: /notes/archive\n  operations:\n  - name: list-archive\n    method: GET',
      }),
      reports: ['1 resource of `notes` with the name of another: `notes`'],
    },
    {
      title: 'two names',
      yaml: example({
        resources:
          '- name: archive\n  path: /notes/archive\n  operations:\n  - name: list-archive\n    method: GET',
      }),
      reports: [],
    },
  ],
  check({ main }, report) {
    for (const api of main.consumes) {
      if (api.kind !== 'http') continue;
      const again = [...groupBy(api.resources, (resource) => resource.name)].flatMap(
        ([name, group]) =>
          name === undefined
            ? []
            : group.slice(1).map(({ at }) => ({ name, at: child(at, 'name') })),
      );
      reportAll(
        report,
        again,
        (names, number) =>
          `${count(number, 'resource')} of \`${api.namespace}\` with the name of another: ${names}`,
      );
    }
  },
};
