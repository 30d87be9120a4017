import { ownOperations } from '../../document/walk.ts';
import { foldName } from '../../util/fold-name.ts';
import { clientMembers, reservedWords, usedByClient } from '../../util/reserved-names.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

const taken = new Set([...clientMembers, ...reservedWords, ...usedByClient].map(foldName));

export const reservedWordClash: Rule = {
  code: 'reserved-word-clash',
  severity: 'info',
  summary: 'A name means something else in generated code.',
  why: 'Generated code has to call it something else: an operation `delete` has the function `delete_`, `send` has `send2`, `core` becomes the method `coreApi`, and an input `constructor` the argument `constructor_`.',
  whatToDo:
    'Say what is deleted or sent: `delete-note`. Where the name is not yours to choose, leave it.',
  examples: [
    {
      title: 'words of the language and of the client',
      yaml: example({
        operations: '- name: delete\n  method: DELETE\n- name: with-options\n  method: GET',
      }),
      reports: ['2 names that generated code has to change: `delete`, `with-options`'],
    },
    {
      title: 'what every object has',
      yaml: example({
        operations:
          '- name: list-notes\n  method: GET\n  inputParameters:\n  - name: constructor\n    in: query',
      }),
      reports: ['1 name that generated code has to change: `constructor` of `list-notes`'],
    },
    {
      title: 'more than the one word',
      yaml: example({ operations: '- name: delete-note\n  method: DELETE' }),
      reports: [],
    },
  ],
  check(program, report) {
    const found = ownOperations(program).flatMap(({ operation }) => [
      ...(taken.has(foldName(operation.name)) ? [{ name: operation.name, at: operation.at }] : []),
      ...operation.inputs
        .filter(({ name, value }) => name in Object.prototype && value === undefined)
        .map(({ name, at }) => ({ name: `${name}\` of \`${operation.name}`, at })),
    ]);
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'name')} that generated code has to change: ${names}`,
    );
  },
};
