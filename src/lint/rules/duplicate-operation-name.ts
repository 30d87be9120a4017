import { groupBy } from '../../util/group-by.ts';
import { ownOperations } from '../../document/walk.ts';
import { operationContent } from '../content.ts';
import { example } from '../example.ts';
import { sites, type Rule } from '../rule.ts';

export const duplicateOperationName: Rule = {
  code: 'duplicate-operation-name',
  severity: 'error',
  summary: 'Two different operations of one API have the same name.',
  why: 'A call by that name reaches the first only; the engine never finds the others. capwright keeps both, with names made from method and path.',
  whatToDo: 'Give each operation a name of its own, and change the calls to it.',
  examples: [
    {
      title: 'one name, two methods',
      yaml: example({ operations: '- name: note\n  method: GET\n- name: note\n  method: POST' }),
      reports: ['`notes.note` names 2 different operations: GET /notes, POST /notes'],
    },
    {
      title: 'two names',
      yaml: example({
        operations: '- name: get-note\n  method: GET\n- name: add-note\n  method: POST',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    for (const [name, group] of groupBy(
      ownOperations(program),
      (target) => `${target.namespace}.${target.operation.name}`,
    )) {
      if (group.length < 2) continue;
      const different = groupBy(group, operationContent);
      if (different.size < 2) continue;
      const each = [...different.values()].map((same) => same[0]!);
      const at = sites(each.map((target) => target.operation.at));
      const ways = each.map(
        (target) => `${target.operation.method} ${target.operation.path ?? target.resource.path}`,
      );
      if (at)
        report({
          message: `\`${name}\` names ${different.size} different operations: ${ways.join(', ')}`,
          sites: at,
        });
    }
  },
};
