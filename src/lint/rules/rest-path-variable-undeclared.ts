import { foldName } from '../../util/fold-name.ts';
import { groupBy } from '../../util/group-by.ts';
import { example } from '../example.ts';
import { pathVariables } from '../paths.ts';
import { allUnits, unitName } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const restPathVariableUndeclared: Rule = {
  code: 'rest-path-variable-undeclared',
  severity: 'warning',
  summary: 'A variable of an exposed path has no `in: path` parameter.',
  why: 'The docs and the OpenAPI document have a variable without a type and a description. capwright takes them from the called operation.',
  whatToDo: 'Declare it below `inputParameters` of the resource or the operation.',
  examples: [
    {
      title: 'an undeclared id',
      yaml: example({
        path: "'/notes/{{id}}'",
        operations:
          '- name: get-note\n  method: GET\n  inputParameters:\n  - name: id\n    in: path',
        routes:
          "- path: '/notes/{id}'\n  operations:\n  - method: GET\n    name: get-note\n    call: notes.get-note",
      }),
      reports: ['1 path variable of `notes-rest` not declared: `{id}` of `get-note`'],
    },
    {
      title: 'a declared id',
      yaml: example({
        path: "'/notes/{{id}}'",
        operations:
          '- name: get-note\n  method: GET\n  inputParameters:\n  - name: id\n    in: path',
        routes:
          "- path: '/notes/{id}'\n  operations:\n  - method: GET\n    name: get-note\n    inputParameters:\n    - name: id\n      in: path\n      type: string\n      description: Which note.\n    call: notes.get-note",
      }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = allUnits(program).flatMap((entry) => {
      const declared = new Set(
        entry.inputs
          .filter((input) => input.in === 'path' || input.in === undefined)
          .map(({ name }) => foldName(name)),
      );
      return pathVariables(entry.path ?? '')
        .filter((name) => !declared.has(foldName(name)))
        .map((name) => ({
          name: `{${name}}\` of \`${unitName(entry)}`,
          namespace: entry.namespace,
          at: entry.unit.at,
        }));
    });
    for (const [namespace, group] of groupBy(found, (item) => item.namespace))
      reportAll(
        report,
        group,
        (names, number) =>
          `${count(number, 'path variable')} of \`${namespace}\` not declared: ${names}`,
      );
  },
};
