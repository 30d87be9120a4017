import { ownOperations } from '../../document/walk.ts';
import { groupBy } from '../../util/group-by.ts';
import { operationContent } from '../content.ts';
import { example } from '../example.ts';
import { pathShape } from '../paths.ts';
import { pathOf } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const duplicateMethodPath: Rule = {
  code: 'duplicate-method-path',
  severity: 'warning',
  summary: 'Two operations of an API send the same request.',
  why: 'They differ in name or inputs only. Where one request serves several purposes that is how the API is made; else one of them is left over.',
  whatToDo: 'Keep one operation, or say in the descriptions how they differ.',
  examples: [
    {
      title: 'two names for one request',
      yaml: example({
        operations: '- name: list-notes\n  method: GET\n- name: all-notes\n  method: GET',
      }),
      reports: ['1 operation of `notes` with the method and path of another: `GET /notes`'],
    },
    {
      title: 'two methods',
      yaml: example({
        operations: '- name: list-notes\n  method: GET\n- name: add-note\n  method: POST',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    for (const [namespace, targets] of groupBy(
      ownOperations(program),
      (target) => target.namespace,
    )) {
      // What is repeated word for word is said elsewhere.
      const distinct = [
        ...new Map(targets.map((target) => [operationContent(target), target])).values(),
      ];
      const requests = groupBy(
        distinct,
        (target) => `${target.operation.method.toUpperCase()} ${pathShape(pathOf(target))}`,
      );
      const again = [...requests].filter(([, group]) => group.length > 1);
      reportAll(
        report,
        again.flatMap(([name, group]) =>
          group.slice(1).map(({ operation }) => ({ name, at: operation.at })),
        ),
        (names, number) =>
          `${count(number, 'operation')} of \`${namespace}\` with the method and path of another: ${names}`,
      );
    }
  },
};
