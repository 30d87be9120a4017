import { ownOperations } from '../../document/walk.ts';
import { child } from '../../source/location.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const pathPlaceholderStyle: Rule = {
  code: 'path-placeholder-style',
  severity: 'warning',
  summary: 'Variables of consumed paths are written in single braces.',
  why: 'The reference engine fills `{{name}}` only and sends `{name}` as text. capwright reads both as variables.',
  whatToDo: 'Write `{{name}}` in paths of consumed resources.',
  examples: [
    {
      title: 'single braces',
      yaml: example({
        path: "'/notes/{id}'",
        operations:
          '- name: get-note\n  method: GET\n  inputParameters:\n  - name: id\n    in: path',
      }),
      reports: ['1 path of `notes` with variables in single braces: `/notes/{id}`'],
    },
    {
      title: 'double braces',
      yaml: example({
        path: "'/notes/{{id}}'",
        operations:
          '- name: get-note\n  method: GET\n  inputParameters:\n  - name: id\n    in: path',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const resources = new Map(
      ownOperations(program).map(({ namespace, resource }) => [resource, namespace]),
    );
    const found = [...resources]
      .filter(([resource]) => /(?<!\{)\{[^{}]+\}(?!\})/.test(resource.path))
      .map(([resource, namespace]) => ({
        name: resource.path,
        namespace,
        at: child(resource.at, 'path'),
      }));
    for (const [namespace, group] of groupBy(found, (item) => item.namespace))
      reportAll(
        report,
        group,
        (names, number) =>
          `${count(number, 'path')} of \`${namespace}\` with variables in single braces: ${names}`,
      );
  },
};
