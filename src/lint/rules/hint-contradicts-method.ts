import { ownTools } from '../../document/walk.ts';
import { locationKey } from '../../source/location-key.ts';
import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const hintContradictsMethod: Rule = {
  code: 'hint-contradicts-method',
  severity: 'warning',
  summary: 'The hints of a tool contradict the method it calls with.',
  why: 'Clients ask people before a tool that is not read-only, and repeat one that is: wrong hints delete things unasked.',
  whatToDo: 'Set `readOnly` for GET only, and `destructive` for what removes or replaces.',
  examples: [
    {
      title: 'a DELETE that is read-only',
      yaml: example({
        operations: '- name: drop-notes\n  method: DELETE',
        tools:
          '- name: drop\n  description: Drops all notes.\n  hints:\n    readOnly: true\n  call: notes.drop-notes',
      }),
      reports: ['1 tool with hints that contradict the method: `drop` by `DELETE`'],
    },
    {
      title: 'a DELETE that is not',
      yaml: example({
        operations: '- name: drop-notes\n  method: DELETE',
        tools:
          '- name: drop\n  description: Drops all notes.\n  hints:\n    readOnly: false\n    destructive: true\n  call: notes.drop-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownTools(program).flatMap(({ tool }) => {
      const method = program.calls
        .get(locationKey((tool.call ?? tool).at))
        ?.operation.method.toUpperCase();
      const { readOnly, destructive } = tool.hints;
      const reads = method === 'GET' || method === 'HEAD';
      const wrong = reads
        ? readOnly === false || destructive === true
        : ['DELETE', 'PUT', 'PATCH'].includes(method ?? '') && readOnly === true;
      return wrong
        ? [{ name: `${tool.name ?? ''}\` by \`${method ?? ''}`, at: child(tool.at, 'hints') }]
        : [];
    });
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'tool')} with hints that contradict the method: ${names}`,
    );
  },
};
