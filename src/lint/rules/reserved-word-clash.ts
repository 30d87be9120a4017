import type { CallTarget } from '../../document/program.ts';
import { ownOperations } from '../../document/walk.ts';
import { foldName } from '../../util/fold-name.ts';
import { clientMembers, reservedWords, usedByClient } from '../../util/reserved-names.ts';
import { example } from '../example.ts';
import { pathOf } from '../units.ts';
import { count, reportAll, type Rule } from '../rule.ts';

const taken = new Set([...clientMembers, ...reservedWords, ...usedByClient].map(foldName));

const members = new Set([...clientMembers].map(foldName));

/** What an operation is called after where that means something: names of its path come first, its own where there are none. */
function clash(target: CallTarget): string | undefined {
  const { name } = target.operation;
  const first = pathOf(target)
    .split(/[/?#]/)
    .find((part) => /^[^{}]*\p{L}[^{}]*$/u.test(part) && !/^(?:api|rest|v\d.*)$/i.test(part));
  if (first === undefined) return taken.has(foldName(name)) ? name : undefined;
  return members.has(foldName(first)) ? `/${first}` : undefined;
}

export const reservedWordClash: Rule = {
  code: 'reserved-word-clash',
  severity: 'info',
  summary: 'A name means something else in generated code.',
  why: 'Generated code has to call it something else: below `/core` methods hang on `coreApi`; where a path has no names, an operation `delete` has the function `delete_` and `send` has `send2`; and an input `constructor` is the argument `constructor_`.',
  whatToDo:
    'Say what is deleted or sent: `delete-note`. Where the name is not yours to choose, leave it.',
  examples: [
    {
      title: 'words of the language and of the client',
      yaml: example({
        path: '/',
        operations: '- name: delete\n  method: DELETE\n- name: with-options\n  method: GET',
      }),
      reports: ['2 names that generated code has to change: `delete`, `with-options`'],
    },
    {
      title: 'a path below what the client has itself',
      yaml: example({ path: '/core/notes' }),
      reports: ['1 name that generated code has to change: `/core`'],
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
    const found = ownOperations(program).flatMap((target) => {
      const { operation } = target;
      return [
        ...[clash(target)].flatMap((name) =>
          name === undefined ? [] : [{ name, at: operation.at }],
        ),
        ...operation.inputs
          .filter(({ name, value }) => name in Object.prototype && value === undefined)
          .map(({ name, at }) => ({ name: `${name}\` of \`${operation.name}`, at })),
      ];
    });
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'name')} that generated code has to change: ${names}`,
    );
  },
};
