import type { Unit } from '../../document/document.ts';
import { example } from '../example.ts';
import { allUnits, unitName } from '../units.ts';
import { reportAll, type Rule } from '../rule.ts';

export const refAndCallConflict: Rule = {
  code: 'ref-and-call-conflict',
  severity: 'error',
  summary: 'A route, tool or flow says in more than one way what it does.',
  why: 'Of `call`, `steps` and `ref` the engine takes one, and not the same one for routes as for tools.',
  whatToDo: 'Keep one of them. `with` belongs to `call` or `ref`; steps have their own.',
  examples: [
    {
      title: 'a call and steps',
      yaml: example({
        tools:
          '- name: list\n  description: Lists all notes.\n  call: notes.list-notes\n  steps:\n  - name: one\n    type: call\n    call: notes.list-notes',
      }),
      reports: ['more than one of `call`, `steps` and `ref`: `list`'],
    },
    {
      title: 'with beside steps',
      yaml: example({
        tools:
          '- name: list\n  description: Lists all notes.\n  with:\n    limit: 10\n  steps:\n  - name: one\n    type: call\n    call: notes.list-notes',
      }),
      reports: ['`with` has no meaning beside `steps`: `list`'],
    },
    {
      title: 'a call',
      yaml: example({
        tools:
          '- name: list\n  description: Lists all notes.\n  call: notes.list-notes\n  with:\n    limit: 10',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const ways = ({ call, ref, steps }: Unit): number =>
      [call !== undefined, ref !== undefined, steps.length > 0].filter(Boolean).length;
    const units = allUnits(program).map((entry) => ({
      name: unitName(entry),
      at: entry.unit.at,
      unit: entry.unit,
    }));
    const many = units.filter(({ unit }) => ways(unit) > 1);
    reportAll(
      report,
      many,
      (names) => `more than one of \`call\`, \`steps\` and \`ref\`: ${names}`,
    );
    const idle = units.filter(
      ({ unit }) => ways(unit) === 1 && unit.steps.length > 0 && unit.with.length > 0,
    );
    reportAll(report, idle, (names) => `\`with\` has no meaning beside \`steps\`: ${names}`);
  },
};
