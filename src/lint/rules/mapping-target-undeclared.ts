import { example } from '../example.ts';
import { allUnits } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const mappingTargetUndeclared: Rule = {
  code: 'mapping-target-undeclared',
  severity: 'error',
  summary: 'A mapping of steps fills an output that is not declared.',
  why: 'The response has a field that the interface does not show, and the declared one may stay empty.',
  whatToDo: 'Declare the output, or write the name of a declared one.',
  examples: [
    {
      title: 'another name',
      yaml: example({
        tools:
          '- name: list\n  description: Lists all notes.\n  steps:\n  - name: one\n    type: call\n    call: notes.list-notes\n  mappings:\n  - targetName: title\n    value: $.one.title\n  outputParameters:\n  - name: heading\n    type: string',
      }),
      reports: ['1 mapping to an output that is not declared: `title`'],
    },
    {
      title: 'the same name',
      yaml: example({
        tools:
          '- name: list\n  description: Lists all notes.\n  steps:\n  - name: one\n    type: call\n    call: notes.list-notes\n  mappings:\n  - targetName: title\n    value: $.one.title\n  outputParameters:\n  - name: title\n    type: string',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allUnits(program).flatMap(({ unit }) => {
      const declared = new Set(unit.outputs.map((output) => output.name));
      return declared.size === 0
        ? []
        : unit.mappings.filter(
            ({ target }) =>
              target !== '' && !declared.has(target) && !declared.has(target.split('.')[0]!),
          );
    });
    reportAll(
      report,
      found.map(({ target, at }) => ({ name: target, at })),
      (names, number) => `${count(number, 'mapping')} to an output that is not declared: ${names}`,
    );
  },
};
