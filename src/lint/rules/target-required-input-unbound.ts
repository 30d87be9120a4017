import { foldName } from '../../util/fold-name.ts';
import { example } from '../example.ts';
import { pathVariables } from '../paths.ts';
import { allUnits, calledBy, inputsOf, unitName } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const targetRequiredInputUnbound: Rule = {
  code: 'target-required-input-unbound',
  severity: 'error',
  summary: 'Nothing sets an input that the called operation requires.',
  why: 'Every request is refused by the API, whatever the caller of the route or tool gives.',
  whatToDo: 'Declare the input, and pass it on in `with`.',
  examples: [
    {
      title: 'an input that is left out',
      yaml: example({
        operations:
          '- name: find-notes\n  method: GET\n  inputParameters:\n  - name: query\n    in: query\n    required: true\n  - name: limit\n    in: query',
        tools:
          '- name: find\n  description: Finds notes.\n  call: notes.find-notes\n  with:\n    limit: 10',
      }),
      reports: ['1 required input that nothing sets: `query` of `find`'],
    },
    {
      title: 'all are set',
      yaml: example({
        operations:
          '- name: find-notes\n  method: GET\n  inputParameters:\n  - name: query\n    in: query\n    required: true',
        tools:
          '- name: find\n  description: Finds notes.\n  call: notes.find-notes\n  with:\n    query: notes-mcp.query',
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allUnits(program).flatMap((entry) => {
      const target = calledBy(program, entry);
      // Where nothing is said of inputs at all, all of the operation's are meant.
      if (target === undefined || (entry.unit.with.length === 0 && entry.inputs.length === 0))
        return [];
      const required = inputsOf(target).filter(
        (input) =>
          input.required === true && input.value === undefined && input.in !== 'environment',
      );
      if (required.length === 0) return [];
      const names = [...entry.unit.with, ...entry.inputs].map(({ name }) => name);
      const set = new Set(
        [...names, ...(entry.path === undefined ? [] : pathVariables(entry.path))].map(foldName),
      );
      return required
        .filter(({ name }) => !set.has(foldName(name)))
        .map(({ name }) => ({ name: `${name}\` of \`${unitName(entry)}`, at: entry.unit.at }));
    });
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'required input')} that nothing sets: ${names}`,
    );
  },
};
