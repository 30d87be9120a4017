import { example } from '../example.ts';
import { official } from '../official.ts';
import { entries, isTruthy } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const consumesDescription: Rule = {
  code: 'consumes-description',
  severity: 'warning',
  summary: 'A consumed API has no description.',
  why: 'Its description heads the page of the API in the docs and in the generated client.',
  whatToDo: 'Say in a sentence what the API is for.',
  aliases: [...official('consumes-description', 'consumes-description')],
  examples: [
    {
      title: 'no description',
      yaml: example({}),
      reports: ['1 consumed API without a description: `notes`'],
    },
    {
      title: 'a description',
      yaml: example({ api: 'description: Notes of all fields.' }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const found = entries(source, 'consumes').filter(
      ({ value }) => !isTruthy(value['description']),
    );
    reportAll(
      report,
      found.map(({ value, at }) => ({
        name: String(value['namespace'] ?? value['import'] ?? ''),
        at,
      })),
      (names, number) => `${count(number, 'consumed API')} without a description: ${names}`,
    );
  },
};
