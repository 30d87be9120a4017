import { child } from '../../source/location.ts';
import { example } from '../example.ts';
import { official } from '../official.ts';
import { stepsOf, entries } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const stepsNamePattern: Rule = {
  code: 'steps-name-pattern',
  severity: 'warning',
  summary: 'The name of a step has characters that references to it cannot have.',
  why: 'Later steps and mappings name a step as `$.name.field` and `{{name.field}}`; with other characters they never find it.',
  whatToDo: 'Use letters, digits, `_` and `-` only.',
  aliases: [...official('steps-name-pattern', 'steps-name-pattern')],
  examples: [
    {
      title: 'a dot and a blank',
      yaml: example({
        tools:
          '- name: list\n  description: Lists all notes.\n  steps:\n  - name: list. all\n    type: call\n    call: notes.list-notes',
      }),
      reports: ['1 step that nothing can refer to: `list. all`'],
    },
    {
      title: 'letters and a dash',
      yaml: example({
        tools:
          '- name: list\n  description: Lists all notes.\n  steps:\n  - name: list-all\n    type: call\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const found = stepsOf(entries(source, 'exposes')).flatMap(({ name, at }) =>
      name !== undefined && !/^[A-Za-z0-9_-]+$/.test(name) ? [{ name, at: child(at, 'name') }] : [],
    );
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'step')} that nothing can refer to: ${names}`,
    );
  },
};
