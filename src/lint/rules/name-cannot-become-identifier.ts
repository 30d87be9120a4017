import { ownOperations, ownTools } from '../../document/walk.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

/** Names of generated code begin with a letter; the first letter or number of a name decides. */
function begins(name: string): boolean {
  return /^[^\p{L}\p{N}]*[\p{L}\p{Nl}]/u.test(name);
}

export const nameCannotBecomeIdentifier: Rule = {
  code: 'name-cannot-become-identifier',
  severity: 'warning',
  summary: 'The name of an operation or tool has no letter at its beginning.',
  why: 'Generated code cannot use it as it stands: the client leaves out `3d` of `3d-list` or puts `_` before it, a name without any letter or number gives way to method and path, and a tool is published under the name of the operation that it calls.',
  whatToDo: 'Give it a name that begins with a letter.',
  examples: [
    {
      title: 'a number first, and no letters at all',
      yaml: example({
        operations: '- name: 3d-list\n  method: GET\n- name: "--"\n  method: POST',
      }),
      reports: ['2 names that generated code cannot take over: `3d-list`, `--`'],
    },
    {
      title: 'a tool',
      yaml: example({
        tools:
          '- name: 7-day-notes\n  description: All notes of the last seven days.\n  call: notes.list-notes',
      }),
      reports: ['1 name that generated code cannot take over: `7-day-notes`'],
    },
    {
      title: 'a letter first',
      yaml: example({ operations: '- name: list-3d\n  method: GET' }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = [
      ...ownOperations(program).map(({ operation: { name, at } }) => ({ name, at })),
      ...ownTools(program).map(({ tool: { name = '', at } }) => ({ name, at })),
    ].filter(({ name }) => name !== '' && !begins(name));
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'name')} that generated code cannot take over: ${names}`,
    );
  },
};
