import { example } from '../example.ts';
import { allUnits } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

const input = (name: string): string =>
  `- name: find\n  description: Finds notes.\n  call: notes.list-notes\n  inputParameters:\n  - name: ${name}\n    type: string\n    description: Which.`;

export const inputNameRefused: Rule = {
  code: 'input-name-refused',
  severity: 'warning',
  summary: 'An argument of a tool, or a member of a body, is called `__proto__`.',
  why: 'In JSON that name is what attackers change prototypes with: servers refuse it, and libraries of the protocol leave it out.',
  whatToDo: 'Call the input something else, and name what it feeds in `with`.',
  examples: [
    {
      title: 'an argument that never arrives',
      yaml: example({ tools: input('__proto__') }),
      reports: ['1 input that no request can carry: `__proto__` of `find`'],
    },
    {
      title: 'another name that objects know',
      yaml: example({ tools: input('constructor') }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allUnits(program).flatMap(({ kind, unit, inputs }) =>
      inputs
        .filter((one) => one.name === '__proto__' && (kind === 'tool' || one.in === 'body'))
        .map(({ at }) => ({ name: `__proto__\` of \`${unit.name ?? ''}`, at })),
    );
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'input')} that no request can carry: ${names}`,
    );
  },
};
