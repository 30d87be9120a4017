import { groupBy, withEqual } from '../../util/group-by.ts';
import { ownOperations } from '../../document/walk.ts';
import { operationContent } from '../content.ts';
import { example } from '../example.ts';
import { count, sites, type Rule } from '../rule.ts';

export const duplicateOperationIdentical: Rule = {
  code: 'duplicate-operation-identical',
  severity: 'error',
  summary: 'An operation is declared more than once, word for word.',
  why: 'A call to its name can mean either, tools and routes come twice, and every change has to be made twice. capwright compiles the copies as one.',
  whatToDo:
    'Keep the first declaration and remove the others, with the routes and tools that mirror them.',
  examples: [
    {
      title: 'one operation twice',
      yaml: example({
        operations: '- name: list-notes\n  method: GET\n- name: list-notes\n  method: GET',
      }),
      reports: ['1 operation is repeated word for word: `list-notes`'],
    },
    {
      title: 'two operations',
      yaml: example({
        operations: '- name: list-notes\n  method: GET\n- name: add-note\n  method: POST',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const alike = withEqual(
      ownOperations(program),
      ({ namespace, operation }) => `${namespace}\n${operation.method}\n${operation.name}`,
    );
    const groups = groupBy(alike, (target) => `${target.namespace}\n${operationContent(target)}`);
    const copies = [...groups.values()].flatMap((group) => group.slice(1));
    const at = sites(copies.map((copy) => copy.operation.at));
    if (at === undefined) return;
    const names = [...new Set(copies.map((copy) => `\`${copy.operation.name}\``))];
    const shown =
      names.length > 3
        ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
        : names.join(', ');
    const first = groups.get([...groups.keys()].find((key) => groups.get(key)!.length > 1)!)![0]!;
    report({
      message: `${count(copies.length, 'operation')} ${copies.length === 1 ? 'is' : 'are'} repeated word for word: ${shown}`,
      sites: at,
      related: [{ message: 'the first of them is declared here', at: first.operation.at }],
    });
  },
};
