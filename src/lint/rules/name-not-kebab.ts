import { ownOperations, ownAdapters, ownTools } from '../../document/walk.ts';
import { example } from '../example.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const nameNotKebab: Rule = {
  code: 'name-not-kebab',
  severity: 'info',
  summary: 'A name is not in lower case with dashes.',
  why: "The format's own documents write all names so; other spellings make calls hard to remember.",
  whatToDo: 'Write names like `list-notes`.',
  examples: [
    {
      title: 'capitals',
      yaml: example({ operations: '- name: listNotes\n  method: GET' }),
      reports: ['1 name not in lower case with dashes: `listNotes`'],
    },
    { title: 'lower case', yaml: example({}), reports: [] },
  ],
  check(program, report) {
    const isKebab = (name: string): boolean => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name);
    const names = [
      ...ownOperations(program).map(({ operation }) => ({
        name: operation.name,
        at: operation.at,
      })),
      ...ownTools(program).map(({ tool }) => ({ name: tool.name ?? '', at: tool.at })),
      ...ownAdapters(program).map(({ namespace, at }) => ({ name: namespace, at })),
      ...program.main.consumes.map((api) => ({ name: api.namespace, at: api.at })),
    ].filter(({ name }) => name !== '' && !isKebab(name));
    reportAll(
      report,
      names,
      (text, number) => `${count(number, 'name')} not in lower case with dashes: ${text}`,
    );
  },
};
