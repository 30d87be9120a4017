import { example } from '../example.ts';
import { official } from '../official.ts';
import { capabilityEntries, isTruthy, named } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const aggregateFlowDescription: Rule = {
  code: 'aggregate-flow-description',
  severity: 'warning',
  summary: 'A flow of an aggregate has no description.',
  why: 'Tools and routes that refer to a flow take its description; without one they have none either.',
  whatToDo: 'Say in a sentence what the flow does and gives back.',
  aliases: [
    ...official('aggregate-flow-description', 'aggregate-flow-description'),
    'naftiko-aggregate-function-description',
    'ikanos-aggregate-function-description',
    'aggregate-function-description',
  ],
  examples: [
    {
      title: 'no description',
      yaml: example({
        aggregates:
          '- namespace: desk\n  label: Desk\n  functions:\n  - name: list\n    call: notes.list-notes',
      }),
      reports: ['1 flow without a description: `list`'],
    },
    {
      title: 'a description',
      yaml: example({
        aggregates:
          '- namespace: desk\n  label: Desk\n  functions:\n  - name: list\n    description: Lists all notes.\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const flows = capabilityEntries(source, 'aggregates').flatMap((aggregate) => [
      ...named(aggregate, 'functions'),
      ...named(aggregate, 'flows'),
    ]);
    const found = flows
      .filter(({ value }) => !isTruthy(value['description']))
      .map(({ name, at }) => ({ name: name ?? '', at }));
    reportAll(
      report,
      found,
      (names, number) => `${count(number, 'flow')} without a description: ${names}`,
    );
  },
};
