import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { allUnits, calledBy, takes } from '../units.ts';
import { reportAll, type Rule } from '../rule.ts';

export const withKeyNotATargetInput: Rule = {
  code: 'with-key-not-a-target-input',
  severity: 'error',
  summary: '`with` sets an input that the called operation does not have.',
  why: 'The value goes nowhere: the request is the same whatever it is.',
  whatToDo: 'Write the name of an input of the operation, or declare the input there.',
  examples: [
    {
      title: 'no such input',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query',
        tools:
          '- name: list\n  description: Lists all notes.\n  call: notes.list-notes\n  with:\n    limt: 10',
      }),
      reports: ['`notes.list-notes` has no input `limt`'],
    },
    {
      title: 'an input',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query',
        tools:
          '- name: list\n  description: Lists all notes.\n  call: notes.list-notes\n  with:\n    limit: 10',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allUnits(program).flatMap((entry) => {
      const target = calledBy(program, entry);
      if (target === undefined || entry.unit.with.length === 0) return [];

      return entry.unit.with
        .filter(({ name }) => !takes(target, name))
        .map(({ name, at }) => ({
          name,
          at,
          call: `${target.namespace}.${target.operation.name}`,
        }));
    });
    for (const [call, group] of groupBy(found, (item) => item.call))
      reportAll(report, group, (names) => `\`${call}\` has no input ${names}`);
  },
};
