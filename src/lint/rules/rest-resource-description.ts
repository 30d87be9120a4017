import { example } from '../example.ts';
import { official } from '../official.ts';
import { exposedResources, isTruthy } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const restResourceDescription: Rule = {
  code: 'rest-resource-description',
  severity: 'warning',
  summary: 'An exposed resource has no description.',
  why: 'Its description heads the routes of the resource in the docs and in the OpenAPI document.',
  whatToDo: 'Say in a sentence what the resource is.',
  aliases: [...official('rest-resource-description', 'rest-resource-description')],
  examples: [
    {
      title: 'no description',
      yaml: example({
        routes: '- path: /notes\n  operations:\n  - method: GET\n    call: notes.list-notes',
      }),
      reports: ['1 exposed resource without a description: `/notes`'],
    },
    {
      title: 'a description',
      yaml: example({
        routes:
          '- path: /notes\n  description: All notes.\n  operations:\n  - method: GET\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const resources = exposedResources(source);
    const found = resources
      .filter(({ value }) => !isTruthy(value['description']))
      .map(({ value, at }) => ({ name: String(value['path'] ?? ''), at }));
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'exposed resource')} without a description: ${names}`,
    );
  },
};
