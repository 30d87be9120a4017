import { ownTools } from '../../document/walk.ts';
import { locationKey } from '../../source/location-key.ts';
import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const hintReadOnlyPost: Rule = {
  code: 'hint-read-only-post',
  severity: 'info',
  summary: 'A tool that calls with POST says it is read-only.',
  why: 'Searches by POST are; anything else is run without asking. Many such hints come from `get` or `list` inside another word.',
  whatToDo: 'Keep `readOnly: true` only where the call changes nothing.',
  examples: [
    {
      title: 'a POST that is read-only',
      yaml: example({
        operations: '- name: reset-target\n  method: POST',
        tools:
          '- name: reset\n  description: Resets the target.\n  hints:\n    readOnly: true\n  call: notes.reset-target',
      }),
      reports: ['1 tool read-only by their hints that call with POST: `reset`'],
    },
    {
      title: 'a POST that is not',
      yaml: example({
        operations: '- name: reset-target\n  method: POST',
        tools:
          '- name: reset\n  description: Resets the target.\n  hints:\n    readOnly: false\n  call: notes.reset-target',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownTools(program).filter(
      ({ tool }) =>
        tool.hints.readOnly === true &&
        program.calls.get(locationKey((tool.call ?? tool).at))?.operation.method.toUpperCase() ===
          'POST',
    );
    reportAll(
      report,
      found.map(({ tool }) => ({ name: tool.name ?? '', at: child(tool.at, 'hints') })),
      (names, number) =>
        `${count(number, 'tool')} read-only by their hints that call with POST: ${names}`,
    );
  },
};
