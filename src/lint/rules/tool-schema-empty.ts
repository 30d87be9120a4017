import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { pathVariables } from '../paths.ts';
import { allUnits, calledBy, inputsOf, inputsReadBy, pathOf, unitName } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const toolSchemaEmpty: Rule = {
  code: 'tool-schema-empty',
  severity: 'error',
  summary: 'A tool declares no inputs though the operation it calls has some.',
  why: 'Clients show the tool without inputs and models call it without values. capwright takes them from the called operation.',
  whatToDo: 'Declare the inputs below `inputParameters` of the tool.',
  examples: [
    {
      title: 'no inputs',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query',
        tools: '- name: list\n  description: Lists all notes.\n  call: notes.list-notes',
      }),
      reports: ['1 tool of `notes-mcp` without the inputs of what they call: `list`'],
    },
    {
      title: 'an input',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: limit\n    in: query',
        tools:
          '- name: list\n  description: Lists all notes.\n  inputParameters:\n  - name: limit\n    type: integer\n    description: How many.\n  call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allUnits(program).filter((entry) => {
      const target =
        entry.kind === 'tool' && entry.unit.inputs.length === 0
          ? calledBy(program, entry)
          : undefined;
      if (target === undefined) return false;
      const set = new Set(
        entry.unit.with
          .filter(({ value }) => inputsReadBy(value, entry.namespace).length === 0)
          .map(({ name }) => name),
      );
      const open = inputsOf(target).filter(
        (input) => input.value === undefined && input.in !== 'environment' && !set.has(input.name),
      );
      return open.length > 0 || pathVariables(pathOf(target)).some((name) => !set.has(name));
    });
    for (const [namespace, group] of groupBy(found, (entry) => entry.namespace))
      reportAll(
        report,
        group.map((entry) => ({ name: unitName(entry), at: entry.unit.at })),
        (names, number) =>
          `${count(number, 'tool')} of \`${namespace}\` without the inputs of what they call: ${names}`,
      );
  },
};
