import { example } from '../example.ts';
import { official } from '../official.ts';
import { exposedResources, isTruthy, named } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const restOperationDescription: Rule = {
  code: 'rest-operation-description',
  severity: 'info',
  summary: 'An exposed operation has no description.',
  why: 'Readers of the docs and of the OpenAPI document see a method and a path and have to guess the rest.',
  whatToDo: 'Say in a sentence what the operation does and gives back.',
  aliases: [...official('rest-operation-description', 'rest-operation-description')],
  examples: [
    {
      title: 'no description',
      yaml: example({
        routes:
          '- path: /notes\n  operations:\n  - method: GET\n    name: list\n    call: notes.list-notes',
      }),
      reports: ['1 exposed operation without a description: `list`'],
    },
    {
      title: 'a description',
      yaml: example({
        routes:
          '- path: /notes\n  operations:\n  - method: GET\n    name: list\n    description: Lists all notes.\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const operations = exposedResources(source).flatMap((resource) =>
      named(resource, 'operations'),
    );
    const found = operations
      .filter(({ value }) => !isTruthy(value['description']))
      .map(({ name, value, at }) => ({ name: name ?? String(value['method'] ?? ''), at }));
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'exposed operation')} without a description: ${names}`,
    );
  },
};
