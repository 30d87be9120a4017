import { example } from '../example.ts';
import { official } from '../official.ts';
import { capabilityEntries, isTruthy, items, top, type Item } from '../written.ts';
import { count, reportAll, type Rule } from '../rule.ts';

export const aggregatesNamespaceRequired: Rule = {
  code: 'aggregates-namespace-required',
  severity: 'error',
  summary: 'An aggregate has no namespace.',
  why: '`ref` names a flow as `namespace.flow`; without a namespace nothing can refer to it.',
  whatToDo: 'Add a `namespace` to the aggregate.',
  aliases: [...official('aggregates-namespace-required', 'aggregates-namespace-required')],
  examples: [
    {
      title: 'no namespace',
      yaml: example({
        aggregates:
          '- label: Desk\n  functions:\n  - name: list\n    description: Lists all notes.\n    call: notes.list-notes',
      }),
      reports: ['1 aggregate without a namespace: `Desk`'],
    },
    {
      title: 'a namespace',
      yaml: example({
        aggregates:
          '- label: Desk\n  namespace: desk\n  functions:\n  - name: list\n    description: Lists all notes.\n    call: notes.list-notes',
      }),
      reports: [],
    },
  ],
  check(_program, report, { source }) {
    const hasFlows = ({ value }: Item): boolean =>
      isTruthy(value['functions']) || isTruthy(value['flows']);
    const all = [
      ...items(top(source), 'aggregates').filter(({ value }) => !isTruthy(value['from'])),
      ...capabilityEntries(source, 'aggregates').filter(hasFlows),
    ];
    const found = all.filter(({ value }) => !isTruthy(value['namespace']));
    reportAll(
      report,
      found.map(({ value, at }) => ({
        name: String(value['label'] ?? value['display'] ?? ''),
        at,
      })),
      (names, number) => `${count(number, 'aggregate')} without a namespace: ${names}`,
    );
  },
};
